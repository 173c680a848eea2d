import { describe, expect, it } from 'vitest';
import type { ArmName } from '../../../src/model/arm.ts';
import type { Sample } from '../../../src/model/sample.ts';
import type { CaseTables, ServerState, StateReading } from '../../../src/model/serverState.ts';
import type { MeasureInput } from '../../../src/runner/measureInput.ts';
import { StateWatch } from '../../../src/runner/stateWatch.ts';
import type { StateAccess, StateQuestion, Target } from '../../../src/runner/target.ts';

const facts = { kind: 'facts' } as NonNullable<Sample['evidence']>;

function sampleOf(caseId: string, arm: ArmName, more: Partial<Sample> = {}): Sample {
  return {
    caseId,
    arm,
    queryId: `${caseId}-${arm}`,
    evidence: facts,
    outcome: { kind: 'completed' },
    ...more,
  } as Sample;
}

interface Setting {
  readonly access: Partial<StateAccess>;
  /** Whether both arms run on one target. */
  readonly shared?: boolean;
}

function watching({ access, shared = true }: Setting) {
  const states: StateReading[] = [];
  const tables: CaseTables[] = [];
  const questions: StateQuestion[] = [];
  const logged: string[][] = [];
  let now = 0;
  const abort = new AbortController();
  const target = (): Target =>
    ({
      state: {
        tablesRead: async (ids: readonly string[]) => {
          logged.push([...ids]);
          return new Map(ids.map((id) => [id, [`shop.${id}`]]));
        },
        read: async (question: StateQuestion): Promise<ServerState> => {
          questions.push(question);
          return { merges: 1, tables: [] };
        },
        ...access,
      },
    }) as Partial<Target> as Target;
  const baseline = target();
  const input = {
    runId: 'r',
    plan: { arms: ['baseline', 'candidate'], caseIds: ['a', 'b'] },
    targets: { baseline, candidate: shared ? baseline : target() },
    recorder: { state: (one: StateReading) => states.push(one), tablesRead: (one: CaseTables) => tables.push(one) },
    clock: { monotonic: () => now, wall: () => 1000 + now },
  } as unknown as MeasureInput;
  const watch = new StateWatch(input, { arms: input.plan.arms, bounds: { signal: abort.signal, mostMs: () => 1000 } });
  const look = (session: number, round: number, ...samples: readonly Sample[]) =>
    watch.look({ session, round }, samples);
  return { states, tables, questions, logged, look, abort, wait: (ms: number) => (now += ms) };
}

describe('the state of the servers', () => {
  it('is read once for two arms that share a target', async () => {
    const { look, states } = watching({ access: {} });
    await look(0, 0);
    expect(states).toEqual([
      { arms: ['baseline', 'candidate'], session: 0, round: 0, at: 1000, state: { merges: 1, tables: [] } },
    ]);
  });

  it('is read of each of two targets', async () => {
    const { look, states } = watching({ access: {}, shared: false });
    await look(0, 0);
    expect(states.map(({ arms }) => arms)).toEqual([['baseline'], ['candidate']]);
  });

  it('is read after the first batch of a session, and then every half a second at most', async () => {
    const { look, states, wait } = watching({ access: {} });
    const rounds: readonly (readonly [number, number, number])[] = [
      [0, 0, 0],
      [0, 1, 499],
      [0, 2, 1],
      [1, 0, 1],
      [1, 1, 1],
    ];
    for (const [session, round, ms] of rounds) {
      wait(ms);
      await look(session, round);
    }
    expect(states.map(({ session, round }) => [session, round])).toEqual([
      [0, 0],
      [0, 2],
      [1, 0],
    ]);
  });

  it('is not recorded where an interruption cut the reading short', async () => {
    const { look, states, abort } = watching({
      access: {
        read: async () => {
          abort.abort();
          return { tables: [] };
        },
      },
    });
    await look(0, 0);
    expect(states).toEqual([]);
  });
});

describe('the tables of a case', () => {
  it('are asked of one execution of each case and arm, once', async () => {
    const { look, tables, logged, questions, wait } = watching({ access: {} });
    await look(
      0,
      0,
      sampleOf('a', 'baseline'),
      sampleOf('a', 'candidate'),
      sampleOf('a', 'baseline', { queryId: 'x' }),
    );
    wait(1000);
    await look(0, 1, sampleOf('a', 'baseline', { queryId: 'y' }), sampleOf('b', 'baseline'));
    expect(logged).toEqual([['a-baseline', 'a-candidate'], ['b-baseline']]);
    expect(tables.map(({ caseId, arm }) => `${arm} ${caseId}`)).toEqual(['baseline a', 'candidate a', 'baseline b']);
    expect(questions.at(-1)).toEqual({
      tables: ['shop.a-baseline', 'shop.a-candidate', 'shop.b-baseline'],
      session: 0,
      ours: 'hogbench-r-',
    });
  });

  it('are asked of no execution that failed, has no facts, or checks the measuring', async () => {
    const { look, logged } = watching({ access: {} });
    await look(
      0,
      0,
      sampleOf('a', 'baseline', { outcome: { kind: 'failed', clientMs: 1, code: 1, message: '' } }),
      sampleOf('a', 'candidate', { evidence: { kind: 'missing', cause: 'unknown', detail: '' } }),
      sampleOf('a (self-check)', 'baseline'),
    );
    expect(logged).toEqual([]);
  });

  it('stay unknown where the log does not tell of them after three batches', async () => {
    let asked = 0;
    const tablesRead = async () => {
      asked += 1;
      return new Map();
    };
    const { look, tables, wait } = watching({ access: { tablesRead } });
    for (let round = 0; round < 5; round++) {
      wait(1000);
      await look(0, round, sampleOf('a', 'baseline', { queryId: `q${round}` }));
    }
    expect({ asked, tables }).toEqual({ asked: 3, tables: [] });
  });
});
