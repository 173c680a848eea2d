import type { GateRules } from '../../model/gateOutcome.ts';

/** The repository that a command runs in. */
export interface Checkout {
  /** Its absolute path. */
  readonly root: string;
  /** The working folder, from the root: `services/api`; empty at the root. */
  readonly folder: string;
}

/** What a report tells beside its verdicts. */
export interface Telling {
  /** By which verdicts the command exits; absent: as a gate does unless told otherwise. */
  readonly rules?: GateRules | undefined;
  /** A page that has the whole report, or its job. */
  readonly reportUrl?: string | undefined;
  /** From whose root places are told where a CI looks for them; absent: they stay as they were recorded. */
  readonly checkout?: Checkout | undefined;
  /** Of the hogbench that tells it. */
  readonly version?: string | undefined;
}

/** No sign in it ends a link of Markdown, or begins anything. */
const address = /^https?:\/\/[A-Za-z0-9.:[\]-]+(?:[/?#][A-Za-z0-9\-._~:/?#@!&+,;=%]*)?$/;

/** A link of Markdown; empty where there is no address, or one of another form. */
export function reportLink({ reportUrl }: Telling): string {
  if (reportUrl === undefined || !address.test(reportUrl)) return '';
  return `[The whole report](<${reportUrl.replaceAll('&', '&amp;')}>)`;
}
