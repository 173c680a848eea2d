import type { ReadingRule } from './rules.ts';

/** Where a thing stands in a file. Lines and columns count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Renders a place the way editors and terminals link to it: `file:line:column`. */
export function formatPlace(place: Place): string {
  return `${place.file}:${place.line}:${place.column}`;
}

/** What kind of trouble it is; the command line maps it to an exit code. */
export type TroubleKind = 'usage' | 'target' | 'interrupted';

/**
 * Something the user can fix. One shape for every message: what is wrong, where, what to do.
 * It never carries a stack trace to the user, and must never hold a secret.
 */
export class UserError extends Error {
  readonly kind: TroubleKind;
  readonly where: string | undefined;
  readonly fix: string;

  constructor(kind: TroubleKind, what: string, fix: string, where?: string) {
    super(what);
    this.name = 'UserError';
    this.kind = kind;
    this.where = where;
    this.fix = fix;
  }
}

/** One thing wrong in a file: what, where, how to fix it. Collected, so that all are shown at once. */
export interface Problem {
  readonly rule: ReadingRule;
  readonly place: Place;
  readonly what: string;
  readonly fix: string;
}
