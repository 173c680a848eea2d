import type { ArmDescription } from '../../model/arm.ts';
import type { Environment, TableFingerprint } from '../../model/environment.ts';
import type { Notice } from '../../model/notice.ts';
import { formatCount } from '../../text/quantity.ts';

/** What differs between the arms besides the arms themselves. */
export interface EnvironmentCheck {
  readonly notices: readonly Notice[];
  /** The tables hold the same data in the same layout, so that counters speak of the queries. */
  readonly sameData: boolean;
}

const countersIdle = 'Counters are shown and decide nothing, since the tables alone can move them.';

/**
 * Compares the places the two arms were measured in. Differences are cautions: each can be the whole change. `onTables`
 * says what tables that differ mean for the verdicts.
 */
export function compareEnvironments(
  arms: readonly ArmDescription[],
  onTables: string = countersIdle,
): EnvironmentCheck {
  const baseline = arms.find((one) => one.arm === 'baseline')?.environment;
  const candidate = arms.find((one) => one.arm === 'candidate')?.environment;
  if (baseline === undefined || candidate === undefined) return { notices: [], sameData: true };
  const data = compareTables(baseline, candidate, onTables);
  const notices = [
    ...differs('server-version-differs', 'Server versions', versionOf(baseline), versionOf(candidate)),
    ...differs('host-differs', 'Server hosts', baseline.serverHost, candidate.serverHost),
    ...differs('cluster-differs', 'Numbers of server hosts', `${baseline.serverHosts}`, `${candidate.serverHosts}`),
    ...differs('cores-differ', 'Server cores', `${baseline.serverCores}`, `${candidate.serverCores}`),
    ...differs('client-differs', 'Client processors', clientOf(baseline), clientOf(candidate)),
    ...compareSettings(baseline.changedSettings, candidate.changedSettings),
    ...data,
  ];
  return { notices, sameData: data.length === 0 };
}

function versionOf({ serverVersion, serverBuild }: Environment): string {
  return `${serverVersion} (${serverBuild})`;
}

function clientOf({ clientCpu, clientCores }: Environment): string {
  return `${clientCpu}, ${clientCores} cores`;
}

function differs(code: string, what: string, baseline: string, candidate: string): readonly Notice[] {
  if (baseline === candidate) return [];
  return [caution(code, `${what} differ: ${baseline} and ${candidate}.`)];
}

function caution(code: string, text: string): Notice {
  return { code, level: 'caution', text };
}

const mostNamed = 5;

function compareSettings(
  baseline: Environment['changedSettings'],
  candidate: Environment['changedSettings'],
): readonly Notice[] {
  const names = [...new Set([...Object.keys(baseline), ...Object.keys(candidate)])].sort();
  const changed = names.filter((name) => baseline[name] !== candidate[name]);
  if (changed.length === 0) return [];
  const shown = changed
    .slice(0, mostNamed)
    .map((name) => `${name} ${baseline[name] ?? '(default)'} and ${candidate[name] ?? '(default)'}`);
  const more = changed.length > mostNamed ? ` and ${changed.length - mostNamed} more` : '';
  return [caution('settings-differ', `Server settings differ: ${shown.join(', ')}${more}.`)];
}

/** Tables that only one arm reads are no difference: a rewritten query may read another table. */
function compareTables(baseline: Environment, candidate: Environment, why: string): readonly Notice[] {
  const others = new Map(candidate.dataset.map((one) => [`${one.database}.${one.table}`, one]));
  const named = [...baseline.dataset].sort((a, b) => (tableName(a) < tableName(b) ? -1 : 1));
  const data: string[] = [];
  const layout: string[] = [];
  for (const table of named) {
    const other = others.get(tableName(table));
    if (other === undefined) continue;
    const name = tableName(table);
    if (table.rows !== other.rows)
      data.push(`${name} has ${formatCount(table.rows)} and ${formatCount(other.rows)} rows`);
    else if (table.engine !== other.engine) data.push(`${name} is ${table.engine} and ${other.engine}`);
    else if (table.parts !== other.parts) layout.push(`${name} has ${table.parts} and ${other.parts} parts`);
  }
  return [
    ...(data.length === 0 ? [] : [caution('dataset-differs', `The data differ: ${listed(data)}. ${why}`)]),
    ...(layout.length === 0 ? [] : [caution('part-layout-differs', `Part layouts differ: ${listed(layout)}. ${why}`)]),
  ];
}

function tableName(table: TableFingerprint): string {
  return `${table.database}.${table.table}`;
}

function listed(parts: readonly string[]): string {
  const more = parts.length > mostNamed ? ` and ${parts.length - mostNamed} more` : '';
  return `${parts.slice(0, mostNamed).join('; ')}${more}`;
}
