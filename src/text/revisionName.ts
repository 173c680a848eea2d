import type { Revision } from '../model/arm.ts';

/** Of a commit, as git shows it. */
const digits = 7;

/** `main@1a2b3c4`, `1a2b3c4`, `feature@4d5e6f1 with uncommitted changes`. */
export function revisionName({ name, commit, uncommitted }: Revision): string {
  const short = commit.slice(0, digits);
  const of = name === undefined || name === '' || commit.startsWith(name) ? short : `${name}@${short}`;
  return uncommitted ? `${of} with uncommitted changes` : of;
}
