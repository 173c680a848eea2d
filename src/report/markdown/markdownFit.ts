import { cutTo } from '../../text/displayWidth.ts';
import { formatCount, plural } from '../../text/quantity.ts';
import { markdownCode, markdownText } from '../../text/safeText.ts';

/**
 * The size of a text of a comment. GitHub counts characters, and a limit in UTF-8 bytes, which are never fewer, keeps
 * that too: no name in another script makes a comment too long.
 */
export function sizeOf(text: string): number {
  return Buffer.byteLength(text);
}

/** Renders items from the start, as many as fit into `room`; the others are never rendered. */
export function fitting<T>(
  items: readonly T[],
  render: (item: T, index: number) => string,
  room: number,
): readonly string[] {
  const kept: string[] = [];
  let size = 0;
  for (const [index, item] of items.entries()) {
    const block = render(item, index);
    size += sizeOf(block) + 1;
    if (size > room) break;
    kept.push(block);
  }
  return kept;
}

/** Items that come first are the most severe, and are worth room that others could have. */
const fullAtOnce = 3;
const shareOfOne = 1 / 6;

/** As `fitting`: the first items in full, unless one is very large, the others in brief, and in full where that still fits. */
export function fittingFull<T>(
  items: readonly T[],
  brief: (item: T) => string,
  full: (item: T) => string,
  room: number,
): readonly string[] {
  const first = items.slice(0, fullAtOnce).map((item) => {
    const whole = full(item);
    return sizeOf(whole) > room * shareOfOne ? brief(item) : whole;
  });
  const kept = fitting(items, (item, index) => first[index] ?? brief(item), room);
  let spare = room - kept.reduce((sum, block) => sum + sizeOf(block) + 1, 0);
  return kept.map((block, index) => {
    const item = items[index];
    if (item === undefined || spare <= 0) return block;
    const whole = full(item);
    const more = sizeOf(whole) - sizeOf(block);
    if (more > spare) return block;
    spare -= more;
    return whole;
  });
}

export function leftOut(count: number, noun: string): string {
  return `${plural(count, noun)} left out to stay within the size of a comment; the HTML report has all of them.`;
}

export interface Folded<T> {
  readonly summary: string;
  readonly head: readonly string[];
  readonly items: readonly T[];
  readonly render: (item: T) => string;
  /** What is rendered instead where there is room. */
  readonly renderFull?: (item: T) => string;
  readonly noun: string;
}

/** A folded section cut to `room`; empty when it has nothing to say or no room to say it. */
export function folded<T>({ summary, head, items, render, renderFull, noun }: Folded<T>, room: number): string {
  const open = `<details>\n<summary>${summary}</summary>\n\n`;
  const close = '\n\n</details>\n';
  const frame = [open, close, head.join('\n'), leftOut(items.length, noun)].reduce((sum, one) => sum + sizeOf(one), 4);
  const spare = room - frame;
  if (items.length === 0 || spare <= 0) return '';
  const kept = renderFull === undefined ? fitting(items, render, spare) : fittingFull(items, render, renderFull, spare);
  const rest = items.length - kept.length;
  return `${open}${[...head, ...kept].join('\n')}${rest === 0 ? '' : `\n\n${leftOut(rest, noun)}`}${close}`;
}

/** `12 further notices`, for a list whose rest is told elsewhere. */
export function furtherItems(count: number, noun: string): readonly string[] {
  return count === 0 ? [] : [`- ${formatCount(count)} further ${noun}${count === 1 ? '' : 's'} in the HTML report`];
}

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
