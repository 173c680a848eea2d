import type { Secrets } from '../model/secrets.ts';

/** What a text for stdout holds besides words. */
export interface Saying {
  /** Commands for GitHub Actions, made by us; they are text otherwise. */
  readonly commands?: boolean;
  /** Colours of ours; absent: where stdout shows them. */
  readonly color?: boolean;
}

/** The outside world as the command line sees it. Tests hand in their own. */
export interface Io {
  /** Secrets never come out, and control characters come out as text. */
  readonly stdout: (text: string, saying?: Saying) => void;
  readonly stderr: (text: string) => void;
  /** What must not be said. */
  readonly secrets: Secrets;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** True when stderr is a terminal that can redraw a line. */
  readonly isTerminal: boolean;
  /** True when stdout is a terminal that shows colours. */
  readonly isColor: boolean;
  readonly columns: number;
  /** Milliseconds since 1970, which can be set at any moment. */
  readonly now: () => number;
  /** Milliseconds on a clock that is never set, from an arbitrary start; durations come of it. */
  readonly monotonic: () => number;
  /** A text that nobody can guess. */
  readonly secret: () => string;
  /** Calls back on Ctrl-C, SIGTERM, or the loss of the terminal; returns a function that stops listening. */
  readonly onInterrupt: (listener: () => void) => () => void;
}
