import { z } from 'zod';
import { type GateJudgement, gatePresets } from '../../model/gateJudgement.ts';
import type { Same } from '../same.ts';
import { verdictSchema } from './caseSchema.ts';
import { ratioSchema, unitSchema } from './suiteSchema.ts';

const count = z.int().min(0);
const place = z.string().describe('`file:line:column`');
const preset = z.enum(gatePresets);
const level = z.enum(['error', 'warn', 'off']);

const source = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('rule'), index: count.describe('From 0.'), place }),
  z.strictObject({ kind: z.literal('preset'), preset }),
  z.strictObject({ kind: z.literal('failOn') }),
  z.strictObject({ kind: z.literal('allowance'), index: count.describe('From 0.'), place }),
]);

const expected = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('atMost'), value: z.number(), unit: unitSchema }),
  z.strictObject({ kind: z.literal('within'), margin: z.number() }),
  z.strictObject({ kind: z.literal('notWorse'), margin: z.number() }),
  z.strictObject({ kind: z.literal('notVerdict'), verdict: verdictSchema }),
  z.strictObject({ kind: z.literal('ratioAtMost'), ratio: ratioSchema }),
  z.strictObject({ kind: z.literal('until'), day: z.string().describe('`2027-01-01`, in UTC.') }),
  z.strictObject({ kind: z.literal('since'), commit: z.string() }),
  z.strictObject({ kind: z.literal('needed') }),
]);

const missing = z.union([
  z.strictObject({
    kind: z.enum(['notMeasured', 'notJudged', 'noBaseline', 'caseUndecided', 'caseFailed', 'straddles']),
  }),
  z
    .strictObject({ kind: z.literal('maybeRenamed') })
    .describe('The candidate does not have the case, and has new ones.'),
  z.strictObject({ kind: z.literal('fewExecutions'), executions: count, needed: count }),
  z.strictObject({ kind: z.enum(['commitUnknown', 'baselineUnknown']) }),
]);

const found = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('value'),
    value: z.number(),
    low: z.number().exactOptional(),
    high: z.number().exactOptional(),
    baseline: z.number().nullable(),
    unit: unitSchema,
  }),
  z.strictObject({
    kind: z.literal('ratio'),
    ratio: ratioSchema.nullable().describe('Null when the baseline is 0.'),
    interval: z
      .strictObject({ low: ratioSchema, high: ratioSchema, level: z.number() })
      .nullable()
      .describe('Null when both values are exact.'),
    baseline: z.number().nullable(),
    candidate: z.number().nullable(),
    unit: unitSchema,
  }),
  z.strictObject({ kind: z.literal('verdict'), verdict: verdictSchema }),
  z.strictObject({ kind: z.literal('day'), day: z.string() }),
  z.strictObject({ kind: z.literal('commit'), commit: z.string() }),
  z.strictObject({ kind: z.literal('missing'), why: missing }),
]);

const finding = z.strictObject({
  source,
  asks: z.enum(['budget', 'margin', 'change', 'verdict', 'allowance']),
  outcome: z.enum(['fired', 'undecided', 'allowed', 'off', 'passed']),
  level,
  caseId: z.string().nullable().describe('Null for an allowance that speaks of several cases.'),
  name: z.string(),
  metric: z.string().nullable(),
  expected,
  found,
  evidence: z.strictObject({
    reason: z.string(),
    executions: z.strictObject({ baseline: count, candidate: count }),
    place: place.exactOptional(),
    queryIds: z.array(z.string()),
  }),
  allowance: z
    .strictObject({ index: count, place, upTo: ratioSchema, reason: z.string() })
    .exactOptional()
    .describe('The allowance that covers it, or that it exceeds.'),
});

const judgement = z.strictObject({
  preset,
  config: z.string().exactOptional(),
  allowances: z.string().exactOptional(),
  outcome: z.enum(['passed', 'regression', 'resultsDiffer', 'undecided', 'invalid', 'interrupted']),
  unasked: count.exactOptional().describe('Cases that no budget was asked of: both arms send them alike.'),
  retagged: z
    .array(z.string())
    .exactOptional()
    .describe("Ids of cases that rules would choose otherwise by the candidate's tags; the baseline's count."),
  findings: z.array(finding).describe('Worst first.'),
  decisions: z
    .array(
      z.strictObject({
        caseId: z.string(),
        verdict: verdictSchema,
        level: z.enum(['error', 'warn', 'off', 'allowed', 'undecided']),
        isOpen: z.boolean().describe('Without its finding it would be undecided.'),
      }),
    )
    .describe('Cases whose verdict means something else to the gate than --fail-on says.'),
});

export const gateSchema: z.ZodType<GateJudgement> = judgement;

// This line fails to compile when the schema and its type drift apart, in either direction.
true satisfies Same<GateJudgement, z.infer<typeof judgement>>;
