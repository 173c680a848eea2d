import { isTrivia, type Token, tokenize } from '../sql/sqlLexer.ts';

/** A significant token with its text. */
export interface Lexeme {
  readonly token: Token;
  readonly text: string;
  /** True when nothing stands between it and the lexeme before. */
  readonly joined: boolean;
}

/** What stands between two brackets, or the whole statement. */
export interface Frame {
  /** Name of the function before a `(`, in lower case; `[]` for a subscript; empty for anything else. */
  readonly call: string;
  readonly parent: Frame | undefined;
  /** Which argument of its parent it belongs to. */
  readonly argument: number;
  /** Index of its opening bracket; -1 for the statement. */
  readonly open: number;
  /** For each argument the indices of its lexemes at any depth, first and behind the last. */
  readonly args: { readonly from: number; to: number }[];
}

/** A statement as brackets within brackets. */
export interface SqlTree {
  readonly tokens: readonly Token[];
  readonly lexemes: readonly Lexeme[];
  /** The frame that each lexeme stands in, and the number of its argument there. A bracket stands in the outer frame. */
  readonly places: readonly { readonly frame: Frame; readonly argument: number }[];
  /** Frames by the index of their opening and of their closing bracket. */
  readonly byOpen: ReadonlyMap<number, Frame>;
  readonly byClose: ReadonlyMap<number, Frame>;
  /** Where each word and quoted name stands, by its text without quotes. */
  readonly words: ReadonlyMap<string, readonly number[]>;
}

const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** Cuts a statement into brackets and arguments. Never throws; brackets that do not match are taken as they come. */
export function readTree(sql: string): SqlTree {
  const tokens = tokenize(sql);
  const lexemes = lexemesOf(sql, tokens);
  const root: Frame = { call: '', parent: undefined, argument: 0, open: -1, args: [{ from: 0, to: lexemes.length }] };
  const places: { frame: Frame; argument: number }[] = [];
  const byOpen = new Map<number, Frame>();
  const byClose = new Map<number, Frame>();
  let frame = root;
  for (const [at, { text }] of lexemes.entries()) {
    const closes = Object.values(closers).includes(text) && frame.parent !== undefined;
    if (closes) {
      lastOf(frame).to = at;
      byClose.set(at, frame);
      frame = frame.parent ?? root;
    }
    places.push({ frame, argument: frame.args.length - 1 });
    if (text === ',') {
      lastOf(frame).to = at;
      frame.args.push({ from: at + 1, to: lexemes.length });
    } else if (Object.hasOwn(closers, text)) {
      frame = {
        call: callBefore(lexemes, at),
        parent: frame,
        argument: frame.args.length - 1,
        open: at,
        args: [{ from: at + 1, to: lexemes.length }],
      };
      byOpen.set(at, frame);
    }
  }
  return { tokens, lexemes, places, byOpen, byClose, words: wordsOf(lexemes) };
}

function wordsOf(lexemes: readonly Lexeme[]): ReadonlyMap<string, readonly number[]> {
  const words = new Map<string, number[]>();
  for (const [at, { token, text }] of lexemes.entries()) {
    if (token.kind !== 'word' && token.kind !== 'quotedIdentifier') continue;
    const name = token.kind === 'word' ? text : text.slice(1, -1);
    const known = words.get(name);
    if (known === undefined) words.set(name, [at]);
    else known.push(at);
  }
  return words;
}

function lexemesOf(sql: string, tokens: readonly Token[]): readonly Lexeme[] {
  let end = -1;
  return tokens
    .filter((token) => !isTrivia(token))
    .map((token) => {
      const lexeme = { token, text: sql.slice(token.start, token.end), joined: token.start === end };
      end = token.end;
      return lexeme;
    });
}

function lastOf(frame: Frame): { from: number; to: number } {
  return frame.args.at(-1) ?? { from: 0, to: 0 };
}

/** Words that stand before a bracket without being a function. */
const keywords = new Set(
  (
    'as on by where having from join select with when then else case between values using distinct union all ' +
    'prewhere limit settings interval'
  ).split(' '),
);
/** Operators that are functions too: `a IN (1, 2)` and `in(a, tuple(1, 2))`. */
const operators = new Set('and or not in like ilike regexp'.split(' '));

function callBefore(lexemes: readonly Lexeme[], at: number): string {
  const before = lexemes[at - 1];
  if (before === undefined) return '';
  const { kind } = before.token;
  const name = before.text.toLowerCase();
  const isName = (kind === 'word' || kind === 'quotedIdentifier') && !keywords.has(name) && !operators.has(name);
  if (lexemes[at]?.text === '[') return isName || /^[)\]]$/.test(name) ? '[]' : '';
  if (lexemes[at]?.text !== '(' || kind !== 'word') return '';
  if (operators.has(name)) return beginsExpression(lexemes[at - 2]) ? name : '';
  return isName ? name : '';
}

/** True when what follows this lexeme begins an expression, so that an operator there must be a function. */
function beginsExpression(before: Lexeme | undefined): boolean {
  if (before === undefined) return true;
  const word = before.text.toLowerCase();
  return before.token.kind === 'symbol' ? !/^[)\]]$/.test(word) : keywords.has(word) || word === 'and' || word === 'or';
}
