import type { RunArm } from './arm.ts';

/** How loudly a notice speaks. `caution` weakens a verdict; `note` only explains one. */
export type NoticeLevel = 'note' | 'caution';

/**
 * A remark about the data, carried as data to every reporter, where equal ones become one footnote.
 * `code` is stable and kebab-case (`evidence-missing`); `text` is a plain sentence.
 */
export interface Notice {
  readonly code: string;
  readonly level: NoticeLevel;
  readonly text: string;
  /** The case it speaks of; absent when it is about the whole run. */
  readonly caseId?: string;
  /** The arms it speaks of; absent: all. Of several comparisons those have it that one of these is in. */
  readonly arms?: readonly RunArm[];
}
