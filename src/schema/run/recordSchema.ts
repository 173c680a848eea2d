import { z } from 'zod';
import type { DigestReading } from '../../model/answer.ts';
import { mostArms, type RunArm } from '../../model/arm.ts';
import type { Notice } from '../../model/notice.ts';
import type { RunStatus } from '../../model/run.ts';
import type { Same } from '../same.ts';
import { runArmSchema } from './armSchema.ts';
import { explanationSchema } from './explanationSchema.ts';
import { headerSchema } from './headerSchema.ts';
import { insertReadingSchema } from './insertSchema.ts';
import type { BareSample, StoredEvidence, StoredRecord } from './record.ts';
import { rowDifferenceReadingSchema } from './rowDifferenceSchema.ts';
import { schemaVersion } from './runFileVersion.ts';
import { caseTablesSchema, stateReadingSchema } from './stateSchema.ts';

const count = z.int().min(0);
const clientMs = z.number().describe('Wall time as the client saw it, in milliseconds.');

const outcome = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('completed'), clientMs }),
  z.strictObject({ kind: z.literal('failed'), clientMs, code: z.number().nullable(), message: z.string() }),
  z.strictObject({ kind: z.literal('timedOut'), clientMs, limitMs: z.number() }),
  z.strictObject({ kind: z.literal('skipped'), reason: z.string() }),
]);

const stall = z.strictObject({
  what: z.enum(['server', 'process', 'clock']),
  server: z.string().exactOptional().describe('Of a server: what people call it.'),
  from: z.number().describe('Milliseconds since 1970-01-01T00:00:00Z.'),
  to: z.number().describe('The same; as far as was known when the sample was written.'),
  byMs: z.number().exactOptional().describe('Of a clock: how far it was set; below 0 when it was set back.'),
});

const sample = z.strictObject({
  seq: count.describe('Order of execution over the whole run, from 0.'),
  caseId: z.string(),
  arm: runArmSchema,
  stage: z.enum(['screening', 'confirmation']),
  session: count,
  round: count,
  position: z
    .int()
    .min(0)
    .max(mostArms - 1)
    .describe('0 when it ran first in its pair, or was sent first in duet mode; 1 when second.'),
  queryId: z.string(),
  startedAt: z.number().describe('Milliseconds since 1970-01-01T00:00:00Z.'),
  outcome,
  stalls: z
    .array(stall)
    .exactOptional()
    .describe('What disturbed it: a server that did not answer, hogbench that did not run, a clock that was set.'),
});

const tableState = z.strictObject({ rows: z.number(), parts: z.number(), bytes: z.number() });

const facts = z.strictObject({
  kind: z.literal('facts'),
  durationUs: z.number().describe('Server time in microseconds.'),
  readRows: z.number(),
  readBytes: z.number(),
  resultRows: z.number(),
  resultBytes: z.number(),
  memoryBytes: z.number(),
  exceptionCode: z.number(),
  logRows: z.number(),
  names: z.string().describe('The id of a names record anywhere in the file.'),
  values: z
    .array(z.number().nullable())
    .describe('ProfileEvents in the order of that names record; null where there was no such event.'),
  written: z
    .strictObject({ before: tableState, after: tableState })
    .exactOptional()
    .describe('The table that the execution wrote to; absent for a statement that only reads.'),
});

const missing = z.strictObject({
  kind: z.literal('missing'),
  cause: z.enum([
    'log-disabled',
    'not-permitted',
    'not-flushed',
    'sampled-or-filtered',
    'connection-lost',
    'implausible',
    'unknown',
  ]),
  detail: z.string(),
});

const evidence = z.discriminatedUnion('kind', [facts, missing]);

const hashes = z.tuple([z.string(), z.string()]).readonly();
const part = z.strictObject({
  hashes,
  floats: z.number().exactOptional(),
  sketch: z.tuple([z.number(), z.number()]).readonly().exactOptional(),
});
const answer = z.strictObject({
  kind: z.literal('answer'),
  rows: z.string(),
  columns: z.array(z.strictObject({ name: z.string(), type: z.string() })),
  cells: part,
  order: z
    .strictObject({
      hashes,
      ties: z.boolean(),
      groups: z.number(),
      edge: z.strictObject({ keys: z.string(), rows: part, count: z.number() }).exactOptional(),
    })
    .exactOptional(),
  totals: part.exactOptional(),
  extremes: part.exactOptional(),
  format: z.string().exactOptional(),
  tiesOpen: z.enum(['order', 'rows']).exactOptional(),
});

const digest = z.strictObject({
  caseId: z.string(),
  arm: runArmSchema,
  attempt: z.number(),
  tied: z.boolean().exactOptional(),
  digest: z.discriminatedUnion('kind', [
    answer,
    z.strictObject({ kind: z.literal('digest'), rows: z.string(), checksum: z.string() }),
    z.strictObject({ kind: z.literal('unavailable'), reason: z.string() }),
  ]),
});

const notice = z.strictObject({
  code: z.string(),
  level: z.enum(['note', 'caution']),
  text: z.string(),
  caseId: z.string().exactOptional(),
  arms: z.array(runArmSchema).exactOptional().describe('The arms it speaks of; absent: all.'),
});

const status = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('complete') }),
  z.strictObject({ kind: z.literal('interrupted') }),
  z.strictObject({ kind: z.literal('incomplete'), reason: z.string() }),
]);

export const noticeSchema: z.ZodType<Notice> = notice;
export const statusSchema: z.ZodType<RunStatus> = status;

const record = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('header'),
    format: z.literal('hogbench-run'),
    schemaVersion: z.literal(schemaVersion),
    run: headerSchema,
  }),
  z.strictObject({ kind: z.literal('sample'), sample }),
  z.strictObject({ kind: z.literal('names'), id: z.string(), events: z.array(z.string()) }),
  z.strictObject({ kind: z.literal('evidence'), seq: count, evidence }),
  z.strictObject({ kind: z.literal('digest'), digest }),
  z.strictObject({ kind: z.literal('explanation'), explanation: explanationSchema }),
  z.strictObject({ kind: z.literal('rowDifference'), rowDifference: rowDifferenceReadingSchema }),
  z.strictObject({ kind: z.literal('state'), state: stateReadingSchema }),
  z.strictObject({ kind: z.literal('tablesRead'), tablesRead: caseTablesSchema }),
  z.strictObject({ kind: z.literal('insert'), insert: insertReadingSchema }),
  z.strictObject({ kind: z.literal('notice'), notice }),
  z.strictObject({
    kind: z.literal('gone'),
    gone: z
      .strictObject({ arm: runArmSchema, reason: z.string() })
      .describe('An arm of several that went away while the others were measured on.'),
  }),
  z.strictObject({ kind: z.literal('status'), status }),
  z.strictObject({ kind: z.literal('resumed'), at: z.number() }),
]);

/** The one source of the run file's shape: it checks each line, and the published JSON schema is made of it. */
export const recordSchema: z.ZodType<StoredRecord> = record;

// These lines fail to compile when a schema and its type drift apart, in either direction.
true satisfies Same<BareSample, z.infer<typeof sample>>;
true satisfies Same<StoredEvidence, z.infer<typeof evidence>>;
true satisfies Same<DigestReading<RunArm>, z.infer<typeof digest>>;
true satisfies Same<Notice, z.infer<typeof notice>>;
true satisfies Same<RunStatus, z.infer<typeof status>>;
true satisfies Same<StoredRecord, z.infer<typeof record>>;
