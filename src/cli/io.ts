/** The outside world as the command line sees it. Tests hand in their own. */
export interface Io {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
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
  /** Calls back on Ctrl-C or SIGTERM; returns a function that stops listening. */
  readonly onInterrupt: (listener: () => void) => () => void;
}
