/** How the executions of a run are sent, and by what its cases are judged. A new mode does not compile until every place has answered. */
export type Mode =
  /** Both halves of a pair one after the other. */
  | { readonly kind: 'paired' }
  /** Both halves of a pair at once, each on its own machine. */
  | { readonly kind: 'duet' }
  /** Exact counters and results alone are asked for, in a few executions; `duet` as the mode of that name sends them. */
  | { readonly kind: 'counters'; readonly duet: boolean }
  /** One arm, session by session, to be compared with another such run later. */
  | { readonly kind: 'sessions' };

export type ModeKind = Mode['kind'];

/** How modes differ, apart from how they are judged. The numbers are what a plan has unless its user says otherwise. */
export interface ModeFacts {
  /** Verdicts speak of time. Else company disturbs nothing, and nothing needs warming up. */
  readonly judgesTime: boolean;
  readonly minPairs: number;
  /** Of saved sessions, both are executions of a case in each. */
  readonly maxPairs: number;
  readonly concurrency: number;
  /** Unmeasured executions of each arm at the start of a session. */
  readonly warmups: number;
  /** Sessions before any that confirm. */
  readonly sessions: number;
  /** Fresh sessions that confirm a suspect; 0: there is no second stage. */
  readonly confirmationSessions: number;
}

/**
 * A fresh process compiles an expression when it runs for the fourth time (`min_count_to_compile_expression` is 3), which
 * takes some 40 ms.
 */
const warm = 4;

/** One lucky process or connection decides nothing (docs/decisions/0031). */
const confirming = 4;

export const modeFacts: Readonly<Record<ModeKind, ModeFacts>> = {
  paired: {
    ...{ judgesTime: true, minPairs: 5, maxPairs: 20, concurrency: 1 },
    ...{ warmups: warm, sessions: 1, confirmationSessions: confirming },
  },
  duet: {
    ...{ judgesTime: true, minPairs: 5, maxPairs: 20, concurrency: 1 },
    ...{ warmups: warm, sessions: 1, confirmationSessions: confirming },
  },
  // Counters vary less than times.
  counters: {
    ...{ judgesTime: false, minPairs: 2, maxPairs: 5, concurrency: 4 },
    ...{ warmups: 0, sessions: 1, confirmationSessions: 0 },
  },
  sessions: {
    ...{ judgesTime: true, minPairs: 3, maxPairs: 3, concurrency: 1 },
    ...{ warmups: warm, sessions: 5, confirmationSessions: 0 },
  },
};

type Answers<T> = { readonly [K in ModeKind]: (mode: Extract<Mode, { readonly kind: K }>) => T };

/** The answer for a mode, of answers for every mode: one that is missing does not compile. */
export function byMode<T>(mode: Mode, answers: Answers<T>): T {
  switch (mode.kind) {
    case 'paired':
      return answers.paired(mode);
    case 'duet':
      return answers.duet(mode);
    case 'counters':
      return answers.counters(mode);
    case 'sessions':
      return answers.sessions(mode);
    default:
      return mode satisfies never;
  }
}

/** Whether verdicts of such a run speak of time. */
export function judgesTime({ kind }: Mode): boolean {
  return modeFacts[kind].judgesTime;
}

/** Whether both halves of a pair start at the same time. */
export function startsTogether(mode: Mode): boolean {
  return byMode(mode, { paired: () => false, duet: () => true, counters: ({ duet }) => duet, sessions: () => false });
}

/** The keys by which a report tells its mode, as it always did. */
interface Reported {
  readonly duet: boolean;
  readonly countersOnly: boolean;
  /** There where two saved runs were compared. */
  readonly saved?: unknown;
}

export function reportedMode({ duet, countersOnly, saved }: Reported): Mode {
  if (countersOnly) return { kind: 'counters', duet };
  if (saved !== undefined) return { kind: 'sessions' };
  return { kind: duet ? 'duet' : 'paired' };
}
