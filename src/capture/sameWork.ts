import type { Constant } from './constantKinds.ts';
import type { LiteralPlace } from './literalPlace.ts';
import { literalPlace } from './redactSql.ts';
import { holdsText, isCodeWord } from './sensitive.ts';
import { type Lexeme, readTree, type SqlTree } from './sqlTree.ts';
import { literalValue } from './stringLiteral.ts';

/** What a written text has other than the statement it was made of. */
export interface Comparison {
  /** Why the text may not do the statement's work; undefined when nothing speaks against it. */
  readonly doubt?: string;
  /** True when a server that explains both alike dispels the doubt. */
  readonly mayBeDispelled: boolean;
  /** Names that were replaced, as the statement had them, by what stands for them now. */
  readonly renamed: ReadonlyMap<string, string>;
}

/**
 * Compares a written text with its statement, token by token: the same words, names, numbers and brackets, and every text that
 * was replaced stands where the engine takes any text. It reads both anew, and trusts nothing that the redaction decided.
 *
 * @param functions names of the engine's functions in lower case, by which those of users are told
 */
export function compareWork(statement: string, written: string, functions: ReadonlySet<string>): Comparison {
  const before = readTree(statement);
  const after = readTree(written);
  const renamed = new Map<string, string>();
  const doubts: { readonly doubt: string; readonly mayBeDispelled: boolean }[] = [];
  if (before.lexemes.length !== after.lexemes.length)
    return { doubt: 'it has other tokens than the statement', mayBeDispelled: false, renamed };
  if (before.lexemes.some((lexeme) => lexeme.text === hiddenByLog))
    doubts.push(certain('the log hides a secret of the statement, such as a key of encrypt()'));
  for (const [at, lexeme] of before.lexemes.entries()) {
    const other = after.lexemes[at];
    if (other === undefined || lexeme.text === other.text) continue;
    const found = differenceAt(before, at, other, renamed, functions);
    if (found !== undefined) doubts.push(found);
  }
  const worst = doubts.find((one) => !one.mayBeDispelled) ?? doubts[0];
  return worst === undefined ? { mayBeDispelled: false, renamed } : { ...worst, renamed };
}

/** What the server writes to its log in the place of passwords and keys. */
const hiddenByLog = "'[HIDDEN]'";

type Doubt = { readonly doubt: string; readonly mayBeDispelled: boolean };

const certain = (doubt: string): Doubt => ({ doubt, mayBeDispelled: false });

function differenceAt(
  tree: SqlTree,
  at: number,
  other: Lexeme,
  renamed: Map<string, string>,
  functions: ReadonlySet<string>,
): Doubt | undefined {
  const lexeme = tree.lexemes[at];
  const kind = lexeme?.token.kind;
  if (lexeme === undefined) return undefined;
  if (kind === 'number' && other.token.kind === 'number') {
    const isCompared = literalPlace(tree, at).subject !== undefined;
    return isCompared ? undefined : certain('a number that no column is compared with was replaced by a rule');
  }
  if (kind === 'quotedIdentifier' && other.token.kind === kind) {
    const isAlias = (tree.words.get(lexeme.text.slice(1, -1)) ?? []).some((use) =>
      /^as$/i.test(tree.lexemes[use - 1]?.text ?? ''),
    );
    if (!isAlias) return certain('a quoted name that is no alias was replaced');
    return rename(renamed, lexeme.text.slice(1, -1), other.text.slice(1, -1));
  }
  if ((kind !== 'string' && kind !== 'heredoc') || other.token.kind !== 'string')
    return certain('it has another token in one place');
  const place = literalPlace(tree, at);
  const value = literalValue(lexeme.text);
  const now = literalValue(other.text);
  if (value === now) return undefined;
  if (place.constant !== undefined) return constantDoubt(place.constant, place, value, now, tree, renamed);
  const setting = place.setting ?? settingAround(tree, at);
  if (setting !== undefined)
    return /^log_comment$|^quota_key$|^query_cache_tag$/.test(setting)
      ? undefined
      : certain(`the value of setting ${setting} was replaced${holdsText(setting) ? ', as it may be private' : ''}`);
  if (place.subject !== undefined || place.isLike || place.isCompared || place.call === '' || place.call === '[]')
    return undefined;
  return isKnown(place.call, functions)
    ? undefined
    : {
        doubt: `a text was replaced in ${shown(place.call)}(), which is no function of the engine`,
        mayBeDispelled: true,
      };
}

/** What a constant needs has to be the same in both, stretch by stretch. */
function constantDoubt(
  constant: Constant,
  { call }: LiteralPlace,
  value: string,
  now: string,
  tree: SqlTree,
  renamed: Map<string, string>,
): Doubt | undefined {
  if (constant.anyText) return undefined;
  const replaced = certain(
    `a ${constant.name} was replaced${call === '' ? '' : ` in ${shown(call)}()`}, as it is none that is known or may be private`,
  );
  const elsewhere = (name: string): boolean => tree.words.has(name) && isCodeWord(name);
  const parts = constant.parts?.(value, elsewhere);
  if (parts === undefined || (constant.name === 'type' && /\bEnum/i.test(value))) return replaced;
  let from = 0;
  for (const { text, stays } of parts) {
    const piece = now.slice(from, from + text.length);
    from += text.length;
    if (stays && piece !== text) return replaced;
    const clash = !stays && constant.name === 'type' && /\w/.test(text) ? rename(renamed, text, piece) : undefined;
    if (clash !== undefined) return clash;
  }
  return from === now.length ? undefined : replaced;
}

function rename(renamed: Map<string, string>, name: string, now: string): Doubt | undefined {
  const before = renamed.get(name);
  const taken = before === undefined && [...renamed.values()].includes(now);
  renamed.set(name, now);
  return taken || (before !== undefined && before !== now)
    ? certain('two names were replaced by one, or one by two')
    : undefined;
}

/** The setting whose map holds a literal: `additional_table_filters = {'t': 'x = 1'}`. */
function settingAround(tree: SqlTree, at: number): string | undefined {
  let frame = tree.places[at]?.frame;
  while (frame?.parent !== undefined) {
    const isMap = tree.lexemes[frame.open]?.text === '{' && tree.lexemes[frame.open - 1]?.text === '=';
    if (isMap) return tree.lexemes[frame.open - 2]?.text;
    frame = frame.parent;
  }
  return undefined;
}

const combinator =
  /(?:simplestate|ordefault|distinct|resample|foreach|argmax|argmin|ornull|tuple|merge|state|array|null|map|if)$/;

/** Also `sumIf` and `uniqStateOrNull`, which no list names. */
function isKnown(call: string, functions: ReadonlySet<string>): boolean {
  for (let name = call; name !== ''; ) {
    if (functions.has(name)) return true;
    const shorter = name.replace(combinator, '');
    if (shorter === name) return false;
    name = shorter;
  }
  return false;
}

function shown(call: string): string {
  return isCodeWord(call) ? call : 'a function';
}
