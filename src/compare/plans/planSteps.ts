import type { TableEstimate } from '../../model/explanation.ts';
import type { StepCount } from '../../model/planChange.ts';
import { unweighed, type WeighedDifference } from './planDifference.ts';
import { type JoinStep, type PlanFacts, tally } from './planFacts.ts';

/** What differs in what is done with the rows. */
export function compareSteps(baseline: PlanFacts, candidate: PlanFacts): readonly WeighedDifference[] {
  return [
    ...compareJoins(baseline.joins, candidate.joins),
    ...compareOrder(baseline, candidate),
    ...changedOrder('aggregation', candidate.aggregationsInOrder - baseline.aggregationsInOrder),
    ...changedOrder('sorting', candidate.finishingSorts - baseline.finishingSorts),
    ...compareTypes(baseline.steps, candidate.steps),
  ];
}

function changedOrder(kind: 'aggregation' | 'sorting', change: number): readonly WeighedDifference[] {
  return change === 0 ? [] : [unweighed({ kind, isGained: change > 0 })];
}

/** Joins of the same clauses belong together; the others follow in the order of the plan. */
function compareJoins(before: readonly JoinStep[], after: readonly JoinStep[]): readonly WeighedDifference[] {
  if (before.length !== after.length) {
    const counts = { baseline: before.length, candidate: after.length };
    return [unweighed({ kind: 'join', what: 'count', counts })];
  }
  const left = [...after];
  const matched = before.map((one) => {
    const place = left.findIndex((other) => other.clauses === one.clauses);
    return { one, other: place === -1 ? undefined : left.splice(place, 1)[0] };
  });
  return matched.flatMap(({ one, other = left.shift() }) => {
    if (other === undefined) return [];
    return [...renamed('algorithm', one.algorithm, other.algorithm), ...renamed('type', one.kind, other.kind)];
  });
}

function renamed(
  what: 'algorithm' | 'type',
  baseline: string | null,
  candidate: string | null,
): readonly WeighedDifference[] {
  if (baseline === candidate || baseline === null || candidate === null) return [];
  return [unweighed({ kind: 'join', what, names: { baseline, candidate } })];
}

/** The same tables, joined, and read in another order. */
function compareOrder(baseline: PlanFacts, candidate: PlanFacts): readonly WeighedDifference[] {
  if (baseline.joins.length === 0 || baseline.joins.length !== candidate.joins.length) return [];
  const tables = {
    baseline: baseline.reads.map((one) => one.table),
    candidate: candidate.reads.map((one) => one.table),
  };
  if (tables.baseline.join() === tables.candidate.join()) return [];
  if ([...tables.baseline].sort().join() !== [...tables.candidate].sort().join()) return [];
  return [unweighed({ kind: 'join', what: 'sequence', tables })];
}

function compareTypes(before: PlanFacts['steps'], after: PlanFacts['steps']): readonly WeighedDifference[] {
  const more = (from: PlanFacts['steps'], to: PlanFacts['steps']): readonly StepCount[] =>
    [...to].map(([type, count]) => ({ type, count: count - (from.get(type) ?? 0) })).filter(({ count }) => count > 0);
  const [gained, lost] = [more(before, after), more(after, before)];
  return [
    ...(gained.length === 0 ? [] : [unweighed({ kind: 'steps', what: 'gained', steps: gained })]),
    ...(lost.length === 0 ? [] : [unweighed({ kind: 'steps', what: 'lost', steps: lost })]),
  ];
}

/** How many streams of rows are worked on side by side at most. */
export function compareStreams(before: string | null, after: string | null): readonly WeighedDifference[] {
  if (before === null || after === null) return [];
  const streams = { baseline: widest(before), candidate: widest(after) };
  return streams.baseline === streams.candidate ? [] : [unweighed({ kind: 'streams', streams })];
}

/** `AggregatingTransform × 2` is two. Sources are left out: one thread can read several of them one after the other. */
function widest(pipeline: string): number {
  const lines = pipeline.split('\n').filter((line) => !/^ *MergeTree/.test(line));
  return lines.reduce((most, line) => Math.max(most, Number(/× (\d{1,6})(?: |$)/.exec(line)?.[1] ?? 1)), 1);
}

type Estimates = readonly TableEstimate[] | null;

/** Rows that the server expects to read; only said of a plan that says nothing of granules. */
export function compareEstimates(baseline: Estimates, candidate: Estimates): readonly WeighedDifference[] {
  if (baseline === null || candidate === null) return [];
  const [before, after] = [rowsByTable(baseline), rowsByTable(candidate)];
  return [...tally([...before.keys(), ...after.keys()]).keys()].flatMap((table) => {
    const [from, to] = [before.get(table) ?? 0, after.get(table) ?? 0];
    if (from === to) return [];
    return [unweighed({ kind: 'estimate', table, rows: { baseline: from, candidate: to } })];
  });
}

function rowsByTable(estimates: readonly TableEstimate[]): ReadonlyMap<string, number> {
  const rows = new Map<string, number>();
  for (const { database, table, rows: read } of estimates) {
    const name = `${database}.${table}`;
    rows.set(name, (rows.get(name) ?? 0) + read);
  }
  return rows;
}
