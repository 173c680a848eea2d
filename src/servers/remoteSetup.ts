import type { ArmSpec, BenchRequest } from '../app/services.ts';
import { connect } from '../clickhouse/http/client.ts';
import { bounded, type Control } from '../clickhouse/http/control.ts';
import { isServerError } from '../clickhouse/http/refusals.ts';
import { anyRow } from '../clickhouse/http/rowShape.ts';
import { runSetup } from '../clickhouse/target/setupScripts.ts';
import type { RunArm } from '../model/arm.ts';
import { UserError } from '../model/errors.ts';
import type { RemoteSpec } from '../model/targetSpec.ts';
import { identifier, stringLiteral } from '../sql/literals.ts';
import { remoteConnections } from './targetAddress.ts';

/**
 * Runs a workload's schema and data on a server that is not ours.
 * @throws UserError usage where the target does not allow it, or has replicas; what `runSetup` throws
 */
export async function setUp(spec: ArmSpec<RunArm>, remote: RemoteSpec, { say, signal }: BenchRequest): Promise<void> {
  if (!remote.allowSetup)
    throw new UserError(
      'usage',
      `target ${remote.name} does not allow setup scripts to be run on it`,
      'Leave out --setup, or write allow_setup: true for this target in hogbench.config.yaml.',
    );
  if (remote.replicas.length > 0)
    throw new UserError(
      'usage',
      `target ${remote.name} has replicas, and setup scripts run on one server`,
      'Set up each server by itself, or leave out --setup.',
    );
  const [connection] = await remoteConnections(remote, signal);
  if (connection === undefined) throw new Error('a target has a server');
  const { database: own, ...server } = connection;
  const client = bounded(connect(server), { signal });
  const { setup: scripts, setupSettings: settings = {} } = spec.workload;
  const report = (done: number, total: number): void =>
    say(`setting up ${spec.workload.name} on ${remote.name}: ${done} of ${total} steps`);
  try {
    const database = own ?? (await createdDatabase(client, spec.workload.database));
    await runSetup(client, { scripts, database, settings }, report, signal);
  } finally {
    await client.close();
  }
}

/** The workload's own database, which is created where it is missing; whoever only has it need not be allowed to. */
async function createdDatabase(control: Control, database: string | undefined): Promise<string | undefined> {
  if (database === undefined) return undefined;
  const found = await control.rows(`SELECT 1 FROM system.databases WHERE name = ${stringLiteral(database)}`, anyRow);
  if (found.length > 0) return database;
  try {
    await control.command(`CREATE DATABASE IF NOT EXISTS ${identifier(database)}`);
    return database;
  } catch (error) {
    if (!isServerError(error)) throw error;
    const fix = 'Create it, or correct `database:` in workload.yaml.';
    throw new UserError('target', `there is no database ${database}, and creating it failed: ${error.message}`, fix);
  }
}

/** What to say where a server that is not ours lacks definitions of a workload's scheduling; undefined where they may be created. */
export function schedulingForbidden(
  remote: RemoteSpec,
  { setup }: Pick<BenchRequest, 'setup'>,
): ((names: string) => UserError) | undefined {
  const isOne = remote.cluster === undefined && remote.replicas.length === 0;
  if (isOne && setup && remote.allowSetup) return undefined;
  const fix = isOne
    ? 'Run with --setup, and with allow_setup: true for this target in hogbench.config.yaml; or run the scheduling script on it yourself.'
    : 'Run the scheduling script on each of its servers yourself, then again: they are created on a single server alone.';
  return (names) =>
    new UserError('usage', `target ${remote.name} does not hold the scheduling of the workload: ${names}`, fix);
}
