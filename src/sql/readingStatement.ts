import { significant } from './significant.ts';
import type { Token } from './sqlLexer.ts';
import { classify } from './statementKind.ts';

/** Why a statement must not be replayed, what to do, and the offset of the word that shows it. */
export interface Refusal {
  readonly reason: string;
  readonly fix: string;
  readonly start: number;
}

export interface ReadingOptions {
  /** The case's settings let an expression stand without SELECT. */
  readonly implicitSelect?: boolean;
}

/**
 * Tells as far as tokens can whether a statement only reads; undefined when it does. A workload is
 * replayed many times, against real clusters too, so anything not known to read is refused.
 */
export function refuseWriting(
  text: string,
  tokens: readonly Token[],
  { implicitSelect = false }: ReadingOptions = {},
): Refusal | undefined {
  const read = significant(text, tokens);
  const startOf = (at: number): number => read.tokens[at]?.start ?? tokens[0]?.start ?? 0;
  const outfile = [...read.tokens.keys()].find((at) => read.isWord(at, 'INTO') && namesOutfile(at));
  if (outfile !== undefined)
    return {
      reason: 'INTO OUTFILE writes a file',
      fix: 'drop INTO OUTFILE: a result is read to its end, and kept nowhere',
      start: startOf(outfile),
    };
  const { kind, at } = classify(read);
  if (kind === 'select' || kind === 'reading' || (kind === 'unknown' && implicitSelect)) return undefined;
  const leads = [...read.tokens.keys()].slice(0, at).every((before) => read.textAt(before) === '(');
  const word = read.upperAt(at);
  const goesOn = leads || kind === 'unknown' ? '' : `, and this one goes on to ${word}`;
  return {
    reason: `only statements that read are sent${goesOn}`,
    fix: kind === 'unknown' ? unknownFix : (fixes[word] ?? defaultFix),
    start: startOf(at),
  };

  /** A column may be called `into` and its alias `outfile`; what a file is named by is a string. */
  function namesOutfile(at: number): boolean {
    const kind = read.tokens[at + 2]?.kind;
    return read.isWord(at + 1, 'OUTFILE') && (kind === 'string' || kind === 'heredoc');
  }
}

const defaultFix = 'take it out, or move it to a script named under `schema` or `data` in workload.yaml';
const unknownFix = 'take it out: a query begins with SELECT, WITH, FROM, EXPLAIN, SHOW, DESCRIBE or EXISTS';
const fixes: Readonly<Record<string, string>> = {
  SET: 'write the setting under `settings:` in workload.yaml, or above a statement as `-- settings: {…}`',
  USE: 'write `database: …` into workload.yaml, or name the database in front of each table',
};
