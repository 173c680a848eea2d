import { z } from 'zod';
import type { CheapestChoice, EquivalenceProof, ProofGap } from '../../model/cheapest.ts';
import type { ArmCost, Money } from '../../model/money.ts';
import { armSchema } from '../run/armSchema.ts';
import { targetPriceSchema, unitPricesSchema } from '../run/priceSchema.ts';
import type { Same } from '../same.ts';
import { ratioSchema } from './suiteSchema.ts';

const count = z.int().min(0);

const amount = z
  .strictObject({
    value: z.number(),
    interval: z.strictObject({ low: z.number(), high: z.number() }).nullable(),
  })
  .describe('Of a day; a point for an interval is exact, null is unknown.');

const change = z.strictObject({
  amount,
  ratio: ratioSchema.nullable(),
  pValue: z.number().nullable(),
  claim: z.enum(['same', 'cheaper', 'dearer', 'undecided']),
});

const labels = z.array(z.string());
const excluded = labels.describe('Not proved equivalent.');

const cheapest = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('chosen'), label: z.string(), among: labels, excluded }),
  z.strictObject({ kind: z.literal('tie'), labels, same: z.boolean(), excluded }),
  z.strictObject({ kind: z.literal('currencies'), currencies: labels, excluded }),
  z.strictObject({ kind: z.literal('unpriced'), labels, excluded }),
  z.strictObject({ kind: z.literal('noneProved'), excluded }),
]);

/** The cheapest of the arms that are proved equivalent, or why there is none. */
export const cheapestSchema: z.ZodType<CheapestChoice> = cheapest;

const gap = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.enum(['regressed', 'failed', 'resultChanged']),
    cases: count,
  }),
  z.strictObject({ kind: z.enum(['resultsUnread', 'oneArm', 'notCovered']), cases: count }),
  z.strictObject({ kind: z.enum(['withheld', 'openSuspicion']), cases: count }),
  z.strictObject({ kind: z.enum(['selfCheck', 'cached', 'otherScripts', 'idleShards']), text: z.string() }),
  z.strictObject({ kind: z.literal('noData'), tables: count }),
  z.strictObject({ kind: z.enum(['total', 'totalWorse']), of: z.string(), high: ratioSchema, margin: z.number() }),
  z.strictObject({ kind: z.enum(['noTotal', 'timeNotJudged', 'measuredApart', 'nothingMeasured', 'incomplete']) }),
]);

const proof = z.strictObject({
  kind: z.enum(['proved', 'notProved', 'worse']),
  gaps: z.array(gap).describe('What keeps it from being proved; empty where it is.'),
  undecided: count.describe('Cases that are undecided by themselves, which the whole workload decides.'),
  resultsIgnored: count.describe('Cases of which the workload says that results need not agree.'),
});

/** Whether the whole workload is proved to run as well on an arm as on the baseline. */
export const proofSchema: z.ZodType<EquivalenceProof> = proof;

const armCost = z.strictObject({
  arm: armSchema,
  price: targetPriceSchema.exactOptional(),
  currency: z.string().nullable(),
  day: amount.nullable(),
  parts: z.array(z.strictObject({ part: z.enum(['hour', 'cpu', 'read', 'stored']), day: amount })),
  missing: z
    .enum(['noPrice', 'noWeights', 'noCases', 'storedUnknown', 'copiesUnknown', 'noTotals'])
    .exactOptional()
    .describe('Why the cost of a day is not known.'),
});

export const armCostSchema: z.ZodType<ArmCost> = armCost;
export const gapSchema: z.ZodType<ProofGap> = gap;

const money = z.strictObject({
  prices: unitPricesSchema.exactOptional(),
  level: z.number().describe('Nominal coverage of the intervals.'),
  arms: z.array(armCost),
  change: change.nullable().describe('What the candidate costs a day beyond the baseline.'),
  whyNoChange: z.enum(['currencies', 'unlike', 'missing']).exactOptional(),
  coverage: z
    .strictObject({
      cases: count,
      of: count,
      executions: z.number().describe('A day.'),
      ofExecutions: z.number(),
      leftOut: z.array(z.strictObject({ caseId: z.string(), reason: z.string() })),
    })
    .exactOptional()
    .describe('Cases whose executions are paid for.'),
  groups: z.array(
    z.strictObject({
      tag: z.string(),
      value: z.string().nullable().describe('Null: the cases without this tag.'),
      cases: count,
      of: count,
      baseline: amount,
      candidate: amount,
      change,
    }),
  ),
  equivalence: proofSchema.describe('Of the candidate.'),
  cheapest: cheapestSchema,
});

export const moneySchema: z.ZodType<Money> = money;

// These lines fail to compile when a schema and its type drift apart, in either direction.
true satisfies Same<CheapestChoice, z.infer<typeof cheapest>>;
true satisfies Same<ProofGap, z.infer<typeof gap>>;
true satisfies Same<EquivalenceProof, z.infer<typeof proof>>;
true satisfies Same<Money, z.infer<typeof money>>;
