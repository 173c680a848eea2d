import type { CaseComparison, ComparisonReport } from '../../model/comparison.ts';
import { formatCount, plural } from '../../text/quantity.ts';
import { verdictWord } from '../words/verdictWords.ts';
import { type CaseRowView, caseRowView } from './caseRowView.ts';
import type { RatioAxis } from './charts/ratioAxis.ts';
import { rowsAtOnce } from './templates/viewScript.ts';

/** The table of all cases, and what narrows it. */
export interface TableView {
  readonly cases: readonly (CaseRowView & { readonly isDetailed: boolean })[];
  readonly caseCount: string;
  /** `39 cases`. */
  readonly caseText: string;
  /** All rows are drawn on it. */
  readonly axis: RatioAxis;
  /** Whether the script lists some rows later. */
  readonly rowsWait: boolean;
  readonly rowsAtOnce: number;
  readonly tagChoices: readonly TagChoices[];
  /** Whether the table has a column of it: without server times it would be empty. */
  readonly hasCost: boolean;
}

/** Arranges the table of all cases.
 *
 * @param notesOf marks of the footnotes that speak of a case
 */
export function tableView(
  report: ComparisonReport,
  axis: RatioAxis,
  detailed: ReadonlySet<CaseComparison>,
  notesOf: (item: CaseComparison) => string,
): TableView {
  const choices = tagChoices(report.cases);
  const cases = report.cases.map((item) => ({
    ...tellingFirst(caseRowView(item, axis, notesOf(item)), choices),
    isDetailed: detailed.has(item),
  }));
  return {
    cases,
    caseCount: formatCount(cases.length),
    caseText: plural(cases.length, 'case'),
    axis,
    rowsWait: cases.length > rowsAtOnce,
    rowsAtOnce,
    tagChoices: choices,
    hasCost: cases.some((row) => row.sortCost !== ''),
  };
}

/** A row has room for some of its tags: those come first that have the most values, and one that all share last. */
function tellingFirst(row: CaseRowView, choices: readonly TagChoices[]): CaseRowView {
  const valuesOf = new Map(choices.map(({ key, values, more }) => [key, values.length + more]));
  const tags = row.tags.toSorted((a, b) => (valuesOf.get(b.key) ?? 0) - (valuesOf.get(a.key) ?? 0));
  return { ...row, tags };
}

/** The values of one tag that a reader can filter by. */
export interface TagChoices {
  readonly key: string;
  /** The most frequent first. */
  readonly values: readonly { readonly value: string; readonly count: number }[];
  /** How many values are not offered. */
  readonly more: number;
}

/** A list of more is no choice; the search finds the others. */
const mostValues = 50;
const mostKeys = 20;

/** What the cases of a page can be filtered by, in the order of the tags. */
export function tagChoices(cases: readonly CaseComparison[]): readonly TagChoices[] {
  const tallies = new Map<string, Map<string, number>>();
  for (const { tags } of cases) {
    for (const [key, tag] of Object.entries(tags)) {
      const tally = tallies.get(key) ?? new Map<string, number>();
      const value = String(tag);
      tally.set(value, (tally.get(value) ?? 0) + 1);
      tallies.set(key, tally);
    }
  }
  return [...tallies].slice(0, mostKeys).map(([key, tally]) => {
    const values = [...tally].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count);
    return { key, values: values.slice(0, mostValues), more: Math.max(0, values.length - mostValues) };
  });
}

/** Nobody reads more, and with charts and SQL of each case a page of thousands is too large to open. */
const mostDetailed = 500;

/**
 * The cases that a page shows in full: findings first, then those whose SQL differs, then the others.
 *
 * @param cases the most severe first
 */
export function detailedCases(cases: readonly CaseComparison[]): ReadonlySet<CaseComparison> {
  if (cases.length <= mostDetailed) return new Set(cases);
  const findings = cases.filter(({ verdict }) => verdictWord(verdict).isFinding);
  const changed = cases.filter(({ baseline, candidate }) => baseline?.sql !== candidate?.sql);
  return new Set([...new Set([...findings, ...changed, ...cases])].slice(0, mostDetailed));
}
