import type { Verdict } from '../../model/comparison.ts';
import type { MismatchPolicy } from '../../model/environment.ts';
import type { RowDisplay } from '../../model/rowDifference.ts';
import type { Milliseconds } from '../../model/units.ts';
import type { Source } from '../../model/workload.ts';

/** When a job of GitHub Actions is shown annotations and a summary. */
export const jobOutputs = ['auto', 'on', 'off'] as const;

/** What the text of a flag may mean, where it is more than itself. */
export interface Readings {
  readonly count: number;
  /** As `count`, and bounded. */
  readonly atOnce: number;
  /** As `count`, and 0. */
  readonly number: number;
  readonly share: number;
  /** A share that may be all. */
  readonly coverage: number;
  readonly duration: Milliseconds;
  /** Seconds. */
  readonly lookBack: number;
  readonly verdicts: ReadonlySet<Verdict>;
  readonly rowDisplay: RowDisplay;
  readonly sources: ReadonlySet<Source>;
  readonly policy: Partial<MismatchPolicy>;
  readonly jobOutput: (typeof jobOutputs)[number];
  /** `https:` or `http:`, as a browser writes it. */
  readonly webAddress: string;
}

/** What is known of a flag. It is all in here, and light: help is printed from it without loading any command. */
export interface FlagRow {
  /** `<n>`, `<file...>`, `[file]`; absent for a switch. */
  readonly argument?: string;
  readonly help: string;
  /** All that its text may be, where that is a few words. */
  readonly choices?: readonly string[];
  /** What holds without it, for people. */
  readonly default?: string;
  /** `q` for `-q`. */
  readonly short?: string;
  /** May be given more than once, one value each. */
  readonly repeated?: true;
  /** How its text is read; absent for a switch, and for a text that is taken as it stands. */
  readonly reads?: keyof Readings;
  /** Commands that say it in other words; the default is in them. */
  readonly helpIn?: Readonly<Record<string, string>>;
  /** Commands with another argument. */
  readonly argumentIn?: Readonly<Record<string, string>>;
  /** Stands for `--no-NAME`: what it names is on by default. */
  readonly negated?: true;
  /** `defaults` of a config may hold it. */
  readonly configurable?: true;
  /** Decides what is measured or how it is judged, so that reports tell who set it. */
  readonly decides?: true;
  /**
   * Whether a config that nobody named may give it: `always` for what decides no verdict and writes and asks nothing
   * elsewhere; `never` where an exit code would say otherwise than the verdicts that are shown, or a server is written to;
   * absent: not in CI.
   */
  readonly found?: 'always' | 'never';
}
