import type { Constant } from './constantKinds.ts';
import { constantAfter, constantAt } from './constants.ts';
import type { Frame, SqlTree } from './sqlTree.ts';

/** Where a string literal or a number stands: what decides whether a query needs it as it is. */
export interface LiteralPlace {
  /** The function it is an argument of, in lower case, looking through tuples and lists; `[]` for a subscript. */
  readonly call: string;
  /** Number of the argument, from 0. */
  readonly argument: number;
  /** Last name of the column, or the property's key, that it is compared with; absent when it is compared with none. */
  readonly subject?: string;
  readonly isLike: boolean;
  /** True behind an operator of comparison, whatever stands before it. */
  readonly isCompared: boolean;
  /** The setting it is the value of. */
  readonly setting?: string;
  /** What the engine asks for here, when it takes no text of somebody's. */
  readonly constant?: Constant;
}

const seenThrough = new Set(['', 'tuple', 'array', 'assumenotnull', 'tonullable', 'materialize', 'identity']);
const comparing =
  /^(?:equals|notequals|less|greater|lessorequals|greaterorequals|(?:global)?(?:not)?(?:null)?in|(?:not)?i?like|isnotdistinctfrom|has|hasany|hasall|startswith|endswith|indexof)$/;
const likeCall = /^(?:not)?i?like$/;

/** Functions that a number is looked for through: `equals(phone, toUInt64(5550100))`. */
const numberCall = /^to(?:u?int|float|decimal)\d+(?:or\w+)?$/;

/** Tells the place of the string literal, or the number, that is the lexeme `at`. */
export function placeOf(tree: SqlTree, at: number): LiteralPlace {
  const { frame, argument, opened } = outward(tree, at);
  const infix = infixBefore(tree, opened, frame);
  const { call } = frame;
  const sibling = comparing.test(call) ? siblingSubject(tree, frame, argument) : undefined;
  const subject = infix?.subject ?? sibling ?? (opened === at ? subjectAfter(tree, at) : undefined);
  const setting = settingOf(tree, at);
  const constant = infix === undefined ? constantOf(tree, at) : infix.operator === 'regexp' ? regexConstant : undefined;
  return {
    call,
    argument: call === '[]' ? 1 : argument,
    ...(subject === undefined ? {} : { subject }),
    isCompared: infix !== undefined,
    isLike: likeCall.test(call) || infix?.operator === 'like',
    ...(setting === undefined ? {} : { setting }),
    ...(constant === undefined ? {} : { constant }),
  };
}

const regexConstant = constantAt({ call: 'match', argument: 1, isLast: true, isParameter: false });
/** Calls whose result is a text made of their arguments: a constant may stand inside. */
const textCall =
  /^(?:|tuple|array|assumenotnull|tonullable|materialize|identity|concat|lower|upper|lowerutf8|upperutf8|if|multiif|ifnull|coalesce|tostring|trim\w*)$/;

/** What is asked for at a lexeme: by the word before it, or by the function around it, looking through texts made on the way. */
function constantOf(tree: SqlTree, at: number): Constant | undefined {
  const before = tree.lexemes[at - 1];
  const afterWord = before?.token.kind === 'word' ? constantAfter(before.text.toLowerCase()) : undefined;
  if (afterWord !== undefined) return afterWord;
  let frame = tree.places[at]?.frame;
  let argument = tree.places[at]?.argument ?? 0;
  while (frame?.parent !== undefined && !holdsQuery(tree, frame)) {
    const close = frame.args.at(-1)?.to ?? 0;
    const found = constantAt({
      call: frame.call,
      argument: frame.call === '[]' ? 1 : argument,
      isLast: argument === frame.args.length - 1,
      isParameter: frame.call !== '' && frame.call !== '[]' && tree.lexemes[close + 1]?.text === '(',
    });
    if (found !== undefined || !textCall.test(frame.call)) return found;
    argument = frame.argument;
    frame = frame.parent;
  }
  return undefined;
}

/**
 * What is asked for where an alias of a literal is used: `WITH 'day' AS unit SELECT dateTrunc(unit, ts)`. The first use
 * that asks for anything decides.
 */
export function constantOfAlias(tree: SqlTree, at: number): Constant | undefined {
  const alias = tree.lexemes[at + 2];
  if (!/^as$/i.test(tree.lexemes[at + 1]?.text ?? '') || alias?.token.kind !== 'word') return undefined;
  for (const use of tree.words.get(alias.text) ?? []) {
    const constant = use === at + 2 ? undefined : constantOf(tree, use);
    if (constant !== undefined) return constant;
  }
  return undefined;
}

/** The nearest frame that is no mere list, with the lexeme in it that holds the literal. */
function outward(tree: SqlTree, at: number): { frame: Frame; argument: number; opened: number } {
  let frame = tree.places[at]?.frame;
  let argument = tree.places[at]?.argument ?? 0;
  let opened = at;
  const isNumber = tree.lexemes[at]?.token.kind === 'number';
  const seesThrough = (call: string): boolean => seenThrough.has(call) || (isNumber && numberCall.test(call));
  while (frame?.parent !== undefined && seesThrough(frame.call) && !holdsQuery(tree, frame)) {
    // What the list follows: for `tuple(` that is the name before the bracket.
    opened = frame.call === '' ? frame.open : frame.open - 1;
    argument = frame.argument;
    frame = frame.parent;
  }
  return { frame: frame ?? { call: '', parent: undefined, argument: 0, open: -1, args: [] }, argument, opened };
}

function holdsQuery(tree: SqlTree, frame: Frame): boolean {
  return /^(?:select|with)$/i.test(tree.lexemes[frame.open + 1]?.text ?? '');
}

/**
 * What the literal is compared with by an operator before it: `event = '…'`, `event NOT IN ('…')`, `url LIKE '…'`,
 * `phone BETWEEN 1 AND -2`.
 */
function infixBefore(
  tree: SqlTree,
  opened: number,
  frame: Frame,
): { readonly operator: string; readonly subject?: string } | undefined {
  const word = (at: number): string => (at > frame.open ? (tree.lexemes[at]?.text.toLowerCase() ?? '') : '');
  let at = opened - 1;
  let operator = '';
  if (/^[-+]$/.test(word(at))) at -= 1;
  const low = word(at) === 'and' ? [at - 2, at - 3].find((one) => word(one) === 'between') : undefined;
  if (word(at) === 'between' || low !== undefined) {
    operator = 'between';
    at = (low ?? at) - 1;
    while (word(at) === 'not') at -= 1;
  } else if (/^(?:in|like|ilike|regexp)$/.test(word(at))) {
    operator = word(at).replace('ilike', 'like');
    at -= 1;
    while (/^(?:not|global)$/.test(word(at))) at -= 1;
  } else {
    while (/^[=!<>]$/.test(word(at))) {
      operator = '=';
      at -= 1;
    }
  }
  if (operator === '') return undefined;
  const subject = nameEndingAt(tree, at);
  return subject === undefined ? { operator } : { operator, subject };
}

/** What the literal is compared with by an operator behind it: `5550100 = people.phone`. */
function subjectAfter(tree: SqlTree, literal: number): string | undefined {
  const text = (at: number): string => tree.lexemes[at]?.text ?? '';
  let at = literal + 1;
  while (/^[=!<>]$/.test(text(at))) at += 1;
  if (at === literal + 1) return undefined;
  while (text(at + 1) === '.') at += 2;
  const kind = tree.lexemes[at]?.token.kind;
  const isName = (kind === 'word' || kind === 'quotedIdentifier') && text(at + 1) !== '(';
  return isName ? bareName(text(at)) : undefined;
}

function siblingSubject(tree: SqlTree, frame: Frame, argument: number): string | undefined {
  for (const [index, range] of frame.args.entries()) {
    if (index === argument) continue;
    const subject = nameEndingAt(tree, range.to - 1, range.from);
    if (subject !== undefined) return subject;
  }
  return undefined;
}

const readsProperty =
  /^(?:jsonextract\w*|simplejsonextract\w*|visitparamextract\w*|json_value|arrayelement|tupleelement|\[\])$/;

/** Last name of the expression that ends with a lexeme: of a column, of a call's first argument, or the key it reads. */
function nameEndingAt(tree: SqlTree, at: number, least = 0): string | undefined {
  if (at < least) return undefined;
  const lexeme = tree.lexemes[at];
  if (lexeme === undefined) return undefined;
  if (lexeme.token.kind === 'word' || lexeme.token.kind === 'quotedIdentifier') return bareName(lexeme.text);
  const frame = tree.byClose.get(at);
  if (frame === undefined) return undefined;
  if (readsProperty.test(frame.call)) {
    const key = tree.lexemes.slice(frame.open + 1, at).find((one) => one.token.kind === 'string');
    if (key !== undefined) return key.text.slice(1, -1);
  }
  const first = frame.args[0];
  return first === undefined ? undefined : nameEndingAt(tree, Math.min(first.to, at) - 1, first.from);
}

function bareName(text: string): string {
  return text.replace(/^[`"“]|[`"”]$/g, '');
}

/** The setting in `SETTINGS a = 1, b = '…'`; a literal after any other `=` has none. */
function settingOf(tree: SqlTree, at: number): string | undefined {
  const text = (index: number): string => tree.lexemes[index]?.text ?? '';
  if (text(at - 1) !== '=' || tree.lexemes[at - 2]?.token.kind !== 'word') return undefined;
  for (let name = at - 2; ; name -= 4) {
    const before = text(name - 1).toLowerCase();
    if (before === 'settings') return text(at - 2);
    if (before !== ',' || text(name - 3) !== '=') return undefined;
  }
}
