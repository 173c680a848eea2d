import type { ComparisonReport } from '../../model/comparison.ts';
import type { Notice } from '../../model/notice.ts';

export interface Footnote {
  readonly number: number;
  readonly notice: Notice;
  /** Cases it speaks of, in report order; none when it is about the whole run. */
  readonly caseIds: readonly string[];
}

function keyOf(notice: Notice): string {
  return JSON.stringify([notice.level, notice.code, notice.text]);
}

/** Equal notices of a report become one footnote; cautions come first, then in order of appearance. */
export function footnotes(report: ComparisonReport): readonly Footnote[] {
  const found = new Map<string, { notice: Notice; caseIds: Set<string> }>();
  const add = (notice: Notice, caseId: string | undefined): void => {
    const entry = found.get(keyOf(notice)) ?? { notice, caseIds: new Set<string>() };
    if (caseId !== undefined) entry.caseIds.add(caseId);
    found.set(keyOf(notice), entry);
  };
  for (const notice of report.notices) add(notice, notice.caseId);
  for (const item of report.cases) for (const notice of item.notices) add(notice, notice.caseId ?? item.caseId);
  const entries = [...found.values()];
  const ordered = [
    ...entries.filter(({ notice }) => notice.level === 'caution'),
    ...entries.filter(({ notice }) => notice.level === 'note'),
  ];
  return ordered.map(({ notice, caseIds }, index) => ({ number: index + 1, notice, caseIds: [...caseIds] }));
}

/** The footnotes that speak of each case, as ` *1 *3`: brackets would look like a part of its name. */
export function footnoteMarks(notes: readonly Footnote[]): ReadonlyMap<string, string> {
  const marks = new Map<string, string>();
  for (const { number, caseIds } of notes) {
    for (const caseId of caseIds) marks.set(caseId, `${marks.get(caseId) ?? ''} *${number}`);
  }
  return marks;
}
