import type { TableEstimate } from '../../model/explanation.ts';
import type { PlanDifference } from '../../model/planComparison.ts';
import { formatMove, plural } from '../../text/quantity.ts';
import { type JoinStep, type PlanFacts, tally } from './planFacts.ts';

/** What differs in what is done with the rows. */
export function compareSteps(baseline: PlanFacts, candidate: PlanFacts): readonly PlanDifference[] {
  return [
    ...compareJoins(baseline.joins, candidate.joins),
    ...compareOrder(baseline, candidate),
    ...changedOrder(
      'aggregation',
      candidate.aggregationsInOrder - baseline.aggregationsInOrder,
      'aggregation in the order of the key',
    ),
    ...changedOrder(
      'sorting',
      candidate.finishingSorts - baseline.finishingSorts,
      'sorting that only finishes the order of the key',
    ),
    ...compareTypes(baseline.steps, candidate.steps),
  ];
}

function changedOrder(kind: 'aggregation' | 'sorting', change: number, what: string): readonly PlanDifference[] {
  return change === 0 ? [] : [{ kind, text: `${what} ${change < 0 ? 'lost' : 'gained'}`, detail: '' }];
}

/** Joins of the same clauses belong together; the others follow in the order of the plan. */
function compareJoins(before: readonly JoinStep[], after: readonly JoinStep[]): readonly PlanDifference[] {
  const join = (text: string): PlanDifference => ({ kind: 'join', text, detail: '' });
  if (before.length !== after.length) return [join(`${plural(after.length, 'join')} instead of ${before.length}`)];
  const left = [...after];
  const matched = before.map((one) => {
    const place = left.findIndex((other) => other.clauses === one.clauses);
    return { one, other: place === -1 ? undefined : left.splice(place, 1)[0] };
  });
  return matched.flatMap(({ one, other = left.shift() }) => {
    if (other === undefined) return [];
    return [
      ...(one.algorithm === other.algorithm || one.algorithm === null || other.algorithm === null
        ? []
        : [join(`join algorithm changed from ${one.algorithm} to ${other.algorithm}`)]),
      ...(one.kind === other.kind ? [] : [join(`${one.kind} became ${other.kind}`)]),
    ];
  });
}

/** The same tables, joined, and read in another order. */
function compareOrder(baseline: PlanFacts, candidate: PlanFacts): readonly PlanDifference[] {
  if (baseline.joins.length === 0 || baseline.joins.length !== candidate.joins.length) return [];
  const [before, after] = [baseline, candidate].map(({ reads }) => reads.map((one) => one.table));
  if (before === undefined || after === undefined || before.join() === after.join()) return [];
  if ([...before].sort().join() !== [...after].sort().join()) return [];
  return [
    { kind: 'join', text: 'tables joined in another order', detail: `${before.join(', ')} -> ${after.join(', ')}` },
  ];
}

function compareTypes(before: PlanFacts['steps'], after: PlanFacts['steps']): readonly PlanDifference[] {
  const more = (from: PlanFacts['steps'], to: PlanFacts['steps']): string =>
    [...to]
      .flatMap(([type, count]) => {
        const extra = count - (from.get(type) ?? 0);
        return extra <= 0 ? [] : [extra === 1 ? type : `${type} (${extra})`];
      })
      .join(', ');
  const [gained, lost] = [more(before, after), more(after, before)];
  const steps = (text: string): PlanDifference => ({ kind: 'steps', text, detail: '' });
  return [
    ...(gained === '' ? [] : [steps(`further steps: ${gained}`)]),
    ...(lost === '' ? [] : [steps(`steps left out: ${lost}`)]),
  ];
}

/** How many streams of rows are worked on side by side at most. */
export function compareStreams(baseline: string | null, candidate: string | null): readonly PlanDifference[] {
  if (baseline === null || candidate === null) return [];
  const [before, after] = [widest(baseline), widest(candidate)];
  if (before === after) return [];
  return [
    { kind: 'streams', text: `at most ${plural(after, 'stream')} side by side instead of ${before}`, detail: '' },
  ];
}

/** `AggregatingTransform × 2` is two. Sources are left out: one thread can read several of them one after the other. */
function widest(pipeline: string): number {
  const lines = pipeline.split('\n').filter((line) => !/^ *MergeTree/.test(line));
  return lines.reduce((most, line) => Math.max(most, Number(/× (\d{1,6})(?: |$)/.exec(line)?.[1] ?? 1)), 1);
}

type Estimates = readonly TableEstimate[] | null;

/** Rows that the server expects to read; only said of a plan that says nothing of granules. */
export function compareEstimates(baseline: Estimates, candidate: Estimates): readonly PlanDifference[] {
  if (baseline === null || candidate === null) return [];
  const [before, after] = [rowsByTable(baseline), rowsByTable(candidate)];
  return [...tally([...before.keys(), ...after.keys()]).keys()].flatMap((table) => {
    const [from, to] = [before.get(table) ?? 0, after.get(table) ?? 0];
    if (from === to) return [];
    const text = `the server expects ${to > from ? 'more' : 'fewer'} rows of ${table}`;
    return [{ kind: 'estimate' as const, text, detail: formatMove(from, to, 'rows', true) }];
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
