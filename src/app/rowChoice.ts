import type { Command } from 'commander';
import type { Io } from '../cli/io.ts';
import { casesWithOtherResults } from '../compare/results/caseResults.ts';
import { rowDifference } from '../compare/results/rowsThatDiffer.ts';
import type { Mask } from '../compare/results/shownCell.ts';
import { UserError } from '../model/errors.ts';
import { type RowDisplay, rowDisplays } from '../model/rowDifference.ts';
import type { RowChoice } from '../runner/decisions.ts';
import { isCi } from '../schema/config/configOrigin.ts';
import { newPseudonyms } from './newPseudonyms.ts';
import type { ArmSpec } from './services.ts';

export function addShowRowsFlag(command: Command): Command {
  return command.option(
    '--show-rows <how>',
    'rows in which results differ: values, masked (pseudonyms for text) or off (default: values on the embedded server, unless in CI; else masked)',
  );
}

/** @throws UserError usage for a word that is none of the three */
export function parseRowDisplay(text: string, what: string): RowDisplay {
  const display = rowDisplays.find((one) => one === text);
  if (display !== undefined) return display;
  throw new UserError('usage', `${what} is not values, masked or off: ${text}`, 'Use one of the three.');
}

/**
 * Which rows are read at the end of a comparison, and how their cells are shown. Without a wish, a server that is not
 * ours is taken to hold personal data, and in CI a statement of a stranger may put anything into a row.
 *
 * @returns undefined when no row may be read
 */
export function rowChoice(
  wish: RowDisplay | undefined,
  arms: readonly ArmSpec[],
  quiet: boolean,
  io: Io,
): RowChoice | undefined {
  const isOurs = arms.every(({ target }) => target.kind === 'embedded');
  const display = wish ?? (isOurs && !isCi(io.env) ? 'values' : 'masked');
  if (display === 'off') return undefined;
  if (display === 'values' && !isOurs && !quiet)
    io.stderr('--show-rows values: rows in which results differ go into the run file and all reports as they are\n');
  const pseudonyms = newPseudonyms(io);
  const mask: Mask | null = display === 'values' ? null : (text) => pseudonyms.of(text);
  return {
    casesOf: casesWithOtherResults,
    difference: (results, totals, promised) => rowDifference(results, totals, mask, promised),
  };
}
