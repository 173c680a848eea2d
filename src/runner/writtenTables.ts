import type { ArmCase, RunArm } from '../model/arm.ts';
import type { Sample } from '../model/sample.ts';
import type { EventCounts, Evidence, ServerFacts } from '../model/serverFacts.ts';
import type { TableState } from '../model/writing.ts';
import { plural } from '../text/quantity.ts';
import type { Execution, Executor, SampleRequest, SeenTable } from './executor.ts';
import type { MeasureInput } from './measureInput.ts';
import { type SourceOf, sourceOf } from './selfCheckCases.ts';
import type { MutationWork, Target } from './target.ts';

interface Seen extends SeenTable {
  readonly database: string;
}

/**
 * What is known of the tables that executions wrote to: that each began as the first one of its case and arm did, and
 * what it left. Where a run has no writing case all of this does nothing.
 */
export class WrittenTables {
  private readonly source: SourceOf;
  private readonly writing: ReadonlySet<string>;
  private readonly starts = new Map<string, TableState>();
  private readonly seen = new Map<string, Seen>();

  constructor({ plan, cases, before }: Pick<MeasureInput, 'plan' | 'cases' | 'before'>) {
    this.source = sourceOf(plan);
    this.writing = new Set(cases.flatMap((one) => (one.writes === undefined ? [] : [keyOf(one)])));
    for (const { caseId, arm, evidence } of before.samples)
      if (evidence?.kind === 'facts' && evidence.written !== undefined)
        this.begin(keyOf(this.source(caseId, arm)), evidence.written.before);
  }

  /** Fails every execution whose table did not begin as in the first one: its costs would be those of other work. */
  watch(executor: Executor): Executor {
    return {
      execute: async (batch, signal) => {
        const executions = await executor.execute(batch, signal);
        return executions.map((execution, index) => this.checked(batch[index], execution));
      },
      reconnect: (session) => executor.reconnect(session),
      close: () => executor.close(),
    };
  }

  /** Evidence with what the statements left in their tables, and with the work of mutations. */
  async complete(
    target: Target,
    samples: readonly Sample<RunArm>[],
    found: ReadonlyMap<string, Evidence>,
    session: number | undefined,
  ): Promise<ReadonlyMap<string, Evidence>> {
    const writing = samples.filter(
      ({ caseId, arm, outcome }) => outcome.kind === 'completed' && this.writing.has(keyOf(this.source(caseId, arm))),
    );
    if (writing.length === 0) return found;
    const mutated = writing.flatMap(({ queryId }) => {
      const seen = this.seen.get(queryId);
      return seen?.mutated === true ? [seen.database] : [];
    });
    const work = mutated.length === 0 ? undefined : await target.writes?.mutationWork(mutated, session);
    const all = new Map(found);
    for (const { queryId } of writing) {
      const evidence = found.get(queryId);
      if (evidence?.kind === 'facts') all.set(queryId, withTable(evidence, this.seen.get(queryId), work));
    }
    return all;
  }

  private checked(request: SampleRequest | undefined, execution: Execution): Execution {
    if (request?.writes === undefined || execution.table === undefined) return execution;
    const { key, table, database } = request.writes;
    this.seen.set(execution.queryId, { database, ...execution.table });
    const first = this.begin(key, execution.table.before);
    const { before } = execution.table;
    if (execution.outcome.kind !== 'completed' || (first.rows === before.rows && first.parts === before.parts))
      return execution;
    const { clientMs } = execution.outcome;
    const message = `${table} began with ${stateText(before)}, and with ${stateText(first)} in the first execution`;
    return { ...execution, outcome: { kind: 'failed', clientMs, code: null, message } };
  }

  private begin(key: string, state: TableState): TableState {
    const first = this.starts.get(key) ?? state;
    this.starts.set(key, first);
    return first;
  }
}

function withTable(
  facts: ServerFacts,
  seen: Seen | undefined,
  work: ReadonlyMap<string, MutationWork> | undefined,
): Evidence {
  if (seen?.after === undefined)
    return { kind: 'missing', cause: 'unknown', detail: 'nobody looked at the table that this execution wrote to' };
  const written = { before: seen.before, after: seen.after };
  if (seen.mutated !== true) return { ...facts, written };
  const done = work?.get(seen.database);
  if (done === undefined)
    return { kind: 'missing', cause: 'unknown', detail: 'system.part_log does not tell what this mutation did' };
  const memoryBytes = Math.max(facts.memoryBytes, done.memoryBytes);
  return { ...facts, memoryBytes, events: sum(facts.events, done.events), written };
}

function sum(one: EventCounts, other: EventCounts): EventCounts {
  const counts = new Map<string, number>();
  for (const { names, values } of [one, other])
    for (const [index, name] of names.entries()) {
      const value = values[index];
      if (value !== undefined && !Number.isNaN(value)) counts.set(name, (counts.get(name) ?? 0) + value);
    }
  return { names: [...counts.keys()], values: Float64Array.from(counts.values()) };
}

function stateText({ rows, parts }: TableState): string {
  return `${plural(rows, 'row')} in ${plural(parts, 'part')}`;
}

function keyOf({ arm, caseId }: Pick<ArmCase<RunArm>, 'arm' | 'caseId'>): string {
  return `${arm} ${caseId}`;
}
