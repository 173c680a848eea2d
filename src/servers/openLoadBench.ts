import type { LoadArm, LoadBench } from '../app/loadBench.ts';
import type { BenchRequest } from '../app/services.ts';
import type { World } from '../app/world.ts';
import { endQueries } from '../clickhouse/target/endQueries.ts';
import { serverUptimes } from '../clickhouse/target/serverUptime.ts';
import { isCut } from '../model/cutEvents.ts';
import type { LoadEvidence } from '../model/loadRun.ts';
import { isCached } from '../model/queryCache.ts';
import type { Evidence } from '../model/serverFacts.ts';
import { type LoadThreads, openLoadThreads } from '../runner/workers/loadThreads.ts';
import type { OpenArm } from './openArm.ts';
import { openArms } from './openArms.ts';
import { pulsesOf } from './pulses.ts';

/** Opens the servers of all arms, and threads that load them. */
export async function openLoadBench(request: BenchRequest, workers: number, world: World): Promise<LoadBench> {
  const { arms, told, close } = await openArms(request, world);
  const threads = openLoadThreads(workers);
  const loaded = new Map([...new Set(arms.values())].map((one) => [one, loadArm(one, threads, request.signal)]));
  return {
    ...told,
    arms: Object.fromEntries([...arms].map(([arm, one]) => [arm, loaded.get(one)])),
    async close() {
      for (const { pulses } of loaded.values()) for (const pulse of pulses) pulse.close();
      await threads.close().finally(close);
    },
  };
}

function loadArm(arm: OpenArm, threads: LoadThreads, signal: AbortSignal): LoadArm {
  const { target, connections, controls, cluster } = arm;
  return {
    target,
    pulses: pulsesOf(arm).flat(),
    begin: (...asked) => threads.begin(connections, ...asked),
    uptimes: async () => (await Promise.all(controls.map((one) => serverUptimes(one, cluster)))).flat(),
    endQueries: (prefix) => endQueries({ controls, cluster }, prefix),
    lost: () => target.lost?.(),
    async evidence(queryIds) {
      const found = await target
        .collect(queryIds, undefined, { signal })
        .catch(
          (error: unknown): ReadonlyMap<string, Evidence> =>
            new Map(
              queryIds.map((id) => [
                id,
                { kind: 'missing', cause: 'unknown', detail: error instanceof Error ? error.message : String(error) },
              ]),
            ),
        );
      return new Map([...found].map(([id, one]) => [id, loadEvidence(one)]));
    },
  };
}

/** What load is told of the facts of an execution. */
function loadEvidence(evidence: Evidence): LoadEvidence {
  if (evidence.kind === 'missing') return { kind: 'missing', detail: evidence.detail };
  const { events, durationUs, readBytes, memoryBytes, exceptionCode } = evidence;
  const event = (name: string): number => {
    const value = events.values[events.names.indexOf(name)];
    // an event that did not occur is not in the log
    return value === undefined || Number.isNaN(value) ? 0 : value;
  };
  return {
    kind: 'facts',
    facts: {
      serverUs: durationUs,
      cpuUs: event('OSCPUVirtualTimeMicroseconds'),
      slotWaitUs: event('ConcurrentQueryWaitMicroseconds'),
      threadWaitUs: event('ConcurrencyControlWaitMicroseconds'),
      coreWaitUs: event('OSCPUWaitMicroseconds'),
      readBytes,
      memoryBytes,
      exceptionCode,
      ...(exceptionCode === 0 && isCut(evidence) ? { cut: true } : {}),
      ...(isCached(evidence) ? { cached: true } : {}),
    },
  };
}
