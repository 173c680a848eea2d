import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import type { Workspace } from './workspace.ts';

/** A comment as GitHub keeps it. */
export interface FakeComment {
  readonly id: string;
  readonly body: string;
  readonly author: string;
  readonly isMinimized: boolean;
}

/** What the fake does, told by a file beside it. */
export interface FakeGitHub {
  readonly comments: readonly FakeComment[];
  /** Operations that it refuses. */
  readonly refuses?: readonly string[];
  /** Comments of a page; absent: a hundred. */
  readonly page?: number;
  /** What it was asked, in order: `comments`, `addComment`, … */
  readonly calls: readonly string[];
  /** The texts of these requests. */
  readonly queries: readonly string[];
}

/** Pull request 12 of owner/name, with its comments in a file. It knows no more of GraphQL than which operation is asked for. */
const program = `#!/usr/bin/env node
const { readFileSync, writeFileSync } = require('node:fs');
const at = require('node:path').join(__dirname, '..', 'github.json');
const me = 'github-actions';
const github = JSON.parse(readFileSync(at, 'utf8'));
if (process.argv.slice(2).join(' ') !== 'api graphql --input -') { console.error('unknown arguments'); process.exit(1); }
if (process.env.GH_TOKEN !== 'token of tests') { console.error('gh: To use GitHub CLI in a workflow, set GH_TOKEN'); process.exit(4); }
const { query, variables } = JSON.parse(readFileSync(0, 'utf8'));
const operation = /(addComment|updateIssueComment|minimizeComment)\\(/.exec(query)?.[1] ?? 'comments';
const save = (more) => writeFileSync(at, JSON.stringify({ ...github, ...more, calls: [...github.calls, operation], queries: [...github.queries, query] }));
if ((github.refuses ?? []).includes(operation)) { save({}); console.error('gh: Resource not accessible by integration'); process.exit(1); }
const answer = (data) => console.log(JSON.stringify({ data }));
const urlOf = (id) => 'https://github.example/owner/name/pull/12#' + id;
if (operation === 'comments') {
  save({});
  const { owner, name, number, before } = variables;
  if (owner !== 'owner' || name !== 'name') answer({ repository: null });
  else if (number !== 12) answer({ repository: { pullRequest: null } });
  else {
    const end = before === null ? github.comments.length : Number(before);
    const start = Math.max(0, end - (github.page ?? 100));
    const nodes = github.comments.slice(start, end).map(({ author, ...one }) => ({ ...one, viewerDidAuthor: author === me }));
    answer({ repository: { pullRequest: { id: 'PR', comments: { pageInfo: { hasPreviousPage: start > 0, startCursor: String(start) }, nodes } } } });
  }
} else if (operation === 'addComment') {
  const id = 'c' + github.comments.length;
  save({ comments: [...github.comments, { id, body: variables.body, author: me, isMinimized: false }] });
  answer({ addComment: { commentEdge: { node: { url: urlOf(id) } } } });
} else {
  const change = operation === 'minimizeComment' ? { isMinimized: true } : { body: variables.body };
  save({ comments: github.comments.map((one) => (one.id === variables.id ? { ...one, ...change } : one)) });
  answer(operation === 'minimizeComment'
    ? { minimizeComment: { minimizedComment: { isMinimized: true } } }
    : { updateIssueComment: { issueComment: { url: urlOf(variables.id) } } });
}
`;

/** Puts a gh into the folder that says of itself what it was asked. Gives the variables to call it with. */
export async function installFakeGh(
  space: Workspace,
  more: Partial<FakeGitHub> = {},
): Promise<Readonly<Record<string, string>>> {
  await space.write('bin/gh', program);
  await chmod(join(space.folder, 'bin/gh'), 0o755);
  await setFakeGitHub(space, more);
  return { PATH: `${join(space.folder, 'bin')}:${process.env.PATH}`, GH_TOKEN: 'token of tests' };
}

export async function setFakeGitHub(space: Workspace, more: Partial<FakeGitHub>): Promise<void> {
  await space.write('github.json', JSON.stringify({ comments: [], calls: [], queries: [], ...more }));
}

export async function fakeGitHub(space: Workspace): Promise<FakeGitHub> {
  return JSON.parse(await space.read('github.json'));
}
