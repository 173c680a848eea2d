import type { CaseComparison, ComparisonReport } from '../../model/comparison.ts';
import { formatCount, plural } from '../../text/quantity.ts';
import { type CaseRowView, caseRowView } from './caseView.ts';
import type { RatioAxis } from './charts/ratioAxis.ts';
import { type TagChoices, tagChoices } from './tagChoices.ts';
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
  const cases = report.cases.map((item) => ({
    ...caseRowView(item, axis, notesOf(item)),
    isDetailed: detailed.has(item),
  }));
  return {
    cases,
    caseCount: formatCount(cases.length),
    caseText: plural(cases.length, 'case'),
    axis,
    rowsWait: cases.length > rowsAtOnce,
    rowsAtOnce,
    tagChoices: tagChoices(report.cases),
    hasCost: cases.some((row) => row.sortCost !== ''),
  };
}
