// One changed query on the machine of whoever changed it: the seconds from Enter to the finding, to the verdict and to the prompt,
// and where they went. The dataset is built before. npm run bench:loop, with -- 9 for nine rounds, and with
// -- 9 ../other/dist/main.js for those of another build in turns with them.
// The clause, of a quiet machine: a query of 10 ms that lost pruning is found within 2 s and judged within 4; one that is
// unchanged is equivalent within 3.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { project } from './newcomer/uses.ts';

const times = Number(process.argv[2] ?? 5);
const builds = {
  this: fileURLToPath(new URL('../dist/main.js', import.meta.url)),
  ...(process.argv[3] === undefined ? {} : { other: resolve(process.argv[3]) }),
};
const folder = mkdtempSync(join(tmpdir(), 'hogbench-loop-'));
const runFile = join(folder, 'out', 'run.jsonl.gz');

/** What is asked, and the exit code that is known beforehand; 3 is for a machine too busy to decide. */
const questions = {
  'lost pruning': { words: ['old.sql', 'new.sql'], exits: [1] },
  unchanged: { words: ['old.sql', 'old.sql', '--all'], exits: [0, 3] },
  'lost pruning, --quick': { words: ['old.sql', 'new.sql', '--quick'], exits: [1] },
} as const;

const rounds = 'warm-ups and pairs, the log read for them';

/** A line of progress, and the span of work that begins with it. */
const beginnings: readonly (readonly [RegExp, string])[] = [
  [/^starting an embedded/, 'server starts, tables and statements looked at'],
  [/^checking results/, 'results'],
  [/^measuring …/, rounds],
  [/^confirming …/, 'fresh sessions'],
  [/^reading plans/, 'plans'],
  [/^reading rows/, 'rows that differ'],
];
const beforeAll = 'node starts, program loads';
const reports = 'judging, reports';
const afterVerdict = 'servers stop, program ends';

interface Timeline {
  /** Seconds from Enter; undefined where nothing was told before the verdict. */
  readonly finding: number | undefined;
  readonly verdict: number;
  readonly prompt: number;
  /** Seconds by span of work. */
  readonly spans: ReadonlyMap<string, number>;
  readonly exitCode: number | null;
  readonly out: string;
}

function ask(main: string, words: readonly string[]): Promise<Timeline> {
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1000;
  const { CI: _, ...env } = process.env;
  const child = spawn(process.execPath, [main, 'ab', ...words, '--out', join(folder, 'out')], {
    cwd: folder,
    env: { ...env, HOGBENCH_HOME: join(folder, 'home') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const spans = new Map<string, number>();
  let span = beforeAll;
  let since = 0;
  const next = (name: string, at = seconds()): void => {
    spans.set(span, (spans.get(span) ?? 0) + at - since);
    since = at;
    span = name;
  };
  let finding: number | undefined;
  let verdict: number | undefined;
  let out = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    for (const line of text.split('\n')) {
      const begun = beginnings.find(([sign]) => sign.test(line));
      if (begun !== undefined && begun[1] !== span) next(begun[1]);
      if (line.includes(' so far: ')) finding ??= seconds();
    }
  });
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    if (verdict !== undefined) return;
    verdict = seconds();
    // The run file is closed when all is measured and read.
    const closed = verdict - (Date.now() - statSync(runFile).mtimeMs) / 1000;
    next(reports, Math.min(verdict, Math.max(since, closed)));
    next(afterVerdict, verdict);
  });
  return new Promise((done) => {
    child.on('close', (exitCode) => {
      next('');
      done({ finding, verdict: verdict ?? seconds(), prompt: seconds(), spans, exitCode, out });
    });
  });
}

/** Executions that were measured, and the seconds that they took. */
function measured(): string {
  const lines = gunzipSync(readFileSync(runFile)).toString('utf8').split('\n');
  const times = lines.flatMap((line) => /"clientMs":([\d.]+)/.exec(line)?.[1] ?? []);
  const seconds = times.reduce((sum, ms) => sum + Number(ms) / 1000, 0);
  return row(`    of it ${times.length} measured executions`, seconds);
}

function row(name: string, seconds: number): string {
  return `${name.padEnd(56)}${seconds.toFixed(2).padStart(6)} s`;
}

/** Of several runs that one with as many faster as slower ones. */
function middle(all: readonly (readonly [Timeline, string])[]): readonly [Timeline, string] | undefined {
  return [...all].sort(([a], [b]) => a.verdict - b.verdict)[Math.floor((all.length - 1) / 2)];
}

function tell(question: string, all: readonly (readonly [Timeline, string])[]): void {
  const [one, executions] = middle(all) ?? [];
  if (one === undefined || executions === undefined) return;
  const undecided = all.filter(([{ exitCode }]) => exitCode === 3).length;
  const verdicts = all.map(([{ verdict }]) => verdict.toFixed(2)).join(', ');
  console.log(
    `\n${question}: verdicts after ${verdicts} s${undecided > 0 ? `, ${undecided} undecided` : ''}; the middle one:`,
  );
  if (one.finding !== undefined) console.log(row('  finding', one.finding));
  console.log(row('  verdict', one.verdict));
  console.log(row('  prompt', one.prompt));
  for (const name of [beforeAll, ...beginnings.map(([, span]) => span), reports, afterVerdict]) {
    const seconds = one.spans.get(name);
    if (seconds !== undefined) console.log(row(`    ${name}`, seconds));
    if (name === rounds) console.log(executions);
  }
}

try {
  mkdirSync(join(folder, 'home'));
  for (const name of ['workload.yaml', 'schema.sql', 'data.sql', 'old.sql', 'new.sql'])
    writeFileSync(join(folder, name), project[name] ?? '');
  console.log(`${loadavg()[0]?.toFixed(1)} of ${availableParallelism()} cores were wanted by others`);
  await ask(builds.this, questions['lost pruning'].words);
  const known = new Map<string, (readonly [Timeline, string])[]>();
  for (let round = 0; round < times; round += 1)
    for (const [question, { words, exits }] of Object.entries(questions))
      for (const [build, main] of Object.entries(builds)) {
        const one = await ask(main, words);
        if (one.exitCode === 2) continue; // this build has no such flag
        if (!exits.some((code) => code === one.exitCode)) throw new Error(`exit ${one.exitCode}\n${one.out}`);
        const key = build === 'this' ? question : `${question}, ${build} build`;
        known.set(key, [...(known.get(key) ?? []), [one, measured()]]);
      }
  for (const [question, all] of known) tell(question, all);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
