import type { ArmDescription, RunArm } from '../../model/arm.ts';
import type { ArmComparison, ArmsReport } from '../../model/armsReport.ts';
import type { CaseComparison, ComparisonReport } from '../../model/comparison.ts';
import { severity } from '../../model/decided.ts';
import { type GateRules, usualRules } from '../../model/gateOutcome.ts';
import { absent, formatCount, plural } from '../../text/quantity.ts';
import { caseRow } from '../words/caseRow.ts';
import { cheapestText } from '../words/cheapestWords.ts';
import { dayText } from '../words/moneyWords.ts';
import { serverText } from '../words/serverPlace.ts';
import { costText, timeCost, timeName } from '../words/suiteTable.ts';
import { type VerdictMark, verdictParts } from '../words/verdictLine.ts';
import { type Tone, verdictWord } from '../words/verdictWords.ts';
import { type ChangesBySide, changesBySide } from './changesBySide.ts';

/** What one candidate comes to. */
export interface ArmLine {
  readonly label: string;
  /** Workload and server. */
  readonly what: string;
  readonly mark: VerdictMark;
  readonly verdict: string;
  /** Of the whole workload: `-12.0% (-14.1 to -9.8)`; absent where there is none. */
  readonly total: string;
  /** What a day costs, and of how many cases where it leaves some out; empty where it has no price. */
  readonly day: string;
}

/** A case in one candidate. */
export interface ArmCell {
  readonly mark: string;
  readonly word: string;
  readonly tone: Tone;
  /** `1.93x (1.71–2.10)`; empty where there is no comparison. */
  readonly ratio: string;
}

/** A case in all candidates, in their order. */
export interface CaseLine {
  readonly caseId: string;
  readonly cells: readonly (ArmCell | undefined)[];
  /** Every candidate was shown to be within the margin. */
  readonly isCalm: boolean;
}

/** What a report of several arms shows in every format. Nothing in it is escaped yet. */
export interface SideBySide {
  /** `old (embedded)`. */
  readonly baseline: string;
  readonly baselineLabel: string;
  readonly totalName: string;
  readonly arms: readonly ArmLine[];
  /** Most severe first. */
  readonly cases: readonly CaseLine[];
  /** How tables and servers differ; empty where they do not. */
  readonly changes: readonly ChangesBySide[];
  /** Remarks that weaken what is said, each once, with the candidates that it is about. */
  readonly cautions: readonly string[];
  /** Which arm is the cheapest that is proved equivalent; empty where nothing has a price. */
  readonly cheapest: string;
  /** How errors are kept down. */
  readonly method: string;
}

/** @param rules by which the command exits */
export function sideBySide(report: ArmsReport, rules: GateRules = usualRules): SideBySide {
  const { comparisons } = report;
  const [baseline] = report.arms;
  const suite = comparisons.find((one) => one.report.suite !== null)?.report.suite;
  return {
    baseline: baseline === undefined ? report.baseline : `${report.baseline} (${placeText(baseline)})`,
    baselineLabel: report.baseline,
    totalName: suite === undefined || suite === null ? 'total time' : `total ${timeName(suite)}`,
    arms: comparisons.map((one) => armLine(one, report, rules)),
    cases: caseLines(comparisons),
    changes: changesBySide(comparisons),
    cautions: cautionsOf(comparisons),
    cheapest: report.cheapest === undefined ? '' : cheapestText(report.cheapest),
    method: methodText(comparisons),
  };
}

function armLine({ arm, label, report }: ArmComparison, { arms }: ArmsReport, rules: GateRules): ArmLine {
  const { mark, text } = verdictParts(report, rules);
  const own = arms.find((one) => one.arm === arm);
  const whole = report.suite?.whole;
  const cost = whole === undefined ? undefined : timeCost(whole);
  return {
    label,
    what: own === undefined ? absent : `${own.workload} on ${placeText(own)}`,
    mark,
    verdict: text,
    day: costOfDay(report),
    total: whole === undefined || cost === undefined ? absent : costText(cost, whole, report.method.margin),
  };
}

function caseLines(comparisons: readonly ArmComparison[]): readonly CaseLine[] {
  const byArm = comparisons.map(({ report }) => new Map(report.cases.map((one) => [one.caseId, one] as const)));
  const ids = new Set(comparisons.flatMap(({ report }) => report.cases.map(({ caseId }) => caseId)));
  const rankOf = (caseId: string): number =>
    Math.min(...byArm.map((cases) => severity.indexOf(cases.get(caseId)?.verdict ?? 'equivalent')));
  return [...ids]
    .map((caseId, place) => ({ caseId, place, rank: rankOf(caseId) }))
    .sort((a, b) => a.rank - b.rank || a.place - b.place)
    .map(({ caseId }) => {
      const found = byArm.map((cases) => cases.get(caseId));
      return {
        caseId,
        cells: found.map((one) => (one === undefined ? undefined : cellOf(one))),
        isCalm: found.every((one) => one?.verdict === 'equivalent'),
      };
    });
}

function cellOf(item: CaseComparison): ArmCell {
  const { mark, word, tone } = verdictWord(item.verdict);
  const { ratio, interval } = caseRow(item);
  const between = interval === absent || interval === '' ? '' : ` (${interval})`;
  return { mark, word, tone, ratio: ratio === absent ? '' : `${ratio}${between}` };
}

function cautionsOf(comparisons: readonly ArmComparison[]): readonly string[] {
  const byText = new Map<string, string[]>();
  for (const { label, report } of comparisons) {
    if (report.status.kind === 'incomplete') add(byText, `It is incomplete: ${report.status.reason}`, label);
    for (const { level, text } of report.notices) if (level === 'caution') add(byText, text, label);
  }
  return [...byText].map(([text, labels]) =>
    labels.length === comparisons.length ? text : `${labels.join(', ')}: ${text}`,
  );
}

function add(byText: Map<string, string[]>, text: string, label: string): void {
  const known = byText.get(text);
  if (known === undefined) byText.set(text, [label]);
  else if (!known.includes(label)) known.push(label);
}

function methodText(comparisons: readonly ArmComparison[]): string {
  const executions = comparisons.reduce((sum, { report }) => sum + report.executions, 0);
  const count = comparisons.length;
  return `${plural(count, 'comparison')} with one baseline, each with an error rate of a ${nth(count)} of the usual one; ${formatCount(executions)} executions compared.`;
}

function costOfDay({ money }: ComparisonReport): string {
  const cost = money?.arms.find(({ arm }) => arm === 'candidate');
  return cost === undefined ? '' : dayText(cost, money?.coverage);
}

/** `embedded:1x2, ClickHouse 26.7 on box`. */
function placeText({ environment }: ArmDescription<RunArm>): string {
  return `${environment.target}, ${serverText(environment)}`;
}

function nth(count: number): string {
  return ['whole', 'whole', 'half', 'third', 'fourth', 'fifth', 'sixth', 'seventh'][count] ?? `${count}th`;
}
