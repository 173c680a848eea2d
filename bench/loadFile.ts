// The file of an hour under load: three classes, a million requests. Writing, size, reading, and the memory of both, each in a process of its own.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { CountsBuilder } from '../src/load/counts.ts';
import type { LoadHeader, TrialPlan } from '../src/model/loadPlan.ts';
import type { Counts, LoadRequest, LoadTally } from '../src/model/loadRun.ts';
import { createLoadFile } from '../src/store/load/loadWriter.ts';
import { readLoadRun } from '../src/store/load/readLoadRun.ts';
import { seeded } from './plausible/seeded.ts';

const seconds = 3600;
const perSecond = 93;
const sampleSize = 10_000;
const classes = ['online', 'internal', 'batch'];
const random = seeded(7);

const header: LoadHeader = {
  id: 'bench',
  startedAt: 1_790_000_000_000,
  command: 'load',
  seed: 1,
  arms: [],
  cases: [],
  classes: classes.map((name) => ({ name, match: {}, settings: {} })),
  classOf: {},
  driving: { workers: 2, maxInFlight: 1000, timeoutMs: 60_000 },
  sampleSize,
};

const plan: TrialPlan = {
  id: 0,
  arm: 'baseline',
  purpose: { kind: 'load' },
  offered: classes.map((of) => ({ of, arrival: { kind: 'poisson', rate: perSecond }, background: false })),
  seed: 1,
  warmupMs: 0,
  durationMs: seconds * 1000,
};

/** Log-normal around a median. */
function countsOf(medianUs: number): Counts {
  const counts = new CountsBuilder();
  for (let i = 0; i < perSecond; i += 1) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    counts.record(medianUs * Math.exp(0.7 * normal));
  }
  return counts.toCounts();
}

function tallyOf(of: string, second: number): LoadTally {
  const whole = { offered: perSecond, outcomes: { completed: perSecond }, failedAfter: [], done: perSecond };
  const times = { latency: countsOf(of === 'batch' ? 2e6 : 5e4), lag: countsOf(60), held: countsOf(3) };
  return { trial: 0, of, second, ...whole, ...times };
}

function requestOf(seq: number, of: string): LoadRequest {
  const intended = seq * 100;
  return {
    seq,
    of,
    caseId: `trends_of_a_kind_${seq % 25}[team=2,date_from=2026-01-01]`,
    intended,
    sent: intended + random(),
    firstByte: intended + 50 * random(),
    done: intended + 100 * random(),
    outcome: { kind: 'completed' },
    queryId: `hogbench-${Math.floor(random() * 2 ** 48).toString(16)}`,
  };
}

async function write(path: string): Promise<void> {
  const log = await createLoadFile(path, header);
  log.trial(plan);
  for (let second = 0; second < seconds; second += 1) {
    for (const of of classes) log.tally(tallyOf(of, second));
    await log.flush();
  }
  for (let seq = 0; seq < sampleSize * classes.length; seq += 1) {
    log.request(0, requestOf(seq, classes[seq % classes.length] ?? ''));
    const amounts = { serverUs: 48_000, cpuUs: 31_000 + seq, slotWaitUs: 0, threadWaitUs: 12, coreWaitUs: seq % 900 };
    const facts = { ...amounts, readBytes: 9_000_000, memoryBytes: 4_000_000, exceptionCode: 0 };
    log.evidence(0, seq, { kind: 'facts', facts });
  }
  log.end({ trial: 0, startedAt: 0, sentForMs: seconds * 1000, ended: { kind: 'complete' }, silent: [] });
  log.status({ kind: 'complete' });
  await log.close();
}

async function read(path: string): Promise<void> {
  const { run, warnings } = await readLoadRun(path);
  const offered = run.trials[0]?.tallies.reduce((sum, tally) => sum + tally.offered, 0);
  if (warnings.length > 0 || offered !== seconds * perSecond * classes.length)
    throw new Error('The load did not come back whole.');
}

const [, , task, at] = process.argv;
if (task === 'write' || task === 'read') {
  const idleMb = process.resourceUsage().maxRSS / 1024;
  const start = performance.now();
  await (task === 'write' ? write : read)(at ?? '');
  const ms = Math.round(performance.now() - start);
  process.send?.({ ms, peakMb: Math.round(process.resourceUsage().maxRSS / 1024), idleMb: Math.round(idleMb) });
} else {
  const folder = await mkdtemp(join(tmpdir(), 'hogbench-bench-'));
  try {
    const path = join(folder, 'run.jsonl.gz');
    const told = async (name: string): Promise<{ ms: number; peakMb: number; idleMb: number }> => {
      const [message] = await once(fork(new URL(import.meta.url), [name, path]), 'message');
      return message;
    };
    const writing = await told('write');
    const { size } = await stat(path);
    const reading = await told('read');
    const requests = seconds * perSecond * classes.length;
    console.log(`${requests} requests in ${seconds} s of ${classes.length} classes: ${(size / 1e6).toFixed(1)} MB,`);
    console.log(
      `written in ${writing.ms} ms (making the numbers included) with at most ${writing.peakMb} MB of memory,`,
    );
    console.log(`read in ${reading.ms} ms with at most ${reading.peakMb} MB; ${reading.idleMb} MB before.`);
    console.log(JSON.stringify({ benchmark: 'loadFile', requests, bytes: size, writing, reading }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
