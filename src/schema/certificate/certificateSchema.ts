import { z } from 'zod';
import type { Certificate } from '../../model/certificate.ts';
import { openSchema } from '../openSchema.ts';
import { armCostSchema, cheapestSchema, gapSchema } from '../report/moneySchema.ts';
import { intervalSchema, ratioSchema } from '../report/suiteSchema.ts';
import { versionChangeSchema } from '../report/versionChangeSchema.ts';
import { armSchema, runArmSchema } from '../run/armSchema.ts';
import type { Same } from '../same.ts';

const count = z.int().min(0);
const share = z.number().min(0).max(1);
const counted = z.strictObject({ cases: count, weights: z.number() });
const otherCases = z
  .strictObject({ reckonedFrom: counted, has: counted })
  .describe('The cases that the share of production was reckoned from, and those of the workload.');

const total = z.strictObject({
  ratio: ratioSchema,
  interval: intervalSchema.nullable(),
  pValue: z.number().nullable(),
});

const seen = z.strictObject({ readings: count, of: count });
const rowsBeside = z.strictObject({
  candidate: count,
  baseline: count.nullable().describe('Null where the baseline has no such table.'),
});

const missing = z.union([
  gapSchema,
  z.strictObject({
    kind: z.literal('group'),
    tag: z.string(),
    value: z.string().nullable(),
    high: ratioSchema.nullable(),
    margin: z.number(),
  }),
  z.strictObject({ kind: z.literal('noClass'), tag: z.string() }),
  z.strictObject({
    kind: z.enum(['debt', 'stateUnknown', 'lessData', 'lost', 'oneServer', 'ownDesign']),
    text: z.string(),
  }),
  z.strictObject({ kind: z.enum(['stateUnread', 'dataUnknown', 'selfCheckOff']) }),
  z.strictObject({ kind: z.literal('tablesUnread'), arm: armSchema, tables: z.array(z.string()) }),
  z.strictObject({ kind: z.literal('rowsVanished'), table: z.string(), from: rowsBeside, to: rowsBeside }),
  z.strictObject({
    kind: z.literal('baselineBusier'),
    by: z.enum(['foreign', 'work']).describe('Queries of others; merges and mutations on other tables.'),
    seen: z.strictObject({ baseline: seen, candidate: seen }),
    mean: z.strictObject({ baseline: z.number(), candidate: z.number() }).describe('At once, over all readings.'),
  }),
  z.strictObject({ kind: z.literal('sameServer'), isOne: z.literal(true).nullable() }),
  z.strictObject({ kind: z.literal('resultsIgnored'), cases: count, of: count }),
  z.strictObject({ kind: z.literal('foundOptions'), options: z.array(z.string()) }),
  z.strictObject({
    ...{ kind: z.literal('replicasUnmeasured'), arm: armSchema },
    ...{ cases: count, of: count, replicas: count },
  }),
  z.strictObject({ kind: z.literal('filtered'), filter: z.string() }),
  z.strictObject({
    ...{ kind: z.literal('coverage'), covered: share.nullable(), asked: share },
    otherCases: otherCases.exactOptional(),
    unchecked: counted
      .exactOptional()
      .describe('The cases of a workload that does not say of which its share was reckoned.'),
  }),
  z.strictObject({
    kind: z.literal('capacity'),
    why: z.enum(['otherArms', 'otherQueries', 'part', 'found', 'notHeld', 'less', 'undecided']),
    text: z.string(),
  }),
]);

const reservation = z.union([
  z.strictObject({ kind: z.literal('wideMargin'), margin: z.number(), usual: z.number() }),
  z.strictObject({ kind: z.enum(['resultsIgnored', 'undecided', 'identical']), cases: count, of: count }),
  z.strictObject({ kind: z.enum(['noSelfCheck', 'noGroups', 'oneCase']) }),
]);

const held = z.strictObject({ rate: z.number(), low: z.number(), high: z.number().nullable() });
const heldClass = z.strictObject({
  offered: z.number().describe('Requests a second.'),
  latency: z
    .array(z.strictObject({ share, mostMs: z.number(), ms: z.number().nullable() }))
    .describe('Of each percentile that is promised; null: it has none.'),
});

const costCoverage = z.strictObject({ cases: count, of: count }).describe('Cases whose executions the cost is of.');

const arm = z.strictObject({
  arm: runArmSchema,
  label: z.string(),
  server: z.string(),
  workload: z.string(),
  certified: z.boolean(),
  missing: z.array(missing).describe('Empty where it is certified.'),
  cases: z.strictObject({
    ...{ compared: count, sameResults: count, resultsIgnored: count },
    ...{ equivalent: count, improved: count, undecided: count, identical: count },
  }),
  total: total.nullable().describe("Of the whole workload's time."),
  geometricMean: total.nullable(),
  groups: z.array(
    z.strictObject({
      tag: z.string(),
      value: z.string().nullable(),
      cases: count,
      total: total.nullable(),
      geometricMean: total.nullable(),
      kind: z.enum(['within', 'beyond', 'undecided']),
    }),
  ),
  capacity: z
    .strictObject({
      startedAt: z.number().describe('When it was searched for: milliseconds since 1970-01-01T00:00:00Z.'),
      baseline: held,
      candidate: held,
      classes: z
        .array(z.strictObject({ name: z.string(), baseline: heldClass, candidate: heldClass }))
        .describe('In the runs in which the rates were held.'),
      ratio: z.strictObject({ ratio: ratioSchema, low: ratioSchema, high: ratioSchema.nullable() }),
      slo: z.string().exactOptional().describe('Promises by --slo, in place of those of the workload.'),
      binding: z.string().exactOptional(),
    })
    .exactOptional()
    .describe('Requests a second.'),
  cost: armCostSchema.exactOptional(),
  costCoverage: costCoverage.exactOptional(),
  versions: versionChangeSchema.exactOptional(),
  reservations: z.array(reservation).describe('What the certificate leaves open.'),
  cautions: z.array(z.string()),
});

const certificate = z.strictObject({
  schemaVersion: z.literal(1),
  kind: z.literal('certificate'),
  runId: z.string(),
  startedAt: z.number().describe('Milliseconds since 1970-01-01T00:00:00Z.'),
  certified: z.boolean().describe('Every candidate is certified.'),
  missing: z.array(z.strictObject({ label: z.string(), missing })).describe('Of all candidates.'),
  baseline: z.strictObject({
    label: z.string(),
    server: z.string(),
    workload: z.string(),
    cost: armCostSchema.exactOptional(),
    costCoverage: costCoverage.exactOptional(),
  }),
  arms: z.array(arm),
  margin: z.number().describe('Relative: 0.05 is 5 percent.'),
  level: z.number().describe('Nominal coverage of the intervals.'),
  comparisons: count,
  coverage: z
    .strictObject({ executions: share, cost: share })
    .nullable()
    .describe('Of production, that the workload stands for; null where it does not say, or says it of other cases.'),
  otherCases: otherCases.exactOptional(),
  unchecked: counted.exactOptional().describe('The cases of a workload that says its share, and not of which cases.'),
  cheapest: cheapestSchema.exactOptional(),
});

/** The JSON of `hogbench certify`. Keys that it does not name are refused. */
export const certificateSchema: z.ZodType<Certificate> = certificate;

/** The published JSON schema (draft 2020-12) of a certificate. It lets keys pass that it does not name. */
export function certificateJsonSchema(): Readonly<Record<string, unknown>> {
  const schema = z.toJSONSchema(certificateSchema.meta({ title: 'hogbench certificate, schema version 1' }));
  const { '~standard': _validator, $schema, ...plain } = schema;
  return { $schema, $id: 'urn:hogbench:certificate:1', ...(openSchema(plain) as Readonly<Record<string, unknown>>) };
}

// This line fails to compile when the schema and its type drift apart, in either direction.
true satisfies Same<Certificate, z.infer<typeof certificate>>;
