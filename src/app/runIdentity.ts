import { createHash } from 'node:crypto';
import { armOfRecord } from '../compare/saved/oneArm.ts';
import type { Revision } from '../model/arm.ts';
import type { Environment } from '../model/environment.ts';
import { UserError } from '../model/errors.ts';
import type { Run } from '../model/run.ts';
import type { RunIdentity, StoredMachine } from '../model/storedRun.ts';

/** Of a run file as it lies there. */
export interface FileFacts {
  readonly sha256: string;
  readonly bytes: number;
  readonly runFileVersion: number;
}

/** What a user says of a run that is pushed. */
export interface PushWords {
  /** The baseline it is to be; absent: none. */
  readonly name?: string | undefined;
  /** Where the run itself does not say it. */
  readonly commit?: string | undefined;
  readonly branch?: string | undefined;
  /** What git says of the workload; absent: nobody asked. */
  readonly revision?: Revision | undefined;
}

/**
 * What a run is known by in a store. It speaks of one arm: of a comparison, the candidate.
 * @throws UserError usage for a run that measured nothing
 */
export function runIdentity(run: Run, file: FileFacts, words: PushWords, pushedAt: number, shown: string): RunIdentity {
  const name = armOfRecord(run);
  const arm = run.arms.find((one) => one.arm === name);
  if (arm === undefined)
    throw new UserError(
      'usage',
      'the run measured nothing: both arms send the same, and no server was opened',
      'Push a run of `hogbench run`, or a comparison that was measured.',
      shown,
    );
  const cases = run.cases.filter((one) => one.arm === name);
  const { environment, revision = words.revision } = arm;
  const commit = revision?.commit ?? words.commit;
  const branch = words.branch ?? revision?.name;
  return {
    runId: run.id,
    kind: run.plan.arms.length === 1 ? 'oneArm' : 'comparison',
    startedAt: run.startedAt,
    pushedAt,
    ...(words.name === undefined ? {} : { name: words.name }),
    ...(run.shard === undefined ? {} : { part: `${run.shard.index}/${run.shard.of}` }),
    ...(commit === undefined ? {} : { commit }),
    ...(branch === undefined ? {} : { branch }),
    ...(revision === undefined ? {} : { uncommitted: revision.uncommitted }),
    workload: arm.workload,
    workloadHash: hashOf(
      cases.map(({ caseId, sql, params, settings }) => [caseId, sql, params, Object.entries(settings).sort()]).sort(),
    ),
    serverVersion: environment.serverVersion,
    serverBuild: environment.serverBuild,
    datasetHash: datasetHash(environment),
    settingsHash: hashOf(Object.entries(environment.changedSettings).sort()),
    machine: machineOf(environment),
    hogbenchVersion: environment.hogbenchVersion,
    runFileVersion: file.runFileVersion,
    status: run.status.kind,
    sha256: file.sha256,
    bytes: file.bytes,
    cases: cases.length,
  };
}

function datasetHash({ dataset }: Environment): string {
  return hashOf(dataset.map(({ database, table, engine, rows }) => [database, table, engine, rows].join('\0')).sort());
}

function machineOf(environment: Environment): StoredMachine {
  const embedded = environment.restarts === true || environment.target.startsWith('embedded');
  return {
    kind: embedded ? 'embedded' : 'remote',
    cpu: embedded ? environment.clientCpu : null,
    cores: environment.serverCores,
    memoryBytes: environment.limits?.memoryBytes ?? environment.serverMemoryBytes,
    hosts: environment.serverHosts,
  };
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}
