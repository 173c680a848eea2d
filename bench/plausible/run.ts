import { randomUUID } from 'node:crypto';
import type { ArmCase, ArmDescription, ArmName } from '../../src/model/arm.ts';
import { currentDesign } from '../../src/model/design.ts';
import type { RunPlan } from '../../src/model/run.ts';
import type { Sample } from '../../src/model/sample.ts';
import { createRunFile } from '../../src/store/writeRun.ts';
import { plausibleFacts } from './evidence.ts';
import { seeded } from './seeded.ts';

const arms: readonly ArmName[] = ['baseline', 'candidate'];
const pairsEach = 20;
/** Every fiftieth case is slower by a fifth; half of its pairs are of fresh sessions. */
const slowEvery = 50;
const slowdown = 1.2;
/** Rounds of the two fresh sessions of each of the first two looks of a confirmation. */
const confirmingRounds = [3, 3, 2, 2];
const screeningPairsOfSlow = pairsEach - confirmingRounds.reduce((sum, rounds) => sum + rounds, 0);

const caseIdOf = (index: number): string => `trends_of_a_kind_${index}[team=2,date_from=2026-01-01]`;

/** The case a pair belongs to, and where in the run it stands, in the order of a real run. */
function* pairsOf(cases: number): Generator<Pick<Sample, 'stage' | 'session' | 'round'> & { index: number }> {
  const isSlow = (index: number): boolean => index % slowEvery === 0;
  for (let round = 0; round < pairsEach; round += 1)
    for (let index = 0; index < cases; index += 1)
      if (!isSlow(index) || round < screeningPairsOfSlow) yield { stage: 'screening', session: 0, round, index };
  for (const [i, rounds] of confirmingRounds.entries())
    for (let round = 0; round < rounds; round += 1)
      for (let index = 0; index < cases; index += slowEvery)
        yield { stage: 'confirmation', session: i + 1, round, index };
}

function planOf(cases: number): RunPlan {
  return {
    seed: 1,
    arms,
    caseIds: Array.from({ length: cases }, (_, i) => caseIdOf(i)),
    screeningSessions: 1,
    confirmationSessions: 2,
    minPairs: 5,
    maxPairs: pairsEach,
    warmups: 1,
    concurrency: 1,
    timeoutMs: 60_000,
    margin: 0.05,
    design: currentDesign,
    mode: { kind: 'paired' },
  };
}

/** Text of about the length that generated queries have. */
const aQuery = `SELECT ${Array.from({ length: 40 }, (_, i) => `countIf(event = 'kind ${i}') AS c${i}`).join(', ')} FROM events`;

function armCase(arm: ArmName, index: number): ArmCase {
  const caseId = caseIdOf(index);
  const place = `queries/${index}.sql:1:1`;
  const sql = `${aQuery} WHERE team_id = ${index}`;
  return { caseId, arm, name: caseId, description: '', sql, params: {}, settings: {}, tags: {}, weight: 1, place };
}

function armDescription(arm: ArmName): ArmDescription {
  return {
    arm,
    workload: 'queries',
    environment: {
      target: arm,
      serverVersion: '26.7.1',
      serverBuild: '',
      serverHost: 'host',
      serverCores: 8,
      serverMemoryBytes: 2 ** 35,
      serverUptimeSeconds: 1000,
      serverHosts: 1,
      changedSettings: {},
      clientPlatform: 'linux',
      clientNode: process.version,
      clientCpu: '',
      clientCores: 8,
      hogbenchVersion: '0.1.0',
      dataset: [],
    },
  };
}

/** Writes a finished comparison with 20 pairs of every case into a new run file. Answers how many executions it has. */
export async function writePlausibleRun(path: string, cases: number): Promise<number> {
  const random = seeded(7);
  const writer = await createRunFile(path, {
    id: 'bench',
    startedAt: 1_760_000_000_000,
    plan: planOf(cases),
    arms: arms.map(armDescription),
    cases: arms.flatMap((arm) => Array.from({ length: cases }, (_, index) => armCase(arm, index))),
  });
  let seq = 0;
  for (const { index, ...place } of pairsOf(cases))
    for (const [position, arm] of arms.entries()) {
      writer.sample({
        seq,
        caseId: caseIdOf(index),
        arm,
        ...place,
        position: position === 0 ? 0 : 1,
        queryId: `hogbench-${randomUUID()}`,
        startedAt: 1_760_000_000_000 + seq * 50,
        outcome: { kind: 'completed', clientMs: 20 + 10 * random() },
        evidence: plausibleFacts(index, arm === 'candidate' && index % slowEvery === 0 ? slowdown : 1, random),
      });
      seq += 1;
      if (seq % 1000 === 0) await writer.flush();
    }
  writer.status({ kind: 'complete' });
  await writer.close();
  return seq;
}
