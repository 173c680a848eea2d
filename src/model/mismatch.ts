/** What can differ between two saved runs besides the arms themselves. */
export const mismatchKinds = ['version', 'settings', 'hardware', 'dataset'] as const;

export type MismatchKind = (typeof mismatchKinds)[number];

/** `refuse`: what the difference could move decides nothing. `warn`: it decides, with a caution. */
export type MismatchAction = 'refuse' | 'warn';

export type MismatchPolicy = Readonly<Record<MismatchKind, MismatchAction>>;

/** Each of them can be the whole change of a time. */
export const usualPolicy: MismatchPolicy = {
  version: 'refuse',
  settings: 'refuse',
  hardware: 'refuse',
  dataset: 'refuse',
};
