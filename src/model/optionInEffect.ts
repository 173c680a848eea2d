/** An option that decides what is measured or how it is judged, and who set it. Values of secrets are none. */
export interface OptionInEffect {
  /** As the flag is called, without the dashes. */
  readonly name: string;
  readonly value: string;
  /** `--margin`, `HOGBENCH_MARGIN`, or the file of the config. */
  readonly from: string;
  /** True for a config that lay in the working folder, and that nobody named. */
  readonly found?: boolean;
}

/** As a part of a record that has no such key where all is as usual. */
export function listed(options: readonly OptionInEffect[] = []): { readonly options?: readonly OptionInEffect[] } {
  return options.length === 0 ? {} : { options };
}
