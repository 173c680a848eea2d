import { constantOfAlias, type LiteralPlace, placeOf } from './literalPlace.ts';
import { judgeLiteral, judgeNumber, type LiteralVerdict, rulesOnNumbers } from './literalVerdict.ts';
import type { PrivacyTally } from './privacyReport.ts';
import type { PrivacyRules } from './privacyRules.ts';
import type { Pseudonyms } from './pseudonyms.ts';
import { isCodeWord, sensitiveKind } from './sensitive.ts';
import { type Lexeme, readTree, type SqlTree } from './sqlTree.ts';
import { literalInside, literalUnits, rewriteUnits } from './stringLiteral.ts';

export interface Privacy {
  readonly pseudonyms: Pseudonyms;
  readonly rules: PrivacyRules;
  /** Columns whose literals are names of events. */
  readonly eventColumns: readonly string[];
  /** Literals stay as they are; comments and tags are still cleaned. */
  readonly keepLiterals: boolean;
  readonly tally: PrivacyTally;
}

/**
 * A statement without what is private in it: string literals are judged one by one, comments are taken out, and
 * aliases that are no plain names are replaced. All else is the same text, and it reads the same data.
 */
export function redactSql(sql: string, privacy: Privacy): string {
  const tree = readTree(sql);
  const aliases = aliasesOf(tree);
  const texts = new Map(
    tree.lexemes.map((lexeme, at) => [lexeme.token, redactLexeme(tree, at, aliases, privacy)] as const),
  );
  return tree.tokens
    .map((token) => {
      if (token.kind === 'whitespace') return sql.slice(token.start, token.end);
      // A comment parts two words as a space does.
      return texts.get(token) ?? ' ';
    })
    .join('')
    .trim()
    .replace(/;\s*$/, '')
    .trimEnd();
}

function redactLexeme(tree: SqlTree, at: number, aliases: ReadonlySet<string>, privacy: Privacy): string {
  const lexeme = tree.lexemes[at];
  if (lexeme === undefined) return '';
  const { text, token } = lexeme;
  if (token.kind === 'quotedIdentifier')
    return privacy.keepLiterals ? text : redactName(text, aliases.has(text), privacy);
  if (token.kind === 'number') return privacy.keepLiterals ? text : redactNumber(tree, at, privacy);
  if (token.kind !== 'string' && token.kind !== 'heredoc') return text;
  if (privacy.keepLiterals) {
    privacy.tally.literal('keep', 'kept by --keep-literals', undefined);
    return text;
  }
  const before = tree.lexemes[at - 1];
  const isBytes = lexeme.joined && before !== undefined && /^[xXbB]$/.test(before.text);
  if (!isBytes) return redactString(tree, at, lexeme, privacy);
  privacy.tally.literal('drop', 'bytes', undefined);
  return text.replace(/[0-9a-f]/gi, '0');
}

function redactString(tree: SqlTree, at: number, { text }: Lexeme, privacy: Privacy): string {
  const place = literalPlace(tree, at);
  const units = literalUnits(literalInside(text));
  const value = units.map((unit) => unit.char).join('');
  const verdict = judgeLiteral(value, place, privacy.rules, privacy.eventColumns);
  privacy.tally.literal(verdict.action, verdict.reason, verdict.action === 'keep' ? value : undefined);
  if (verdict.action === 'keep') return text;
  const elsewhere = (name: string): boolean => tree.words.has(name) && isCodeWord(name);
  return `'${rewriteUnits(units, otherChars(value, verdict, place, privacy.pseudonyms, elsewhere))}'`;
}

/** The place of a literal; for one with an alias, what is asked for where the alias is used. */
export function literalPlace(tree: SqlTree, at: number): LiteralPlace {
  const place = placeOf(tree, at);
  const constant = place.constant ?? constantOfAlias(tree, at);
  return constant === undefined ? place : { ...place, constant };
}

/** A number stays one: its digits become others, or zeros. It is counted where a rule is about it alone. */
function redactNumber(tree: SqlTree, at: number, { rules, pseudonyms, tally }: Privacy): string {
  const text = tree.lexemes[at]?.text ?? '';
  if (!rulesOnNumbers(rules)) return text;
  const { action, reason } = judgeNumber(text, placeOf(tree, at), rules);
  if (action === 'keep') return text;
  tally.literal(action, reason, undefined);
  // Base 16 and base 2 would need digits of their own.
  if (/^0[xb]/i.test(text)) return '0';
  const digits = /^[\d._]+/.exec(text)?.[0] ?? '';
  const other =
    action === 'drop' ? digits.replace(/\d/g, '0') : digits.replace(longestHashed, (part) => pseudonyms.of(part));
  return other + text.slice(digits.length);
}

/** Longer ones could be taken for UUIDs without dashes, whose pseudonyms have letters. */
const longestHashed = /\d{1,18}/g;

function otherChars(
  value: string,
  verdict: LiteralVerdict,
  place: LiteralPlace,
  pseudonyms: Pseudonyms,
  elsewhere: (name: string) => boolean,
): readonly string[] {
  if (verdict.action === 'drop')
    return Array.from(value, (char) => (/[\p{L}\p{N}]|[^\0-\x7f]/u.test(char) ? 'x' : char));
  const parts = place.constant?.parts?.(value, elsewhere);
  if (parts !== undefined) return parts.flatMap(({ text, stays }) => Array.from(stays ? text : pseudonyms.of(text)));
  // What stands between two wildcards is looked for in whole texts, so it is replaced as they are.
  if (place.isLike) return value.split(/(%)/).flatMap((part) => Array.from(pseudonyms.of(part)));
  return Array.from(pseudonyms.of(value));
}

/** Names of columns and tables stay, or the query would not run. Aliases are free text when they are quoted. */
function redactName(text: string, isAlias: boolean, { pseudonyms, tally }: Privacy): string {
  const inside = text.slice(1, -1);
  const isPlain = isCodeWord(inside) || /^[\w$.%-]{1,80}$/.test(inside);
  if (sensitiveKind(inside) === undefined && (isPlain || !isAlias)) return text;
  tally.literal('hash', 'quoted name', undefined);
  return `${text.charAt(0)}${pseudonyms.of(inside)}${text.slice(-1)}`;
}

function aliasesOf({ lexemes }: SqlTree): ReadonlySet<string> {
  const named = lexemes.filter((_, at) => /^as$/i.test(lexemes[at - 1]?.text ?? ''));
  return new Set(named.map((lexeme) => lexeme.text));
}
