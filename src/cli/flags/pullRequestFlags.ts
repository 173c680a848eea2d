import { UserError } from '../../model/errors.ts';
import type { PullRequest } from '../../pullRequest/placeComment.ts';
import type { Io } from '../io.ts';
import type { OptionSource } from './optionSource.ts';

/**
 * The pull request that `--pr` and `--repo` name, else that of the workflow.
 * @throws UserError usage where none is named, or what is named is none
 */
export function pullRequestOf(source: OptionSource, { env }: Pick<Io, 'env'>): PullRequest {
  const given = source.flagText('pr') ?? /^refs\/pull\/([0-9]+)\/merge$/.exec(env.GITHUB_REF ?? '')?.[1];
  if (given === undefined)
    throw new UserError(
      'usage',
      'which pull request?',
      'Give its number: --pr 12. A workflow of pull requests has it.',
    );
  if (!/^[1-9][0-9]{0,8}$/.test(given))
    throw new UserError('usage', `--pr is no number of a pull request: ${given}`, 'Give it as in --pr 12.');
  const repository = source.flagText('repo') ?? env.GITHUB_REPOSITORY;
  if (repository === undefined || repository === '')
    throw new UserError('usage', 'which repository?', 'Give it: --repo OWNER/NAME. A workflow has it.');
  const [, owner, name] = /^([A-Za-z0-9_.-]{1,100})\/([A-Za-z0-9_.-]{1,100})$/.exec(repository) ?? [];
  if (owner === undefined || name === undefined)
    throw new UserError('usage', `--repo is no repository: ${repository}`, 'Give it as in --repo OWNER/NAME.');
  return { owner, name, number: Number(given) };
}
