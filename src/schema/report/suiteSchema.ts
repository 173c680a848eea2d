import { z } from 'zod';
import type { Interval, Suite } from '../../model/suite.ts';
import type { Unit } from '../../model/units.ts';
import type { Same } from '../same.ts';

const count = z.int().min(0);
export const ratioSchema: z.ZodType<number> = z.number().describe('Candidate / baseline; 1 is no change.');

export const unitSchema: z.ZodType<Unit> = z.enum(['us', 'bytes', 'rows', 'count']);

const interval = z.strictObject({
  low: ratioSchema,
  high: ratioSchema,
  level: z.number().describe('Nominal coverage, for instance 0.9.'),
});

export const intervalSchema: z.ZodType<Interval> = interval;

const suiteRatio = { ratio: ratioSchema, interval: intervalSchema.nullable(), pValue: z.number().nullable() };

const figures = {
  cases: count.describe('Cases that the geometric mean covers.'),
  of: count.describe('All cases of the workload or group.'),
  rounds: count,
  geometricMean: z.strictObject(suiteRatio).nullable().describe('Of the ratios of time, as each case is judged.'),
  costs: z.array(
    z.strictObject({
      ...suiteRatio,
      metric: z.enum(['running_time', 'server_time', 'cpu_time', 'read_bytes']),
      label: z.string(),
      unit: unitSchema,
      baseline: z.number().describe('Sum of weight x cost of one execution.'),
      candidate: z.number(),
      cases: count,
      byServerTime: count.exactOptional().describe('Of running time: cases whose server time is summed.'),
    }),
  ),
  leftOut: z.array(z.strictObject({ caseId: z.string(), reason: z.string() })),
};

const suite = z.strictObject({
  whole: z.strictObject(figures),
  groups: z.array(
    z.strictObject({
      ...figures,
      tag: z.string(),
      value: z.string().nullable().describe('Null: the cases without this tag.'),
    }),
  ),
});

export const suiteSchema: z.ZodType<Suite> = suite;

// These lines fail to compile when a schema and its type drift apart, in either direction.
true satisfies Same<Interval, z.infer<typeof interval>>;
true satisfies Same<Suite, z.infer<typeof suite>>;
