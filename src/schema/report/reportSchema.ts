import { z } from 'zod';
import type { PublishedArms } from '../../model/armsReport.ts';
import type { PublishedReport } from '../../model/comparison.ts';
import type { RunSummary } from '../../model/runSummary.ts';
import { openSchema } from '../openSchema.ts';
import { runArmSchema } from '../run/armSchema.ts';
import {
  armDescriptionSchema,
  identicalSchema,
  optionsSchema,
  runArmDescriptionSchema,
  unopenedSchema,
} from '../run/headerSchema.ts';
import { noticeSchema, statusSchema } from '../run/recordSchema.ts';
import type { Same } from '../same.ts';
import { caseSchema, clockSchema, verdictSchema } from './caseSchema.ts';
import { summarySchema } from './evidenceSchema.ts';
import { gateSchema } from './gateSchema.ts';
import { cheapestSchema, moneySchema } from './moneySchema.ts';
import { percentileSchema } from './percentileSchema.ts';
import { schemaChangeSchema } from './schemaChangeSchema.ts';
import { stateReportSchema } from './stateReportSchema.ts';
import { ratioSchema, suiteSchema } from './suiteSchema.ts';
import { versionChangeSchema } from './versionChangeSchema.ts';

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
  money: moneySchema.exactOptional().describe('What the arms cost; there where a price was given.'),
  gate: gateSchema.exactOptional().describe('What the rules and allowances of a config make of it.'),
  schema: schemaChangeSchema.exactOptional().describe('How tables are made otherwise in the candidate.'),
  versions: versionChangeSchema.exactOptional().describe('What changed between the servers of the arms.'),
  state: stateReportSchema.exactOptional().describe('What the servers did while they were measured.'),
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

const arms = z.strictObject({
  schemaVersion: z.literal(1),
  kind: z.literal('arms'),
  runId: z.string(),
  startedAt,
  status: statusSchema,
  arms: z.array(runArmDescriptionSchema).describe('The baseline first.'),
  baseline: z.string().describe('What the user calls the baseline.'),
  comparisons: z
    .array(
      z.strictObject({
        arm: runArmSchema,
        label: z.string().describe('What the user calls it.'),
        report: comparison.describe('Of this candidate beside the baseline, which all comparisons share.'),
      }),
    )
    .describe('A candidate each, in their order.'),
  cheapest: cheapestSchema.exactOptional().describe('Of all arms, the baseline too; absent where nothing has a price.'),
});

/**
 * The JSON report: a comparison of two arms, of several with one baseline, or the summary of a run of one. Keys that it does not name are refused.
 */
export const reportSchema: z.ZodType<PublishedReport | PublishedArms | RunSummary> = z.discriminatedUnion('kind', [
  comparison,
  arms,
  runSummary,
]);

/** The published JSON schema (draft 2020-12) of the JSON report. It lets keys pass that it does not name: see docs/report-json.md. */
export function reportJsonSchema(): Readonly<Record<string, unknown>> {
  const schema = z.toJSONSchema(reportSchema.meta({ title: 'hogbench JSON report, schema version 1' }));
  const { '~standard': _validator, $schema, ...plain } = schema;
  return { $schema, $id: 'urn:hogbench:report:1', ...(openSchema(plain) as Readonly<Record<string, unknown>>) };
}

// These lines fail to compile when a schema and its type drift apart, in either direction.
true satisfies Same<PublishedReport, z.infer<typeof comparison>>;
true satisfies Same<PublishedArms, z.infer<typeof arms>>;
true satisfies Same<RunSummary, z.infer<typeof runSummary>>;
