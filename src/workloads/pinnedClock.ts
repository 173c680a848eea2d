import type { EpochSeconds } from '../model/units.ts';
import { tokenize } from '../sql/sqlLexer.ts';
import { type ClockCall, type ClockKind, findClockCalls } from './clockCalls.ts';

/**
 * The statement with every reading of the clock replaced by a constant of the same type: `now()` becomes
 * `toDateTime(1769860800)`, whose zone is the session's as before. Arguments, and all other text, stay as they are.
 */
export function pinClock(sql: string, now: EpochSeconds): string {
  const edits = findClockCalls(sql, tokenize(sql)).flatMap((call) => {
    const { before, after } = constant(call, now);
    if (call.close === undefined) return [{ ...call.head, text: before + after }];
    return [
      { start: call.head.start, end: call.head.end, text: before },
      { start: call.close.start, end: call.close.end, text: after },
    ];
  });
  let pinned = '';
  let from = 0;
  // Calls inside the arguments of another come after its head and before its close.
  for (const { start, end, text } of edits.sort((a, b) => a.start - b.start)) {
    pinned += sql.slice(from, start) + text;
    from = end;
  }
  return pinned + sql.slice(from);
}

/** What stands before and after the arguments. */
function constant({ kind, hasArguments }: ClockCall, now: EpochSeconds): { before: string; after: string } {
  const seconds = `toDateTime(${now}`;
  const more = hasArguments ? ', ' : '';
  const fraction = `toDateTime64(${now}, ${hasArguments ? '' : '3'}`;
  const texts: Readonly<Record<ClockKind, readonly [string, string]>> = {
    seconds: [seconds + more, ')'],
    fraction: [fraction, ')'],
    today: [`toDate(${seconds})`, ')'],
    yesterday: [`minus(toDate(${seconds})`, '), 1)'],
    utc: [`${seconds}, 'UTC'`, ')'],
    time: [`CAST(${seconds}), 'Time'`, ')'],
    // These two are not constant: the server computes them for each block.
    blockSeconds: [`materialize(${seconds}${more}`, '))'],
    blockFraction: [`materialize(${fraction}`, '))'],
  };
  const [before, after] = texts[kind];
  return { before, after };
}
