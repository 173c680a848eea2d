import type { Design } from '../../model/design.ts';
import type { Exact } from '../../model/metric.ts';
import { eventCount } from '../../model/serverFacts.ts';
import { formatShare, formatValue, plural } from '../../text/quantity.ts';
import { shortMessage } from '../executionFailures.ts';
import { workText } from '../reasons/workText.ts';
import type { CaseSamples } from '../timing/pairing.ts';
import type { Judged } from '../verdict.ts';
import type { ArmFacts } from './armValues.ts';
import { exactCounters, type WorkVerdict } from './counters.ts';
import { timeNotJudged } from './countersOnly.ts';
import { describeMetric } from './metricCatalog.ts';

export interface WorkJudgementInput {
  readonly samples: CaseSamples;
  readonly facts: ArmFacts;
  readonly work: WorkVerdict;
  /** False when tables differ between the arms, so that counters speak of the data. */
  readonly workDecides: boolean;
  readonly margin: number;
  readonly design: Design;
}

/** The counter that stands for a case whose work did not move. */
export const leadingCounter = 'read_rows';

/** Of statements that write, by what they do. */
const leadingWrites = ['InsertedRows', 'MergedRows', 'MutatedRows'] as const;

function leadingOf({ facts }: WorkJudgementInput): string {
  const [first] = facts.candidate;
  if (first?.written === undefined) return leadingCounter;
  return leadingWrites.find((event) => (eventCount(first.events, event) ?? 0) > 0) ?? leadingCounter;
}

/** The verdict where exact counters alone were asked for. `equivalent` then speaks of work, and its reason says so. */
export function judgeByWork(input: WorkJudgementInput): Judged {
  const { work, workDecides } = input;
  const leading = leadingOf(input);
  const judged = (verdict: Judged['verdict'], text: string, restsOn = leading): Judged => ({
    verdict,
    reason: `${text} ${timeNotJudged}`,
    restsOn,
  });
  const moved = work.moved[0]?.metric ?? leading;
  if (work.kind === 'unknown' && work.varying.length === 0) return judged('inconclusive', unknownText(input));
  if (!workDecides) {
    const seen = work.moved.length === 0 ? '' : ` Seen: ${workText(work)}.`;
    return judged('inconclusive', `The tables differ between the arms, so counters say nothing of the query.${seen}`);
  }
  const agreed = `These counters are exact: ${executionsOf(input)} agree.`;
  if (work.kind === 'grew') return judged('regressed', `It does more work: ${workText(work)}. ${agreed}`, moved);
  if (work.kind === 'mixed')
    return judged('inconclusive', `Some counters grew and others shrank: ${workText(work)}.`, moved);
  if (work.varying.length > 0) return judged('inconclusive', varyingText(input), work.varying[0]);
  if (work.kind === 'shrank') return judged('improved', `It does less work: ${workText(work)}. ${agreed}`, moved);
  return judged('equivalent', equalText(input));
}

/** "within ±5%", and of what is beyond that, how little it is. */
export function withinText({ work, margin }: Pick<WorkJudgementInput, 'work' | 'margin'>): string {
  return `within ±${formatShare(margin)}${work.slight ? ' or less apart than any execution costs' : ''}`;
}

/** "2 executions of each arm". */
function executionsOf({ facts }: WorkJudgementInput): string {
  const count = Math.min(facts.baseline.length, facts.candidate.length);
  return `${plural(count, 'execution')} of each arm`;
}

function unknownText({ samples }: WorkJudgementInput): string {
  const detail = samples.tally.baseline.missingDetail ?? samples.tally.candidate.missingDetail;
  const why = detail === null ? '' : ` (${shortMessage(detail)})`;
  return `Fewer than two executions of an arm left counters in the server's log${why}.`;
}

function varyingText(input: WorkJudgementInput): string {
  const { work } = input;
  const names = work.varying.map((one) => describeMetric(one).label).join(', ');
  const others = work.moved.length === 0 ? '' : ` Of the others: ${workText(work)}.`;
  return `Counters varied within an arm over ${executionsOf(input)}, so equality says nothing of them: ${names}.${others}`;
}

function equalText(input: WorkJudgementInput): string {
  const all = exactCounters(input.facts, input.design);
  const near = all.filter((one) => one.baseline !== one.candidate);
  if (near.length > 0) {
    const text = workText({ ...input.work, moved: near });
    return `Its work stayed ${withinText(input)}: ${text}; other counters of work are equal.`;
  }
  const values = all.filter((one) => one.baseline > 0).map(valueText);
  const listed = values.length === 0 ? 'it reads nothing' : values.join(', ');
  return `It does the same work: ${listed}, exactly equal over ${executionsOf(input)}.`;
}

function valueText({ metric, baseline }: Exact & { readonly metric: string }): string {
  const { label, unit } = describeMetric(metric);
  return `${label} ${formatValue(baseline, unit)}`;
}
