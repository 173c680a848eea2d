import { readCosts } from '../../app/recordedCosts.ts';
import { UserError } from '../../model/errors.ts';
import { longestShardRun, mostShards } from '../../model/shard.ts';
import type { ShardChoice } from '../../shards/cutRun.ts';
import type { Io } from '../io.ts';
import type { OptionSource } from './optionSource.ts';

/** Kubernetes numbers the pods of an Indexed Job by it, from 0. */
const podIndex = 'JOB_COMPLETION_INDEX';

/** By which a CI calls the run that all of its jobs belong to, also when one of them is started again. */
const ciRuns: Readonly<Record<string, string>> = {
  GITHUB_RUN_ID: 'github',
  CI_PIPELINE_ID: 'gitlab',
  BUILDKITE_BUILD_ID: 'buildkite',
  CIRCLE_WORKFLOW_ID: 'circleci',
  BUILD_TAG: 'jenkins',
};

/**
 * The part of the cases that is measured here; undefined where nobody asked for one.
 * @throws UserError usage for a part that is none, for its flags without one, and for a file of costs that cannot be read
 */
async function shardChoice(source: OptionSource, io: Io): Promise<ShardChoice | undefined> {
  const text = source.text('shard');
  if (text === undefined) {
    const stray = ['shard-of', 'costs'].find((name) => source.hasFlag(name));
    if (stray === undefined) return undefined;
    throw new UserError('usage', `--${stray} goes with --shard`, 'Add --shard 1/2, or leave this out.');
  }
  const costs = source.text('costs');
  return {
    ...placeOf(text, source, io),
    seed: source.read('seed', 'number'),
    times: costs === undefined ? undefined : await readCosts(costs, io),
  };
}

/** Which part it is of how many, and what all parts are called. */
export interface ShardPlace {
  readonly index: number;
  readonly of: number;
  readonly run: string | undefined;
}

/**
 * The part of a load that is offered here; undefined where nobody asked for one.
 * @throws UserError usage as `sharded`
 */
export function shardPlace(source: OptionSource, io: Io): ShardPlace | undefined {
  const text = source.text('shard');
  if (text !== undefined) return placeOf(text, source, io);
  if (source.hasFlag('shard-of'))
    throw new UserError('usage', '--shard-of goes with --shard', 'Add --shard 1/2, or leave this out.');
  return undefined;
}

function placeOf(text: string, source: OptionSource, io: Io): ShardPlace {
  const run = (source.text('shard-of') ?? ciRun(io.env))?.trim();
  if (run !== undefined && (run === '' || run.length > longestShardRun))
    throw new UserError('usage', '--shard-of is no name', `Give it 1 to ${longestShardRun} characters.`);
  return { ...parseShard(text, io.env), run };
}

/** The same, as a part of the options of a run. */
export async function sharded(source: OptionSource, io: Io): Promise<{ readonly shard?: ShardChoice }> {
  const shard = await shardChoice(source, io);
  return shard === undefined ? {} : { shard };
}

/** @throws UserError usage for a variable that asks a gate for a part, which passes none */
export function wholeOnly(source: OptionSource): Record<string, never> {
  const given = source.given('shard');
  if (given === undefined) return {};
  throw new UserError(
    'usage',
    `a gate judges a whole run, and ${given.from} asks for part ${given.text}`,
    'Measure parts with hogbench ab, and judge what hogbench merge makes of them.',
  );
}

/** `github 123456`; undefined outside of a CI that names its runs. */
function ciRun(env: Io['env']): string | undefined {
  const variable = Object.keys(ciRuns).find((name) => env[name]);
  return variable === undefined ? undefined : `${ciRuns[variable]} ${env[variable]}`;
}

/** `2/3`; `/3` or `auto/3` where Kubernetes says which. */
function parseShard(text: string, env: Io['env']): { readonly index: number; readonly of: number } {
  const found = /^(auto|\d{1,4})?\/(\d{1,4})$/.exec(text.trim());
  const of = Number(found?.[2]);
  if (found === null || of < 1 || of > mostShards)
    throw new UserError(
      'usage',
      `--shard is not a part of so many: ${text}`,
      `Write for instance --shard 2/3, or /3 in a Kubernetes Indexed Job; ${mostShards} parts at most.`,
    );
  const own = found[1];
  if (own === undefined || own === 'auto') return { index: indexOfPod(env, of), of };
  const index = Number(own);
  if (index >= 1 && index <= of) return { index, of };
  throw new UserError(
    'usage',
    `there is no part ${index} of ${of}`,
    `Parts count from 1: --shard 1/${of} to ${of}/${of}.`,
  );
}

function indexOfPod(env: Io['env'], of: number): number {
  const text = env[podIndex];
  if (text === undefined || text === '')
    throw new UserError(
      'usage',
      `--shard /${of} takes its number from ${podIndex}, which is not set`,
      `Kubernetes sets it for completionMode: Indexed; elsewhere, write --shard 1/${of}.`,
    );
  const index = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  if (index < of) return index + 1;
  throw new UserError(
    'usage',
    `${podIndex} is ${text}, and of ${of} parts it is 0 to ${of - 1}`,
    'Give --shard as many parts as the job has completions.',
  );
}
