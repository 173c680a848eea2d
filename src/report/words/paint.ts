import { styleText } from 'node:util';
import type { Tone } from './verdictWords.ts';

/** Colours repeat what words and marks say. */
export type Paint = (tone: Tone | 'strong' | 'faint', text: string) => string;

const styles = {
  bad: 'red',
  good: 'green',
  odd: 'magenta',
  unsure: 'yellow',
  calm: 'gray',
  strong: 'bold',
  faint: 'dim',
} as const;

/** What colours text for a terminal; without `color` it leaves all as it is. */
export function painter(color: boolean): Paint {
  return (tone, text) => (color && text !== '' ? styleText(styles[tone], text, { validateStream: false }) : text);
}
