import type { Significant } from '../../sql/significant.ts';

export type ClauseName =
  | 'WITH'
  | 'SELECT'
  | 'FROM'
  | 'PREWHERE'
  | 'WHERE'
  | 'GROUP'
  | 'HAVING'
  | 'WINDOW'
  | 'QUALIFY'
  | 'ORDER'
  | 'LIMIT'
  | 'OFFSET'
  | 'SETTINGS'
  | 'FORMAT'
  | 'INTO';

export interface Clause {
  readonly name: ClauseName;
  /** Position of its first word. */
  readonly at: number;
  /** Positions of what follows it, subqueries left out. */
  readonly words: readonly number[];
  /** Those of `words` that stand in no parenthesis. */
  readonly outer: readonly number[];
}

/** One SELECT of a statement with its clauses. */
export interface SelectScope {
  /** The SELECT it stands inside of. */
  readonly parent: SelectScope | undefined;
  readonly clauses: readonly Clause[];
}

const clauseNames: readonly ClauseName[] = [
  ...(['WITH', 'SELECT', 'FROM', 'PREWHERE', 'WHERE', 'GROUP', 'HAVING', 'WINDOW', 'QUALIFY', 'ORDER'] as const),
  ...(['LIMIT', 'OFFSET', 'SETTINGS', 'FORMAT', 'INTO'] as const),
];
const clauseNamed: ReadonlyMap<string, ClauseName> = new Map(clauseNames.map((name) => [name, name]));
const followedByBy = new Set<ClauseName>(['GROUP', 'ORDER']);
/** Words that are functions in front of a parenthesis. */
const alsoFunctions = new Set<ClauseName>(['FORMAT', 'WINDOW', 'SETTINGS', 'INTO']);

interface OpenClause extends Clause {
  readonly words: number[];
  readonly outer: number[];
}

interface OpenScope extends SelectScope {
  readonly clauses: OpenClause[];
}

/** A pair of parentheses, or the whole statement. */
interface Level {
  /** The SELECT that is being read; undefined in front of it, and in parentheses without one. */
  scope: OpenScope | undefined;
  readonly parent: OpenScope | undefined;
  readonly isQuery: boolean;
}

/** The SELECTs of a statement, outer ones before inner ones of their parentheses. Reads tokens only: never throws. */
export function selectScopes(read: Significant): readonly SelectScope[] {
  const scopes: OpenScope[] = [];
  const levels: Level[] = [{ scope: undefined, parent: undefined, isQuery: true }];
  for (const at of read.tokens.keys()) {
    const level = levels.at(-1);
    if (level === undefined) break;
    const text = read.textAt(at);
    if (text === ')' && levels.length > 1) levels.pop();
    if (level.isQuery && startsSelect(read, at, level.scope)) {
      level.scope = { parent: level.parent, clauses: [] };
      scopes.push(level.scope);
    }
    const name = level.isQuery && level.scope ? clauseAt(read, at) : undefined;
    if (name !== undefined) level.scope?.clauses.push({ name, at, words: [], outer: [] });
    else note(levels, at, text);
    if (text === '(') levels.push(opened(read, at, level));
  }
  return scopes;
}

/** Files a word under the clause it stands in. */
function note(levels: readonly Level[], at: number, text: string): void {
  const level = levels.at(-1);
  const clause = (level?.isQuery ? level.scope : level?.parent)?.clauses.at(-1);
  clause?.words.push(at);
  if (level?.isQuery && text !== '(' && text !== ')') clause?.outer.push(at);
}

function opened(read: Significant, at: number, level: Level): Level {
  const isQuery = read.isWord(at + 1, 'SELECT', 'WITH', 'FROM') || (level.isQuery && level.scope === undefined);
  return { scope: undefined, parent: level.isQuery ? (level.scope ?? level.parent) : level.parent, isQuery };
}

function startsSelect(read: Significant, at: number, scope: OpenScope | undefined): boolean {
  if (read.isWord(at, 'SELECT') && !isPart(read, at))
    return scope === undefined || scope.clauses.some((clause) => clause.name === 'SELECT');
  const followsUnion = [1, 2].some((back) => read.isWord(at - back, 'UNION', 'EXCEPT', 'INTERSECT'));
  const isFirst = read.isWord(at, 'WITH') || (read.isWord(at, 'FROM') && (mayBegin(read, at) || followsUnion));
  return isFirst && (scope === undefined || followsUnion);
}

/** True where a statement may begin with FROM: SHOW and its like have it further on. */
function mayBegin(read: Significant, at: number): boolean {
  return at === 0 || read.textAt(at - 1) === '(' || read.isWord(0, 'EXPLAIN');
}

/** The clause that a word begins. Columns and functions of that name begin none. */
function clauseAt(read: Significant, at: number): ClauseName | undefined {
  const name = read.tokens[at]?.kind === 'word' ? clauseNamed.get(read.upperAt(at)) : undefined;
  if (name === undefined || isPart(read, at)) return undefined;
  if (followedByBy.has(name)) return read.isWord(at + 1, 'BY') ? name : undefined;
  const next = read.textAt(at + 1);
  if (next === '' || [',', ')', '='].includes(next) || (next === '(' && alsoFunctions.has(name))) return undefined;
  // WITH TOTALS, WITH FILL and their like belong to the clause before them.
  return name === 'WITH' && read.isWord(at + 1, 'TOTALS', 'ROLLUP', 'CUBE', 'FILL', 'TIES') ? undefined : name;
}

/** True for a word that is part of a name or an alias. */
function isPart(read: Significant, at: number): boolean {
  const isQualified = read.textAt(at + 1) === '.' && read.nameAt(at + 2) !== '';
  return read.textAt(at - 1) === '.' || read.isWord(at - 1, 'AS') || isQualified;
}
