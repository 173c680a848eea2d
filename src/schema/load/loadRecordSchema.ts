import { z } from 'zod';
import type { Counts, LoadEvidence, LoadRequest, LoadTally, TrialEnd } from '../../model/loadRun.ts';
import { noticeSchema, statusSchema } from '../run/recordSchema.ts';
import { schemaVersion } from '../run/runFileVersion.ts';
import type { Same } from '../same.ts';
import { loadHeaderSchema, trialPlanSchema } from './loadHeaderSchema.ts';
import type { LoadRecord } from './loadRecord.ts';

const count = z.int().min(0);
const milliseconds = z.number().min(0);
const sinceStart = z.number().describe('Milliseconds from the start of the trial, warm-up included.');
const trialId = count.describe('The id of its trial.');
const className = z.string().describe('Name of a class.');

/** More than a histogram of three significant digits over a day has. */
const mostBuckets = 50_000;
const ascends = (pairs: Counts): boolean => pairs.every(([us], at) => at === 0 || us > (pairs[at - 1]?.[0] ?? us));

const counts = z
  .array(z.tuple([count, z.int().min(1)]).readonly())
  .max(mostBuckets)
  .refine(ascends, 'its times do not ascend');

const tally = z
  .strictObject({
    trial: trialId,
    of: className,
    second: z.int().min(0).max(10_000_000).describe('From 0, the start of the warm-up.'),
    offered: count.describe('Requests that were intended in this second and have come to an end.'),
    outcomes: z.record(z.string(), count).describe('How many of them ended how.'),
    latency: counts.describe(
      'Answered well, from the intended time to the last byte: pairs of microseconds, cut to three significant digits, and how many.',
    ),
    failedAfter: counts.describe('The same of those that were not answered well, to their end.'),
    lag: counts.describe('From the intended time until the sender came to it.'),
    held: counts.describe('From then until there was room to send it, without those to which the sender never came.'),
    done: count.describe('Requests that came to an end in this second, whenever they were intended.'),
  })
  .refine(addsUp, 'its outcomes do not add up');

/** A request that is counted and has no time, or the reverse, would move every percentile. */
function addsUp({ offered, outcomes, latency, failedAfter }: LoadTally): boolean {
  const ended = Object.values(outcomes).reduce((sum, one) => sum + one, 0);
  const completed = Object.hasOwn(outcomes, 'completed') ? (outcomes.completed ?? 0) : 0;
  return ended === offered && total(latency) === completed && total(failedAfter) === offered - completed;
}

function total(pairs: Counts): number {
  return pairs.reduce((sum, [, many]) => sum + many, 0);
}

const outcome = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('completed') }),
  z.strictObject({ kind: z.literal('refused'), code: z.number(), name: z.string() }),
  z.strictObject({ kind: z.literal('timedOut'), limitMs: milliseconds }),
  z.strictObject({ kind: z.literal('broken'), message: z.string() }),
  z.strictObject({ kind: z.literal('unsent') }),
  z.strictObject({ kind: z.literal('stopped') }),
]);

const request = z.strictObject({
  seq: count.describe('Its place in the schedule of its trial; of a closed loop, in the order of sending.'),
  of: className,
  caseId: z.string(),
  intended: sinceStart,
  sent: sinceStart.exactOptional(),
  firstByte: sinceStart.exactOptional(),
  done: sinceStart,
  outcome,
  queryId: z.string(),
  why: z
    .enum(['slow', 'failed'])
    .exactOptional()
    .describe('Kept for being among the slowest, or for having failed; absent: one of a uniform sample.'),
});

const amount = z.number();
const facts = z.strictObject({
  serverUs: amount.describe('Holds the wait for a slot.'),
  cpuUs: amount,
  slotWaitUs: amount.describe('ConcurrentQueryWaitMicroseconds'),
  threadWaitUs: amount.describe('ConcurrencyControlWaitMicroseconds'),
  coreWaitUs: amount.describe('OSCPUWaitMicroseconds'),
  readBytes: amount,
  memoryBytes: amount,
  exceptionCode: z.number(),
  cut: z
    .literal(true)
    .exactOptional()
    .describe('It was answered before it was done, since a limit told the server to.'),
  cached: z.literal(true).exactOptional().describe('It came out of the query cache of the server.'),
});

const evidence = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('facts'), facts }),
  z.strictObject({ kind: z.literal('missing'), detail: z.string() }),
]);

const ended = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('complete') }),
  z.strictObject({ kind: z.literal('decided') }).describe('What it was to tell was known.'),
  z.strictObject({ kind: z.literal('interrupted') }),
  z
    .strictObject({ kind: z.literal('lost'), afterMs: milliseconds, reason: z.string() })
    .describe('The server went away and did not come back.'),
]);

const span = z.strictObject({ from: sinceStart, to: sinceStart });

/** As many cases as a workload may have, and more. */
const mostCases = 100_000;

const end = z.strictObject({
  trial: trialId,
  startedAt: z.number().describe('Milliseconds since 1970-01-01T00:00:00Z.'),
  sentForMs: milliseconds.describe('So long requests were sent, warm-up included.'),
  ended,
  leftRunning: count.exactOptional().describe('Requests that the server still ran when all was over.'),
  silent: z.array(span).describe('The server answered nothing at all.'),
  paused: z.array(span).exactOptional().describe('hogbench itself did not run; absent: it always did.'),
  restarted: z.literal(true).exactOptional().describe('A server of the arm was started anew meanwhile.'),
  steppedMs: milliseconds
    .exactOptional()
    .describe('The clock of this machine was set by so much meanwhile, or its stopwatch stood still; absent: no.'),
  cases: z
    .array(z.strictObject({ caseId: z.string(), ended: count, failed: count, how: z.string().exactOptional() }))
    .max(mostCases)
    .exactOptional()
    .describe('Cases that were sent in the judged time: how many requests ended, and were not answered well.'),
});

const record = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('header'),
    format: z.literal('hogbench-run'),
    schemaVersion: z.literal(schemaVersion),
    load: loadHeaderSchema,
  }),
  z.strictObject({ kind: z.literal('trial'), trial: trialPlanSchema }),
  z.strictObject({ kind: z.literal('tally'), tally }),
  z.strictObject({ kind: z.literal('request'), trial: trialId, request }),
  z.strictObject({ kind: z.literal('evidence'), trial: trialId, seq: count, evidence }),
  z.strictObject({ kind: z.literal('end'), end }),
  z.strictObject({ kind: z.literal('notice'), notice: noticeSchema }),
  z.strictObject({ kind: z.literal('status'), status: statusSchema }),
  z.strictObject({ kind: z.literal('lines'), before: count.describe('Lines of the file before this one.') }),
]);

export const trialEndSchema: z.ZodType<TrialEnd> = end;

/** The one source of the shape of a load's file: it checks each line, and the published JSON schema is made of it. */
export const loadRecordSchema: z.ZodType<LoadRecord> = record;

// These lines fail to compile when a schema and its type drift apart, in either direction.
true satisfies Same<LoadTally, z.infer<typeof tally>>;
true satisfies Same<LoadRequest, z.infer<typeof request>>;
true satisfies Same<LoadEvidence, z.infer<typeof evidence>>;
true satisfies Same<TrialEnd, z.infer<typeof end>>;
true satisfies Same<LoadRecord, z.infer<typeof record>>;
