import { z } from 'zod';
import type { MeasuringOptions } from '../app/runPlans.ts';
import { usualMeasuring } from '../app/runPlans.ts';
import { UserError } from '../model/errors.ts';
import { type RowDisplay, rowDisplays } from '../model/rowDifference.ts';
import type { OptionInEffect } from '../model/run.ts';
import type { Source, Workload } from '../model/workload.ts';
import { sources } from '../model/workload.ts';
import type { ProgressEvent } from './programWorld.ts';
import type { TargetChoice } from './target.ts';

/** How a program calls: where it stands, how it stops the work, and who hears how the work goes. */
export interface CallChoices {
  /** Relative paths start here. Default: the working folder of the process. */
  readonly cwd?: string | undefined;
  /** Ends the work. What was measured until then is judged, and its report says `interrupted`. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((event: ProgressEvent) => void) | undefined;
}

/** How to measure, in base units. What is absent is as the command line has it. */
export interface MeasuringChoices extends CallChoices {
  /** Cases to measure: names with * and ?, or tags such as `product=web_analytics`. */
  readonly filter?: readonly string[] | undefined;
  /** In milliseconds. Absent: no limit. */
  readonly budgetMs?: number | undefined;
  /** Of one execution, in milliseconds. Default: 60,000. */
  readonly timeoutMs?: number | undefined;
  /** Seed of the order. Default: drawn. */
  readonly seed?: number | undefined;
  /** Pairs in flight. Default: 1; 4 with `countersOnly`. */
  readonly concurrency?: number | undefined;
  /** Exact counters and results alone decide; time is not judged. */
  readonly countersOnly?: boolean | undefined;
  /** Lets a remote target whose owner allows it (`allowSetup`) run the workload's own scripts. */
  readonly setup?: boolean | undefined;
  /** What a workload may read on the embedded server beside its tables. */
  readonly allowSources?: readonly Source[] | undefined;
  /** A folder for the run file and the reports. Absent: nothing is kept. */
  readonly out?: string | undefined;
  /** A run file to go on with, by its own plan. */
  readonly resume?: string | undefined;
}

/** One arm. What is absent is that of both arms. */
export interface ArmChoices {
  /** A folder of .sql files, one .sql file, a shipped workload such as `posthog`, or one that was read. */
  readonly workload?: string | Workload | undefined;
  readonly target?: TargetChoice | undefined;
  readonly settings?: Readonly<Record<string, string | number>> | undefined;
}

export interface AbChoices extends MeasuringChoices {
  readonly workload?: string | Workload | undefined;
  /** Default: `embedded`. */
  readonly target?: TargetChoice | undefined;
  readonly baseline?: ArmChoices | undefined;
  readonly candidate?: ArmChoices | undefined;
  /** A change smaller than this is no change, as a share above 0 and below 1. Default: 0.05. */
  readonly margin?: number | undefined;
  /** Pairs of a case before its first look. */
  readonly minPairs?: number | undefined;
  /** Pairs of a case after which screening gives up. */
  readonly maxPairs?: number | undefined;
  /** Also runs some cases as baseline against baseline. Default: true. */
  readonly selfCheck?: boolean | undefined;
  /** Measures only what the arms send differently; for arms on one server with one dataset. */
  readonly changedOnly?: boolean | undefined;
  /** Both halves of a pair at once; for arms on two machines. */
  readonly duet?: boolean | undefined;
  /** Tags to show totals by. Default: the usual ones. */
  readonly totalsBy?: readonly string[] | undefined;
  /** How rows are shown in which results differ. */
  readonly showRows?: RowDisplay | undefined;
}

export interface RunChoices extends MeasuringChoices {
  readonly workload: string | Workload;
  /** Default: `embedded`. */
  readonly target?: TargetChoice | undefined;
  readonly settings?: Readonly<Record<string, string | number>> | undefined;
  /** Fresh sessions; a later comparison judges time by five or more. Default: 5. */
  readonly sessions?: number | undefined;
  /** Executions of a case in a session. Default: 3. */
  readonly rounds?: number | undefined;
}

const count = z.int().min(1);
const milliseconds = z.number().positive().finite();
const workload = z.union([z.string().min(1), z.looseObject({ name: z.string(), cases: z.array(z.unknown()) })]);
const target = z.union([z.string().min(1), z.looseObject({})]);
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
  concurrency: count.optional(),
  countersOnly: z.boolean().optional(),
  setup: z.boolean().optional(),
  allowSources: z.array(z.enum(sources)).optional(),
  out: z.string().min(1).optional(),
  resume: z.string().min(1).optional(),
};

const arm = z.strictObject({
  workload: workload.optional(),
  target: target.optional(),
  settings: settings.optional(),
});

const abShape = z.strictObject({
  ...measuring,
  workload: workload.optional(),
  target: target.optional(),
  baseline: arm.optional(),
  candidate: arm.optional(),
  margin: z.number().gt(0).lt(1).optional(),
  minPairs: count.optional(),
  maxPairs: count.optional(),
  selfCheck: z.boolean().optional(),
  changedOnly: z.boolean().optional(),
  duet: z.boolean().optional(),
  totalsBy: z.array(z.string()).optional(),
  showRows: z.enum(rowDisplays).optional(),
});

const runShape = z.strictObject({
  ...measuring,
  workload,
  target: target.optional(),
  settings: settings.optional(),
  sessions: count.optional(),
  rounds: count.optional(),
});

const callShape = z.strictObject(calling);

/**
 * Refuses what types cannot, or what a program without types says: a margin of 5 is no share, and a misspelt option would do nothing.
 * @throws UserError usage that names the option
 */
export function checkAb(choices: AbChoices): void {
  check(abShape, choices, 'ab');
}

/** As `checkAb`, of a run of one arm. */
export function checkRunChoices(choices: RunChoices): void {
  check(runShape, choices, 'run');
}

/** As `checkAb`, of a call with further options of its own. */
export function checkCall(choices: object, name: string, own: Readonly<Record<string, z.ZodType>>): void {
  check(callShape.extend(own).strict(), choices, name);
}

function check(shape: z.ZodType, choices: unknown, name: string): void {
  const issue = shape.safeParse(choices).error?.issues[0];
  if (issue === undefined) return;
  const where = issue.path.map(String).join('.');
  const what = where === '' ? `the options of ${name}` : `${where} in the options of ${name}`;
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
    allowedSources: new Set(choices.allowSources ?? []),
    selfCheck: choices.selfCheck ?? usual.selfCheck,
  };
}

/** Options that decide what is measured or how it is judged, by their names on the command line. */
const deciding = {
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
  'changed-only': 'changedOnly',
  'show-rows': 'showRows',
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
