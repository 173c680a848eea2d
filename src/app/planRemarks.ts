import { posix } from 'node:path';
import type { ArmCase, RunArm } from '../model/arm.ts';
import { UserError } from '../model/errors.ts';
import type { Notice } from '../model/notice.ts';
import { plural } from '../text/quantity.ts';
import { quoted } from '../text/quote.ts';
import { datasetKey, shareServer } from './oneDataset.ts';
import type { ArmSpec } from './services.ts';

/** What a reader of the reports has to know of what is compared, before anything is measured. */
export function planRemarks(
  arms: readonly ArmSpec<RunArm>[],
  cases: readonly ArmCase<RunArm>[],
  setup: boolean,
): readonly Notice[] {
  return [...otherScripts(arms, setup), ...movedPlaces(cases)];
}

/**
 * Workloads that bring two sets of scripts to one remote server: with `--setup` the second would undo the first, and both arms would
 * run over its tables; without, neither is run.
 * @throws UserError usage where both would be
 */
function otherScripts(arms: readonly ArmSpec<RunArm>[], setup: boolean): readonly Notice[] {
  const isRemote = arms.some(({ target }) => target.kind === 'remote');
  const keys = new Set(arms.map(({ workload }) => datasetKey({ nodes: 1, workload })));
  if (!isRemote || arms.length < 2 || keys.size === 1 || !shareServer(arms)) return [];
  if (setup)
    throw new UserError(
      'usage',
      'the two arms set up the same database of one server by other scripts, so both would run over the tables of the last',
      'Compare them on the embedded server, which has one for each; or give each arm a target or a `database` of its own; or leave --setup out.',
    );
  const text =
    'The scripts of the two workloads differ, and none was run: both arms were measured over the tables that the server has. What the scripts change is not judged.';
  return [{ code: 'other-scripts', level: 'caution', text }];
}

/** Statements without a name are known by their places, so that one more shifts the names of all. */
function movedPlaces(cases: readonly ArmCase<RunArm>[]): readonly Notice[] {
  const counts = new Map<string, Map<RunArm, Set<string>>>();
  for (const { arm, name, place } of cases) {
    const file = place.replace(/:\d+:\d+$/, '');
    if (!isPlaced(name, file)) continue;
    const key = posix.basename(file);
    const known = counts.get(key) ?? new Map<RunArm, Set<string>>();
    known.set(arm, (known.get(arm) ?? new Set()).add(name));
    counts.set(key, known);
  }
  const moved = [...counts].flatMap(([file, arms]) => {
    const baseline = arms.get('baseline');
    const candidate = [...arms.values()].find(({ size }) => size !== baseline?.size);
    return baseline === undefined || candidate === undefined ? [] : [{ file, baseline, candidate }];
  });
  const [first] = moved;
  if (first === undefined) return [];
  const { file, baseline, candidate } = first;
  const others = moved.length === 1 ? '' : ` So it is in ${plural(moved.length - 1, 'more file')}.`;
  const text = `${quoted(file)} has ${plural(baseline.size, 'statement')} without a name in the baseline and ${candidate.size} in the candidate. They are known by their places, so each is compared with whatever stands at its place: write \`-- name: …\` above each.${others}`;
  return [{ code: 'unnamed-moved', level: 'caution', text }];
}

/** Whether a name is that of the file, with a number where it has several statements. */
function isPlaced(name: string, file: string): boolean {
  const stem = posix.basename(file).replace(/\.sql$/i, '');
  return name === stem || (name.startsWith(`${stem}_`) && /^\d+$/.test(name.slice(stem.length + 1)));
}
