import { z } from 'zod';
import { type JudgedRule, judgedRules } from '../model/rules.ts';
import type { EpochSeconds, Milliseconds } from '../model/units.ts';
import type { ResultsChoice, Settings, Tags } from '../model/workload.ts';
import type { FreshTable } from '../model/writing.ts';
import { momentField, nameField, resultsField, settingsField, textField, timeoutField } from './fields.ts';
import { momentExample } from './moment.ts';

type YamlValue = string | number | boolean | null | readonly YamlValue[] | { readonly [key: string]: YamlValue };
/** Parameters as YAML reads them, which rounds numbers: for their names, and for the shape of their values. */
export type YamlBinding = Readonly<Record<string, YamlValue>>;

/** What annotations hold once their values are checked. */
export interface AnnotationFields {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly tags?: Tags | undefined;
  readonly weight?: number | undefined;
  readonly settings?: Settings | undefined;
  readonly timeout?: Milliseconds | undefined;
  readonly params?: YamlBinding | readonly YamlBinding[] | undefined;
  readonly now?: EpochSeconds | undefined;
  readonly results?: ResultsChoice | undefined;
  readonly 'lint-ignore'?: readonly JudgedRule[] | undefined;
  readonly fresh?: FreshTable | undefined;
}

/** Every annotation key, with a line that shows its use. */
export const annotationExamples: Readonly<Record<string, string>> = {
  name: 'name: trends_dau',
  description: 'description: Daily active users, last 30 days',
  tags: 'tags: {product: web_analytics, team_id: 2}',
  weight: 'weight: 1200',
  settings: 'settings: {max_threads: 4}',
  timeout: 'timeout: 30s',
  params: "params: {team: 2, date_from: '2026-01-01'}",
  now: `now: ${momentExample}`,
  results: 'results: ignore',
  'lint-ignore': 'lint-ignore: [unbounded-time]',
  fresh: 'fresh: {from: shop.orders, rows: all}',
};
const ruleField = z.enum(judgedRules, { error: `must be one of ${judgedRules.join(', ')}` });
const paramValue: z.ZodType<YamlValue> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(paramValue), z.record(z.string(), paramValue)], {
    error: 'must be a number, text, true, false, null, or a list or map of these',
  }),
);
const tableName = z
  .string({ error: 'must name a table' })
  .regex(/^[\p{L}_][\p{L}\p{N}_-]*(\.[\p{L}_][\p{L}\p{N}_-]*)?$/u, { error: 'must be a table or database.table' });
const freshTable = z.strictObject(
  { from: tableName, rows: z.enum(['none', 'all'], { error: 'must be none or all' }).default('none') },
  { error: 'must be a table, or a map with from and rows' },
);
const binding: z.ZodType<YamlBinding> = z.record(z.string(), paramValue, { error: 'must be a map of parameters' });
const fields = z.strictObject(
  {
    name: nameField.optional(),
    description: textField.optional(),
    tags: z
      .record(
        z.string(),
        z.union([z.string(), z.number(), z.boolean()], { error: 'must be text, a number, true or false' }),
        {
          error: 'must be a map of tags',
        },
      )
      .optional(),
    weight: z.number({ error: 'must be a number' }).positive({ error: 'must be above 0' }).optional(),
    settings: settingsField.optional(),
    timeout: timeoutField.optional(),
    params: binding.optional(),
    now: momentField.optional(),
    results: resultsField.optional(),
    'lint-ignore': z
      .preprocess(
        (one) => (typeof one === 'string' ? [one] : one),
        z.array(ruleField, { error: 'must be a list of rules' }),
      )
      .optional(),
    fresh: z.preprocess((one) => (typeof one === 'string' ? { from: one } : one), freshTable).optional(),
  },
  { error: 'must be a map of annotations' },
);
const fieldsWithList = fields.extend({
  params: z.array(binding).min(1, { error: 'must hold at least one map of parameters' }),
});

/** The schema for a value; `params` is checked as what it is, one map or a list, so that errors name the place within. */
export function annotationSchema(value: unknown): z.ZodType<AnnotationFields> {
  const listed = typeof value === 'object' && value !== null && 'params' in value && Array.isArray(value.params);
  return listed ? fieldsWithList : fields;
}
