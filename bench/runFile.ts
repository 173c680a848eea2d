// Size, writing and loading of a run file: 100,000 executions with 60 ProfileEvents each.
// The clause: under 40 MB on disk, loaded in under 3 seconds.

import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { currentDesign } from '../src/model/design.ts';
import type { Sample } from '../src/model/sample.ts';
import type { RunHeader } from '../src/schema/run/record.ts';
import { readRun } from '../src/store/readRun.ts';
import { createRunFile } from '../src/store/writeRun.ts';
import { eventsEach, plausibleFacts } from './plausible/evidence.ts';
import { seeded } from './plausible/seeded.ts';

const executions = Number(process.argv[2] ?? 100_000);
const shapes = 25;
const loads = 3;

const random = seeded(7);
function sampleOf(seq: number): Sample {
  const id = Array.from({ length: 4 }, () => Math.floor(random() * 2 ** 32).toString(16)).join('');
  return {
    seq,
    caseId: `trends_of_a_kind_${seq % shapes}[team=2,date_from=2026-01-01]`,
    arm: seq % 2 === 0 ? 'baseline' : 'candidate',
    stage: 'screening',
    session: 0,
    round: Math.floor(seq / (2 * shapes)),
    position: seq % 2 === 0 ? 0 : 1,
    queryId: `hogbench-${id}`,
    startedAt: 1_760_000_000_000 + seq * 50,
    outcome: { kind: 'completed', clientMs: 20 + 10 * random() },
  };
}

const header: RunHeader = {
  id: 'bench',
  startedAt: 1_760_000_000_000,
  plan: {
    seed: 1,
    arms: ['baseline', 'candidate'],
    caseIds: [],
    screeningSessions: 1,
    confirmationSessions: 0,
    minPairs: 5,
    maxPairs: 50,
    warmups: 1,
    concurrency: 1,
    timeoutMs: 60_000,
    margin: 0.05,
    design: currentDesign,
    mode: { kind: 'paired' },
  },
  arms: [],
  cases: [],
};

async function write(path: string): Promise<number> {
  const start = performance.now();
  const writer = await createRunFile(path, header);
  for (let seq = 0; seq < executions; seq += 1) {
    writer.sample(sampleOf(seq));
    writer.evidence(seq, plausibleFacts(seq % shapes, 1, random));
    if (seq % 1000 === 999) await writer.flush();
  }
  writer.status({ kind: 'complete' });
  await writer.close();
  return performance.now() - start;
}

async function load(path: string): Promise<number> {
  const start = performance.now();
  const { run, warnings } = await readRun(path);
  const ms = performance.now() - start;
  const whole = run.samples.filter((sample) => sample.evidence?.kind === 'facts').length;
  if (whole !== executions || warnings.length > 0) throw new Error('The run did not come back whole.');
  return ms;
}

const folder = await mkdtemp(join(tmpdir(), 'hogbench-bench-'));
try {
  const path = join(folder, 'run.jsonl.gz');
  const writeMs = Math.round(await write(path));
  const { size } = await stat(path);
  const times: number[] = [];
  for (let i = 0; i < loads; i += 1) times.push(Math.round(await load(path)));
  const loadMs = times.toSorted((a, b) => a - b)[Math.floor(loads / 2)];
  console.log(`${executions} executions, ${eventsEach} events each: ${(size / 1e6).toFixed(1)} MB,`);
  console.log(`written in ${writeMs} ms (making the numbers included), loaded in ${loadMs} ms (median of ${loads}).`);
  console.log(JSON.stringify({ benchmark: 'runFile', executions, eventsEach, bytes: size, writeMs, loadMs, times }));
} finally {
  await rm(folder, { recursive: true, force: true });
}
