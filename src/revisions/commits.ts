import type { Revision } from '../model/arm.ts';
import { UserError } from '../model/errors.ts';
import { nearest } from '../text/nearest.ts';
import { formatCount } from '../text/quantity.ts';
import { quoted } from '../text/quote.ts';
import type { Git } from './git.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A revision that was asked for, where it was found. */
interface Asked {
  /** What it was found by: `main`, or `origin/main` where there is no `main` of this clone. */
  readonly name: string;
  readonly commit: string;
}

/** What a branch is compared with, and what should be known of the choice. */
export interface Base {
  readonly revision: Revision;
  readonly head: Omit<Revision, 'uncommitted'>;
  readonly remarks: readonly string[];
}

/**
 * The commit at which HEAD left a revision: of main, what this branch began with.
 * @param ref any revision; a branch that only the remote has is found there
 * @throws UserError usage for a revision that is not here, and where this clone holds no common commit
 */
export async function baseOf(ref: string, git: Git, env: Environment): Promise<Base> {
  const head = await headOf(git, env);
  const asked = await revisionAsked(ref, git);
  const isShallow = (await git.ask('rev-parse', '--is-shallow-repository')).stdout.trim() === 'true';
  const commit = await mergeBase(asked.commit, head.commit, git);
  if (commit === undefined) throw unrelated(asked.name, isShallow, await remoteOf(git));
  const revision: Revision = { name: asked.name, commit, uncommitted: false };
  const remarks = [
    ...(asked.name === ref ? [] : [`there is no ${ref} in this clone: ${asked.name} is taken`]),
    ...(await movedOn(asked, commit, git)),
    ...(await staleBranch(ref, commit, head.commit, git)),
    ...(isShallow && commit !== asked.commit && commit !== head.commit
      ? ['this clone is shallow: the branch may have left its base later than its history shows']
      : []),
  ];
  return { revision, head, remarks };
}

export async function headOf(git: Git, env: Environment): Promise<Base['head']> {
  const { stdout } = await git.ask('rev-parse', '--verify', '--quiet', 'HEAD^{commit}');
  const commit = stdout.trim();
  if (commit === '') throw new UserError('usage', 'this repository has no commit yet', 'Commit the queries first.');
  const branch = (await git.ask('symbolic-ref', '--quiet', '--short', 'HEAD')).stdout.trim() || branchOfCi(env);
  return { ...(branch === undefined ? {} : { name: branch }), commit };
}

/** CI checks out a commit, and says elsewhere which branch it is of. */
const ciBranches = [
  ...['GITHUB_HEAD_REF', 'GITHUB_REF_NAME', 'CI_MERGE_REQUEST_SOURCE_BRANCH_NAME', 'CI_COMMIT_REF_NAME'],
  ...['CHANGE_BRANCH', 'BRANCH_NAME', 'BUILDKITE_BRANCH', 'CIRCLE_BRANCH', 'BITBUCKET_BRANCH'],
];

const mostNameChars = 200;

function branchOfCi(env: Environment): string | undefined {
  return ciBranches.map((name) => env[name]?.slice(0, mostNameChars)).find((one) => one !== undefined && one !== '');
}

export async function revisionAsked(ref: string, git: Git): Promise<Asked> {
  if (ref.trim() === '' || ref.startsWith('-') || ref.length > mostNameChars)
    throw new UserError(
      'usage',
      `--base ${quoted(ref.slice(0, 60))} is no revision`,
      'Name a branch, a tag or a commit.',
    );
  const here = await commitOf(ref, git);
  if (here !== undefined) return { name: ref, commit: here };
  const remote = await remoteOf(git);
  const there = remote === undefined ? undefined : await commitOf(`refs/remotes/${remote}/${ref}`, git);
  if (there !== undefined) return { name: `${remote}/${ref}`, commit: there };
  throw await notHere(ref, remote, git);
}

/** The remote that a branch is looked for in. */
export async function remoteOf(git: Git): Promise<string | undefined> {
  const remotes = (await git.ask('remote')).stdout.split('\n').filter((one) => one !== '');
  return remotes.length === 1 ? remotes[0] : remotes.find((one) => one === 'origin');
}

export async function commitOf(ref: string, git: Git): Promise<string | undefined> {
  const { code, stdout } = await git.ask('rev-parse', '--verify', '--quiet', `${ref}^{commit}`);
  const commit = stdout.trim();
  return code === 0 && /^[\da-f]{40,64}$/.test(commit) ? commit : undefined;
}

export async function mergeBase(one: string, other: string, git: Git): Promise<string | undefined> {
  const { code, stdout } = await git.ask('merge-base', one, other);
  return code === 0 ? stdout.trim() : undefined;
}

async function movedOn({ name, commit }: Asked, base: string, git: Git): Promise<readonly string[]> {
  if (commit === base) return [];
  const count = Number((await git.ask('rev-list', '--count', `${base}..${commit}`)).stdout.trim());
  const commits =
    count === 1
      ? '1 commit that this branch lacks: it is'
      : `${formatCount(count)} commits that this branch lacks: they are`;
  return [`${name} has ${commits} not compared`];
}

/** A local branch that nobody pulled makes other people's changes those of this branch. */
async function staleBranch(ref: string, base: string, head: string, git: Git): Promise<readonly string[]> {
  const { code, stdout } = await git.ask('rev-parse', '--abbrev-ref', '--verify', '--quiet', `${ref}@{upstream}`);
  const upstream = stdout.trim();
  if (code !== 0 || upstream === '') return [];
  const commit = await commitOf(upstream, git);
  const later = commit === undefined ? undefined : await mergeBase(commit, head, git);
  if (later === undefined || later === base) return [];
  return [
    `${ref} is behind ${upstream}, which this branch left later: --base ${upstream} compares less of other people's`,
  ];
}

/** How a shallow clone gets all history, that of a branch which it does not have included. */
export function allOfIt(ref: string, remote: string | undefined): string {
  const words = ['git fetch --unshallow', remote, remote !== undefined && isName(ref) && branchToFetch(ref, remote)];
  const elsewhere = words.filter(Boolean).join(' ');
  return `GitHub: fetch-depth: 0 of actions/checkout; GitLab: the variable GIT_DEPTH: 0; elsewhere: ${elsewhere}`;
}

/** Of a branch or tag: no commit, and not `HEAD~1`. */
function isName(ref: string): boolean {
  return /^\w[\w./-]*$/.test(ref) && ref !== 'HEAD' && !/^[\da-f]{7,64}$/.test(ref);
}

/** `main:refs/remotes/origin/main`: a clone of one branch keeps no other that it is not told to. */
function branchToFetch(ref: string, remote: string): string {
  const branch = ref.startsWith(`${remote}/`) ? ref.slice(remote.length + 1) : ref;
  return `${branch}:refs/remotes/${remote}/${branch}`;
}

function unrelated(name: string, isShallow: boolean, remote: string | undefined): UserError {
  if (isShallow)
    return new UserError(
      'usage',
      `this clone is shallow, and holds no commit that ${quoted(name)} and HEAD have in common`,
      `Fetch the whole history. ${allOfIt(name, remote)}`,
    );
  return new UserError(
    'usage',
    `${quoted(name)} and HEAD have no commit in common`,
    'Name a revision that this branch began from.',
  );
}

async function notHere(ref: string, remote: string | undefined, git: Git): Promise<UserError> {
  const what = `there is no revision ${quoted(ref)} here`;
  const isShallow = (await git.ask('rev-parse', '--is-shallow-repository')).stdout.trim() === 'true';
  const branches = (
    await git.ask('for-each-ref', '--format=%(refname:short)', 'refs/heads', 'refs/remotes', 'refs/tags')
  ).stdout
    .split('\n')
    .filter((one) => one !== '');
  const near = nearest(ref, branches);
  if (near !== undefined && near !== ref) return new UserError('usage', what, `Did you mean ${quoted(near)}?`);
  if (isShallow)
    return new UserError('usage', `${what}, in a clone that is shallow`, `Fetch it. ${allOfIt(ref, remote)}`);
  return new UserError(
    'usage',
    what,
    remote === undefined
      ? 'Name a branch, a tag or a commit of this repository.'
      : `Fetch it: git fetch ${remote} ${branchToFetch(ref, remote)}; or name a branch, a tag or a commit that is here.`,
  );
}
