import { z } from 'zod';
import { UserError } from '../model/errors.ts';
import { type CommentMark, isOutdated, isWorse, markedBody, markOf } from './commentMark.ts';
import type { Graphql } from './ghGraphql.ts';

/** Which pull request. */
export interface PullRequest {
  readonly owner: string;
  readonly name: string;
  readonly number: number;
}

/**
 * What became of a comment. `outdated`: nothing was written, since a later run has spoken. `worse` is a new one beside an older, which is
 * hidden where `hides` says so.
 */
export type PlacedComment =
  | { readonly kind: 'created' | 'edited'; readonly url: string }
  | { readonly kind: 'worse'; readonly url: string; readonly hides: boolean }
  | { readonly kind: 'outdated' };

/** GitHub refuses a longer comment. */
export const longestComment = 65_536;
/** Of a hundred comments. Beyond them, an older one is taken for none. */
const mostPages = 50;

/** What is asked of GitHub; the tests hold each against its schema. */
export const queries = {
  comments: `query($owner: String!, $name: String!, $number: Int!, $before: String) {
  repository(owner: $owner, name: $name) { pullRequest(number: $number) {
    id
    comments(last: 100, before: $before) {
      pageInfo { hasPreviousPage startCursor }
      nodes { id body viewerDidAuthor isMinimized }
    }
  } }
}`,
  create: `mutation($id: ID!, $body: String!) {
  addComment(input: { subjectId: $id, body: $body }) { commentEdge { node { url } } }
}`,
  edit: `mutation($id: ID!, $body: String!) {
  updateIssueComment(input: { id: $id, body: $body }) { issueComment { url } }
}`,
  hide: `mutation($id: ID!) {
  minimizeComment(input: { subjectId: $id, classifier: OUTDATED }) { minimizedComment { isMinimized } }
}`,
} as const;

const comment = z.object({ id: z.string(), body: z.string(), viewerDidAuthor: z.boolean(), isMinimized: z.boolean() });
const page = z.object({
  repository: z
    .object({
      pullRequest: z
        .object({
          id: z.string(),
          comments: z.object({
            pageInfo: z.object({ hasPreviousPage: z.boolean(), startCursor: z.string().nullable() }),
            nodes: z.array(comment.nullable()),
          }),
        })
        .nullable(),
    })
    .nullable(),
});
const created = z.object({ addComment: z.object({ commentEdge: z.object({ node: z.object({ url: z.string() }) }) }) });
const edited = z.object({ updateIssueComment: z.object({ issueComment: z.object({ url: z.string() }) }) });

/**
 * Writes the one comment of a job on a pull request: edits the one that is there, so that nobody is called again for what he has
 * seen, and makes a new one where there is none or where it got worse. Only comments of whoever is logged in count, by the mark that is
 * their last line.
 *
 * @throws UserError usage for a text that GitHub would refuse, and for a pull request that is not there; target when GitHub cannot be asked
 */
export async function placeComment(
  text: string,
  mark: CommentMark,
  where: PullRequest,
  ask: Graphql,
): Promise<PlacedComment> {
  const body = markedBody(text, mark);
  if (body.length > longestComment)
    throw new UserError(
      'usage',
      `the comment has ${body.length} characters, and GitHub takes ${longestComment}`,
      'Post the short form, without --full.',
    );
  const { subject, before } = await find(mark.key, where, ask);
  if (before !== undefined && isOutdated(mark, before.mark)) return { kind: 'outdated' };
  if (before !== undefined && !isWorse(mark, before.mark)) {
    const { updateIssueComment } = read(edited, await ask(queries.edit, { id: before.id, body }));
    return { kind: 'edited', url: updateIssueComment.issueComment.url };
  }
  const { url } = read(created, await ask(queries.create, { id: subject, body })).addComment.commentEdge.node;
  if (before === undefined) return { kind: 'created', url };
  // The new one stands, whatever becomes of the old.
  const hides = await ask(queries.hide, { id: before.id }).then(
    () => true,
    () => false,
  );
  return { kind: 'worse', url, hides };
}

interface Found {
  readonly subject: string;
  readonly before: { readonly id: string; readonly mark: CommentMark } | undefined;
}

/** The newest comment of this job that is not hidden. */
async function find(key: string, { owner, name, number }: PullRequest, ask: Graphql): Promise<Found> {
  let before: string | null = null;
  for (let pages = 1; ; pages += 1) {
    const answer: z.infer<typeof page> = read(page, await ask(queries.comments, { owner, name, number, before }));
    const found = answer.repository?.pullRequest;
    if (found === null || found === undefined)
      throw new UserError(
        'usage',
        `there is no pull request ${number} in ${owner}/${name}`,
        'Give its number with --pr, and the repository with --repo.',
      );
    const { nodes, pageInfo } = found.comments;
    for (const one of nodes.toReversed()) {
      const mark = one?.viewerDidAuthor === true && !one.isMinimized ? markOf(one.body) : undefined;
      if (one !== null && mark?.key === key) return { subject: found.id, before: { id: one.id, mark } };
    }
    before = pageInfo.startCursor;
    if (!pageInfo.hasPreviousPage || before === null || pages === mostPages)
      return { subject: found.id, before: undefined };
  }
}

function read<T>(shape: z.ZodType<T>, data: unknown): T {
  const { success, data: answer } = shape.safeParse(data);
  if (success) return answer;
  throw new UserError(
    'target',
    'GitHub answered in a form that is not known',
    'Update gh, or hogbench, and try again.',
  );
}
