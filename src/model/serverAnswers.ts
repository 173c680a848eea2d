import type { Sample } from './sample.ts';
import type { Params, Settings } from './workload.ts';

/** One thing that measuring needs, and whether this user on this server has it. */
export interface Check {
  readonly name: string;
  /** `limited`: measuring works, with the loss that `detail` tells. */
  readonly state: 'ok' | 'limited' | 'missing';
  readonly detail: string;
  /** What it comes to for a run; absent: `detail` says it. */
  readonly meaning?: string;
  /** What to do about it; absent when nothing has to be done. */
  readonly fix?: string;
  /** URL of the replica it speaks of; absent for a target with one server. */
  readonly replica?: string;
}

/** A short query, executed in pairs in which nothing differs. */
export type ReferenceReading =
  /** `why` the server's log tells nothing of them; absent: it does. */
  | { readonly kind: 'measured'; readonly samples: readonly Sample[]; readonly why?: string }
  | { readonly kind: 'refused'; readonly why: string };

/** What was asked of one server. */
export interface Examined {
  /** URL of the replica; absent for a target with one server. */
  readonly replica?: string;
  readonly checks: readonly Check[];
  /** Absent where the server could not be asked. */
  readonly reference?: ReferenceReading;
}

/** What a server says of a setting that it does not take. */
export interface SettingRefusal {
  readonly message: string;
  /** True for a name that it does not know, false for a value that it refuses. */
  readonly unknown: boolean;
}

/** A statement, and what is sent with it. */
export interface ParsedStatement {
  readonly sql: string;
  readonly params: Params;
  readonly settings: Settings;
}

/** Why a server cannot parse a statement. */
export interface ParseRefusal {
  readonly message: string;
  /** Offset in the statement, in UTF-16 units; absent when the server names no place. */
  readonly offset?: number;
}

/** Why a server will not run a statement, as far as it tells without running it. */
export interface StatementFault {
  /** The server's, without the statement that it repeats. */
  readonly message: string;
  /** The name that the server, or what it has, suggests. */
  readonly hint?: string;
  /** The word of the statement that it is about. */
  readonly name?: string;
  /** Offset in the statement as it is sent, in UTF-16 units; absent when the server names no place. */
  readonly offset?: number;
  /** The setting that is refused, where it came with the statement rather than in it. */
  readonly setting?: string;
  /** True for a setting that would be passed over in silence, so that something else would be measured. */
  readonly passedOver?: boolean;
}

export interface ServerColumn {
  readonly database: string;
  readonly table: string;
  readonly column: string;
  /** True in the database that statements run in. */
  readonly current: boolean;
}

/** A statement, and the text that stands for it. */
export interface TextPair {
  readonly statement: string;
  readonly written: string;
  /** Names that the text has others for. */
  readonly renamed: ReadonlyMap<string, string>;
}

/** What an engine says of a pair. */
export interface PairVerdict {
  /** Why the two are not alike; undefined when they are as far as was asked. */
  readonly difference?: string;
  /** True when it knew the tables, and both mean the same to it. */
  readonly isExplained: boolean;
}
