import type { RunArm } from '../model/arm.ts';
import { UserError } from '../model/errors.ts';
import type { Notice } from '../model/notice.ts';
import { quoted } from '../text/quote.ts';
import { datasetKey } from './oneDataset.ts';
import type { ArmSpec } from './services.ts';

/**
 * Workloads that bring two sets of scripts to one database of a remote server: with `--setup` the second would undo the first, and all arms
 * would run over its tables; without, none is run.
 * @throws UserError usage where all would be
 */
export function otherScripts(arms: readonly ArmSpec<RunArm>[], setup: boolean): readonly Notice[] {
  return byDatabase(arms).flatMap((own): readonly Notice[] => {
    if (new Set(own.map(scriptsKey)).size < 2) return [];
    const names = listed(own);
    const all = own.length > 2 ? 'all' : 'both';
    if (setup)
      throw new UserError(
        'usage',
        `${names} set up the same database of one server by other scripts, so ${all} would run over the tables of the last`,
        'Compare them on the embedded server, which has one for each; or give each arm a target or a `database` of its own; or leave --setup out.',
      );
    const text = `The scripts of ${names} differ, and none was run: ${all} were measured over the tables that the server has. What the scripts change is not judged.`;
    return [{ code: 'other-scripts', level: 'caution', text, arms: unjudged(own) }];
  });
}

/** Arms on remote servers whose scripts would write to one database, by whatever names and users they reach it. */
function byDatabase(arms: readonly ArmSpec<RunArm>[]): readonly (readonly ArmSpec<RunArm>[])[] {
  const found = new Map<string, ArmSpec<RunArm>[]>();
  for (const one of arms) {
    const { target, workload } = one;
    if (target.kind !== 'remote') continue;
    const key = JSON.stringify([target.url, target.database ?? workload.database ?? null]);
    found.set(key, [...(found.get(key) ?? []), one]);
  }
  return [...found.values()];
}

/** Without the name of the database: a target's wins over that of a workload. */
function scriptsKey({ workload: { database: _, ...workload } }: ArmSpec<RunArm>): string {
  return datasetKey({ nodes: 1, workload });
}

/**
 * The arms whose comparisons say something of tables that may not be there. One with the scripts of a baseline beside it is compared
 * with that over the same tables, whichever those are.
 */
function unjudged(own: readonly ArmSpec<RunArm>[]): readonly RunArm[] {
  const baseline = own.find(({ arm }) => arm === 'baseline');
  const others = baseline === undefined ? own : own.filter((one) => scriptsKey(one) !== scriptsKey(baseline));
  return others.map(({ arm }) => arm);
}

/** `old` and `new`; the baseline and the candidate. */
function listed(arms: readonly ArmSpec<RunArm>[]): string {
  const names = arms.map(({ arm, label }) => (label === undefined ? `the ${arm}` : quoted(label)));
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
