import type { AnswerDigest, PartDigest } from '../../model/answer.ts';
import type { AnswerPart } from '../../model/reason.ts';

const mostColumns = 3;

/** How the contents of two results differ that have as many rows. */
export function contentsText(lastDigits: boolean): string {
  return lastDigits
    ? 'floating-point numbers that differ between the seventh and the eleventh digit'
    : 'different contents';
}

/** `1 row`, `3,000,000 rows`. The count is one of the server's, of up to 20 digits. */
export function rowsText(rows: string): string {
  return rows === '1' ? '1 row' : `${rowCountText(rows)} rows`;
}

/** `118 rows instead of 3,000,000`. */
export function otherRowsText(baseline: string, candidate: string): string {
  return `${rowsText(candidate)} instead of ${rowCountText(baseline)}`;
}

function rowCountText(rows: string): string {
  return rows.replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}

/** "3 rows in both arms, with different contents", for the parts in which two answers differ; the candidate's side first. */
export function answerDifference(
  parts: readonly AnswerPart[],
  baseline: AnswerDigest,
  candidate: AnswerDigest,
): string {
  if (parts.includes('rows')) return otherRowsText(baseline.rows, candidate.rows);
  const said = [
    ...(parts.includes('names') ? [namesText(baseline, candidate)] : []),
    ...(parts.includes('types') && !parts.includes('names') ? [typesText(baseline, candidate)] : []),
    ...(parts.includes('cells') ? [cellsText(baseline, candidate)] : []),
    ...(parts.includes('order') && !parts.includes('cells') ? [orderText(candidate)] : []),
    ...(parts.includes('totals') ? [footText('the row of totals', baseline.totals, candidate.totals)] : []),
    ...(parts.includes('extremes') ? [footText('the extremes', baseline.extremes, candidate.extremes)] : []),
  ];
  return said.join('; ');
}

function namesText(baseline: AnswerDigest, candidate: AnswerDigest): string {
  const [before, after] = [baseline.columns.length, candidate.columns.length];
  if (before !== after) return `${after} ${after === 1 ? 'column' : 'columns'} instead of ${before}`;
  const renamed = baseline.columns.flatMap(({ name }, at) => {
    const other = candidate.columns[at]?.name ?? '';
    return name === other ? [] : [`${shortName(name)} is called ${shortName(other)}`];
  });
  const isExpression = baseline.columns.some(
    ({ name }, at) => name.includes('(') && name !== candidate.columns[at]?.name,
  );
  return `${listed('column', renamed)}${isExpression ? ' (an alias would keep its name)' : ''}`;
}

function typesText(baseline: AnswerDigest, candidate: AnswerDigest): string {
  const changed = baseline.columns.flatMap(({ name, type }, at) => {
    const other = candidate.columns[at]?.type ?? '';
    return type === other ? [] : [`${shortName(name)} is ${shortName(other)} instead of ${shortName(type)}`];
  });
  return listed('column', changed);
}

function listed(what: string, texts: readonly string[]): string {
  const rest = texts.length - mostColumns;
  return `${what} ${texts.slice(0, mostColumns).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

function cellsText(baseline: AnswerDigest, candidate: AnswerDigest): string {
  const alike = baseline.cells.hashes.some((one, cut) => one === candidate.cells.hashes[cut]);
  return `${rowsText(baseline.rows)} in both arms, with ${contentsText(alike)}`;
}

function orderText(candidate: AnswerDigest): string {
  if (candidate.order === undefined) return 'the same rows, which the candidate does not order any more';
  return 'the same rows in another order';
}

function footText(what: string, baseline: PartDigest | undefined, candidate: PartDigest | undefined): string {
  if (baseline === undefined) return `${what} in the candidate alone`;
  if (candidate === undefined) return `${what} in the baseline alone`;
  return `other values in ${what}`;
}

const longestName = 60;

/** Names and types come from a server, and an expression without an alias is called by its text. */
function shortName(text: string): string {
  return text.length <= longestName ? text : `${text.slice(0, longestName - 1)}…`;
}
