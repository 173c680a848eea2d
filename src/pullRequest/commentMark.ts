import { createHash } from 'node:crypto';

/** What a comment says, by how bad it is: `calm` where nothing that fails was found, be it passed, undecided or without a verdict. */
export const commentStates = ['calm', 'regression', 'resultsDiffer'] as const;
export type CommentState = (typeof commentStates)[number];

/** What a comment is known by, in a line that readers do not see. */
export interface CommentMark {
  /** Of the job that writes it: two jobs on one pull request do not touch each other's. */
  readonly key: string;
  readonly state: CommentState;
  /** Cases that fail. */
  readonly failing: number;
  /** Of the run of the workflow, which rises with every start; null where nobody counts. */
  readonly sequence: number | null;
}

/** Sixteen digits for what a job is called by, whatever characters are in it. */
export function commentKey(names: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(names)).digest('hex').slice(0, 16);
}

const form =
  /<!-- hogbench key=([0-9a-f]{16}) state=(calm|regression|resultsDiffer) failing=([0-9]{1,9}) sequence=([0-9]{1,15}|-) -->$/;

/** The comment with its mark, which is its last line. */
export function markedBody(text: string, { key, state, failing, sequence }: CommentMark): string {
  return `${text.trimEnd()}\n\n<!-- hogbench key=${key} state=${state} failing=${failing} sequence=${sequence ?? '-'} -->`;
}

/** The mark of a comment; undefined for a comment that has none as its last line. */
export function markOf(body: string): CommentMark | undefined {
  const [, key = '', word, failing, sequence] = form.exec(body.trimEnd()) ?? [];
  const state = commentStates.find((one) => one === word);
  if (state === undefined) return undefined;
  return { key, state, failing: Number(failing), sequence: sequence === '-' ? null : Number(sequence) };
}

/** Whether somebody who saw the one should be called for the other: something fails that did not, or more of it. */
export function isWorse(now: CommentMark, before: CommentMark): boolean {
  const rank = ({ state }: CommentMark): number => commentStates.indexOf(state);
  if (rank(now) !== rank(before)) return rank(now) > rank(before);
  return now.state !== 'calm' && now.failing > before.failing;
}

/** Whether a run that began later has spoken already. */
export function isOutdated(now: CommentMark, before: CommentMark): boolean {
  return now.sequence !== null && before.sequence !== null && now.sequence < before.sequence;
}
