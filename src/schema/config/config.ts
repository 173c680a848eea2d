import type { MismatchPolicy } from '../../model/environment.ts';
import type { GateConfig } from '../../model/gateRules.ts';
import type { Reset } from '../../model/history.ts';
import type { Settings } from '../../model/settings.ts';
import type { CaptureText } from './captureConfig.ts';
import type { ConfigOrigin } from './configOrigin.ts';

export const configFileName = 'hogbench.config.yaml';

/** A server by its URL, or servers of our own; keys of one are none of the other. */
export interface ConfiguredTarget {
  readonly url?: string | undefined;
  /** Servers of our own: how many shards, or shards by replicas: `2x1`. */
  readonly embedded?: string | number | undefined;
  /** What each server of our own may take. */
  readonly cores?: number | undefined;
  readonly memory?: string | undefined;
  /** Of the engine, as npm has it. */
  readonly version?: string | undefined;
  readonly replicas?: readonly string[] | undefined;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  readonly database?: string | undefined;
  readonly cluster?: string | undefined;
  readonly allow_setup?: boolean | undefined;
  readonly tls?: TlsFiles | undefined;
  /** What it costs, whatever it does. */
  readonly price?: ConfiguredPrice | undefined;
}

export interface ConfiguredPrice {
  readonly per_hour: number;
  /** An ISO 4217 code. */
  readonly currency: string;
}

/** What executions and data cost. */
export interface ConfiguredPrices {
  readonly currency: string;
  readonly cpu_second?: number | undefined;
  readonly gib_read?: number | undefined;
  /** A month. */
  readonly gib_stored?: number | undefined;
}

/** An arm as a whole; what is absent is what the command line says. */
export interface ConfiguredArm {
  /** Absent: `embedded`. */
  readonly target?: string | undefined;
  readonly workload?: string | undefined;
  readonly settings?: Settings | undefined;
  readonly price?: ConfiguredPrice | undefined;
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
  /** Arms that `--arm` takes by their names. */
  readonly arms?: Readonly<Record<string, ConfiguredArm>> | undefined;
  /** Values for long flags, by their name without the dashes: `margin: 3%`. */
  readonly defaults: Readonly<Record<string, string | number | boolean>>;
  /** Absent: every default of its own. */
  readonly capture?: CaptureText | undefined;
  /** What `hogbench lint` asks of a log; absent: no share is asked for. */
  readonly lint?: LintConfig | undefined;
  /** Absent: executions and data have no price. */
  readonly prices?: ConfiguredPrices | undefined;
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
