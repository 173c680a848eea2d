import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { storedFigures } from '../compare/saved/storedFigures.ts';
import { readRegular, whyUnread } from '../files/regularFile.ts';
import { UserError } from '../model/errors.ts';
import type { Run } from '../model/run.ts';
import type { RunIdentity } from '../model/storedRun.ts';
import { baselinePattern, commitPattern, runIdPattern } from '../schema/stored/identitySchema.ts';
import type { RunArchive } from '../store/archive.ts';
import { readRunFrom } from '../store/readRun.ts';
import { kindOfChunks } from '../store/runFileKind.ts';
import { runFileVersion } from '../store/storedVersion.ts';
import { quoted } from '../text/quote.ts';
import { shownPath } from './resultFiles.ts';
import { type PushWords, runIdentity } from './runIdentity.ts';
import type { World } from './world.ts';

/** What a push came to. */
export interface Pushed {
  readonly identity: RunIdentity;
  /** False where the store had it already. */
  readonly isNew: boolean;
}

/** A run file of more is no run of ours that a store is for. */
const mostRunBytes = 1024 ** 3;

/**
 * Puts a run file into a store, with its figures.
 * @throws UserError usage for what is no run, for a damaged one, and for one that ended early and is to be a baseline; target
 *   for a store that cannot be written
 */
export async function pushRun(file: string, words: PushWords, store: RunArchive, world: World): Promise<Pushed> {
  checkWords(words);
  const path = resolve(world.cwd, file);
  const shown = shownPath(world.cwd, path);
  const bytes = await readRegular(path, mostRunBytes).catch((error: unknown) => {
    throw new UserError('usage', `the run file is not read: ${whyUnread(error)}`, 'Name a run file.', shown);
  });
  if ((await kindOfChunks([bytes], path)) === 'load')
    throw new UserError(
      'usage',
      'this file holds a load, and a store keeps runs that are compared',
      'Keep the file itself; hogbench report shows it.',
      shown,
    );
  const { run } = await readRunFrom([bytes], path);
  if (run.lost !== undefined)
    throw new UserError('usage', run.lost, 'Push an undamaged copy, or measure again.', shown);
  if (words.name !== undefined) checkBaseline(run, shown);
  if (!runIdPattern.test(run.id))
    throw new UserError('usage', `${quoted(run.id)} is no id of a run`, 'Push a file that hogbench wrote.', shown);
  const facts = {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    bytes: bytes.length,
    runFileVersion: await runFileVersion(bytes),
  };
  const identity = runIdentity(run, facts, words, world.now(), shown);
  if (words.commit !== undefined && identity.commit !== words.commit)
    throw new UserError(
      'usage',
      `the run says that it is of commit ${identity.commit}, not of ${words.commit}`,
      'Leave --commit out.',
      shown,
    );
  const outcome = await store.push({ identity, runFile: bytes }, storedFigures(run));
  return { identity, isNew: outcome === 'stored' };
}

/** A part of a run has a name for whoever joins it; no gate takes it for a baseline. */
function checkBaseline({ status, shard, samples }: Run, shown: string): void {
  if (shard !== undefined) return;
  if (status.kind === 'complete' && samples.some((one) => one.evidence?.kind === 'facts')) return;
  if (status.kind === 'complete')
    throw new UserError(
      'usage',
      'no execution of the run left evidence, and a baseline has to say something',
      'hogbench doctor says why; then measure again.',
      shown,
    );
  const why = status.kind === 'incomplete' ? `is incomplete: ${status.reason}` : 'was interrupted';
  throw new UserError(
    'usage',
    `the run ${why}, and a baseline is a complete one`,
    'Go on with it: --resume; or push it without a name, for its history.',
    shown,
  );
}

/** @throws UserError usage for a name, or a commit, that is none; asked before anything is measured */
export function checkWords({ name, commit }: PushWords): void {
  if (name !== undefined && (!baselinePattern.test(name) || /^[\da-f]{8}$/.test(name)))
    throw new UserError(
      'usage',
      `${quoted(name)} is no name of a baseline`,
      'Write letters, digits and . _ - / @ +, such as main; eight hexadecimal digits are the id of a run.',
    );
  if (commit !== undefined && !commitPattern.test(commit))
    throw new UserError(
      'usage',
      `${quoted(commit)} is no commit in full`,
      'Write all of its digits, as `git rev-parse HEAD` prints them.',
    );
}
