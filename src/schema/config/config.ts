import type { MismatchPolicy } from '../../model/environment.ts';
import type { GateConfig } from '../../model/gateRules.ts';
import type { Reset } from '../../model/history.ts';
import type { CaptureText } from './captureConfig.ts';
import type { ConfigOrigin } from './configOrigin.ts';

export const configFileName = 'hogbench.config.yaml';

export interface ConfiguredTarget {
  readonly url: string;
  readonly replicas?: readonly string[] | undefined;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  readonly database?: string | undefined;
  readonly cluster?: string | undefined;
  readonly allow_setup?: boolean | undefined;
  readonly tls?: TlsFiles | undefined;
}

/** Files in PEM, from the folder of the config. */
export interface TlsFiles {
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
}

/** What a config file says, and who put it there. */
export interface Config extends ConfigText {
  readonly origin: ConfigOrigin;
  /** Where a value stands in it, as `file:line:column`; absent where there is no file. */
  readonly placeOf?: (path: readonly (string | number)[]) => string;
}

export interface ConfigText {
  readonly targets: Readonly<Record<string, ConfiguredTarget>>;
  /** Values for long flags, by their name without the dashes: `margin: 3%`. */
  readonly defaults: Readonly<Record<string, string | number | boolean>>;
  /** Absent: every default of its own. */
  readonly capture?: CaptureText | undefined;
  /** What `hogbench lint` asks of a log; absent: no share is asked for. */
  readonly lint?: LintConfig | undefined;
  /** Rules that a gate goes by; absent: verdicts alone. */
  readonly gate?: GateConfig | undefined;
  /** Where runs are kept; absent: a folder here. */
  readonly store?: StoreConfig | undefined;
  /** Known events in the history of runs. */
  readonly history?: HistoryConfig | undefined;
  /** What differences between two saved runs mean, by kind. */
  readonly policies: Partial<MismatchPolicy>;
}

/** A folder, from the folder of the config; or a configured target, in tables of a database of its own. */
export type StoreConfig =
  | { readonly folder: string }
  | { readonly target: string; readonly database?: string | undefined };

/** Runs, commits or days at which levels begin anew, with the reason. */
export interface HistoryConfig {
  readonly resets: readonly Reset[];
}

/** What `hogbench lint --coverage` asks of a log. */
export interface LintConfig {
  /** Absent: those of `capture`. */
  readonly required_tags?: readonly string[] | undefined;
  readonly owner_tag?: string | undefined;
  /** The share of executions and of cost that has to be tagged: `95%`. */
  readonly min_coverage?: string | number | undefined;
}

export const emptyConfig: Config = { origin: { kind: 'none' }, targets: {}, defaults: {}, policies: {} };
