import type { World } from '../app/world.ts';

/** What a text for stdout holds besides words. */
export interface Saying {
  /** Commands for GitHub Actions, made by us; they are text otherwise. */
  readonly commands?: boolean;
  /** Colours of ours; absent: where stdout shows them. */
  readonly color?: boolean;
}

/** What is piped into this process, or typed. */
export interface StandardInput {
  readonly isTerminal: boolean;
  /** All of it; rejects with a `FileRefusal` for more than `most` bytes, and with the error of the system. */
  read(most: number): Promise<Uint8Array>;
}

/** The outside world as the command line sees it. Tests hand in their own. */
export interface Io extends World {
  /** Secrets never come out, and control characters come out as text. */
  readonly stdout: (text: string, saying?: Saying) => void;
  readonly stderr: (text: string) => void;
  readonly stdin: StandardInput;
  /** True when stderr is a terminal that can redraw a line. */
  readonly isTerminal: boolean;
  /** True when stdout is a terminal that shows colours. */
  readonly isColor: boolean;
  readonly columns: number;
}
