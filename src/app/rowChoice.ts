import { digestsOf } from '../compare/arms/comparisonsOf.ts';
import { casesWithOtherResults } from '../compare/results/caseResults.ts';
import { rowDifference } from '../compare/results/rowsThatDiffer.ts';
import type { Mask } from '../compare/results/shownCell.ts';
import type { RunArm } from '../model/arm.ts';
import type { RowDisplay } from '../model/rowDifference.ts';
import type { RowChoice } from '../runner/decisions.ts';
import { isCi } from '../schema/config/configOrigin.ts';
import { newPseudonyms } from './privacy.ts';
import type { ArmSpec } from './services.ts';
import type { Listener, World } from './world.ts';

/**
 * Which rows are read at the end of a comparison, and how their cells are shown. Without a wish, a server that is not
 * ours is taken to hold personal data, and in CI a statement of a stranger may put anything into a row.
 *
 * @returns undefined when no row may be read
 */
export function rowChoice(
  wish: RowDisplay | undefined,
  arms: readonly ArmSpec<RunArm>[],
  world: World,
  listener: Pick<Listener, 'note'>,
): RowChoice | undefined {
  const isOurs = arms.every(({ target }) => target.kind === 'embedded');
  const display = wish ?? (isOurs && !isCi(world.env) ? 'values' : 'masked');
  if (display === 'off') return undefined;
  if (display === 'values' && !isOurs)
    listener.note('--show-rows values: rows in which results differ go into the run file and all reports as they are');
  const pseudonyms = newPseudonyms(world);
  const mask: Mask | null = display === 'values' ? null : (text) => pseudonyms.of(text);
  return {
    casesOf: (digests) =>
      [...new Set(digests.map(({ arm }) => arm))]
        .filter((arm) => arm !== 'baseline')
        .flatMap((arm) => casesWithOtherResults(digestsOf(arm)(digests)).map((caseId) => ({ caseId, arm }))),
    difference: (results, totals, promised) => rowDifference(results, totals, mask, promised),
  };
}
