import { cutTo } from '../../text/displayWidth.ts';
import { markdownCode, markdownText } from '../../text/safeText.ts';

const longestText = 300;
/** Of names of cases, places, targets. */
export const longestName = 120;

/** One line of text from outside, cut and made harmless. */
export function shortText(value: string, limit: number = longestText): string {
  return markdownText(cutTo(value, limit));
}

export function shortCode(value: string): string {
  return markdownCode(cutTo(value, longestName));
}

/** @param cells harmless already */
export function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
