import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ComparisonReport } from '../src/model/comparison.ts';
import type { Run } from '../src/model/run.ts';
import { readRun } from '../src/store/readRun.ts';
import { type SeenRequest, startImpostor } from '../test/support/impostor.ts';
import type { Bounds } from './bounds.ts';
import { makePlace, type Place } from './folders.ts';
import { type Ended, identityOf, runHogbench } from './hogbench.ts';
import { mischiefFiles } from './mischief.ts';
import { dangersIn } from './outputOracle.ts';
import type { Tally } from './tally.ts';

const scenarios = ['ab', 'run', 'ab --resume', 'ab, embedded', 'dataset build'] as const;
type Scenario = (typeof scenarios)[number];

/** Of each ten kills; those with an embedded server take longest. */
const order: readonly Scenario[] = [
  ...(['ab --resume', 'ab', 'run', 'dataset build', 'ab'] as const),
  ...(['run', 'ab, embedded', 'ab --resume', 'dataset build', 'ab'] as const),
];

/** Kills the process, and it alone, at a random moment; then looks what is left, and goes on with it. */
export async function attackByKills(tally: Tally, { random, seed, endAt, tries, say }: Bounds): Promise<void> {
  const home = await makePlace({});
  const expected = new ExpectedDataset(home);
  try {
    for (let at = 0; at < tries; at++) {
      if (Date.now() > endAt) {
        tally.leaveOut(1);
        continue;
      }
      const scenario = order[at % order.length] ?? 'ab';
      const moment = random();
      const troubles = await kill(scenario, moment, random(), expected);
      const again = `${scenario}, killed ${at + 1}th, at ${(moment * 100).toFixed(0)}% of its time; --part kills --seed ${seed}`;
      tally.count(scenario, troubles, again);
      if (troubles.length > 0) say(`lost: ${again}: ${troubles.join('; ')}`);
    }
  } finally {
    await home.remove();
  }
}

function kill(
  scenario: Scenario,
  moment: number,
  second: number,
  expected: ExpectedDataset,
): Promise<readonly string[]> {
  switch (scenario) {
    case 'ab':
    case 'run':
      return killMeasuring(scenario, [moment]);
    case 'ab --resume':
      return killMeasuring('ab', [moment, second]);
    case 'ab, embedded':
      return killEmbedded(moment, expected);
    case 'dataset build':
      return killBuild(moment, expected);
  }
}

const deadlineMs = 240_000;
/** From before the first request to about the end of the measuring. */
const measuringMs = { least: 700, most: 9000 };

const commands = {
  ab: [
    ...['ab', '--all', '--baseline-workload', 'base', '--candidate-workload', 'cand', '--no-self-check', '--seed', '1'],
    ...['--min-pairs', '20', '--max-pairs', '20', '--json'],
  ],
  run: ['run', 'base', '--rounds', '60', '--sessions', '1', '--json'],
} as const;

/** Against a server of our own, which knows what was executed and when it answered. */
async function killMeasuring(command: 'ab' | 'run', moments: readonly number[]): Promise<readonly string[]> {
  const place = await makePlace(mischiefFiles);
  const impostor = await startImpostor({ executionMs: 30 });
  const argv = [...commands[command], '--out', 'out', '--target', impostor.url];
  const file = join(place.cwd, 'out', 'run.jsonl.gz');
  const troubles: string[] = [];
  try {
    for (const moment of moments) {
      const resume = (await exists(file)) ? ['--resume', file] : [];
      const before = impostor.requests.length;
      const ended = await killed([...argv, ...resume], place, momentIn(measuringMs, moment), troubles);
      // The one before had measured all, and was killed at its reports.
      if (ended.killedAt === undefined && saysComplete(ended)) break;
      if (ended.killedAt === undefined) return [...troubles, ...ordinary(ended)];
      troubles.push(...(await lookAt(file, place, ended.killedAt, impostor.requests.slice(before))));
    }
    const resume = (await exists(file)) ? ['--resume', file] : [];
    const options = { cwd: place.cwd, env: place.env, deadlineMs };
    const last = await runHogbench([...argv, ...resume], options);
    const isDone = saysComplete(last);
    if (command === 'ab')
      troubles.push(
        ...changedVerdict(isDone ? await runHogbench(['report', file, '--gate', '--json'], options) : last),
      );
    else if (!isDone) troubles.push(...ordinary(last));
    troubles.push(...(await leftIn(place)));
    return troubles;
  } finally {
    await impostor.close();
    await place.remove();
  }
}

/** What `--resume` is told of a run that lacks nothing. */
function saysComplete({ code, err }: Ended): boolean {
  return code === 2 && /this run is complete/.test(err);
}

function momentIn({ least, most }: { readonly least: number; readonly most: number }, moment: number): number {
  return least + moment * (most - least);
}

/** Runs until it is killed, and sees to it that nothing outlives it. */
async function killed(argv: readonly string[], place: Place, killAfterMs: number, troubles: string[]): Promise<Ended> {
  const below = new Set<string>();
  const ended = await runHogbench(argv, {
    ...{ cwd: place.cwd, env: place.env, deadlineMs, killAfterMs },
    watch: (pids) => {
      for (const pid of pids) {
        const identity = identityOf(pid);
        if (identity !== undefined) below.add(identity);
      }
    },
  });
  troubles.push(...(await survivors(below)));
  return ended;
}

const goneWithinMs = 30_000;

/** Processes that go on though the one that started them is dead. */
export async function survivors(
  identities: ReadonlySet<string>,
  withinMs: number = goneWithinMs,
): Promise<readonly string[]> {
  const until = Date.now() + withinMs;
  for (;;) {
    const alive = [...identities].filter((one) => identityOf(Number(one.split(' ')[0])) === one);
    if (alive.length === 0) return [];
    if (Date.now() > until) return alive.map((one) => `process ${one.split(' ')[0]} outlived a killed hogbench`);
    await pause(200);
  }
}

/** Records reach the file within a second; some slack for a busy machine. */
const lostAtMostMs = 1500;

/** What a kill left: a run that can be shown, or none, with all but the last second of what was executed. */
async function lookAt(
  file: string,
  place: Place,
  killedAt: number,
  requests: readonly SeenRequest[],
): Promise<readonly string[]> {
  if (!(await exists(file))) return measuredBefore(requests, killedAt - lostAtMostMs).length > 0 ? ['no run file'] : [];
  const shown = await runHogbench(['report', file], { cwd: place.cwd, env: place.env, deadlineMs });
  const troubles =
    shown.code === 0 ? dangersIn(shown.err, 'terminal') : [`report ends with ${shown.code}: ${shown.err}`];
  const { run } = await readRun(file);
  return [...troubles, ...lostSamples(run, requests, killedAt)];
}

/** Executions that were answered in good time before the kill and are not in the file. */
export function lostSamples(
  run: Pick<Run, 'samples'>,
  requests: readonly SeenRequest[],
  killedAt: number,
): readonly string[] {
  const kept = new Set(run.samples.map((one) => one.queryId));
  const lost = measuredBefore(requests, killedAt - lostAtMostMs).filter(
    ({ params }) => !kept.has(params.get('query_id') ?? ''),
  );
  return lost.length === 0 ? [] : [`${lost.length} executions answered ${lostAtMostMs} ms before the kill are lost`];
}

function measuredBefore(requests: readonly SeenRequest[], time: number): readonly SeenRequest[] {
  return requests.filter(
    ({ kind, params, answeredAt }) =>
      kind === 'execution' &&
      answeredAt !== undefined &&
      answeredAt < time &&
      /"purpose":"s\d+r\d+"/.test(params.get('log_comment') ?? ''),
  );
}

function ordinary(ended: Ended): readonly string[] {
  if (ended.hung) return ['did not end'];
  return ended.code === 0 || ended.code === 4
    ? []
    : [`ends with ${ended.code ?? ended.signal}: ${ended.err.slice(-300)}`];
}

/** The two results differ, and nothing else does: exit 4 whatever happened before. */
export function changedVerdict({
  hung,
  code,
  out,
  err,
}: Pick<Ended, 'hung' | 'code' | 'out' | 'err'>): readonly string[] {
  if (hung) return ['did not end'];
  if (code !== 4) return [`ends with ${code} where 4 is right: ${err.slice(-300)}`];
  const { cases } = JSON.parse(out) as ComparisonReport;
  const wrong = cases.filter(({ caseId, verdict }) =>
    caseId === 'changed'
      ? verdict !== 'resultChanged'
      : verdict === 'regressed' || verdict === 'resultChanged' || verdict === 'failed',
  );
  return wrong.map(({ caseId, verdict }) => `${caseId} is ${verdict} after a resume`);
}

/** A start of the program clears what a killed one left in TMPDIR. */
async function leftIn(place: Place): Promise<readonly string[]> {
  const left = (await readdir(place.env.TMPDIR ?? '')).filter((name) => !name.startsWith('node-compile-cache'));
  return left.length === 0 ? [] : [`left in TMPDIR: ${left.join(', ')}`];
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

const datasetFiles: Readonly<Record<string, string>> = Object.fromEntries(
  (['base', 'cand'] as const).flatMap((arm) => [
    [`${arm}/workload.yaml`, 'name: attacked\nschema: [schema.sql]\ndata: [data.sql]\ndatabase: attacked\n'],
    [
      `${arm}/schema.sql`,
      ['a', 'b', 'c']
        .map((t) => `CREATE OR REPLACE TABLE ${t} (n UInt64, s String) ENGINE = MergeTree ORDER BY n;\n`)
        .join(''),
    ],
    [
      `${arm}/data.sql`,
      ['a', 'b', 'c', 'a', 'b', 'c']
        .map(
          (t, step) => `INSERT INTO ${t} SELECT number + ${step}, repeat(toString(number), 8) FROM numbers(600000);\n`,
        )
        .join(''),
    ],
    [`${arm}/q.sql`, queriesOf(arm)],
  ]),
);

function queriesOf(arm: 'base' | 'cand'): string {
  const sums = ['a', 'b', 'c']
    .map((t) => `-- name: sum_${t}\nSELECT count(), sum(cityHash64(n, s)) FROM ${t};\n`)
    .join('');
  return `${sums}-- name: changed\nSELECT ${arm === 'base' ? 1 : 2};\n`;
}

/** The results of a dataset that was built without a break. */
class ExpectedDataset {
  readonly place: Place;
  #known: Promise<string> | undefined;

  constructor(place: Place) {
    this.place = place;
  }

  /** Builds it, once. */
  digests(): Promise<string> {
    this.#known ??= this.#measure();
    return this.#known;
  }

  async #measure(): Promise<string> {
    const place = await makePlace(datasetFiles, this.place.env.HOGBENCH_HOME);
    try {
      return await digestsOf(place);
    } finally {
      await place.remove();
    }
  }
}

async function digestsOf(place: Place): Promise<string> {
  const argv = ['run', 'base', '--rounds', '1', '--sessions', '1', '--out', 'checked'];
  const ended = await runHogbench(argv, { cwd: place.cwd, env: place.env, deadlineMs });
  if (ended.code !== 0) throw new Error(`the dataset cannot be checked, exit ${ended.code}: ${ended.err.slice(-400)}`);
  const { run } = await readRun(join(place.cwd, 'checked', 'run.jsonl.gz'));
  return JSON.stringify(run.digests.toSorted((a, b) => a.caseId.localeCompare(b.caseId)));
}

const buildMs = { least: 1500, most: 9000 };

async function killBuild(moment: number, expected: ExpectedDataset): Promise<readonly string[]> {
  const right = await expected.digests();
  const place = await makePlace(datasetFiles);
  const troubles: string[] = [];
  try {
    await killed(
      ['run', 'base', '--rounds', '1', '--sessions', '1', '--out', 'out'],
      place,
      momentIn(buildMs, moment),
      troubles,
    );
    const built = await digestsOf(place).catch((error: Error) => error.message);
    if (built !== right) troubles.push(`a build after a kill is another dataset: ${built.slice(0, 300)}`);
    return [...troubles, ...(await leftIn(place))];
  } finally {
    await place.remove();
  }
}

const embeddedMs = { least: 1500, most: 14_000 };

/** With an embedded server, whose process has to go along. */
async function killEmbedded(moment: number, expected: ExpectedDataset): Promise<readonly string[]> {
  await expected.digests();
  const place = await makePlace(datasetFiles, expected.place.env.HOGBENCH_HOME);
  const argv = [...commands.ab, '--out', 'out'];
  const file = join(place.cwd, 'out', 'run.jsonl.gz');
  const troubles: string[] = [];
  try {
    await killed(argv, place, momentIn(embeddedMs, moment), troubles);
    if (await exists(file)) {
      const shown = await runHogbench(['report', file], { cwd: place.cwd, env: place.env, deadlineMs });
      if (shown.code !== 0) troubles.push(`report ends with ${shown.code}: ${shown.err}`);
    }
    const resume = (await exists(file)) ? ['--resume', file] : [];
    const options = { cwd: place.cwd, env: place.env, deadlineMs };
    const resumed = await runHogbench([...argv, ...resume], options);
    const last = saysComplete(resumed) ? await runHogbench(['report', file, '--gate', '--json'], options) : resumed;
    if (last.code !== 4)
      troubles.push(`ends with ${last.code ?? last.signal} where 4 is right: ${last.err.slice(-300)}`);
    return [...troubles, ...(await leftIn(place))];
  } finally {
    await place.remove();
  }
}
