import type { Significant } from './significant.ts';

/** Words behind which an operand follows, wherever they stand as keywords. */
const leadsToOperand = new Set(
  (
    'SELECT DISTINCT FROM WHERE PREWHERE HAVING QUALIFY GROUP ORDER BY LIMIT OFFSET FETCH TOP ON USING JOIN INNER LEFT RIGHT ' +
    'FULL OUTER CROSS ASOF SEMI ANTI ARRAY PASTE GLOBAL LOCAL AND OR XOR NOT IN LIKE ILIKE REGEXP BETWEEN DIV MOD IS AS WITH ' +
    'WHEN THEN ELSE CASE OVER WINDOW SETTINGS FORMAT UNION EXCEPT INTERSECT INTO COLLATE INTERVAL EXPLAIN EXISTS'
  ).split(' '),
);

/** Of these, the ones that begin an operand, or lead to one, where an operand is due; any other word there is a name. */
const prefixes = new Set(
  (
    'SELECT DISTINCT FROM NOT CASE WHEN INTERVAL EXISTS WITH BY JOIN OUTER INNER LEFT RIGHT FULL CROSS ASOF SEMI ANTI ARRAY ' +
    'PASTE ON USING WHERE LIKE ILIKE BETWEEN IN EXPLAIN'
  ).split(' '),
);

/** `ALL` and `ANY` lead on behind these; behind `BY`, `ALL` is the whole operand. */
const beforeAll = new Set(['UNION', 'EXCEPT', 'INTERSECT', 'SELECT', 'GLOBAL', 'LEFT', 'RIGHT', 'FULL', 'INNER']);

/**
 * For each token whether an operand was due where it stands. There a word such as FORMAT or LIMIT is the name of a column
 * or an alias; elsewhere it is the keyword. The grammar knows what it expects, and so tells
 * `ORDER BY format DESC` from `ORDER BY x FORMAT JSON`.
 */
export function operandsDue(read: Significant): readonly boolean[] {
  let due = true;
  return read.tokens.map((token, at) => {
    const was = due;
    if (token.kind === 'symbol') due = dueBehindSymbol(read.textAt(at), was);
    else if (token.kind === 'word') due = dueBehindWord(read, at, was);
    else due = false;
    return was;
  });
}

function dueBehindSymbol(symbol: string, due: boolean): boolean {
  if (symbol === ')' || symbol === ']' || symbol === '}') return false;
  // `SELECT *` is an operand, `a * b` goes on to one.
  return symbol === '*' ? !due : true;
}

function dueBehindWord(read: Significant, at: number, due: boolean): boolean {
  const word = read.upperAt(at);
  if (at === 0 && (word === 'DESCRIBE' || word === 'DESC')) return true;
  if (read.textAt(at - 1) === '.' || read.textAt(at + 1) === '.') return false;
  if (word === 'ALL' || word === 'ANY')
    return beforeAll.has(read.upperAt(at - 1)) && read.tokens[at - 1]?.kind === 'word';
  return due ? prefixes.has(word) && !isName(read, at) : leadsToOperand.has(word);
}

/** What can follow a name, and not a prefix: `left = 1`, `from, x`; a function's parenthesis too: `left(s, 2)`. */
function isName(read: Significant, at: number): boolean {
  const next = read.textAt(at + 1);
  const call = next === '(' && ['LEFT', 'RIGHT', 'ARRAY', 'INTERVAL', 'LIKE', 'ILIKE'].includes(read.upperAt(at));
  return (
    call ||
    next === ',' ||
    next === ')' ||
    next === '=' ||
    read.upperAt(at + 1) === 'AS' ||
    read.upperAt(at - 1) === 'AS'
  );
}
