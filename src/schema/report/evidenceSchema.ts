import { z } from 'zod';
import type { VerdictEvidence } from '../../model/evidence.ts';
import type { Summary } from '../../model/metric.ts';
import type { PlanComparison } from '../../model/planComparison.ts';
import type { Same } from '../same.ts';
import { ratioSchema, unitSchema } from './suiteSchema.ts';

const count = z.int().min(0);
const perArm = z.strictObject({ baseline: count, candidate: count });

const summary = z.strictObject({
  n: count,
  median: z.number(),
  min: z.number(),
  max: z.number(),
  relativeSpread: z.number().nullable().describe('Median absolute deviation / median; null when the median is 0.'),
});

export const summarySchema: z.ZodType<Summary> = summary;

const evidence = z.strictObject({
  restsOn: z.enum(['time', 'cpu', 'instructions', 'memory', 'counters', 'results', 'failures', 'nothing']),
  metric: z.string().nullable(),
  executions: perArm,
  pairs: count.describe('0 of two saved runs.'),
  sessions: count,
  fresh: z.boolean().describe('All pairs come from sessions opened after the suspicion.'),
  estimate: z.strictObject({ ratio: ratioSchema, low: ratioSchema, high: ratioSchema, level: z.number() }).nullable(),
  test: z
    .strictObject({
      kind: z.enum(['slower', 'faster', 'larger', 'smaller', 'equivalent']),
      p: z.number().describe('After correction.'),
      among: count.describe('Hypotheses that the correction spans.'),
    })
    .nullable(),
  counters: z
    .array(
      z.strictObject({
        metric: z.string(),
        label: z.string(),
        unit: unitSchema,
        baseline: z.number(),
        candidate: z.number(),
        ratio: ratioSchema.nullable(),
        executions: perArm,
      }),
    )
    .describe('Counters that were constant in each arm and differ between them.'),
  stoppedBy: z.string().describe('What ended the measuring of this case.'),
  smallestVisible: ratioSchema.nullable().describe('The smallest slowdown that would have been seen.'),
});

export const evidenceSchema: z.ZodType<VerdictEvidence> = evidence;

const plan = z.strictObject({
  differences: z
    .array(
      z.strictObject({
        kind: z.enum([
          ...(['index', 'table', 'columns', 'final', 'join', 'aggregation', 'sorting', 'order'] as const),
          ...(['prewhere', 'estimate', 'steps', 'streams'] as const),
        ]),
        text: z.string(),
        detail: z.string(),
      }),
    )
    .describe('Strongest first.'),
  sentence: z.string(),
  baseline: z.string().describe('The plan for reading, one step a line.'),
  candidate: z.string(),
  processors: z.array(
    z.strictObject({
      name: z.string(),
      baselineUs: z.number().nullable().describe('Microseconds of one execution; null in an arm that has none of it.'),
      candidateUs: z.number().nullable(),
    }),
  ),
});

export const planSchema: z.ZodType<PlanComparison> = plan;

// These lines fail to compile when a schema and its type drift apart, in either direction.
true satisfies Same<Summary, z.infer<typeof summary>>;
true satisfies Same<VerdictEvidence, z.infer<typeof evidence>>;
true satisfies Same<PlanComparison, z.infer<typeof plan>>;
