import type { ArmSpec } from '../app/services.ts';
import type { RunArm } from '../model/arm.ts';
import { UserError } from '../model/errors.ts';
import type { Workload } from '../model/workload.ts';
import { quoted } from '../text/quote.ts';
import { temporaryTables } from '../workloads/lint/tableColumns.ts';
import { goneTemporaryTable } from '../workloads/lint/temporaryTable.ts';

/** What to say when queries read tables of an embedded server that their workload puts nothing into. */
export function noDataset(arms: readonly ArmSpec<RunArm>[], message: string): UserError {
  const bare = arms.filter(({ target, workload }) => target.kind === 'embedded' && workload.setup.length === 0);
  const names = [...new Set(bare.map(({ workload }) => quoted(workload.name)))];
  const have = names.length === 1 ? 'has' : 'have';
  return new UserError(
    'usage',
    `${names.join(' and ')} ${have} no schema, so the embedded server is empty: ${message}`,
    bare.every(({ workload }) => workload.alone === true)
      ? 'Name a workload that has one with `--over`, write a `workload.yaml` beside the file, or name a server with `--target`.'
      : 'Add a `workload.yaml` with `schema:` or `extends:` beside the queries, or name a server with `--target`.',
  );
}

/** What to say when the table that is not there is one that a setup script made for itself; undefined when it is not. */
export function goneTable({ setup }: Workload, message: string): UserError | undefined {
  const name = [...temporaryTables(setup)].find((one) => message.includes(one));
  if (name === undefined) return undefined;
  const { what, fix } = goneTemporaryTable(name);
  return new UserError('usage', `${what}: ${message}`, fix);
}
