import { z } from 'zod';
import type { RowShape } from '../../clickhouse/http/rowShape.ts';
import type { RunIdentity } from '../../model/storedRun.ts';
import { identitySchema } from '../../schema/stored/identitySchema.ts';
import { stringLiteral } from '../../sql/literals.ts';
import { archiveKey, type RunFilter } from '../../store/archive.ts';

/** A run as its row tells it. */
export interface IdentityRow {
  /** A UInt64, which a number of JavaScript does not hold. */
  readonly push: string;
  readonly identity: RunIdentity;
  readonly figures: number;
  readonly figuresHash: string;
  readonly parts: number;
}

/** As it stands behind SELECT. */
export const identityColumns = `toString(push) AS push_id, run_id, kind, toUnixTimestamp64Milli(started_at) AS started_ms,
  toUnixTimestamp64Milli(pushed_at) AS pushed_ms, name, part, commit, branch, toUInt8(uncommitted) AS was_uncommitted, workload, workload_hash,
  server_version, server_build, dataset_hash, settings_hash, machine_kind, machine_cpu, machine_cores,
  machine_memory_bytes, machine_hosts, hogbench_version, run_file_version, status, sha256, bytes, cases,
  figures, toString(figures_hash) AS figures_check, parts`;

/** Checked once, as an identity: a shape for each of thirty fields takes longer than the server does. */
const row = z.record(z.string(), z.union([z.string(), z.number(), z.null()]));

/** Whoever may write to the tables may have written anything. */
export const identityRow: RowShape<IdentityRow> = row.transform((one, context): IdentityRow => {
  const parsed = identitySchema.safeParse({
    runId: one.run_id,
    kind: one.kind,
    startedAt: Number(one.started_ms),
    pushedAt: Number(one.pushed_ms),
    ...optional('name', one.name),
    ...optional('part', one.part),
    ...optional('commit', one.commit),
    ...optional('branch', one.branch),
    ...(one.was_uncommitted === null ? {} : { uncommitted: Number(one.was_uncommitted) === 1 }),
    workload: one.workload,
    workloadHash: one.workload_hash,
    serverVersion: one.server_version,
    serverBuild: one.server_build,
    datasetHash: one.dataset_hash,
    settingsHash: one.settings_hash,
    machine: {
      kind: one.machine_kind,
      cpu: one.machine_cpu,
      cores: numberOf(one.machine_cores),
      memoryBytes: numberOf(one.machine_memory_bytes),
      hosts: Number(one.machine_hosts),
    },
    hogbenchVersion: one.hogbench_version,
    runFileVersion: Number(one.run_file_version),
    ...{ status: one.status, sha256: one.sha256, bytes: Number(one.bytes), cases: Number(one.cases) },
  });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    context.addIssue(`${issue?.path.join('.')}: ${issue?.message}`);
    return z.NEVER;
  }
  return {
    ...{ push: digits(one.push_id), identity: parsed.data, figures: Number(one.figures) },
    ...{ figuresHash: digits(one.figures_check), parts: Number(one.parts) },
  };
});

type Cell = string | number | null | undefined;

function numberOf(cell: Cell): number | null {
  return cell === null || cell === undefined ? null : Number(cell);
}

/** A UInt64, which goes back into a statement as it stands. */
function digits(cell: Cell): string {
  const text = String(cell);
  return /^\d{1,20}$/.test(text) ? text : '0';
}

function optional<K extends string>(key: K, value: Cell): { readonly [P in K]?: Cell } {
  return (value === null || value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: Cell };
}

/** The row of a push, as JSONEachRow. */
export function rowOf(one: RunIdentity, push: string, check: Omit<IdentityRow, 'push' | 'identity'>): string {
  return JSON.stringify({
    ...{ push, key: archiveKey(one), run_id: one.runId, kind: one.kind },
    started_at: seconds(one.startedAt),
    pushed_at: seconds(one.pushedAt),
    ...{ name: one.name ?? null, part: one.part ?? null, commit: one.commit ?? null, branch: one.branch ?? null },
    uncommitted: one.uncommitted ?? null,
    ...{ workload: one.workload, workload_hash: one.workloadHash },
    ...{ server_version: one.serverVersion, server_build: one.serverBuild },
    ...{ dataset_hash: one.datasetHash, settings_hash: one.settingsHash },
    ...{ machine_kind: one.machine.kind, machine_cpu: one.machine.cpu, machine_cores: one.machine.cores },
    ...{ machine_memory_bytes: one.machine.memoryBytes, machine_hosts: one.machine.hosts },
    ...{ hogbench_version: one.hogbenchVersion, run_file_version: one.runFileVersion },
    ...{ status: one.status, sha256: one.sha256, bytes: one.bytes, cases: one.cases },
    ...{ figures: check.figures, figures_hash: check.figuresHash, parts: check.parts },
  });
}

/** A moment for a DateTime64(3), as seconds: a text would be read in a time zone. */
export function seconds(ms: number): string {
  return (Math.round(ms) / 1000).toFixed(3);
}

/** `WHERE …` of a filter; empty for none. */
export function whereOf({ name, branch, workload }: RunFilter): string {
  const parts = Object.entries({ name, branch, workload }).flatMap(([column, value]) =>
    value === undefined ? [] : [`${column} = ${stringLiteral(value)}`],
  );
  return parts.length === 0 ? '' : `WHERE ${parts.join(' AND ')}`;
}
