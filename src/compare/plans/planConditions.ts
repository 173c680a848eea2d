import { without } from './planDifference.ts';

/** A longer condition is taken as one part: to take it apart would cost more than it tells. */
const longestParsed = 4000;

/**
 * What differs between the conditions of an index in both arms: of `and(…)` only the parts that the other arm does not
 * have. Null where both hold the same parts.
 */
export function conditionChange(
  before: string,
  after: string,
): { readonly lost: string; readonly gained: string } | null {
  const [was, is] = [conjuncts(before), conjuncts(after)];
  const [lost, gained] = [without(was, is).join(' and '), without(is, was).join(' and ')];
  return lost === '' && gained === '' ? null : { lost, gained };
}

/** The parts of nested `and(…)`, each without brackets around it. */
function conjuncts(condition: string): readonly string[] {
  if (condition.length > longestParsed) return [condition];
  const text = bare(condition);
  if (!text.startsWith('and(') || endOf(text, 'and'.length) !== text.length - 1) return [text];
  return argumentsOf(text.slice('and('.length, -1)).flatMap(conjuncts);
}

function bare(condition: string): string {
  let text = condition.trim();
  while (text.startsWith('(') && endOf(text, 0) === text.length - 1) text = text.slice(1, -1).trim();
  return text;
}

/** Where the bracket that opens at `from` closes; -1 where it does not. */
function endOf(text: string, from: number): number {
  const depths = bracketDepths(text.slice(from));
  const length = depths.indexOf(0);
  return length === -1 ? -1 : from + length;
}

/** Splits at the commas outside of brackets. */
function argumentsOf(text: string): readonly string[] {
  const depths = bracketDepths(text);
  const commas = depths.flatMap((depth, at) => (depth === 0 && text[at] === ',' ? [at] : []));
  return [...commas, text.length].map((end, i) => text.slice(i === 0 ? 0 : (commas[i - 1] ?? 0) + 1, end));
}

/**
 * How many brackets are open after each character; quoted text has none. Both kinds of bracket count alike, because a
 * range is open or closed at either end: `[20574, +Inf)`.
 */
function bracketDepths(text: string): readonly number[] {
  const depths: number[] = [];
  let depth = 0;
  for (const token of text.match(/'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`|./gs) ?? []) {
    if (token === '(' || token === '[') depth++;
    if (token === ')' || token === ']') depth--;
    for (let i = 0; i < token.length; i++) depths.push(token.length === 1 ? depth : Number.NaN);
  }
  return depths;
}
