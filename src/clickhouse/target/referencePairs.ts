import { randomBytes } from 'node:crypto';
import type { ArmName } from '../../model/arm.ts';
import { UserError } from '../../model/errors.ts';
import type { Sample } from '../../model/sample.ts';
import type { ReferenceReading } from '../../model/serverAnswers.ts';
import type { Evidence } from '../../model/serverFacts.ts';
import type { Milliseconds } from '../../model/units.ts';
import { after, pause } from '../../runner/waiting.ts';
import { bounded, type Client } from '../http/control.ts';
import { describeFailure } from '../http/requestFailures.ts';
import { logSettings } from './knownSettings.ts';
import { collectEvidence } from './queryLog.ts';
import { flushLogs } from './serverLogs.ts';

/** Short and bound by the processor: some milliseconds, over no table. */
const referenceSql = 'SELECT sum(number % 7) AS sum FROM numbers(8000000)';

/** All of it, and the part in which pairs are begun; the rest is for the server's log. */
const wholeMs: Milliseconds = 5000;
const pairsMs: Milliseconds = 3500;

/** Their executions fit into one question to the log. */
const mostPairs = 200;
const warmups = 4;
const arms: readonly ArmName[] = ['baseline', 'candidate'];

/**
 * Executes a short query twice in turn, as the two arms of a run that changed nothing, for five seconds at most, and reads what the server's log
 * tells of it. A refusal, and a server that takes too long, is an answer.
 * @param now of the wall clock, in milliseconds
 */
export async function referencePairs(
  client: Client,
  signal: AbortSignal,
  now: () => number,
): Promise<ReferenceReading> {
  const began = performance.now();
  const left = (): Milliseconds => Math.max(1, wholeMs - (performance.now() - began));
  const own = bounded(client, { signal: AbortSignal.any([signal, after(wholeMs)]), mostMs: left });
  try {
    const samples = await execute(client, own, { signal, now, left, until: began + pairsMs });
    const { evidence, why } = await evidenceOf(own, samples, signal);
    const known = samples.map((one) => ({ ...one, evidence: evidence.get(one.queryId) ?? untold }));
    return { kind: 'measured', samples: known, ...(why === undefined ? {} : { why }) };
  } catch (error) {
    if (signal.aborted) throw interrupted();
    return { kind: 'refused', why: describeFailure(error).message };
  }
}

const untold: Evidence = { kind: 'missing', cause: 'unknown', detail: 'the log was not read in time' };

function interrupted(): UserError {
  return new UserError('interrupted', 'interrupted while noise was measured', 'Run the same command again.');
}

interface Bounds {
  readonly signal: AbortSignal;
  readonly now: () => number;
  readonly left: () => Milliseconds;
  /** Of the monotonic clock: no pair begins later. */
  readonly until: Milliseconds;
}

async function execute(
  client: Client,
  control: Client,
  { signal, now, left, until }: Bounds,
): Promise<readonly Sample[]> {
  const settings = {
    ...(await logSettings(control)),
    log_comment: JSON.stringify({ hogbench: { purpose: 'doctor' } }),
  };
  const id = `hogbench-doctor-${randomBytes(6).toString('hex')}`;
  const once = (queryId: string): Promise<void> =>
    client.execute(referenceSql, { queryId, params: {}, settings, timeoutMs: left(), signal });
  for (let warmup = 0; warmup < warmups; warmup++) await once(`${id}-warmup-${warmup}`);
  const samples: Sample[] = [];
  for (let round = 0; round < mostPairs && performance.now() < until; round++)
    for (const position of [0, 1] as const) {
      const queryId = `${id}-${round}-${position}`;
      const startedAt = now();
      const began = performance.now();
      await once(queryId);
      const outcome = { kind: 'completed', clientMs: performance.now() - began } as const;
      // The arms take turns in going first, as in a run.
      const arm = arms[(round + position) % 2] ?? 'baseline';
      const place = { caseId: 'reference', stage: 'screening', session: 0, round } as const;
      samples.push({ seq: samples.length, ...place, arm, position, queryId, startedAt, outcome });
    }
  return samples;
}

interface Told {
  readonly evidence: ReadonlyMap<string, Evidence>;
  /** Why there is none, where there is none. */
  readonly why?: string;
}

/** The log of this server alone: the query reads no table, so no other has a part in it. */
async function evidenceOf(control: Client, samples: readonly Sample[], signal: AbortSignal): Promise<Told> {
  try {
    const evidence = await collectEvidence(
      {
        control,
        flush: () => flushLogs(control, [], undefined),
        patienceMs: 0,
        pause: (ms) => pause(ms, signal),
      },
      samples.map((one) => one.queryId),
    );
    const missing = [...evidence.values()].find((one) => one.kind === 'missing');
    const isNone = [...evidence.values()].every((one) => one.kind === 'missing');
    return { evidence, ...(isNone && missing?.kind === 'missing' ? { why: missing.detail } : {}) };
  } catch (error) {
    if (signal.aborted) throw interrupted();
    return { evidence: new Map(), why: describeFailure(error).message };
  }
}
