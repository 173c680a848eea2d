import type { LoadArm, LoadBench } from '../../src/app/loadBench.ts';
import type { Scheduling } from '../../src/app/scheduling.ts';
import type { Bench } from '../../src/app/services.ts';
import { monotonicMs } from '../../src/runner/clock.ts';
import type { LoadInProgress } from '../../src/runner/load/loadedServer.ts';
import { columns, type LoadPart } from '../../src/runner/load/loadTask.ts';
import { simulateQueue } from './queueSimulation.ts';

/** What a server that is loaded is like. */
export interface FakeLoaded {
  /** How long every request takes; 20 when absent. */
  readonly serviceMs?: number;
  /** Requests that run at once, others wait; 1,000 when absent. */
  readonly slots?: number;
  /** Names of definitions for its scheduler that somebody created and that stay; absent: it schedules nothing. */
  readonly held?: readonly string[];
  /** Called when it begins to be loaded. */
  readonly onBegin?: () => void;
}

/**
 * Servers that have been loaded for as long as was asked, the moment they are asked: a queue before slots that are alike. Closed loops stand
 * still.
 */
export function fakeLoadBench({ targets, close }: Bench, loaded: FakeLoaded = {}): LoadBench {
  const arms = Object.entries(targets).flatMap(([arm, target]): readonly (readonly [string, LoadArm])[] =>
    target === undefined
      ? []
      : [
          [
            arm,
            {
              target,
              pulses: [],
              begin: (parts, _notBefore, hear) => {
                loaded.onBegin?.();
                parts.forEach((part, thread) => {
                  hear(thread, {
                    kind: 'batch',
                    ended: atOnce(part, loaded),
                    outcomes: [{ kind: 'completed' }],
                    at: 0,
                    pending: new Float64Array(),
                  });
                });
                return finished();
              },
              uptimes: async () => [],
              evidence: async (queryIds) => new Map(queryIds.map((id) => [id, { kind: 'facts', facts: { ...facts } }])),
              endQueries: async () => 0,
              lost: () => undefined,
            },
          ],
        ],
  );
  const scheduling = loaded.held === undefined ? undefined : schedulingThatStays(loaded.held);
  return {
    arms: Object.fromEntries(arms),
    ...(scheduling === undefined ? {} : { scheduling: { baseline: scheduling } }),
    close,
  };
}

function schedulingThatStays(names: readonly string[]): Scheduling {
  const done = async (): Promise<void> => undefined;
  return { statements: [], apply: done, drop: done, held: async () => names, missing: async () => [] };
}

const facts = {
  ...{ serverUs: 18_000, cpuUs: 9_000, slotWaitUs: 2_000, threadWaitUs: 0, coreWaitUs: 1_000 },
  ...{ readBytes: 4096, memoryBytes: 65_536, exceptionCode: 0 },
};

function atOnce({ intended, seq, caseIndex }: LoadPart, { serviceMs = 20, slots = 1000 }: FakeLoaded): Float64Array {
  const arrivals = Array.from(intended, (at) => ({ of: 'all', at }));
  const rows = new Float64Array(arrivals.length * columns);
  simulateQueue({ arrivals, servers: slots, serviceMs: () => serviceMs }).forEach(({ at, began, done }, place) => {
    rows.set([seq[place] ?? 0, caseIndex[place] ?? 0, at, at, at, began, done, 0], place * columns);
  });
  return rows;
}

function finished(): LoadInProgress {
  return {
    begun: Promise.resolve(monotonicMs()),
    finished: Promise.resolve(),
    enough: () => undefined,
    stop: () => undefined,
  };
}
