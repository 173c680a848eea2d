import type { RunStatus } from './run.ts';
import type { Bytes, EpochMs, Unit } from './units.ts';

/** The machine of the server a run was measured on. A value that the server did not tell is null. */
export interface StoredMachine {
  /** `embedded`: a server of hogbench's own, on the machine that it runs on. */
  readonly kind: 'embedded' | 'remote';
  /** Model of the processor; null for a server elsewhere, which does not tell it. */
  readonly cpu: string | null;
  readonly cores: number | null;
  readonly memoryBytes: Bytes | null;
  /** Servers of a cluster; 1 for a single one. */
  readonly hosts: number;
}

/** What a stored run is known by, without its measurements. It speaks of one arm: of a comparison, the candidate. */
export interface RunIdentity {
  readonly runId: string;
  readonly kind: 'oneArm' | 'comparison';
  readonly startedAt: EpochMs;
  readonly pushedAt: EpochMs;
  /** The baseline it was pushed as; absent: it is in the store for its history. */
  readonly name?: string;
  /** `2/3` for a part of a run that several machines measured: it is no run of its own, and no history. */
  readonly part?: string;
  /** In full: 40 or 64 hexadecimal digits; absent: nobody said. */
  readonly commit?: string;
  readonly branch?: string;
  /** True when files that are in no commit were part of it; absent: nobody said. */
  readonly uncommitted?: boolean;
  /** What people call the arm's workload. */
  readonly workload: string;
  /** Of all that was sent: ids, statements, parameters and settings of the cases. */
  readonly workloadHash: string;
  readonly serverVersion: string;
  readonly serverBuild: string;
  /** Of the tables it read: names, engines and rows. Parts are none of it, for merges change them. */
  readonly datasetHash: string;
  /** Of the settings that differ from the server's defaults. */
  readonly settingsHash: string;
  readonly machine: StoredMachine;
  readonly hogbenchVersion: string;
  /** The schema version of the run file. */
  readonly runFileVersion: number;
  readonly status: RunStatus['kind'];
  /** Of the run file, in hexadecimal digits. */
  readonly sha256: string;
  /** Of the run file. */
  readonly bytes: Bytes;
  /** How many cases it has. */
  readonly cases: number;
}

/** One metric of one case of the arm that an identity speaks of. A case without a value has no figure: never a zero. */
export interface StoredFigure {
  readonly caseId: string;
  readonly name: string;
  /** `server_time`, `cpu_time`, `read_rows`, `read_bytes`, `memory`; percentiles as `server_time.p95`. */
  readonly metric: string;
  readonly unit: Unit;
  /** Median over executions in the base unit; of a percentile, the percentile. */
  readonly value: number;
  /** That the value rests on. */
  readonly executions: number;
}
