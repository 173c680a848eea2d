import { z } from 'zod';
import { gatePresets } from '../../model/gateJudgement.ts';
import type { AllowanceText, GateConfig, RuleText } from '../../model/gateRules.ts';

/** Longer ones are no patterns that anybody wrote. */
const longestPattern = 200;
const noPattern =
  'is one pattern, in text, or a number, true or false: write a pattern with * and ?, or a rule for each of several';
const noMargin = 'is no margin: write a percentage such as 2%, or 0.02';
const noBudget = 'is no budget: write for instance 2GB, 3s or 5M';
const noRate = 'is no rate: write requests a second, for instance 40';
/** More than a reviewer can have read. */
const mostRules = 1000;

const pattern = z.string().min(1).max(longestPattern);
const level = z
  .enum(['error', 'warn', 'off'])
  .describe('error fails, warn is told, off is told where it hides something. Default: error.');

export const ruleSchema: z.ZodType<RuleText> = z.strictObject({
  if: z
    .record(z.string().min(1), z.union([pattern, z.number(), z.boolean()], { error: noPattern }))
    .describe('Which cases: name is a pattern of a name or id with * and ?; any other key is a tag. Default: all.')
    .optional(),
  metric: z
    .string()
    .describe(
      'server_time, cpu_time, memory, read_rows, read_bytes, SelectedMarks, server_time.p95, … Of a load: capacity, and of a class such as online: online.p95, online.errors, online.good, online.achieved',
    )
    .optional(),
  verdict: z
    .string()
    .describe('regressed, improved, inconclusive, unconfirmed, result-changed, failed, added or removed')
    .optional(),
  level: level.optional(),
  margin: z
    .union([z.string(), z.number()], { error: noMargin })
    .describe('In the place of the usual margin: 2%')
    .optional(),
  max: z
    .union([z.string(), z.number()], { error: noBudget })
    .describe("A budget on the candidate's value: 2GB, 2GiB, 3s, 5M; of online.errors: 0.1%")
    .optional(),
  at_least: z
    .union([z.string(), z.number()], { error: noRate })
    .describe('The least rate of a load, in requests a second: 40. Of capacity, online.good and online.achieved')
    .optional(),
});

/** The `gate` section of the config. */
export const gateConfigSchema: z.ZodType<GateConfig> = z.strictObject({
  preset: z.enum(gatePresets).default('default'),
  min_decided: z.union([z.string(), z.number()]).describe('Of the cases, that have to be decided: 80%').optional(),
  rules: z.array(ruleSchema).max(mostRules).default([]).describe('The last that matches a case and metric wins.'),
  allow: z.string().min(1).describe('The file of the allowances, from the folder of this file.').optional(),
});

/** A file of allowances. All values are text: digits of a commit are no number. */
export const allowSchema: z.ZodType<readonly AllowanceText[]> = z
  .array(
    z.strictObject({
      case: pattern.describe('A pattern of a name or id, with * and ?.'),
      metric: z.string().describe('server_time, cpu_time, memory, read_rows, read_bytes, …'),
      up_to: z.string().describe('How many times the baseline is allowed: 1.4x'),
      reason: z.string().max(1000).describe('Why it is worth its cost.'),
      until: z.string().describe('The last day it holds, in UTC: 2027-01-01').optional(),
      since: z.string().describe('It holds until the baseline contains this commit.').optional(),
    }),
    { error: 'is no list of allowances: each begins with a dash' },
  )
  .max(mostRules);
