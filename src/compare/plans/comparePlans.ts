import type { ArmName } from '../../model/arm.ts';
import type { Explanation, ExplanationReading, ProcessorTime } from '../../model/explanation.ts';
import type { ProcessorComparison } from '../../model/planComparison.ts';
import type { MovedMetric } from '../counters/metricJudgement.ts';
import type { JudgedPlan } from '../judgedCase.ts';
import { differenceFound, ranked } from './planDifference.ts';
import { planText, shortLines } from './planDifferenceText.ts';
import { type PlanFacts, planFacts, remoteReads } from './planFacts.ts';
import { parsePlanLines } from './planLines.ts';
import { compareReads } from './planReads.ts';
import { compareEstimates, compareSteps, compareStreams } from './planSteps.ts';
import { type PlanNode, parsePlan, steadyNames } from './planTree.ts';

/** What EXPLAIN said of a case in each arm. */
export type CaseExplanations = Readonly<Partial<Record<ArmName, ExplanationReading>>>;

type Explained = Extract<Explanation, { kind: 'explained' }>;

export function explanationsByCase(readings: readonly ExplanationReading[]): ReadonlyMap<string, CaseExplanations> {
  const byCase = new Map<string, CaseExplanations>();
  for (const one of readings) byCase.set(one.caseId, { ...byCase.get(one.caseId), [one.arm]: one });
  return byCase;
}

/** Puts the plans of both arms side by side; null when not both were asked for. Never throws, whatever the texts. */
export function comparePlans(of: CaseExplanations | undefined, metrics: readonly MovedMetric[]): JudgedPlan | null {
  if (of?.baseline === undefined || of.candidate === undefined) return null;
  const [before, after] = [of.baseline.explanation, of.candidate.explanation];
  const processors = compareProcessors(of.baseline.processors, of.candidate.processors);
  if (before.kind === 'unavailable' || after.kind === 'unavailable') {
    const missing = before.kind === 'unavailable' ? before : after;
    const why = missing.kind === 'unavailable' ? missing.reason.replace(/[.\s]+$/, '') : '';
    return {
      differences: [],
      finding: { kind: 'unread', why },
      ...bothReadable(before, after),
      processors,
    };
  }
  return { ...compareExplained(before, after, metrics), processors };
}

function compareExplained(
  before: Explained,
  after: Explained,
  metrics: readonly MovedMetric[],
): Omit<JudgedPlan, 'processors'> {
  const [baseline, candidate] = [tree(before), tree(after)];
  const streams = compareStreams(before.pipeline, after.pipeline);
  const estimates = compareEstimates(before.estimate, after.estimate);
  const withOthers = !lacksOthers(before) && !lacksOthers(after);
  const [was, is] =
    before.form === after.form
      ? [factsOf(before, baseline, withOthers), factsOf(after, candidate, withOthers)]
      : [null, null];
  const reads = was && is ? compareReads(was.reads, is.reads) : [];
  const steps = was && is ? compareSteps(was, is) : [];
  const saysGranules = reads.some((one) => one.change.kind === 'index' || one.change.kind === 'table');
  const all = ranked([...reads, ...steps, ...(saysGranules ? [] : estimates), ...streams], metrics);
  // Every shard reads by the same plan; the one that reads most stands for them.
  const changes = all.map((one) => JSON.stringify(one.found.change));
  const found = all.filter((_, place) => changes.indexOf(changes[place] ?? '') === place);
  const [first] = found;
  const isSame = readable(before) === readable(after);
  const nothing = isSame ? (withOthers ? 'same' : 'sameHere') : was && is ? 'alike' : 'unknown';
  return {
    differences: found.map((one) => one.found),
    finding: first === undefined ? { kind: nothing } : differenceFound(first),
    ...bothReadable(before, after),
  };
}

function tree({ form, plan }: Explained): readonly PlanNode[] | null {
  return form === 'json' ? parsePlan(plan) : parsePlanLines(plan);
}

/** Reads on other servers are known from the text alone. */
function factsOf({ distributed }: Explained, plans: readonly PlanNode[] | null, withOthers: boolean): PlanFacts | null {
  if (plans === null) return null;
  const facts = planFacts(plans);
  const others = withOthers && distributed !== undefined ? parsePlanLines(distributed) : null;
  return others === null ? facts : { ...facts, reads: [...facts.reads, ...remoteReads(others)] };
}

/** Other servers take part, and what they do is not known: then it must not be compared with an arm of which it is. */
function lacksOthers({ plan, distributed }: Explained): boolean {
  return distributed === undefined && /ReadFrom\w*Remote/.test(plan);
}

function bothReadable(before: Explanation, after: Explanation): Pick<JudgedPlan, 'baseline' | 'candidate'> {
  return { baseline: shortLines(readable(before)), candidate: shortLines(readable(after)) };
}

function readable(explanation: Explanation): string {
  if (explanation.kind === 'unavailable') return '';
  const { form, plan, distributed, pipeline } = explanation;
  const plans = form === 'json' ? parsePlan(plan) : null;
  return [
    plans === null ? steadyNames(plan) : planText(plans),
    ...(distributed === undefined ? [] : [`With other servers\n${steadyNames(distributed)}`]),
    ...(pipeline === null ? [] : [`Pipeline\n${pipeline}`]),
  ].join('\n\n');
}

/** Processors of both arms by name, those that took longest in either arm first; none unless both arms were profiled. */
function compareProcessors(
  before: readonly ProcessorTime[] | undefined,
  after: readonly ProcessorTime[] | undefined,
): readonly ProcessorComparison[] {
  if (before === undefined || after === undefined) return [];
  const timeOf = (times: readonly ProcessorTime[], name: string): number | null =>
    times.find((one) => one.name === name)?.elapsedUs ?? null;
  const names = [...new Set([...before, ...after].map((one) => one.name))];
  const all = names.map((name) => ({ name, baselineUs: timeOf(before, name), candidateUs: timeOf(after, name) }));
  const slower = (one: ProcessorComparison): number => Math.max(one.baselineUs ?? 0, one.candidateUs ?? 0);
  return all.sort((a, b) => slower(b) - slower(a) || (a.name < b.name ? -1 : 1));
}
