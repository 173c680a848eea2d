import { parentheses, type Significant } from '../../sql/significant.ts';
import type { Clause, SelectScope } from './selectScopes.ts';

/** The most rows that each SELECT can give, as far as its text tells. */
export interface RowBounds {
  /** Without its LIMIT; undefined when nothing bounds them. */
  beforeLimit(scope: SelectScope): number | undefined;
}

const aggregate =
  /^(count|sum|avg|min|max|any|uniq|arg(Min|Max)|quantile|median|group(Array|Uniq|Bit|Concat)|stddev|var(Pop|Samp)|covar|corr|topK|windowFunnel|retention|sequence|entropy|skew|kurt|simpleLinearRegression|deltaSum|boundingRatio|first_value|last_value|array_agg|singleValueOrNull)/i;
const noAggregate = /^(minus|min2|max2|count(Substrings|Matches|Digits)|minSampleSize|uniqTheta(Intersect|Union|Not))/i;

/** How far a chain of subqueries is followed, for the sake of the stack; a bound that lies deeper is not seen. */
const deepest = 20;

export function rowBounds(read: Significant, scopes: readonly SelectScope[]): RowBounds {
  const closes = parentheses(read);
  const within = new Map<SelectScope | undefined, SelectScope[]>();
  for (const scope of scopes) {
    const beside = within.get(scope.parent);
    if (beside === undefined) within.set(scope.parent, [scope]);
    else beside.push(scope);
  }
  const known = new Map<SelectScope, number | undefined>();
  return { beforeLimit: (scope) => rowsOf(scope, 0) };

  function rowsOf(scope: SelectScope, depth: number): number | undefined {
    if (known.has(scope)) return known.get(scope);
    // A query that names itself finds this.
    known.set(scope, undefined);
    const rows = rowsOfSource(scope, depth);
    known.set(scope, rows);
    return rows;
  }

  function rowsOfSource(scope: SelectScope, depth: number): number | undefined {
    const from = clauseOf(scope, 'FROM');
    if (from === undefined || givesOneRow(read, scope)) return 1;
    if (depth > deepest || multiplies(read, scope, from)) return undefined;
    const at = from.at + 1;
    if (read.textAt(at) === '(') return rowsBetween(at, depth, scope);
    if (read.textAt(at + 1) === '(') return functionRows(at);
    if (read.textAt(at + 1) === '.')
      return read.nameAt(at) === 'system' && read.nameAt(at + 2) === 'one' ? 1 : undefined;
    const common = commonTable(read.nameAt(at));
    return common === undefined ? undefined : rowsBetween(common, depth, parentInside(common));
  }

  /** Of the queries in a pair of parentheses together, their LIMITs among what bounds them. */
  function rowsBetween(open: number, depth: number, parent: SelectScope | undefined): number | undefined {
    const direct = within.get(parent)?.filter((one) => isInside(one, open)) ?? [];
    const rows = direct.map((one) => {
      const kept = limitOf(read, one)?.rows;
      const own = rowsOf(one, depth + 1);
      return kept === undefined || own === undefined ? (kept ?? own) : Math.min(kept, own);
    });
    return rows.length === 0 ? undefined : sum(rows);
  }

  function functionRows(at: number): number | undefined {
    const args = argumentsOf(read, at + 1, closes.get(at + 1) ?? at + 1);
    const numbers = args.map((one) => (one.length === 1 ? wholeNumber(read.textAt(one[0] ?? 0)) : undefined));
    const [first, second] = numbers;
    switch (read.nameAt(at).toLowerCase()) {
      case 'numbers':
      case 'numbers_mt':
      case 'zeros':
      case 'zeros_mt':
        return numbers.length === 1 ? first : second;
      case 'generate_series':
      case 'generateseries':
        return first === undefined || second === undefined ? undefined : Math.max(0, second - first + 1);
      case 'values':
        return args.length;
      default:
        return undefined;
    }
  }

  function isInside(scope: SelectScope, open: number): boolean {
    return startOf(scope) > open && startOf(scope) < (closes.get(open) ?? open);
  }

  function parentInside(open: number): SelectScope | undefined {
    return scopes.find((one) => isInside(one, open))?.parent;
  }

  /** The parenthesis of `name AS (…)`. */
  function commonTable(name: string): number | undefined {
    const at = [...read.tokens.keys()].find(
      (one) => name !== '' && read.nameAt(one) === name && read.isWord(one + 1, 'AS') && read.textAt(one + 2) === '(',
    );
    return at === undefined ? undefined : at + 2;
  }
}

/** A LIMIT of whole numbers. */
export interface Limit {
  readonly rows: number;
  readonly offset: number;
}

/** The LIMIT of a SELECT, `LIMIT n BY` aside; undefined when it has none, or one that only the server can work out. */
export function limitOf(read: Significant, scope: SelectScope): Limit | undefined {
  const clause = limitClause(read, scope);
  if (clause === undefined) return undefined;
  const words = clause.words;
  const [first, comma, second] = words.map((at) => read.textAt(at));
  const offset = clauseOf(scope, 'OFFSET')?.words.map((at) => read.textAt(at))[0];
  const [rows, skipped] = words.length === 3 && comma === ',' ? [second, first] : [first, offset ?? '0'];
  if (words.length !== 1 && words.length !== 3) return undefined;
  const [whole, before] = [wholeNumber(rows ?? ''), wholeNumber(skipped ?? '')];
  return whole === undefined || before === undefined ? undefined : { rows: whole, offset: before };
}

/** The LIMIT that keeps so many rows of all: not that of `LIMIT n BY`. */
export function limitClause(read: Significant, scope: SelectScope): Clause | undefined {
  return scope.clauses.find(({ name, outer }) => name === 'LIMIT' && !outer.some((at) => read.isWord(at, 'BY')));
}

function clauseOf(scope: SelectScope, name: Clause['name']): Clause | undefined {
  return scope.clauses.find((clause) => clause.name === name);
}

/** An aggregation without GROUP BY. */
function givesOneRow(read: Significant, scope: SelectScope): boolean {
  if (clauseOf(scope, 'GROUP') !== undefined) return false;
  const list = clauseOf(scope, 'SELECT')?.words ?? [];
  const isCall = (at: number): boolean => read.textAt(at + 1) === '(';
  const isAggregate = (name: string): boolean => aggregate.test(name) && !noAggregate.test(name);
  const isWindowed = list.some((at) => read.isWord(at, 'OVER'));
  const isMultiplied = list.some((at) => /^arrayJoin$/i.test(read.nameAt(at)) && isCall(at));
  return !isWindowed && !isMultiplied && list.some((at) => isAggregate(read.nameAt(at)) && isCall(at));
}

/** True for what may give more rows than the source has: joins, several sources, arrays taken apart, totals of groups. */
function multiplies(read: Significant, scope: SelectScope, from: Clause): boolean {
  const joins = from.outer.some((at) => read.isWord(at, 'JOIN') || read.textAt(at) === ',');
  const takesApart = scope.clauses.some((one) => one.words.some((at) => /^(arrayJoin|unnest)$/i.test(read.nameAt(at))));
  const totals = clauseOf(scope, 'GROUP')?.words.some((at) => read.isWord(at, 'ROLLUP', 'CUBE', 'GROUPING', 'SETS'));
  return joins || takesApart || totals === true;
}

function startOf(scope: SelectScope): number {
  return scope.clauses[0]?.at ?? -1;
}

function argumentsOf(read: Significant, open: number, close: number): readonly (readonly number[])[] {
  const args: number[][] = [];
  let depth = 0;
  for (let at = open + 1; at < close; at++) {
    const text = read.textAt(at);
    if (depth === 0 && (args.length === 0 || text === ',')) args.push([]);
    if (['(', '[', '{'].includes(text)) depth++;
    if ([')', ']', '}'].includes(text)) depth--;
    if (depth > 0 || text !== ',') args.at(-1)?.push(at);
  }
  return args;
}

function wholeNumber(text: string): number | undefined {
  const value = /^\d[\d_]*(e\d+)?$/i.test(text) ? Number(text.replaceAll('_', '')) : Number.NaN;
  return Number.isSafeInteger(value) ? value : undefined;
}

function sum(rows: readonly (number | undefined)[]): number | undefined {
  return rows.reduce((all, one) => (all === undefined || one === undefined ? undefined : all + one), 0);
}
