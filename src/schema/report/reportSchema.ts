import { z } from 'zod';
import type { PublishedReport } from '../../model/comparison.ts';
import type { RunSummary } from '../../model/runSummary.ts';
import { armDescriptionSchema, identicalSchema, optionsSchema, unopenedSchema } from '../run/headerSchema.ts';
import { noticeSchema, statusSchema } from '../run/recordSchema.ts';
import type { Same } from '../same.ts';
import { caseSchema, clockSchema, verdictSchema } from './caseSchema.ts';
import { summarySchema } from './evidenceSchema.ts';
import { gateSchema } from './gateSchema.ts';
import { percentileSchema } from './percentileSchema.ts';
import { ratioSchema, suiteSchema } from './suiteSchema.ts';

const count = z.int().min(0);
const startedAt = z.number().describe('Milliseconds since 1970-01-01T00:00:00Z.');

const commonShift = z.strictObject({
  ratio: ratioSchema,
  low: ratioSchema,
  high: ratioSchema,
  level: z.number(),
  pValue: z.number(),
  cases: count,
  beyondMargin: z.boolean(),
});

const method = z.strictObject({
  margin: z.number().describe('Relative: 0.05 is 5 percent.'),
  falseDiscoveryRate: z.number(),
  seed: z.number(),
  minPairs: count,
  maxPairs: count,
  sessions: count,
  noise: z
    .strictObject({
      waitShare: z.number().describe("Of the time of the queries' threads, that they waited for a core."),
      clock: clockSchema,
      serverTime: z.number().nullable(),
      runningTime: z.number().nullable(),
      cpuTime: z.number().nullable(),
      cpuTickUs: z.number().exactOptional().describe('There where the kernel counts CPU time in ticks.'),
    })
    .exactOptional()
    .describe("Standard deviation of a pair's log ratio by each clock, the median over cases."),
  duet: z.boolean(),
  countersOnly: z.boolean(),
  saved: z
    .strictObject({
      sessions: z.strictObject({ baseline: count, candidate: count }),
      commonShift: commonShift.nullable(),
    })
    .exactOptional()
    .describe('There when two saved runs were compared.'),
});

const selfCheck = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('off') }),
  z.strictObject({
    kind: z.literal('leftOut'),
    needed: count.describe('Executions that it takes at least.'),
    allowed: count.describe('Executions that the first stage allowed it.'),
    mostShare: z.number().describe('Of all executions, that it may take.'),
  }),
  z.strictObject({
    kind: z.literal('ran'),
    flagged: count,
    unconfirmed: count,
    equivalent: count,
    executions: count,
    cases: z.array(z.strictObject({ caseId: z.string(), of: z.string(), verdict: verdictSchema, reason: z.string() })),
  }),
]);

const counts = z.strictObject({
  ...{ regressed: count, improved: count, equivalent: count, inconclusive: count, unconfirmed: count },
  ...{ resultChanged: count, failed: count, added: count, removed: count },
});

const comparison = z.strictObject({
  schemaVersion: z.literal(1),
  kind: z.literal('comparison'),
  runId: z.string(),
  startedAt,
  status: statusSchema,
  arms: z.array(armDescriptionSchema),
  method,
  counts: counts.describe('Cases by verdict.'),
  suite: suiteSchema.nullable().describe('What the workload costs as a whole.'),
  cases: z.array(caseSchema).describe('Most severe first.'),
  executions: count,
  identical: identicalSchema.exactOptional(),
  unopened: unopenedSchema.exactOptional(),
  options: optionsSchema.exactOptional().describe('What is not as usual, and who set it.'),
  selfCheck: selfCheck.nullable(),
  notices: z.array(noticeSchema),
  gate: gateSchema.exactOptional().describe('What the rules and allowances of a config make of it.'),
});

const runSummary = z.strictObject({
  schemaVersion: z.literal(1),
  kind: z.literal('run'),
  runId: z.string(),
  startedAt,
  status: statusSchema,
  arm: armDescriptionSchema.nullable(),
  sessions: count,
  countersOnly: z.boolean(),
  cases: z.array(
    z.strictObject({
      caseId: z.string(),
      executions: count,
      failed: count,
      failure: z
        .strictObject({ reason: z.string(), place: z.string().describe('`file:line:column` of the statement.') })
        .nullable()
        .describe('Why executions failed, in words.'),
      serverTimeUs: summarySchema.nullable(),
      percentiles: z.array(percentileSchema).describe('Of server time.'),
      cpuTimeUs: summarySchema.nullable(),
      readRows: summarySchema.nullable(),
      readBytes: summarySchema.nullable(),
      memoryBytes: summarySchema.nullable(),
    }),
  ),
  notices: z.array(noticeSchema),
});

/** The JSON report: a comparison of two arms, or the summary of a run of one. Keys that it does not name are refused. */
export const reportSchema: z.ZodType<PublishedReport | RunSummary> = z.discriminatedUnion('kind', [
  comparison,
  runSummary,
]);

/** The published JSON schema (draft 2020-12) of the JSON report. It lets keys pass that it does not name: see docs/report-json.md. */
export function reportJsonSchema(): Readonly<Record<string, unknown>> {
  const schema = z.toJSONSchema(reportSchema.meta({ title: 'hogbench JSON report, schema version 1' }));
  const { '~standard': _validator, $schema, ...plain } = schema;
  return { $schema, $id: 'urn:hogbench:report:1', ...(opened(plain) as Readonly<Record<string, unknown>>) };
}

/** Without the closed objects that strict parsing makes; maps keep what they say of their values. */
function opened(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(opened);
  if (typeof schema !== 'object' || schema === null) return schema;
  const kept = Object.entries(schema).filter(([key, value]) => key !== 'additionalProperties' || value !== false);
  return Object.fromEntries(kept.map(([key, value]) => [key, opened(value)]));
}

// These lines fail to compile when a schema and its type drift apart, in either direction.
true satisfies Same<PublishedReport, z.infer<typeof comparison>>;
true satisfies Same<RunSummary, z.infer<typeof runSummary>>;
