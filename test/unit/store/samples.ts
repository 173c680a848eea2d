import { readFile } from 'node:fs/promises';
import { currentDesign } from '../../../src/model/design.ts';
import type { Environment } from '../../../src/model/environment.ts';
import type { Sample } from '../../../src/model/sample.ts';
import { type Evidence, eventCount, eventCounts } from '../../../src/model/serverFacts.ts';
import type { RunHeader } from '../../../src/schema/run/record.ts';
import { createRunFile } from '../../../src/store/writeRun.ts';

const environment: Environment = {
  target: 'embedded',
  serverVersion: '26.7.1.1',
  serverBuild: 'abc',
  serverHost: 'host',
  serverCores: 2,
  serverMemoryBytes: null,
  serverUptimeSeconds: 12,
  serverHosts: 1,
  changedSettings: { max_threads: '1' },
  clientPlatform: 'linux x64',
  clientNode: 'v20.19.0',
  clientCpu: 'some',
  clientCores: 2,
  hogbenchVersion: '0.1.0',
  dataset: [{ database: 'default', table: 'events', engine: 'MergeTree', parts: 3, rows: 10, bytes: 100 }],
};

export function headerOf(): RunHeader {
  return {
    id: 'run-1',
    startedAt: 1_760_000_000_000,
    plan: {
      seed: 1,
      arms: ['baseline', 'candidate'],
      caseIds: ['a'],
      screeningSessions: 1,
      confirmationSessions: 1,
      minPairs: 5,
      maxPairs: 50,
      warmups: 1,
      concurrency: 1,
      timeoutMs: 60_000,
      budgetMs: 600_000,
      design: currentDesign,
      mode: { kind: 'paired' },
      margin: 0.05,
    },
    arms: [{ arm: 'baseline', workload: 'w', environment }],
    cases: [
      {
        caseId: 'a',
        arm: 'baseline',
        name: 'a',
        description: '',
        sql: "SELECT 'ä\n'",
        params: { team: 2, list: [1, ['x', null, true]] },
        settings: { max_threads: 1 },
        tags: { product: 'web', hot: true },
        weight: 1,
        place: 'a.sql:1:1',
      },
    ],
  };
}

export function sampleOf(seq: number): Sample {
  return {
    seq,
    caseId: 'a',
    arm: seq % 2 === 0 ? 'baseline' : 'candidate',
    stage: 'screening',
    session: 0,
    round: seq >> 1,
    position: seq % 2 === 0 ? 0 : 1,
    queryId: `q-${seq}`,
    startedAt: 1_760_000_000_000 + seq,
    outcome: { kind: 'completed', clientMs: 1.5 + seq },
  };
}

export function evidenceOf(seq: number): Evidence {
  return {
    kind: 'facts',
    durationUs: 1000 + seq,
    readRows: 5,
    readBytes: 6,
    resultRows: 7,
    resultBytes: 8,
    memoryBytes: 9,
    exceptionCode: 0,
    logRows: 1,
    events: eventCounts({
      SelectedMarks: seq,
      ...(seq % 3 === 0 ? { OSReadBytes: 2 ** 40 } : { [`Extra${seq % 5}`]: 1 }),
    }),
  };
}

/** A sample whose events stand by their names, whatever list of names they share. */
export function byName(sample: Sample): unknown {
  const { evidence } = sample;
  if (evidence?.kind !== 'facts') return sample;
  const { names } = evidence.events;
  const counts = names.flatMap((name) => {
    const count = eventCount(evidence.events, name);
    return count === undefined ? [] : [[name, count]];
  });
  return { ...sample, evidence: { ...evidence, events: Object.fromEntries(counts) } };
}

/** Writes a file of `members` members behind the header; answers where each member ends. */
export async function writeMembers(path: string, members: number): Promise<number[]> {
  const writer = await createRunFile(path, headerOf());
  const ends = [(await readFile(path)).length];
  for (let seq = 0; seq < members; seq += 1) {
    writer.sample({ ...sampleOf(seq), evidence: evidenceOf(seq) });
    await writer.flush();
    ends.push((await readFile(path)).length);
  }
  await writer.close();
  return ends;
}
