import type { Explanation, ExplanationReading, ProcessorTime } from '../model/explanation.ts';
import type {
  PlanComparison,
  PlanDifference,
  PlanDifferenceKind,
  ProcessorComparison,
} from '../model/planComparison.ts';
import type { ArmName } from '../model/run.ts';
import type { MovedMetric } from './metrics.ts';
import type { WeighedDifference } from './planDifference.ts';
import { type PlanFacts, planFacts, remoteReads } from './planFacts.ts';
import { parsePlanLines } from './planLines.ts';
import { compareReads } from './planReads.ts';
import { compareEstimates, compareSteps, compareStreams } from './planSteps.ts';
import { planText } from './planText.ts';
import { type PlanNode, parsePlan } from './planTree.ts';
import { times } from './quantities.ts';

/** What EXPLAIN said of a case in each arm. */
export type CaseExplanations = Readonly<Partial<Record<ArmName, ExplanationReading>>>;

type Explained = Extract<Explanation, { kind: 'explained' }>;

export function explanationsByCase(readings: readonly ExplanationReading[]): ReadonlyMap<string, CaseExplanations> {
  const byCase = new Map<string, CaseExplanations>();
  for (const one of readings) byCase.set(one.caseId, { ...byCase.get(one.caseId), [one.arm]: one });
  return byCase;
}

/** Puts the plans of both arms side by side; null when not both were asked for. Never throws, whatever the texts. */
export function comparePlans(of: CaseExplanations | undefined, metrics: readonly MovedMetric[]): PlanComparison | null {
  if (of?.baseline === undefined || of.candidate === undefined) return null;
  const [before, after] = [of.baseline.explanation, of.candidate.explanation];
  const processors = compareProcessors(of.baseline.processors, of.candidate.processors);
  if (before.kind === 'unavailable' || after.kind === 'unavailable') {
    const missing = before.kind === 'unavailable' ? before : after;
    const why = missing.kind === 'unavailable' ? missing.reason.replace(/[.\s]+$/, '') : '';
    return {
      differences: [],
      sentence: `Plans were not compared: ${why}.`,
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
): Omit<PlanComparison, 'processors'> {
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
  const saysGranules = reads.some((one) => one.kind === 'index' || one.kind === 'table');
  const all = ranked([...reads, ...steps, ...(saysGranules ? [] : estimates), ...streams], metrics);
  // Every shard reads by the same plan; the one that reads most stands for them.
  const texts = all.map((one) => one.difference.text);
  const found = all.filter((one, place) => texts.indexOf(one.difference.text) === place);
  const shown = bothReadable(before, after);
  const [first] = found;
  const nothing = shown.baseline === shown.candidate ? (withOthers ? same : sameHere) : was && is ? alike : unknown;
  return {
    differences: found.map((one) => one.difference),
    sentence: first === undefined ? nothing : sentence(first),
    ...shown,
  };
}

const same = 'Both arms have the same plan.';
const sameHere = 'Both arms have the same plan on the server that was asked; what others do is not known.';
const alike = 'The plans agree in all that is compared; their texts differ.';
const unknown = 'The plans differ; in this form they can only be shown.';

/** Counters that a difference of a kind goes with. Others can move for many reasons. */
const companions: Readonly<Record<PlanDifferenceKind, readonly string[]>> = {
  index: ['SelectedMarks', 'read_rows', 'read_bytes'],
  table: ['SelectedMarks', 'read_rows', 'read_bytes'],
  columns: ['read_bytes', 'OSReadChars'],
  final: ['cpu_time', 'memory'],
  join: ['memory', 'cpu_time'],
  aggregation: ['memory', 'cpu_time'],
  sorting: ['memory', 'cpu_time'],
  order: ['memory', 'cpu_time'],
  prewhere: ['read_bytes', 'read_rows'],
  estimate: ['read_rows', 'SelectedMarks'],
  steps: ['cpu_time', 'memory'],
  streams: [],
};

/** The table above names the kinds in the order in which they matter. */
const kindsInOrder = Object.keys(companions);

/** A difference, and the metric that moved with it. */
interface Accompanied {
  readonly difference: PlanDifference;
  readonly metric: MovedMetric | undefined;
}

/**
 * Differences whose counters moved come first, then by kind, then by how far they go; those that are known to change
 * nothing that is read come last.
 */
function ranked(
  differences: readonly (PlanDifference & Partial<WeighedDifference>)[],
  metrics: readonly MovedMetric[],
): readonly Accompanied[] {
  const kinds = kindsInOrder.length;
  const keyed = differences.map(({ weight = null, ...difference }) => {
    const metric = companionOf(difference.kind, weight, metrics);
    const group = weight === 0 ? 2 : metric === undefined ? 1 : 0;
    const rank = group * kinds + kindsInOrder.indexOf(difference.kind);
    return { difference, metric, rank, size: Math.abs(weight ?? 0) };
  });
  return keyed.sort((a, b) => a.rank - b.rank || b.size - a.size);
}

/** A metric that moved the other way than the granules did, or where they did not move, has another reason. */
function companionOf(
  kind: PlanDifferenceKind,
  weight: number | null,
  metrics: readonly MovedMetric[],
): MovedMetric | undefined {
  const moved = companions[kind].flatMap((name) => metrics.find((one) => one.metric === name && one.moved) ?? []);
  return moved.find((one) => weight === null || Math.sign(Math.log(ratioOf(one) ?? 1)) === Math.sign(weight));
}

function ratioOf({ result }: MovedMetric): number | null {
  return result.kind === 'notCompared' ? null : result.ratio;
}

/** What was observed, and no more: a difference, and the counter that moved with it. */
function sentence({ difference, metric }: Accompanied): string {
  const { text, detail } = difference;
  const ratio = metric === undefined ? null : ratioOf(metric);
  const withIt = metric === undefined || ratio === null ? '' : `; ${metric.label} moved with it (${times(ratio)})`;
  return `The plan differs: ${text}${detail === '' ? '' : `, ${detail}`}${withIt}.`;
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
  return distributed === undefined && plan.includes('Remote');
}

function bothReadable(before: Explanation, after: Explanation): Pick<PlanComparison, 'baseline' | 'candidate'> {
  return { baseline: readable(before), candidate: readable(after) };
}

function readable(explanation: Explanation): string {
  if (explanation.kind === 'unavailable') return '';
  const { form, plan, distributed, pipeline } = explanation;
  const plans = form === 'json' ? parsePlan(plan) : null;
  return [
    plans === null ? plan : planText(plans),
    ...(distributed === undefined ? [] : [`With other servers\n${distributed}`]),
    ...(pipeline === null ? [] : [`Pipeline\n${pipeline}`]),
  ].join('\n\n');
}

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
