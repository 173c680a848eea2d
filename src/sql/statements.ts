import { isTrivia, type Token, tokenize } from './sqlLexer.ts';

/** One statement of a file and the comments that belong to it. */
export interface Statement {
  /** From the first token the server reads to the last, without the closing `;`. */
  readonly sql: string;
  readonly start: number;
  /** The tokens of `sql`, whitespace and inner comments included; offsets are those of the file. */
  readonly tokens: readonly Token[];
  /** The comments right above, or before it on its line, with no blank line between. */
  readonly above: readonly Token[];
  /** The comments after its last token, up to the end of the line of its `;`. */
  readonly below: readonly Token[];
}

export interface SplitText {
  readonly statements: readonly Statement[];
  /** Strings and comments that the end of the file cut off; at most one. */
  readonly unterminated: readonly Token[];
  /** Comments that stand at the end of the file with no statement below. */
  readonly orphans: readonly Token[];
  /** Blocks of comments that a blank line parts from what follows. */
  readonly apart: readonly (readonly Token[])[];
}

/** Cuts a file into statements at each `;` that is outside strings, comments and heredocs. */
export function splitStatements(text: string): SplitText {
  const tokens = tokenize(text);
  const statements: Statement[] = [];
  const apart: (readonly Token[])[] = [];
  let orphans: readonly Token[] = [];
  for (const piece of pieces(text, tokens)) {
    const first = piece.tokens.findIndex((token) => !isTrivia(token));
    const blocks = commentBlocks(text, first < 0 ? piece.tokens : piece.tokens.slice(0, first));
    const touching = blocks.at(-1) ?? [];
    apart.push(...blocks.slice(0, -1));
    orphans = first < 0 ? touching : [];
    if (first < 0) continue;
    const last = piece.tokens.findLastIndex((token) => !isTrivia(token));
    const body = piece.tokens.slice(first, last + 1);
    const start = body[0]?.start ?? 0;
    statements.push({
      sql: text.slice(start, body.at(-1)?.end ?? start),
      start,
      tokens: body,
      above: touching,
      below: [...piece.tokens.slice(last + 1), ...piece.afterEnd].filter(isComment),
    });
  }
  return { statements, unterminated: tokens.filter((token) => token.unterminated), orphans, apart };
}

interface Piece {
  readonly tokens: readonly Token[];
  /** What follows the `;` on its line, when nothing but comments does. */
  readonly afterEnd: readonly Token[];
}

function pieces(text: string, tokens: readonly Token[]): readonly Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (token?.kind !== 'symbol' || text[token.start] !== ';') continue;
    const restOfLine = commentsToLineEnd(text, tokens, at + 1);
    found.push({ tokens: tokens.slice(from, at), afterEnd: tokens.slice(at + 1, restOfLine) });
    from = restOfLine;
    at = restOfLine - 1;
  }
  found.push({ tokens: tokens.slice(from), afterEnd: [] });
  return found;
}

/** The index after the comments that end the line; `from` when a statement follows on the same line. */
function commentsToLineEnd(text: string, tokens: readonly Token[], from: number): number {
  for (let at = from; at < tokens.length; at++) {
    const token = tokens[at];
    if (!token || !isTrivia(token)) return from;
    if (token.kind === 'whitespace' && newlines(text, token) > 0) return at;
  }
  return tokens.length;
}

/** The comments in blocks, cut at blank lines. The last block touches what follows, and is empty when none does. */
function commentBlocks(text: string, trivia: readonly Token[]): readonly (readonly Token[])[] {
  const blocks: Token[][] = [[]];
  for (const token of trivia) {
    if (isComment(token)) blocks.at(-1)?.push(token);
    else if (newlines(text, token) > 1) blocks.push([]);
  }
  return blocks.filter((block, at) => block.length > 0 || at === blocks.length - 1);
}

function isComment(token: Token): boolean {
  return token.kind === 'lineComment' || token.kind === 'blockComment';
}

function newlines(text: string, token: Token): number {
  return text.slice(token.start, token.end).split('\n').length - 1;
}
