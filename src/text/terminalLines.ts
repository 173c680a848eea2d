import { terminalText } from './safeText.ts';

/** Lines for a terminal; whatever came from outside has lost its control characters. */
export function terminalLines(lines: readonly string[]): string {
  return lines.map((line) => `${terminalText(line)}\n`).join('');
}
