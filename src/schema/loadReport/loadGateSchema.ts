import { z } from 'zod';
import type { LoadGateJudgement } from '../../model/loadGate.ts';
import type { Same } from '../same.ts';

const count = z.int().min(0);
const unit = z.enum(['ms', 'share', 'perSecond']);
const end = z.number().nullable();

const finding = z.strictObject({
  source: z.strictObject({
    kind: z.literal('rule'),
    index: count.describe('From 0.'),
    place: z.string().describe('`file:line:column`'),
  }),
  asks: z.enum(['limit', 'margin']),
  outcome: z
    .enum(['fired', 'undecided', 'off', 'passed'])
    .describe('`fired` and `passed`: the whole interval is on that side of what was asked.'),
  level: z.enum(['error', 'warn', 'off']),
  metric: z.string().describe('`online.p95`, `capacity`'),
  trial: count.exactOptional().describe('The id of a plan among `trials`.'),
  expected: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.enum(['atMost', 'atLeast']), value: z.number(), unit }),
    z.strictObject({ kind: z.literal('within'), margin: z.number() }),
  ]),
  found: z
    .strictObject({
      value: end,
      bounds: z.strictObject({ low: end, high: end }),
      unit: z.enum(['ms', 'share', 'perSecond', 'ratio']),
    })
    .exactOptional()
    .describe('Null: it has no end, since so many requests failed or so few were sent, or no rate was missed.'),
  why: z
    .enum([
      ...(['runUnsound', 'trialUnsound', 'notOffered', 'background', 'fewRequests', 'notSteady'] as const),
      ...(['notHeld', 'noBaseline', 'straddles', 'ownLag', 'notAsMeant'] as const),
    ])
    .exactOptional()
    .describe('Of what is undecided.'),
});

const judgement = z.strictObject({
  config: z.string().exactOptional(),
  outcome: z
    .enum(['failed', 'undecided', 'passed', 'none'])
    .describe('`none`: no rule fails, and none was shown to hold either.'),
  findings: z.array(finding).describe('Worst first.'),
  unasked: z.array(z.string()).describe('Metrics of rules that this command does not measure.'),
});

export const loadGateSchema: z.ZodType<LoadGateJudgement> = judgement;

// This line fails to compile when the schema and its type drift apart, in either direction.
true satisfies Same<LoadGateJudgement, z.infer<typeof judgement>>;
