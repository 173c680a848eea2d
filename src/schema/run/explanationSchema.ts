import { z } from 'zod';
import type { RunArm } from '../../model/arm.ts';
import type { ExplanationReading } from '../../model/explanation.ts';
import type { Same } from '../same.ts';
import { runArmSchema } from './armSchema.ts';

const count = z.number().min(0);

const estimate = z.strictObject({ database: z.string(), table: z.string(), parts: count, rows: count, marks: count });

const processor = z.strictObject({
  name: z.string(),
  elapsedUs: count.describe('Of all processors of this name, in microseconds; waiting is not part of it.'),
  inputWaitUs: count,
  outputWaitUs: count,
});

const explanation = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('explained'),
    form: z.enum(['json', 'text']),
    plan: z.string().describe('EXPLAIN: JSON without graphs of expressions, or lines of text.'),
    distributed: z.string().exactOptional().describe('With what other servers do; text.'),
    pipeline: z.string().nullable().describe('EXPLAIN PIPELINE; null when the server refused it.'),
    estimate: z.array(estimate).nullable().describe('EXPLAIN ESTIMATE; null when the server refused it.'),
  }),
  z.strictObject({ kind: z.literal('unavailable'), reason: z.string() }),
]);

const reading = z.strictObject({
  caseId: z.string(),
  arm: runArmSchema,
  explanation,
  processors: z.array(processor).exactOptional().describe('Time by processor, of one execution that is no sample.'),
});

export const explanationSchema: z.ZodType<ExplanationReading<RunArm>> = reading;

// This line fails to compile when the schema and its type drift apart, in either direction.
true satisfies Same<ExplanationReading<RunArm>, z.infer<typeof reading>>;
