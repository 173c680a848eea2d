import type { BaseLine, BaseLineRequest } from '../app/services.ts';
import type { World } from '../app/world.ts';
import { UserError } from '../model/errors.ts';
import { quoted } from '../text/quote.ts';
import { allOfIt, commitOf, mergeBase, remoteOf, revisionAsked } from './commits.ts';
import { type Git, gitIn } from './git.ts';

/** Far beyond the runs that a store keeps. */
const mostCommits = 100_000;

/** Variables in which a CI says which branch a change goes to. */
const ciBases = [
  ...['GITHUB_BASE_REF', 'CI_MERGE_REQUEST_TARGET_BRANCH_NAME', 'CHANGE_TARGET'],
  ...['BUILDKITE_PULL_REQUEST_BASE_BRANCH', 'BITBUCKET_PR_DESTINATION_BRANCH', 'SYSTEM_PULLREQUEST_TARGETBRANCH'],
];

/**
 * The commits that a change can be held against: the one at which it left a branch, and those before it on that branch.
 * @throws UserError usage in a shallow clone, for a revision that is not here, and where there is no common commit
 */
export async function baseLine(
  { commit, uncommitted, ref }: BaseLineRequest,
  world: World,
  signal: AbortSignal,
): Promise<BaseLine> {
  const git = gitIn(world.cwd, world, signal);
  const remote = await remoteOf(git);
  const shallow = (await git.ask('rev-parse', '--is-shallow-repository')).stdout.trim();
  if (shallow !== 'true' && shallow !== 'false')
    throw new UserError(
      'usage',
      'this folder lies in no git repository, so no baseline is known to be of a commit before the change',
      'Call it in a checkout of the repository; or compare two run files: hogbench compare BASE CANDIDATE.',
    );
  if (shallow === 'true')
    throw new UserError(
      'usage',
      'this clone is shallow, so which commits a change began from is not known',
      `Fetch the whole history. ${allOfIt(ref ?? 'HEAD', remote)}`,
    );
  const asked = ref === undefined ? await usualBase(remote, world, git) : await revisionAsked(ref, git);
  if ((await commitOf(commit, git)) === undefined)
    throw new UserError(
      'usage',
      `the candidate is of commit ${quoted(commit)}, which this repository does not have`,
      'Fetch it, or measure the candidate here.',
    );
  const base = await mergeBase(asked.commit, commit, git);
  if (base === undefined)
    throw new UserError(
      'usage',
      `${quoted(asked.name)} and the candidate have no commit in common`,
      'Name the branch that the change goes to with --base.',
    );
  const line = await git.tell(
    'list the commits before the change',
    ...['rev-list', '--first-parent', `--max-count=${mostCommits}`, base],
  );
  const commits = line.split('\n').filter((one) => one !== '');
  // What was measured of the candidate's own commit is the candidate again.
  const own = base === commit && !uncommitted;
  return { ref: asked.name, commit: base, commits: own ? commits.slice(1) : commits, isOwn: own };
}

/** The branch that a CI names, else the one that a clone began with, else one of a usual name. */
async function usualBase(
  remote: string | undefined,
  { env }: World,
  git: Git,
): Promise<{ readonly name: string; readonly commit: string }> {
  const told = ciBases.map((name) => env[name]).find((one) => one !== undefined && one !== '');
  if (told !== undefined) return revisionAsked(told.replace(/^refs\/heads\//, ''), git);
  const of = remote ?? 'origin';
  const head = (await git.ask('symbolic-ref', '--quiet', '--short', `refs/remotes/${of}/HEAD`)).stdout.trim();
  for (const name of [head, `${of}/main`, `${of}/master`, 'main', 'master']) {
    const commit = name === '' ? undefined : await commitOf(name, git);
    if (commit !== undefined) return { name, commit };
  }
  throw new UserError(
    'usage',
    'which branch the change goes to is not known: there is no main and no master here',
    'Name it with --base.',
  );
}
