import type { CasesSent, FailedCase, LoadReport, TrialReport } from '../../model/loadReport.ts';
import { formatCount, plural } from '../../text/quantity.ts';

/** Cases of a trial that are told by name. */
const mostNamed = 5;

/** `12 of 168 cases were never sent in the judged time`, `case x failed every time (7 of 7, UNKNOWN_TABLE (60))` */
export function caseTexts({ cases }: Pick<TrialReport, 'cases'>): readonly string[] {
  if (cases === undefined) return [];
  const { alwaysFailed } = cases;
  const shown = alwaysFailed.worst.slice(0, mostNamed);
  const rest = alwaysFailed.count - shown.length;
  return [
    ...neverSent(cases),
    ...shown.map(failedText),
    ...(rest > 0 ? [`${plural(rest, 'more case')} failed every time`] : []),
  ];
}

function neverSent({ of, neverSent: none }: CasesSent): readonly string[] {
  if (none === 0) return [];
  return [`${formatCount(none)} of ${plural(of, 'case')} ${none === 1 ? 'was' : 'were'} never sent in the judged time`];
}

function failedText({ caseId, failed, how }: FailedCase): string {
  return `case ${caseId} failed every time (${formatCount(failed)} of ${formatCount(failed)}, ${how})`;
}

/** Of all trials, the first case of a class that is judged which failed every time, and how many others; empty where none did. */
export function alwaysFailedText({ trials }: Pick<LoadReport, 'trials'>): string {
  const judged = trials.flatMap(({ plan, cases }) => {
    const background = new Set(plan.offered.filter((one) => one.background).map(({ of }) => of));
    return (cases?.alwaysFailed.worst ?? []).filter(({ of }) => !background.has(of));
  });
  const [first] = judged;
  if (first === undefined) return '';
  const rest = new Set(judged.map(({ caseId }) => caseId)).size - 1;
  return `${failedText(first)}${rest === 0 ? '' : `, and so did ${plural(rest, 'other case')}`}`;
}
