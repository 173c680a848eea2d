import type { World } from '../app/world.ts';

/** What a text for stdout holds besides words. */
export interface Saying {
  /** Commands for GitHub Actions, made by us; they are text otherwise. */
  readonly commands?: boolean;
  /** Colours of ours; absent: where stdout shows them. */
  readonly color?: boolean;
}

/** The outside world as the command line sees it. Tests hand in their own. */
export interface Io extends World {
  /** Secrets never come out, and control characters come out as text. */
  readonly stdout: (text: string, saying?: Saying) => void;
  readonly stderr: (text: string) => void;
  /** True when stderr is a terminal that can redraw a line. */
  readonly isTerminal: boolean;
  /** True when stdout is a terminal that shows colours. */
  readonly isColor: boolean;
  readonly columns: number;
}
