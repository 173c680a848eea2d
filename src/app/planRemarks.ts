import { posix } from 'node:path';
import type { ArmCase, RunArm } from '../model/arm.ts';
import type { Notice } from '../model/notice.ts';
import { plural } from '../text/quantity.ts';
import { quoted } from '../text/quote.ts';
import { otherScripts } from './otherScripts.ts';
import type { ArmSpec } from './services.ts';

/** What a reader of the reports has to know of what is compared, before anything is measured. */
export function planRemarks(
  arms: readonly ArmSpec<RunArm>[],
  cases: readonly ArmCase<RunArm>[],
  setup: boolean,
): readonly Notice[] {
  return [...otherScripts(arms, setup), ...movedPlaces(cases)];
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
