import type { ArmText, CaseComparison } from '../../model/comparison.ts';
import { formatCount } from '../../text/quantity.ts';
import { authored, type DiffLine, dedented, sqlDiff } from '../words/sqlDiff.ts';
import { createSqlLayout, type SqlLayout } from '../words/sqlLayout.ts';

/** The SQL of an arm as it was sent. */
export interface SentSql {
  /** `the baseline`, `the candidate`, or `both arms`. */
  readonly arm: string;
  readonly text: string;
  /** Whether the text is all of it; only then it can be copied. */
  readonly isWhole: boolean;
}

/** What the page shows of the SQL of a case. */
export interface SqlView {
  /** Null when there is nothing to tell apart. */
  readonly diff: readonly DiffLine[] | null;
  /** The case above in which the same lines changed; empty where there is none. */
  readonly sameAs: string;
  /** The one text; null beside a diff. */
  readonly text: string | null;
  /** Whether that text is all that was sent, and as it was sent: then it stands for itself. */
  readonly isAsSent: boolean;
  /** What a reader must know of these texts, one sentence each. */
  readonly hints: readonly string[];
  readonly sent: readonly SentSql[];
}

/** `shown` is what the author wrote, without a clock that was pinned in it. */
/** What is known of one case alone. */
type OwnView = Omit<SqlView, 'sameAs'>;

type ArmSql = Readonly<Record<'arm' | 'sql' | 'shown', string>>;

const longestShown = 50_000;
const shortestShown = 300;
/** What a page has for SQL, in characters of HTML: 1.4 MB with 100 cases, 2.2 MB with 500. */
const roomOfPage = 1_200_000;
const roomOfCase = 2_000;
/** Of the room left, one text takes at most a tenth, so that the last cases still show something. */
const share = 10;
/** Characters that are laid out: a second's worth of texts that differ, and half of it of others. */
const laidOutOfDiffering = 300_000;
const laidOutOfOthers = 150_000;
/** Of a long text, what stands before the first difference: at most this, and a third of what is shown. */
const leadIn = 500;

const layoutOnly =
  'Both arms send the same text in another layout: only spaces and line breaks between its parts differ.';
const invisible = 'Invisible characters are shown as escapes such as \\u{200b}; the run file has them as they are.';

/** Length as HTML: the template writes these as entities. */
function markupLength(text: string): number {
  return text.length + 5 * (text.match(/[&<>"'`=]/g)?.length ?? 0);
}

function firstDifference(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return at;
}

function cutHint({ arm, shown }: ArmSql, limit: number): readonly string[] {
  return shown.length <= limit
    ? []
    : [
        `The SQL of ${arm} has ${formatCount(shown.length)} characters. Shown are the first ${formatCount(limit)}; the run file has all of it.`,
      ];
}

function sentSql({ arm, sql }: ArmSql, limit: number): SentSql {
  return { arm, text: sql.slice(0, limit), isWhole: sql.length <= limit };
}

function oneText(one: ArmSql, limit: number, layOut: SqlLayout): OwnView {
  const { sql, shown } = one;
  const isWhole = shown.length <= limit;
  const text = (isWhole ? layOut([shown])?.[0] : undefined) ?? shown.slice(0, limit);
  const isAsSent = text === sql;
  const sent = isWhole && !isAsSent ? [sentSql(one, limit)] : [];
  return { diff: null, text, isAsSent, hints: cutHint(one, limit), sent };
}

/** Both texts from shortly before the place where they begin to differ, when one is too long to be compared whole. */
function comparedPart(
  before: string,
  after: string,
  limit: number,
): { readonly texts: readonly string[]; readonly hints: readonly string[] } {
  if (Math.max(before.length, after.length) <= limit) return { texts: [before, after], hints: [] };
  const from = Math.max(0, Math.round(firstDifference(before, after) - Math.min(leadIn, limit / 3)));
  const hint = `The texts begin to differ after ${formatCount(firstDifference(before, after))} characters. Compared are up to ${formatCount(limit)} characters from shortly before that place.`;
  return { texts: [before, after].map((text) => text.slice(from, from + limit)), hints: [hint] };
}

function twoTexts(baseline: ArmSql, candidate: ArmSql, limit: number, layOut: SqlLayout): OwnView {
  const { texts, hints } = comparedPart(baseline.shown, candidate.shown, limit);
  const laidOut = hints.length === 0 ? layOut(texts) : null;
  const [before = '', after = ''] = laidOut ?? texts;
  const arms = [baseline, candidate];
  const sent = arms.map((one) => sentSql(one, limit));
  if (laidOut !== null && before === after)
    return { diff: null, text: before, isAsSent: false, hints: [layoutOnly], sent };
  const cuts = arms.flatMap((one) => cutHint(one, limit));
  return { diff: dedented(sqlDiff(before, after)), text: null, isAsSent: false, hints: [...hints, ...cuts], sent };
}

/** Whether what the authors wrote differs where what was sent does. */
function tellsApart(baseline: ArmText | null, candidate: ArmText | null): boolean {
  if (baseline === null || candidate === null || baseline.sql === candidate.sql) return true;
  return authored(baseline) !== authored(candidate);
}

function viewOf({ baseline, candidate }: CaseComparison, limit: number, layOut: SqlLayout): OwnView {
  const tells = tellsApart(baseline, candidate) ? authored : ({ sql }: ArmText) => sql;
  const before = baseline && { arm: 'the baseline', sql: baseline.sql, shown: tells(baseline) };
  const after = candidate && { arm: 'the candidate', sql: candidate.sql, shown: tells(candidate) };
  const only = before ?? after;
  if (only === null) return { diff: null, text: null, isAsSent: false, hints: [], sent: [] };
  if (before === null || after === null) return oneText(only, limit, layOut);
  if (before.shown === after.shown) return oneText({ ...after, arm: 'both arms' }, limit, layOut);
  return twoTexts(before, after, limit, layOut);
}

function sizeOf({ diff, text, sent }: OwnView): number {
  const lines = (diff ?? []).flatMap((line) => line.parts);
  const drawn = lines.reduce((sum, part) => sum + 60 + markupLength(part.text), 0);
  return sent.reduce((sum, one) => sum + markupLength(one.text), drawn + markupLength(text ?? ''));
}

/**
 * Makes the views of the cases of one page, asked for in their order, the most severe first: what one takes of the
 * page's room, the next do not have.
 *
 * @param cases how many will be asked for
 */
export function createSqlViews(cases: number): (item: CaseComparison) => SqlView {
  const layOutDiffering = createSqlLayout(laidOutOfDiffering);
  const layOutOthers = createSqlLayout(laidOutOfOthers);
  const seen = new Map<string, string>();
  const sameAs = ({ caseId }: CaseComparison, { diff }: OwnView): string => {
    if (diff === null) return '';
    const key = JSON.stringify(diff);
    const first = seen.get(key) ?? '';
    if (first === '') seen.set(key, caseId);
    return first;
  };
  let room = roomOfPage + roomOfCase * cases;
  return (item) => {
    const limit = Math.round(Math.min(longestShown, Math.max(shortestShown, room / share)));
    const { baseline, candidate } = item;
    const isOne = baseline === null || candidate === null || baseline.sql === candidate.sql;
    const own = viewOf(item, limit, isOne ? layOutOthers : layOutDiffering);
    const view = { ...own, sameAs: sameAs(item, own) };
    room -= sizeOf(own);
    const isEscaped = [baseline, candidate].some((arm) => /\\u\{[0-9a-f]+\}/.test(arm?.sql ?? ''));
    return isEscaped ? { ...view, hints: [...view.hints, invisible] } : view;
  };
}
