import { z } from 'zod';
import { UserError } from '../../model/errors.ts';
import { identifier, stringLiteral } from '../../sql/literals.ts';
import type { Control } from '../http/control.ts';
import { isServerError } from '../http/refusals.ts';
import { countField, nameField, type RowShape, textField } from '../http/rowShape.ts';
import { everyReplica } from './serverLogs.ts';

/** A definition that a server holds. Workloads and resources have one space of names. */
export interface HeldDefinition {
  readonly kind: 'resource' | 'workload';
  readonly name: string;
  /** Empty for a root, and for a resource. */
  readonly parent: string;
  /** As the server writes it. */
  readonly text: string;
  /** How many servers of the cluster hold it in these words. */
  readonly holders: number;
}

const heldRow: RowShape<HeldDefinition> = z.object({
  kind: z.enum(['resource', 'workload']),
  name: nameField,
  parent: nameField,
  text: textField,
  holders: countField,
});

/**
 * All resources and workloads of a server, or of all of its cluster.
 * @throws UserError target where the server knows no scheduling, or does not let this user see it
 */
export async function heldDefinitions(
  control: Control,
  cluster: string | undefined,
): Promise<readonly HeldDefinition[]> {
  const part = (kind: string, table: string, parent: string): string =>
    `SELECT '${kind}' AS kind, name, ${parent} AS parent, create_query AS text, count() AS holders
     FROM ${everyReplica(table, cluster)} GROUP BY kind, name, parent, text`;
  const sql = `${part('resource', 'system.resources', "''")} UNION ALL ${part('workload', 'system.workloads', 'parent')}`;
  try {
    return await control.rows(sql, heldRow);
  } catch (error) {
    if (!isServerError(error)) throw error;
    const fix = 'It takes ClickHouse 25.1 or newer, and SELECT on system.workloads and system.resources.';
    throw new UserError('target', `what the server schedules cannot be read: ${error.message}`, fix);
  }
}

/** How many servers a cluster has; 1 where there is none. */
export async function serversOf(control: Control, cluster: string | undefined): Promise<number> {
  if (cluster === undefined) return 1;
  const [row] = await control.rows(
    `SELECT count() AS servers FROM ${everyReplica('system.one', cluster)}`,
    z.object({ servers: countField }),
  );
  return row?.servers ?? 0;
}

/**
 * A statement as the server would write the definition that it makes, without OR REPLACE. The server parses it and runs nothing.
 * Rejects with its refusal where it cannot parse it.
 */
export async function asHeld(control: Control, sql: string): Promise<string> {
  const [row] = await control.rows(
    `SELECT formatQuerySingleLine(${stringLiteral(sql)}) AS text`,
    z.object({ text: textField }),
  );
  return (row?.text ?? '').replace(/^CREATE OR REPLACE /, 'CREATE ');
}

/** The statement that drops a definition. */
export function dropping(kind: HeldDefinition['kind'], name: string): string {
  return `DROP ${kind === 'workload' ? 'WORKLOAD' : 'RESOURCE'} IF EXISTS ${identifier(name)}`;
}
