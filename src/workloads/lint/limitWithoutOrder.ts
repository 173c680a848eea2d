import type { Significant } from '../../sql/significant.ts';
import type { Remark } from './remark.ts';
import type { Clause, SelectScope } from './selectScopes.ts';
import type { StatementView } from './statementView.ts';

const aggregate =
  /^(count|sum|avg|min|max|any|uniq|arg(Min|Max)|quantile|median|group(Array|Uniq|Bit|Concat)|stddev|var(Pop|Samp)|covar|corr|topK|windowFunnel|retention|sequence|entropy|skew|kurt|simpleLinearRegression|deltaSum|boundingRatio)/i;

/** LIMITs that keep an arbitrary choice of rows. `LIMIT n BY` alone, and a query of one row, choose nothing. */
export function limitWithoutOrder({ read, scopes, placeOf }: StatementView): readonly Remark[] {
  return scopes.flatMap((scope): readonly Remark[] => {
    const limit = scope.clauses.find((clause) => clause.name === 'LIMIT' && !isLimitBy(read, clause));
    if (limit === undefined || has(scope, 'ORDER') || !has(scope, 'FROM') || givesOneRow(read, scope)) return [];
    if (read.textAt(limit.at + 1) === '0') return [];
    return [
      {
        rule: 'limit-without-order',
        place: placeOf(limit.at),
        what: 'LIMIT without ORDER BY keeps other rows each time',
        mend: 'order by columns that are unique together, so that results can be compared',
      },
    ];
  });
}

function isLimitBy(read: Significant, clause: Clause): boolean {
  return clause.outer.some((at) => read.isWord(at, 'BY'));
}

function has(scope: SelectScope, name: Clause['name']): boolean {
  return scope.clauses.some((clause) => clause.name === name);
}

/** An aggregation without GROUP BY. */
function givesOneRow(read: Significant, scope: SelectScope): boolean {
  if (has(scope, 'GROUP')) return false;
  const list = scope.clauses.find((clause) => clause.name === 'SELECT')?.words ?? [];
  const calls = list.filter((at) => aggregate.test(read.nameAt(at)) && read.textAt(at + 1) === '(');
  const isWindowed = list.some((at) => read.isWord(at, 'OVER'));
  return calls.length > 0 && !isWindowed;
}
