import { z } from 'zod';
import { stringLiteral } from '../../sql/literals.ts';
import type { Control } from '../http/control.ts';
import { isServerError } from '../http/refusals.ts';
import type { RowShape } from '../http/rowShape.ts';
import { tablesOf } from './statementTables.ts';

/** Views of views, further than people nest them. */
const deepest = 16;

/**
 * The names of the tables that views among `names` read, through views of views: a query tree names the view alone. Executes nothing. None
 * where the user may not see how a view is made; those of a view with parameters are not told either.
 */
export async function behindViews(
  control: Control,
  admin: Control,
  names: readonly string[],
): Promise<readonly string[]> {
  const found = new Set<string>();
  let open = names;
  for (let depth = 0; depth < deepest && open.length > 0; depth++) {
    const next = new Set<string>();
    for (const { select } of await selectsOf(admin, open))
      for (const name of await tablesOf(control, { sql: select, options: {} }))
        if (!found.has(name) && !names.includes(name)) next.add(name);
    for (const name of next) found.add(name);
    open = [...next];
  }
  return [...found];
}

const selectRow: RowShape<{ readonly select: string }> = z.object({ select: z.string().min(1) });

async function selectsOf(admin: Control, names: readonly string[]): Promise<readonly { readonly select: string }[]> {
  const wanted = names.map(stringLiteral).join(', ');
  try {
    return await admin.rows(
      `SELECT as_select AS select FROM system.tables
       WHERE engine = 'View' AND as_select != '' AND concat(database, '.', name) IN (${wanted}) ORDER BY database, name`,
      selectRow,
    );
  } catch (error) {
    if (isServerError(error)) return [];
    throw error;
  }
}
