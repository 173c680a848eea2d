import type { Secrets } from '../../model/secrets.ts';
import { outputText, terminalLines } from '../../text/safeText.ts';
import type { Io } from '../io.ts';

/** Where texts go once they are safe to show. */
export interface Outlets {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
}

/**
 * The one way out for what is said: nothing reaches stdout or stderr with a secret in it, or with what a terminal or a
 * CI log would obey, be it forgotten where the text was put together or not.
 */
export function outputEdge(
  outlets: Outlets,
  secrets: Secrets,
  redraw: boolean,
): Pick<Io, 'stdout' | 'stderr' | 'warn'> {
  const stderr = (text: string): void =>
    outlets.stderr(outputText(secrets.mask(text), { color: false, redraw, commands: false }));
  return {
    stdout: (text, { commands = false, color = false } = {}) =>
      outlets.stdout(outputText(secrets.mask(text), { color, redraw: false, commands })),
    stderr,
    // A line that is redrawn stands there, without an end.
    warn: (line) => stderr(`${redraw ? '\r\u001b[K' : ''}${terminalLines([line])}`),
  };
}
