import { median } from 'simple-statistics';
import type { MachineNoise, Verdict } from '../src/model/comparison.ts';
import { compareLive, twoServers } from './liveRuns.ts';
import { record } from './recordings.ts';
import { upperBound } from './score.ts';
import { type SpikeScore, spikeIn } from './spikeIn.ts';
import { markdownTable, percent } from './text.ts';

/** One run of a workload against itself, on two servers. */
export interface TwoServerRun {
  readonly kind: 'two';
  readonly index: number;
  readonly seconds: number;
  readonly pairs: number;
  readonly sessions: number;
  readonly counts: Readonly<Record<Verdict, number>>;
  readonly flagged: readonly string[];
  readonly noise: MachineNoise | null;
  /** Half of the width of the interval of the workload's server time, as a share. */
  readonly total: number | null;
}

export interface TwoServerSpike extends SpikeScore {
  readonly kind: 'twoSpike';
  readonly margin: number;
}

export type TwoServerLine = TwoServerRun | TwoServerSpike;

const workload = 'posthog';
const filter = ['*team=7,*'];
const margin = 0.1;
/** What a change is found beyond: the usual margin, and that of the runs. A change that is the margin itself is none. */
const spikeMargins = [0.05, margin];
const budgetMs = 120_000;
const factors = [1.1, 1.2];
const draws = 200;

type Keep = (line: TwoServerLine) => Promise<void>;
type InFolder = <T>(name: string, work: (folder: string) => Promise<T>) => Promise<T>;

/** Measures what is not known yet. `secondHome` is the folder of the second server's dataset. */
export async function twoServerRuns(
  wanted: number,
  secondHome: string,
  known: readonly { readonly kind: string }[],
  inFolder: InFolder,
  keep: Keep,
): Promise<void> {
  const done = known.filter((one): one is TwoServerRun => one.kind === 'two');
  for (let index = 0; index < wanted; index++) {
    if (done.some((one) => one.index === index)) continue;
    const what = { baseline: workload, candidate: workload, filter, seed: 6000 + index, budgetMs, margin };
    const { report, run, seconds } = await inFolder(`two-${index}`, (folder) =>
      compareLive(what, folder, twoServers(secondHome)),
    );
    const flagged = report.cases.filter(({ verdict }) => verdict === 'regressed' || verdict === 'improved');
    // The first cost is time.
    const range = report.suite?.whole.costs[0]?.interval;
    await keep({
      ...{ kind: 'two', index, seconds, counts: report.counts },
      pairs: run.samples.length / 2 / run.plan.caseIds.length,
      sessions: new Set(run.samples.map((one) => one.session)).size,
      flagged: flagged.map((one) => `${one.caseId}: ${one.reason}`),
      noise: report.method.noise ?? null,
      total: range === null || range === undefined ? null : Math.sqrt(range.high / range.low) - 1,
    });
  }
}

/** Records the workload once, unless that is known, and makes it slower afterwards. */
export async function twoServerSpikes(
  secondHome: string,
  known: readonly { readonly kind: string }[],
  inFolder: InFolder,
  keep: Keep,
): Promise<void> {
  if (known.some((one) => one.kind === 'twoSpike')) return;
  const found = await inFolder('two-spike', (folder) => record(workload, filter, folder, twoServers(secondHome), 20));
  for (const tested of spikeMargins)
    for (const [at, factor] of factors.entries()) {
      const run = { ...found, plan: { ...found.plan, margin: tested } };
      await keep({ kind: 'twoSpike', margin: tested, ...spikeIn(run, factor, draws, 7000 + at) });
    }
}

export function twoServerTables(lines: readonly { readonly kind: string }[]): string {
  const runs = lines.filter((one): one is TwoServerRun => one.kind === 'two');
  const spikes = lines.filter((one): one is TwoServerSpike => one.kind === 'twoSpike');
  const flagged = runs.flatMap((one) => one.flagged.map((text) => `- run ${one.index}: ${text}`));
  const [first] = runs;
  if (first === undefined) return 'Not measured.';
  const cases = Object.values(first.counts).reduce((sum, one) => sum + one, 0);
  return [
    `The same workload in both arms (${cases} cases of \`posthog\`, small tenants), each on a server of its own, ±10%, a budget of 120 seconds:`,
    markdownTable(
      [
        'runs',
        'red',
        'at most (95%)',
        'equivalent',
        'least',
        'unconfirmed',
        'pairs a case',
        'seconds',
        'noise of a pair',
        'total of server time',
        'widest',
      ],
      [rowOf(runs, cases)],
    ),
    flagged.length === 0 ? 'No false finding.' : `False findings:\n\n${flagged.join('\n')}`,
    ...(spikes.length === 0 ? [] : spikeTables(spikes)),
  ].join('\n\n');
}

function rowOf(runs: readonly TwoServerRun[], cases: number): readonly string[] {
  const red = runs.filter((one) => one.flagged.length > 0).length;
  const equivalent = runs.map((one) => one.counts.equivalent / cases);
  const totals = runs.flatMap((one) => one.total ?? []);
  return [
    ...[`${runs.length}`, `${red}`, percent(upperBound(red, runs.length))],
    ...[percent(median(equivalent)), percent(Math.min(...equivalent))],
    percent(median(runs.map((one) => one.counts.unconfirmed / cases))),
    ...[median(runs.map((one) => one.pairs)).toFixed(1), median(runs.map((one) => one.seconds)).toFixed(0)],
    percent(median(runs.flatMap((one) => one.noise?.serverTime ?? []))),
    ...(totals.length === 0 ? ['', ''] : [`±${percent(median(totals))}`, `±${percent(Math.max(...totals))}`]),
  ];
}

function spikeTables(spikes: readonly TwoServerSpike[]): readonly string[] {
  return [
    'Recorded likewise, the times of a random 5% of the candidates multiplied, and judged again:',
    markdownTable(
      ['margin', 'change', 'changed cases', 'found', 'wrong equivalent', 'false findings'],
      spikes.map((one) => [
        ...[`±${Math.round(one.margin * 100)}%`, `+${Math.round((one.factor - 1) * 100)}%`, `${one.spiked}`],
        ...[percent(one.found / Math.max(1, one.spiked)), percent(one.wrongEquivalent / Math.max(1, one.spiked))],
        `${one.falseFindings} of ${one.unchanged}`,
      ]),
    ),
  ];
}
