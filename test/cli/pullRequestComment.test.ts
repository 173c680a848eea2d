import { validate } from '@octokit/graphql-schema';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { queries } from '../../src/pullRequest/placeComment.ts';
import { fakeGitHub, installFakeGh, setFakeGitHub } from '../support/fakeGh.ts';
import { type FakeOptions, fakeServices } from '../support/fakeServices.ts';
import { abArguments, makeWorkspace, type Ran, shop, type Workspace } from '../support/workspace.ts';

let space: Workspace;
let env: Readonly<Record<string, string>>;

beforeEach(async () => {
  space = await makeWorkspace(shop);
  env = await installFakeGh(space);
});
afterEach(() => space.remove());

const runFile = 'hogbench-out/run.jsonl.gz';
const calm: FakeOptions = {};
const slower: FakeOptions = {
  script: (id, arm) => (id === 'orders_by_day' && arm === 'candidate' ? { readRows: 900_000 } : {}),
};
const allSlower: FakeOptions = { script: (_, arm) => (arm === 'candidate' ? { readRows: 900_000 } : {}) };
const wrong: FakeOptions = {
  script: (id, arm) => (id === 'orders_by_day' && arm === 'candidate' ? { checksum: 'another' } : {}),
};

const measure = (fake: FakeOptions): Promise<Ran> => space.run(abArguments, { services: fakeServices(fake) });
const post = (more: readonly string[] = [], extra: Readonly<Record<string, string>> = {}): Promise<Ran> =>
  space.run(['comment', runFile, '--pr', '12', '--repo', 'owner/name', ...more], { env: { ...env, ...extra } });

/** First lines of the comments, hidden ones in brackets. */
async function shown(): Promise<readonly string[]> {
  return (await fakeGitHub(space)).comments.map(({ body, isMinimized }) => {
    const [line = ''] = body.split('\n');
    return isMinimized ? `[${line}]` : line;
  });
}

describe('hogbench comment', () => {
  it('comments once, and edits that comment while it gets no worse', async () => {
    await measure(slower);
    const first = await post();
    expect(first.err).toContain('commented on owner/name#12: ❌ 1 costlier');
    expect(await shown()).toEqual(['### ❌ 1 costlier, of 4 cases']);
    expect((await post()).err).toContain('edited the comment on owner/name#12');
    await measure(calm);
    await post();
    expect(await shown()).toEqual(['### ✅ 4 equivalent, of 4 cases']);
    const { calls } = await fakeGitHub(space);
    expect(calls).toEqual([
      ...['comments', 'addComment', 'comments', 'updateIssueComment', 'comments', 'updateIssueComment'],
    ]);
  });

  it.each([
    ['something fails that did not', calm, slower],
    ['more fails', slower, allSlower],
    ['a result is wrong', allSlower, wrong],
  ])('comments anew where %s, and hides the older comment', async (_, before, after) => {
    await measure(before);
    await post();
    await measure(after);
    expect((await post()).err).toContain('commented anew on owner/name#12, since it got worse');
    const [older, newer] = await shown();
    expect(older).toMatch(/^\[/);
    expect(newer).toMatch(/^### ❌/);
    await post();
    expect((await shown()).length).toBe(2);
  });

  it('says that there is no verdict where there is none, in place of what an earlier run said', async () => {
    await measure(calm);
    await post();
    await space.write('branch/orders.sql', 'INSERT INTO orders VALUES (1);');
    expect((await measure(calm)).code).toBe(2);
    const { code, err } = await post(['--gate']);
    expect(code).toBe(2);
    expect(err).toContain('edited the comment on owner/name#12: no verdict');
    expect(await shown()).toEqual(['### ⚠️ no verdict']);
  });

  it('exits 0 unless --gate asks for the verdict', async () => {
    await measure(wrong);
    expect(await post()).toMatchObject({ code: 0, out: expect.stringContaining('— exit 0 (without --gate)') });
    expect((await post(['--gate'])).code).toBe(4);
    expect((await post(['--gate', '--fail-on', 'failed'])).code).toBe(0);
  });

  it('tells comments apart by job and --key, and touches nobody else’s', async () => {
    await measure(calm);
    await post();
    const [own] = (await fakeGitHub(space)).comments;
    await setFakeGitHub(space, {
      comments: [
        { id: 'x', body: own?.body ?? '', author: 'octocat', isMinimized: false },
        { id: 'y', body: 'hello', author: 'github-actions', isMinimized: false },
        { id: 'z', body: `${own?.body}\nquoted`, author: 'github-actions', isMinimized: false },
      ],
    });
    await post();
    await post(['--key', 'other']);
    await post([], { GITHUB_JOB: 'another' });
    await post(['--key', 'other']);
    const { comments, calls } = await fakeGitHub(space);
    expect(comments.length).toBe(6);
    expect(comments.slice(0, 3).map(({ body }) => body)).toEqual([own?.body, 'hello', `${own?.body}\nquoted`]);
    expect(calls.filter((call) => call === 'updateIssueComment').length).toBe(1);
  });

  it('finds its comment on an earlier page', async () => {
    await measure(calm);
    await post();
    const { comments } = await fakeGitHub(space);
    const others = Array.from({ length: 7 }, (_, at) => ({
      id: `o${at}`,
      body: 'hi',
      author: 'a',
      isMinimized: false,
    }));
    await setFakeGitHub(space, { comments: [...comments, ...others], page: 3 });
    await post();
    expect((await fakeGitHub(space)).calls).toEqual(['comments', 'comments', 'comments', 'updateIssueComment']);
  });

  it('does not write over what a later run of the workflow said', async () => {
    const run = (number: number) => ({ GITHUB_ACTIONS: 'true', CI: 'true', GITHUB_RUN_NUMBER: String(number) });
    await measure(slower);
    await post([], run(10));
    await measure(calm);
    expect((await post([], run(9))).err).toContain('a later run has commented already');
    expect(await shown()).toEqual(['### ❌ 1 costlier, of 4 cases']);
    await post([], run(11));
    expect(await shown()).toEqual(['### ✅ 4 equivalent, of 4 cases']);
  });

  it('says only what a comment for strangers says, unless the whole report is asked for', async () => {
    await measure(slower);
    await post();
    const text = async (): Promise<string> => (await fakeGitHub(space)).comments.at(-1)?.body ?? '';
    expect(await text()).not.toContain('SELECT');
    await post(['--full']);
    expect(await text()).toContain('SELECT');
    expect((await text()).length).toBeLessThanOrEqual(65_536);
  });

  it('takes pull request and repository from the workflow', async () => {
    await measure(calm);
    const workflow = { GITHUB_REF: 'refs/pull/12/merge', GITHUB_REPOSITORY: 'owner/name' };
    const ran = await space.run(['comment', runFile], { env: { ...env, ...workflow } });
    expect(ran.err).toContain('commented on owner/name#12');
    expect((await post(['--pr', '13'])).err).toContain('--pr is given twice');
  });

  it('refuses a run that is not of the commit it was told', async () => {
    await measure(calm);
    const { code, err } = await post(['--commit', '0'.repeat(40)]);
    expect(code).toBe(2);
    expect(err).toContain('the run names no commit');
    expect(await shown()).toEqual(['### ⚠️ no verdict']);
  });

  it.each([
    [['--pr', '0'], 'which is none', { GITHUB_REPOSITORY: 'owner/name' }, '--pr is no number of a pull request: 0'],
    [['--pr', '1;rm'], 'with more in it', { GITHUB_REPOSITORY: 'owner/name' }, '--pr is no number of a pull request'],
    [[], 'missing', { GITHUB_REPOSITORY: 'owner/name', GITHUB_REF: 'refs/heads/main' }, 'which pull request?'],
    [['--pr', '12'], 'without a repository', {}, 'which repository?'],
    [['--pr', '12', '--repo', 'owner'], 'of half a repository', {}, '--repo is no repository: owner'],
    [['--pr', '99', '--repo', 'owner/name'], 'that is not there', {}, 'there is no pull request 99 in owner/name'],
    [['--pr', '12', '--repo', 'who/what'], 'of another repository', {}, 'there is no pull request 12 in who/what'],
  ])('a pull request %s, %s, is told', async (flags, _, more, message) => {
    await measure(calm);
    const { code, err } = await space.run(['comment', runFile, ...flags], { env: { ...env, ...more } });
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(await shown()).toEqual([]);
  });

  it('tells what is wrong with gh, and fails', async () => {
    await measure(calm);
    await setFakeGitHub(space, { refuses: ['addComment'] });
    expect(await post()).toMatchObject({
      code: 5,
      err: expect.stringMatching(/Resource not accessible by integration[\s\S]*pull-requests: write/),
    });
    expect(await post([], { GH_TOKEN: '' })).toMatchObject({ code: 5, err: expect.stringContaining('set GH_TOKEN') });
    expect(await post([], { PATH: '/nowhere' })).toMatchObject({ code: 2, err: expect.stringContaining('no gh here') });
  });

  it('says when the older comment could not be hidden', async () => {
    await measure(calm);
    await post();
    await measure(wrong);
    await setFakeGitHub(space, { ...(await fakeGitHub(space)), refuses: ['minimizeComment'] });
    expect(await post()).toMatchObject({ code: 0, err: expect.stringContaining('could not be hidden') });
    expect((await shown()).length).toBe(2);
  });
});

describe('what GitHub is asked', () => {
  it.each(Object.entries(queries))('%s is valid by its schema', (_, query) => {
    expect(validate(query)).toEqual([]);
  });

  it('would not be, with a field that it has not', () => {
    expect(validate(queries.comments.replace('isMinimized', 'isHidden')).length).toBe(1);
  });
});
