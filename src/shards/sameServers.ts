import type { ArmDescription } from '../model/arm.ts';
import type { Environment, TableFingerprint } from '../model/environment.ts';

/** Something of a place that has to be the same wherever a part of a run is measured: its name, and what it is there. */
type Fact = readonly [name: string, value: string];

/**
 * In what the servers of two parts differ so that they measured different things; undefined where they may be of one run. Machines may
 * differ: each case is compared with itself on one of them.
 */
export function serversDiffer(some: readonly ArmDescription[], others: readonly ArmDescription[]): string | undefined {
  for (const one of some) {
    const other = others.find(({ arm }) => arm === one.arm);
    if (other === undefined) return `one has no ${one.arm}`;
    const facts = new Map(factsOf(other));
    for (const [name, value] of factsOf(one)) {
      const there = facts.get(name);
      if (there !== value && !(name.startsWith(tablePrefix) && there === undefined))
        return `${name} of the ${one.arm}: ${value} and ${there ?? 'none'}`;
    }
  }
  return undefined;
}

const tablePrefix = 'the table ';

function factsOf({ revision, environment }: ArmDescription): readonly Fact[] {
  const { serverVersion, serverBuild, hogbenchVersion, serverHosts, replicas, restarts, dataset } = environment;
  return [
    ['the server version', `${serverVersion} (${serverBuild})`],
    ['the hogbench', hogbenchVersion],
    ['the commit', revision === undefined ? 'unknown' : `${revision.commit}${revision.uncommitted ? ' and more' : ''}`],
    ['the hosts', String(serverHosts)],
    ['the replicas', (replicas ?? []).map(({ version }) => version).join(', ') || '1'],
    ['the restarts', String(restarts === true)],
    ['the settings', settingsText(environment)],
    ['the engine', environment.engine ?? 'as installed'],
    ['the limits', JSON.stringify(environment.limits ?? {})],
    ...dataset.map(tableFact),
  ];
}

function settingsText({ changedSettings }: Environment): string {
  const list = Object.entries(changedSettings).map(([name, value]) => `${name}=${value}`);
  return list.sort().join(', ') || 'all as usual';
}

function tableFact({ database, table, engine, rows }: TableFingerprint): Fact {
  return [`${tablePrefix}${database}.${table}`, `${engine} of ${rows} rows`];
}
