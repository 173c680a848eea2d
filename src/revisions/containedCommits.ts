import type { World } from '../app/world.ts';
import type { InBaseline } from '../model/gateRules.ts';
import { type Git, gitIn } from './git.ts';

/**
 * Which commits are part of a baseline, as the repository of the working folder knows. Where the history of a clone ends early, that one
 * is not seen in it is no answer.
 * @param commits hexadecimal digits, abbreviated or in full
 */
export async function containedCommits(
  baseline: string,
  commits: readonly string[],
  world: World,
): Promise<ReadonlyMap<string, InBaseline>> {
  const git = gitIn(world.cwd, world);
  const all = async (answer: (commit: string) => Promise<InBaseline>): Promise<ReadonlyMap<string, InBaseline>> =>
    new Map(await Promise.all(commits.map(async (one) => [one, await answer(one)] as const)));
  try {
    if (!(await isHere(baseline, git))) return await all(async () => 'baselineUnknown');
    const isShallow = (await git.ask('rev-parse', '--is-shallow-repository')).stdout.trim() === 'true';
    return await all(async (commit) => {
      if (!(await isHere(commit, git))) return 'commitUnknown';
      const { code } = await git.ask('merge-base', '--is-ancestor', commit, baseline);
      if (code === 0) return 'yes';
      return code === 1 && !isShallow ? 'no' : 'commitUnknown';
    });
  } catch {
    // Without git nothing is known, and the gate says so.
    return all(async () => 'baselineUnknown');
  }
}

async function isHere(commit: string, git: Git): Promise<boolean> {
  if (!/^[\da-f]{6,64}$/i.test(commit)) return false;
  return (await git.ask('rev-parse', '--verify', '--quiet', `${commit}^{commit}`)).code === 0;
}
