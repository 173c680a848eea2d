import { createHash } from 'node:crypto';
import type { RunIdentity, StoredFigure } from '../../src/model/storedRun.ts';
import type { ArchivedRun } from '../../src/store/archive.ts';

/** When the first of made-up runs began; each further one began an hour later. */
export const firstStart: number = Date.UTC(2026, 0, 1);

/** A run as stores know it, made up: no server measured it. `place` counts from 0 and makes its id, commit and start. */
export function madeUpRun(place: number, more: Partial<RunIdentity> = {}): ArchivedRun {
  const runFile = Buffer.from(`run file ${place}\n`);
  const startedAt = firstStart + place * 3_600_000;
  return {
    identity: {
      runId: place.toString(16).padStart(8, '0'),
      kind: 'oneArm',
      startedAt,
      pushedAt: startedAt + 60_000,
      commit: place.toString(16).padStart(40, '0'),
      branch: 'main',
      uncommitted: false,
      workload: 'queries',
      workloadHash: '00000000000000aa',
      serverVersion: '26.1.1.1',
      serverBuild: 'abc',
      datasetHash: '00000000000000bb',
      settingsHash: '00000000000000cc',
      machine: { kind: 'embedded', cpu: 'a processor', cores: 2, memoryBytes: 8e9, hosts: 1 },
      hogbenchVersion: '0.1.0',
      runFileVersion: 9,
      status: 'complete',
      sha256: createHash('sha256').update(runFile).digest('hex'),
      bytes: runFile.length,
      cases: 2,
      ...more,
    },
    runFile,
  };
}

/** Figures of one metric by case id. */
export function madeUpFigures(
  values: Readonly<Record<string, number>>,
  metric = 'server_time',
): readonly StoredFigure[] {
  return Object.entries(values).map(([caseId, value]) => ({
    ...{ caseId, name: caseId.split('[')[0] ?? caseId, metric, unit: metric === 'server_time' ? 'us' : 'rows' },
    ...{ value, executions: 5 },
  }));
}
