import { execFile } from 'node:child_process';
import { UserError } from '../model/errors.ts';

/** Asks GitHub. */
export type Graphql = (query: string, variables: Readonly<Record<string, string | number | null>>) => Promise<unknown>;

const mostBytes = 32 * 1024 * 1024;
const longestWaitMs = 60_000;

/**
 * GitHub's GraphQL through its own command line, `gh`, which has the login. The request goes to its stdin, so that no text of a comment is
 * an argument of a program; no shell is in between.
 */
export function ghGraphql(cwd: string, env: Readonly<Record<string, string | undefined>>): Graphql {
  const how = {
    cwd,
    env: { ...env, GH_PROMPT_DISABLED: '1', GH_NO_UPDATE_NOTIFIER: '1', NO_COLOR: '1' },
    maxBuffer: mostBytes,
    timeout: longestWaitMs,
  };
  return (query, variables) =>
    new Promise((resolve, reject) => {
      const child = execFile('gh', ['api', 'graphql', '--input', '-'], how, (error, stdout, stderr) => {
        if (error !== null) return reject(failure(error, stderr));
        try {
          resolve(dataOf(stdout));
        } catch (reason) {
          reject(reason);
        }
      });
      // A program that ends before it has read all is told of by its exit code.
      child.stdin?.on('error', () => undefined);
      child.stdin?.end(JSON.stringify({ query, variables }));
    });
}

function dataOf(stdout: string): unknown {
  let answer: unknown;
  try {
    answer = JSON.parse(stdout);
  } catch {
    throw refused('its answer is no JSON');
  }
  if (typeof answer === 'object' && answer !== null && 'data' in answer && !('errors' in answer)) return answer.data;
  throw refused('its answer has no data');
}

function failure(error: Error & { readonly code?: unknown; readonly killed?: boolean }, stderr: string): UserError {
  if (error.code === 'ENOENT')
    return new UserError('usage', 'there is no gh here', 'Install the GitHub CLI: https://cli.github.com');
  if (error.killed === true) return refused(`no answer within ${longestWaitMs / 1000} s`);
  return refused(stderr.trim().split('\n').at(-1)?.slice(0, 300) || 'no reason given');
}

function refused(why: string): UserError {
  return new UserError(
    'target',
    `GitHub did not take the comment: ${why}`,
    'Give gh a login that may comment: GH_TOKEN, and in a workflow permissions: { pull-requests: write }.',
  );
}
