import { diffLines, diffWordsWithSpace } from 'diff';
import type { ArmText } from '../../model/comparison.ts';

export interface DiffPart {
  readonly text: string;
  /** Whether this piece of a changed line is what changed in it. */
  readonly changed: boolean;
}

export interface DiffLine {
  readonly sign: ' ' | '-' | '+' | '…';
  readonly parts: readonly DiffPart[];
}

/** Lines of unchanged text kept around a change. */
const context = 3;
/** Beyond this many edits a comparison costs seconds and helps nobody; then all lines count as changed. */
const mostEdits = 2000;

function linesOf(text: string): readonly string[] {
  return text.replace(/\n$/, '').split('\n');
}

function plain(sign: DiffLine['sign'], text: string): DiffLine {
  return { sign, parts: [{ text, changed: false }] };
}

/** A line that replaced another one: what changed inside is marked. */
function pairOfLines(before: string, after: string): readonly [DiffLine, DiffLine] {
  const words = diffWordsWithSpace(before, after, { maxEditLength: mostEdits });
  if (words === undefined) return [plain('-', before), plain('+', after)];
  const side = (sign: '-' | '+'): DiffLine => ({
    sign,
    parts: words
      .filter((word) => (sign === '-' ? !word.added : !word.removed))
      .map((word) => ({ text: word.value, changed: sign === '-' ? word.removed : word.added })),
  });
  return [side('-'), side('+')];
}

function replacedLines(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  const removed: DiffLine[] = [];
  const added: DiffLine[] = [];
  for (let index = 0; index < Math.max(before.length, after.length); index += 1) {
    const [old, fresh] = [before[index], after[index]];
    if (old !== undefined && fresh !== undefined) {
      const [minus, plus] = pairOfLines(old, fresh);
      removed.push(minus);
      added.push(plus);
    } else if (old !== undefined) removed.push(plain('-', old));
    else if (fresh !== undefined) added.push(plain('+', fresh));
  }
  return [...removed, ...added];
}

function unchangedLines(lines: readonly string[], isFirst: boolean, isLast: boolean): readonly DiffLine[] {
  const head = isFirst ? 0 : context;
  const tail = isLast ? 0 : context;
  const hidden = lines.length - head - tail;
  if (hidden < 2) return lines.map((line) => plain(' ', line));
  return [
    ...lines.slice(0, head).map((line) => plain(' ', line)),
    plain('…', `${hidden} unchanged lines`),
    ...lines.slice(lines.length - tail).map((line) => plain(' ', line)),
  ];
}

/** The same lines without the indentation that all of them have, which leaves a narrow window no room for the rest. */
export function dedented(lines: readonly DiffLine[]): readonly DiffLine[] {
  const texts = lines.filter(({ sign }) => sign !== '…').map(({ parts }) => parts.map(({ text }) => text).join(''));
  const indents = texts.filter((text) => text.trim() !== '').map((text) => text.search(/[^ ]/));
  const common = Math.min(...indents);
  if (!Number.isFinite(common) || common === 0) return lines;
  return lines.map((line) => (line.sign === '…' ? line : { ...line, parts: withoutStart(line.parts, common) }));
}

function withoutStart(parts: readonly DiffPart[], characters: number): readonly DiffPart[] {
  const [first, ...rest] = parts;
  if (first === undefined || characters === 0) return parts;
  if (first.text.length > characters) return [{ ...first, text: first.text.slice(characters) }, ...rest];
  return withoutStart(rest, characters - first.text.length);
}

/** What the author wrote, not a clock that was pinned in it. */
export function authored({ sql, written }: ArmText): string {
  return written ?? sql;
}

/** What changed from one SQL text to another, line by line, long unchanged stretches left out. */
export function sqlDiff(baseline: string, candidate: string): readonly DiffLine[] {
  const changes = diffLines(`${baseline}\n`, `${candidate}\n`, { maxEditLength: mostEdits });
  if (changes === undefined) return replacedLines(linesOf(baseline), linesOf(candidate));
  const lines: DiffLine[] = [];
  for (let index = 0; index < changes.length; index += 1) {
    const change = changes[index];
    const next = changes[index + 1];
    if (change === undefined) continue;
    if (change.removed && next?.added) {
      lines.push(...replacedLines(linesOf(change.value), linesOf(next.value)));
      index += 1;
    } else if (change.removed) lines.push(...linesOf(change.value).map((line) => plain('-', line)));
    else if (change.added) lines.push(...linesOf(change.value).map((line) => plain('+', line)));
    else lines.push(...unchangedLines(linesOf(change.value), index === 0, index === changes.length - 1));
  }
  return lines;
}
