import { z } from 'zod';
import { type MeasuringOptions, mostAtOnce, usualMeasuring } from '../app/runPlans.ts';
import { mostBytes } from '../files/regularFile.ts';
import { UserError } from '../model/errors.ts';
import { rowDisplays } from '../model/rowDifference.ts';
import type { OptionInEffect } from '../model/run.ts';
import { sources } from '../model/workload.ts';
import { targetPriceSchema, unitPricesSchema } from '../schema/run/priceSchema.ts';
import type { AbChoices, RunChoices } from './callChoices.ts';
import { shardOf, shardShape } from './shardOption.ts';

const count = z.int().min(1);
const milliseconds = z.number().positive().finite();
const workload = z.string().min(1);
const sql = z.string().max(mostBytes.sql);
const text = z.string().min(1);
const target = z.union([
  text,
  z.object({
    url: text,
    user: z.string().optional(),
    password: z.string().optional(),
    database: text.optional(),
    cluster: text.optional(),
    replicas: z.array(text).optional(),
    name: text.optional(),
    allowSetup: z.boolean().optional(),
  }),
]);
const settings = z.record(
  z.string().regex(/^\w+$/, 'a name of letters, digits and _'),
  z.union([z.string(), z.number()]),
);

const calling = {
  cwd: z.string().optional(),
  signal: z.instanceof(AbortSignal).optional(),
  onProgress: z.custom((value) => value === undefined || typeof value === 'function', 'expected a function').optional(),
};

const measuring = {
  ...calling,
  filter: z.array(z.string()).optional(),
  budgetMs: milliseconds.optional(),
  timeoutMs: milliseconds.optional(),
  seed: z.int().min(0).optional(),
  concurrency: count.max(mostAtOnce).optional(),
  countersOnly: z.boolean().optional(),
  setup: z.boolean().optional(),
  allowSources: z.array(z.enum(sources)).optional(),
  out: z.string().min(1).optional(),
  resume: z.string().min(1).optional(),
  shard: shardShape.optional(),
  prices: unitPricesSchema.optional(),
};

const arm = z.strictObject({
  workload: workload.optional(),
  sql: sql.optional(),
  target: target.optional(),
  settings: settings.optional(),
  price: targetPriceSchema.optional(),
});

const abShape = z.strictObject({
  ...measuring,
  workload: workload.optional(),
  over: workload.optional(),
  base: text.optional(),
  generate: text.optional(),
  target: target.optional(),
  baseline: arm.optional(),
  candidate: arm.optional(),
  margin: z.number().gt(0).lt(1).optional(),
  minPairs: count.optional(),
  maxPairs: count.optional(),
  selfCheck: z.boolean().optional(),
  all: z.boolean().optional(),
  changedOnly: z.boolean().optional(),
  duet: z.boolean().optional(),
  insertCost: z.boolean().optional(),
  totalsBy: z.array(z.string()).optional(),
  showRows: z.enum(rowDisplays).optional(),
});

const runShape = z.strictObject({
  ...measuring,
  workload: workload.optional(),
  sql: sql.optional(),
  over: workload.optional(),
  target: target.optional(),
  settings: settings.optional(),
  price: targetPriceSchema.optional(),
  sessions: count.optional(),
  rounds: count.optional(),
});

export const targetShape: z.ZodType = target;

const callShape = z.strictObject(calling);

/**
 * Refuses what types cannot, or what a program without types says: a margin of 5 is no share, and a misspelt option would do nothing.
 * @throws UserError usage that names the option
 */
export function checkAb(choices: AbChoices): void {
  check(abShape, choices, 'the options of ab');
}

/** As `checkAb`, of a run of one arm. */
export function checkRunChoices(choices: RunChoices): void {
  check(runShape, choices, 'the options of run');
}

/** As `checkAb`, of a call with further options of its own. */
export function checkCall(choices: object, name: string, own: Readonly<Record<string, z.ZodType>>): void {
  check(callShape.extend(own).strict(), choices, `the options of ${name}`);
}

/**
 * Refuses a value of another shape.
 * @param name what the value is, for people
 * @throws UserError usage that names the first part that does not fit
 */
export function check(shape: z.ZodType, value: unknown, name: string): void {
  const issue = shape.safeParse(value).error?.issues[0];
  if (issue === undefined) return;
  const where = issue.path.map(String).join('.');
  const what = where === '' ? name : `${where} in ${name}`;
  throw new UserError('usage', `${what}: ${issue.message}`, 'docs/api.md lists the options, their units and defaults.');
}

/**
 * The choices as use cases take them.
 * @param out where the run file goes
 * @throws UserError usage for more pairs at least than at most
 */
export function measuringOptions(choices: Omit<AbChoices, 'workload'>, out: string, now: number): MeasuringOptions {
  const usual = usualMeasuring(choices.countersOnly);
  const minPairs = choices.minPairs ?? usual.minPairs;
  const maxPairs = choices.maxPairs ?? Math.max(usual.maxPairs, minPairs);
  if (maxPairs < minPairs)
    throw new UserError('usage', `maxPairs ${maxPairs} is below minPairs ${minPairs}`, 'Raise one or lower the other.');
  return {
    ...usual,
    minPairs,
    maxPairs,
    caseMs: choices.maxPairs === undefined ? usual.caseMs : undefined,
    filter: choices.filter ?? usual.filter,
    budgetMs: choices.budgetMs ?? usual.budgetMs,
    margin: choices.margin ?? usual.margin,
    seed: choices.seed ?? Math.floor(now) % 1_000_000,
    concurrency: choices.concurrency ?? usual.concurrency,
    timeoutMs: choices.timeoutMs ?? usual.timeoutMs,
    resume: choices.resume,
    out,
    givenOut: out,
    setup: choices.setup ?? usual.setup,
    ...(choices.insertCost === undefined ? {} : { insertCost: choices.insertCost }),
    allowedSources: new Set(choices.allowSources ?? []),
    selfCheck: choices.selfCheck ?? usual.selfCheck,
    ...(choices.shard === undefined ? {} : { shard: shardOf(choices.shard, choices.seed) }),
  };
}

/** Options that decide what is measured or how it is judged, by their names on the command line. */
const deciding = {
  filter: 'filter',
  margin: 'margin',
  'min-pairs': 'minPairs',
  'max-pairs': 'maxPairs',
  budget: 'budgetMs',
  timeout: 'timeoutMs',
  concurrency: 'concurrency',
  'counters-only': 'countersOnly',
  'self-check': 'selfCheck',
  duet: 'duet',
  setup: 'setup',
  'insert-cost': 'insertCost',
  'changed-only': 'changedOnly',
  'show-rows': 'showRows',
  'allow-sources': 'allowSources',
  sessions: 'sessions',
  rounds: 'rounds',
} as const satisfies Readonly<Record<string, keyof AbChoices | keyof RunChoices>>;

/** What of it is not as usual, as a report tells it. */
export function inEffect(
  choices: Omit<AbChoices, 'workload'> & Pick<RunChoices, 'sessions' | 'rounds'>,
): readonly OptionInEffect[] {
  return Object.entries(deciding).flatMap(([name, key]) => {
    const value = choices[key];
    if (value === undefined) return [];
    const unit = key === 'budgetMs' || key === 'timeoutMs' ? 'ms' : '';
    return [{ name, value: `${value}${unit}`, from: 'the calling program' }];
  });
}
