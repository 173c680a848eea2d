import { z } from 'zod';
import type { PublishedCase, Verdict } from '../../model/comparison.ts';
import type { Clock } from '../../model/metric.ts';
import { paramValue } from '../run/headerSchema.ts';
import { noticeSchema } from '../run/recordSchema.ts';
import { rowDifferenceSchema } from '../run/rowDifferenceSchema.ts';
import type { Same } from '../same.ts';
import { evidenceSchema, planSchema, summarySchema } from './evidenceSchema.ts';
import { armPercentilesSchema } from './percentileSchema.ts';
import { ratioSchema, unitSchema } from './suiteSchema.ts';

const count = z.int().min(0);

export const verdictSchema: z.ZodType<Verdict> = z.enum([
  ...(['regressed', 'improved', 'equivalent', 'inconclusive', 'unconfirmed'] as const),
  ...(['resultChanged', 'failed', 'added', 'removed'] as const),
]);

const result = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('estimate'),
    pairs: count.describe('0 of two saved runs, whose `sessions` it rests on.'),
    sessions: z.strictObject({ baseline: count, candidate: count }).exactOptional(),
    ratio: ratioSchema,
    low: ratioSchema,
    high: ratioSchema,
    level: z.number(),
    pValue: z.number().nullable(),
  }),
  z.strictObject({
    kind: z.literal('exact'),
    baseline: z.number(),
    candidate: z.number(),
    ratio: ratioSchema.nullable().describe('Null when the baseline is 0 and the candidate is not.'),
  }),
  z.strictObject({ kind: z.literal('notCompared'), reason: z.string() }),
]);

const metric = z.strictObject({
  metric: z.string().describe('server_time, cpu_time, memory, read_rows, … or the name of a ProfileEvent.'),
  label: z.string(),
  unit: unitSchema.describe('Base unit of all its values: microseconds, bytes, rows, a count.'),
  family: z.enum(['time', 'cpu', 'instructions', 'memory', 'work', 'other']),
  baseline: summarySchema.nullable(),
  candidate: summarySchema.nullable(),
  result,
  verdict: z
    .enum(['regressed', 'improved', 'equivalent', 'unconfirmed', 'inconclusive'])
    .exactOptional()
    .describe('What the test of this metric says by itself; absent: it decides no verdict.'),
  percentiles: armPercentilesSchema.exactOptional(),
});

const armText = z.strictObject({
  sql: z.string().describe('What was sent.'),
  written: z.string().exactOptional().describe('What the author wrote, where that is not what was sent.'),
  params: z.record(z.string(), paramValue).describe('what its parameters {name:Type} are bound to'),
  settings: z.record(z.string(), z.union([z.string(), z.number()])),
  place: z.string().describe('file:line:column'),
  queryIds: z.array(z.string()),
});

export const clockSchema: z.ZodType<Clock> = z
  .enum(['server_time', 'running_time'])
  .describe('What time was judged by.');

const pair = z.strictObject({
  session: count,
  round: count,
  baselineUs: z.number().describe('Server time in microseconds, or the clock that the case names.'),
  candidateUs: z.number(),
  stalled: z
    .array(z.enum(['baseline', 'candidate']))
    .exactOptional()
    .describe('The arms in whose half a stall was noticed; absent: in neither.'),
});

const tags = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

const oneCase = z.strictObject({
  caseId: z.string(),
  name: z.string(),
  description: z.string(),
  tags,
  baselineTags: tags
    .exactOptional()
    .describe('Its tags in the baseline, where they differ: rules and totals go by them.'),
  weight: z.number().describe('Executions a day.'),
  verdict: verdictSchema,
  reason: z.string(),
  observations: z.array(z.string()),
  evidence: evidenceSchema.describe('What the verdict rests on.'),
  plan: planSchema.nullable().describe('What changed in the query plan; null where plans were not read.'),
  results: z
    .enum(['same', 'changed', 'notCompared', 'ignored'])
    .describe('Whether the arms return the same; `ignored` where the workload says that they need not.'),
  rowDifference: rowDifferenceSchema.nullable().describe('Rows in which results differ; null where none were read.'),
  metrics: z.array(metric).describe('The one that the verdict rests on comes first.'),
  pairs: z.array(pair),
  clock: clockSchema.exactOptional(),
  baseline: armText.nullable(),
  candidate: armText.nullable(),
  notices: z.array(noticeSchema),
});

export const caseSchema: z.ZodType<PublishedCase> = oneCase;

// This line fails to compile when the schema and its type drift apart, in either direction.
true satisfies Same<PublishedCase, z.infer<typeof oneCase>>;
