import type { ArmCase } from '../model/arm.ts';

const longestNear = 40;

/**
 * A server's message on a statement that it cannot parse, told by the place in the file: "Syntax error at
 * queries/a.sql:13:16, near `> 3`". Any other message stays as it is. A pinned clock makes what is sent longer than what
 * is written, so behind such a call the column can be off.
 */
export function placedMessage(message: string, { sql, place }: Pick<ArmCase, 'sql' | 'place'>): string {
  const position = /^Syntax error.*?failed at position (\d+)/.exec(message)?.[1];
  if (position === undefined) return message;
  const offset = offsetOf(sql, Number(position));
  const near = (sql.slice(offset).trimStart().split(/\r?\n/, 1)[0] ?? '').slice(0, longestNear).trimEnd();
  const where = near === '' ? 'where it ends' : `near \`${near}\``;
  return `Syntax error at ${placeWithin(sql, place, offset)}, ${where}`;
}

/** The server counts bytes from 1; offsets count UTF-16 units from 0. */
function offsetOf(sql: string, position: number): number {
  const bytes = new TextEncoder().encode(sql).subarray(0, Math.max(0, position - 1));
  return new TextDecoder().decode(bytes).length;
}

/** `file:line:column` of an offset in a statement that begins at a place of that form. */
function placeWithin(sql: string, place: string, offset: number): string {
  const [, file, line, column] = /^(.*):(\d+):(\d+)$/s.exec(place) ?? [];
  if (file === undefined) return place;
  const before = sql.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  const lines = before.split('\n').length - 1;
  return `${file}:${Number(line) + lines}:${lines === 0 ? Number(column) + offset : offset - lineStart + 1}`;
}
