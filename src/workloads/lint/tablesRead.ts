import type { Significant } from '../../sql/significant.ts';
import type { Clause, SelectScope } from './selectScopes.ts';

/** A table that a query names, with its database where it does, and the position of the name. */
export interface TableRead {
  readonly name: string;
  readonly at: number;
}

/** The tables in a FROM clause, subqueries and table functions left out. */
export function tablesOf(read: Significant, scope: SelectScope): readonly TableRead[] {
  const from = scope.clauses.find((clause) => clause.name === 'FROM');
  if (from === undefined) return [];
  const starts = from.outer.filter(
    (at) =>
      at === from.at + 1 ||
      read.isWord(at - 1, 'JOIN') ||
      (read.textAt(at - 1) === ',' && !inArrayJoin(read, from, at)),
  );
  return starts.flatMap((at) => {
    if (read.nameAt(at) === '') return [];
    const qualified = read.textAt(at + 1) === '.';
    const last = qualified ? at + 2 : at;
    if (read.textAt(last + 1) === '(') return [];
    return [{ name: qualified ? `${read.nameAt(at)}.${read.nameAt(last)}` : read.nameAt(at), at }];
  });
}

function inArrayJoin(read: Significant, from: Clause, at: number): boolean {
  const join = from.outer.findLast((word) => word < at && read.isWord(word, 'JOIN'));
  return join !== undefined && read.isWord(join - 1, 'ARRAY');
}

/** Names that WITH gives to a query: they hide a table of the same name. */
export function commonTables(read: Significant): ReadonlySet<string> {
  const positions = [...read.tokens.keys()].filter(
    (at) => read.isWord(at + 1, 'AS') && read.textAt(at + 2) === '(' && read.isWord(at + 3, 'SELECT', 'WITH'),
  );
  return new Set(positions.map((at) => read.nameAt(at)).filter((name) => name !== ''));
}
