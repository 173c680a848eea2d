import type { Place } from '../../model/errors.ts';
import type { Significant } from '../../sql/significant.ts';
import type { StatementView } from './statementView.ts';

/** Where the first call of a function of these names stands, and all of them as `now(), today()`; empty when none is called. */
export function callsAmong(
  view: StatementView,
  names: readonly RegExp[],
): readonly { readonly place: Place; readonly calls: string }[] {
  const { read, placeOf } = view;
  const found = callPositions(read).filter((at) => names.some((pattern) => pattern.test(read.nameAt(at))));
  const [first] = found;
  return first === undefined ? [] : [{ place: placeOf(first), calls: listed(found.map((at) => read.nameAt(at))) }];
}

/** `now(), today()`: each name once. */
export function listed(names: readonly string[]): string {
  return [...new Set(names)].map((name) => `${name}()`).join(', ');
}

function callPositions(read: Significant): readonly number[] {
  return [...read.tokens.keys()].filter((at) => {
    const isCall = read.nameAt(at) !== '' && read.textAt(at + 1) === '(';
    return isCall && read.textAt(at - 1) !== '.' && !read.isWord(at - 1, 'AS');
  });
}
