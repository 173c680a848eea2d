import { isTrivia, type Token } from './sqlLexer.ts';

const reading = new Set(['SELECT', 'WITH', 'EXPLAIN', 'SHOW', 'DESCRIBE', 'DESC', 'EXISTS']);
const writing = new Set(
  (
    'INSERT CREATE ALTER DROP DELETE UPDATE TRUNCATE RENAME EXCHANGE OPTIMIZE ATTACH DETACH UNDROP SYSTEM KILL ' +
    'GRANT REVOKE MOVE SET USE BACKUP RESTORE CHECK COPY BEGIN COMMIT ROLLBACK EXECUTE'
  ).split(' '),
);

/** Why a statement must not be replayed, and the offset of the word that shows it. */
export interface Refusal {
  readonly reason: string;
  readonly start: number;
}

interface Word {
  readonly text: string;
  readonly start: number;
  readonly depth: number;
  readonly before: string;
  readonly after: string;
}

/**
 * Tells as far as tokens can whether a statement only reads; undefined when it does. A workload is
 * replayed many times, against real clusters too, so anything not known to read is refused.
 */
export function refuseWriting(text: string, tokens: readonly Token[]): Refusal | undefined {
  const significant = tokens.filter((token) => !isTrivia(token));
  const first = significant.find((token) => text[token.start] !== '(');
  const firstWord = first ? text.slice(first.start, first.end).toUpperCase() : '';
  if (!reading.has(firstWord) || first?.kind !== 'word') {
    return { reason: 'only reading statements are replayed', start: first?.start ?? tokens[0]?.start ?? 0 };
  }
  const words = wordsOf(text, significant);
  const outfile = words.find((word) => word.text === 'INTO' && word.after === 'OUTFILE');
  if (outfile) return { reason: 'INTO OUTFILE writes a file', start: outfile.start };
  return laterWrite(words);
}

/** Looks for a writing statement behind WITH, EXPLAIN and PARALLEL WITH. Looks at each word a few times at most. */
function laterWrite(words: readonly Word[]): Refusal | undefined {
  let at = 0;
  let moreStatements = true;
  while (at < words.length) {
    const found = words[at];
    if (found && writing.has(found.text)) {
      const reason = `only reading statements are replayed, and this one goes on to ${found.text}`;
      return { reason, start: found.start };
    }
    const leads: boolean = moreStatements && ['WITH', 'EXPLAIN'].includes(found?.text ?? '');
    const led: number = leads ? indexAfter(words, at, startsStatement) : words.length;
    if (leads) moreStatements = led < words.length;
    at = led < words.length ? led : indexAfter(words, at, startsParallel) + 2;
  }
  return undefined;
}

/** The index of the first such word after `at`; the number of words when there is none. */
function indexAfter(words: readonly Word[], at: number, wanted: (word: Word) => boolean): number {
  for (let next = at + 1; next < words.length; next++) {
    const word = words[next];
    if (word && wanted(word)) return next;
  }
  return words.length;
}

function startsParallel(word: Word): boolean {
  return word.text === 'PARALLEL' && word.after === 'WITH';
}

/** True for a word that begins a statement, and is not a name, an alias or an EXPLAIN setting. */
function startsStatement(word: Word): boolean {
  if (!reading.has(word.text) && !writing.has(word.text)) return false;
  if (word.text === 'EXISTS' || word.depth > 0) return false;
  return !['AS', '.', ','].includes(word.before) && !['AS', '.', ',', '(', '='].includes(word.after);
}

function wordsOf(text: string, significant: readonly Token[]): readonly Word[] {
  const upper = (at: number): string => {
    const token = significant[at];
    return token ? text.slice(token.start, token.end).toUpperCase() : '';
  };
  const words: Word[] = [];
  let depth = 0;
  for (const [at, token] of significant.entries()) {
    if (token.kind === 'symbol' && text[token.start] === '(') depth++;
    if (token.kind === 'symbol' && text[token.start] === ')') depth--;
    if (token.kind === 'word') {
      words.push({ text: upper(at), start: token.start, depth, before: upper(at - 1), after: upper(at + 1) });
    }
  }
  return words;
}
