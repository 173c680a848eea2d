import type { ArmCase } from '../model/arm.ts';
import type { ServerMessage } from '../model/reason.ts';

const longestMessage = 200;

/** The first line of a server's message, no longer than 200 characters. */
export function shortMessage(message: string): string {
  const line = message.trim().split(/\r?\n/, 1)[0] ?? '';
  return line.length <= longestMessage ? line : `${line.slice(0, longestMessage - 1)}…`;
}

const longestNear = 40;

/**
 * A server's message on a statement that it cannot parse by the place in the file, any other by its first line. A pinned
 * clock makes what is sent longer than what is written, so behind such a call the column can be off.
 */
export function serverMessage(message: string, sent: Pick<ArmCase, 'sql' | 'place'> | null): ServerMessage {
  const position = /^Syntax error.*?failed at position (\d+)/.exec(message)?.[1];
  if (position === undefined || sent === null) return { kind: 'said', text: shortMessage(message) };
  const offset = offsetOf(sent.sql, Number(position));
  const near = (sent.sql.slice(offset).trimStart().split(/\r?\n/, 1)[0] ?? '').slice(0, longestNear).trimEnd();
  return { kind: 'syntaxError', place: placeWithin(sent.sql, sent.place, offset), near };
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
