import type { ArmDescription, PerArm } from '../../model/arm.ts';
import type { Environment, TableFingerprint } from '../../model/environment.ts';
import type { HeldLimits } from '../../model/nodeLimits.ts';
import type { LessData } from '../../model/reason.ts';
import { tableName, tablesWithLess } from './lessData.ts';

/** A processor, and how many cores it has. */
export interface Processor {
  readonly model: string;
  readonly cores: number;
}

/** A table that is not the same in both arms: the first of these in which it differs. */
export type TableDifference = { readonly table: string } & (
  | { readonly kind: 'rows' | 'parts'; readonly values: PerArm<number> }
  | { readonly kind: 'engine'; readonly values: PerArm<string> }
);

/** One thing in which the places differ that two arms were measured in; each can be the whole change. */
export type EnvironmentDifference =
  | { readonly kind: 'version' | 'host'; readonly values: PerArm<string> }
  | { readonly kind: 'hosts' | 'concurrency'; readonly values: PerArm<number> }
  | { readonly kind: 'cores'; readonly values: PerArm<number | null> }
  | { readonly kind: 'memory'; readonly values: PerArm<number> }
  | { readonly kind: 'limits'; readonly values: PerArm<HeldLimits> }
  | { readonly kind: 'client' | 'processor'; readonly values: PerArm<Processor> }
  | { readonly kind: 'settings'; readonly changed: readonly ChangedSetting[] }
  | { readonly kind: 'data' | 'layout'; readonly tables: readonly TableDifference[] };

/** Null in an arm that has the server's default. */
export interface ChangedSetting {
  readonly name: string;
  readonly values: PerArm<string | null>;
}

/** What differs between the arms besides the arms themselves. */
export interface EnvironmentCheck {
  readonly differences: readonly EnvironmentDifference[];
  /** Counters speak of the queries: the tables are the same, or decide by policy though they are not. */
  readonly tablesDecide: boolean;
  /** As `tablesWithLess`: what is favourable may be owed to them, whatever policy says. */
  readonly lessData: readonly LessData[];
}

/** Compares the places the two arms were measured in. */
export function compareEnvironments(arms: readonly ArmDescription[]): EnvironmentCheck {
  const baseline = arms.find((one) => one.arm === 'baseline')?.environment;
  const candidate = arms.find((one) => one.arm === 'candidate')?.environment;
  if (baseline === undefined || candidate === undefined) return { differences: [], tablesDecide: true, lessData: [] };
  const tables = compareTables(baseline, candidate);
  const limits = compareLimits(baseline, candidate);
  const differences = [
    ...differs('version', versionOf(baseline), versionOf(candidate)),
    ...differs('host', baseline.serverHost, candidate.serverHost),
    ...differs('hosts', baseline.serverHosts, candidate.serverHosts),
    // Limits of cores are why servers tell other cores.
    ...(limits.length > 0 ? limits : differs('cores', baseline.serverCores, candidate.serverCores)),
    ...processorsDiffer('client', baseline, candidate),
    ...compareSettings(settingsBesideLimits(baseline), settingsBesideLimits(candidate)),
    ...tables,
  ];
  return { differences, tablesDecide: tables.length === 0, lessData: tablesWithLess(baseline, candidate) };
}

/**
 * Whether counters that grew settle a case without fresh sessions: they speak of the queries, and no finding has to repeat on
 * another server, as it has where sessions take turns on replicas.
 */
export function countersSettle(arms: readonly ArmDescription[]): boolean {
  return compareEnvironments(arms).tablesDecide && arms.every(({ environment }) => environment.replicas === undefined);
}

function versionOf({ serverVersion, serverBuild }: Environment): string {
  return `${serverVersion} (${serverBuild})`;
}

function differs<K extends string, T>(
  kind: K,
  baseline: T,
  candidate: T,
): readonly { readonly kind: K; readonly values: PerArm<T> }[] {
  return baseline === candidate ? [] : [{ kind, values: { baseline, candidate } }];
}

/** Of the machine hogbench runs on, which is the server's too where the server is embedded. */
export function processorsDiffer(
  kind: 'client' | 'processor',
  baseline: Environment,
  candidate: Environment,
): readonly EnvironmentDifference[] {
  const of = ({ clientCpu, clientCores }: Environment): Processor => ({ model: clientCpu, cores: clientCores });
  const [before, after] = [of(baseline), of(candidate)];
  if (before.model === after.model && before.cores === after.cores) return [];
  return [{ kind, values: { baseline: before, candidate: after } }];
}

function compareLimits(baseline: Environment, candidate: Environment): readonly EnvironmentDifference[] {
  const values = { baseline: baseline.limits ?? {}, candidate: candidate.limits ?? {} };
  const same = (['cores', 'memoryBytes', 'pinned'] as const).every(
    (key) => values.baseline[key] === values.candidate[key],
  );
  return same ? [] : [{ kind: 'limits', values }];
}

/** A limit of cores is kept by a setting, too. */
function settingsBesideLimits({ changedSettings, limits }: Environment): Environment['changedSettings'] {
  if (limits?.cores === undefined || changedSettings.max_threads !== String(limits.cores)) return changedSettings;
  const { max_threads: _, ...others } = changedSettings;
  return others;
}

function compareSettings(
  baseline: Environment['changedSettings'],
  candidate: Environment['changedSettings'],
): readonly EnvironmentDifference[] {
  const names = [...new Set([...Object.keys(baseline), ...Object.keys(candidate)])].sort();
  const changed = names
    .filter((name) => baseline[name] !== candidate[name])
    .map((name) => ({ name, values: { baseline: baseline[name] ?? null, candidate: candidate[name] ?? null } }));
  return changed.length === 0 ? [] : [{ kind: 'settings', changed }];
}

/** Tables that only one arm reads are no difference: a rewritten query may read another table. */
function compareTables(baseline: Environment, candidate: Environment): readonly EnvironmentDifference[] {
  const others = new Map(candidate.dataset.map((one) => [tableName(one), one]));
  const found = [...baseline.dataset]
    .sort((a, b) => (tableName(a) < tableName(b) ? -1 : 1))
    .flatMap((table) => {
      const other = others.get(tableName(table));
      return other === undefined ? [] : compareTable(table, other);
    });
  const data = found.filter((one) => one.kind !== 'parts');
  const layout = found.filter((one) => one.kind === 'parts');
  return [
    ...(data.length === 0 ? [] : [{ kind: 'data', tables: data } as const]),
    ...(layout.length === 0 ? [] : [{ kind: 'layout', tables: layout } as const]),
  ];
}

function compareTable(baseline: TableFingerprint, candidate: TableFingerprint): readonly TableDifference[] {
  const table = tableName(baseline);
  const [before, after] = [baseline, candidate];
  if (before.rows !== after.rows)
    return [{ table, kind: 'rows', values: { baseline: before.rows, candidate: after.rows } }];
  if (before.engine !== after.engine)
    return [{ table, kind: 'engine', values: { baseline: before.engine, candidate: after.engine } }];
  if (before.parts === after.parts) return [];
  return [{ table, kind: 'parts', values: { baseline: before.parts, candidate: after.parts } }];
}
