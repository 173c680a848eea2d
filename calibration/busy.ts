import { cpus, loadavg } from 'node:os';
import { median } from 'simple-statistics';
import { compareRun } from '../src/compare/compareRun.ts';
import type { MachineNoise, Verdict } from '../src/model/comparison.ts';
import { firstDesign } from '../src/model/design.ts';
import { compareLive, oneServer } from './liveRuns.ts';
import { beside } from './otherWork.ts';
import { record } from './recordings.ts';
import { upperBound } from './score.ts';
import { type SpikeScore, spikeIn } from './spikeIn.ts';
import { markdownTable, percent } from './text.ts';

type Counts = Readonly<Record<Verdict, number>>;

/** One run of a workload against itself on a busy machine, judged as today, and its samples judged by server time alone. */
export interface BusyRun {
  readonly kind: 'busy';
  readonly workload: string;
  readonly index: number;
  readonly loops: number;
  readonly load: number;
  readonly seconds: number;
  readonly pairs: number;
  readonly counts: Counts;
  readonly byServerTime: Counts;
  readonly flagged: readonly string[];
  readonly noise: MachineNoise | null;
}

export interface BusySpike extends SpikeScore {
  readonly kind: 'busySpike';
  readonly workload: string;
  readonly clock: 'today' | 'server time';
  readonly margin: number;
}

export type BusyLine = BusyRun | BusySpike;

export const busyWorkloads: readonly { readonly name: string; readonly filter: readonly string[] }[] = [
  { name: 'clickbench', filter: [] },
  { name: 'posthog', filter: ['*team=7,*'] },
];

const margin = 0.1;
/** What a change is found beyond: the usual margin, and that of the runs. A change that is the margin itself is none. */
const spikeMargins = [0.05, margin];
const budgetMs = 120_000;
const factors = [1.1, 1.2];
const draws = 200;

type Keep = (line: BusyLine) => Promise<void>;
type InFolder = <T>(name: string, work: (folder: string) => Promise<T>) => Promise<T>;

/** Measures what is not known yet: so many runs of each workload. */
export async function busyRuns(
  loops: number,
  runs: number,
  known: readonly { readonly kind: string }[],
  inFolder: InFolder,
  keep: Keep,
): Promise<void> {
  const done = known.filter((one): one is BusyRun => one.kind === 'busy');
  for (let index = 0; index < runs; index++)
    for (const { name: workload, filter } of busyWorkloads) {
      if (done.some((one) => one.workload === workload && one.index === index)) continue;
      const what = { baseline: workload, candidate: workload, filter, seed: 4000 + index, budgetMs, margin };
      // The dataset is built before others share the machine.
      await inFolder(`warm-${workload}`, (folder) => compareLive({ ...what, budgetMs: 1 }, folder, oneServer));
      await beside(loops, async () => {
        const { report, run, seconds } = await inFolder(`busy-${workload}-${index}`, (folder) =>
          compareLive(what, folder, oneServer),
        );
        const flagged = report.cases.filter(({ verdict }) => verdict === 'regressed' || verdict === 'improved');
        await keep({
          ...{ kind: 'busy', workload, index, loops, load: loadavg()[0] ?? 0, seconds },
          pairs: run.samples.length / 2 / run.plan.caseIds.length,
          counts: report.counts,
          byServerTime: compareRun({ ...run, plan: { ...run.plan, design: firstDesign } }).counts,
          flagged: flagged.map((one) => `${one.caseId}: ${one.reason}`),
          noise: report.method.noise ?? null,
        });
      });
    }
}

/** Records each workload once, unless that is known, and makes it slower afterwards. */
export async function busySpikes(
  loops: number,
  known: readonly { readonly kind: string }[],
  inFolder: InFolder,
  keep: Keep,
): Promise<void> {
  const done = known.filter((one): one is BusySpike => one.kind === 'busySpike');
  for (const { name: workload, filter } of busyWorkloads) {
    if (done.some((one) => one.workload === workload)) continue;
    await beside(loops, async () => {
      const found = await inFolder(`spike-${workload}`, (folder) => record(workload, filter, folder, oneServer, 20));
      for (const tested of spikeMargins)
        for (const [at, factor] of factors.entries()) {
          const run = { ...found, plan: { ...found.plan, margin: tested } };
          const byTime = { ...run, plan: { ...run.plan, design: firstDesign } };
          const line = { kind: 'busySpike', workload, margin: tested } as const;
          await keep({ ...line, clock: 'today', ...spikeIn(run, factor, draws, 5000 + at) });
          await keep({ ...line, clock: 'server time', ...spikeIn(byTime, factor, draws, 5000 + at) });
        }
    });
  }
}

export function busyTables(lines: readonly { readonly kind: string }[]): string {
  const runs = lines.filter((one): one is BusyRun => one.kind === 'busy');
  const spikes = lines.filter((one): one is BusySpike => one.kind === 'busySpike');
  const loops = [...new Set(runs.map((one) => one.loops))].join(', ');
  const flagged = runs.flatMap((one) => one.flagged.map((text) => `- ${one.workload}, run ${one.index}: ${text}`));
  return [
    `The same workload in both arms, ±10%, a budget of 120 seconds, beside ${loops} endless loops that walk 32 MB on ${cpus().length} cores:`,
    markdownTable(
      [
        'workload',
        'runs',
        'load',
        'red',
        'at most (95%)',
        'equivalent',
        'least',
        'by server time alone',
        'unconfirmed',
        'pairs a case',
        'noise of a pair: server time',
        'running time',
        'CPU time',
      ],
      busyWorkloads.map(({ name }) =>
        runRow(
          name,
          runs.filter((one) => one.workload === name),
        ),
      ),
    ),
    flagged.length === 0 ? 'No false finding.' : `False findings:\n\n${flagged.join('\n')}`,
    ...(spikes.length === 0 ? [] : spikeTables(spikes)),
  ].join('\n\n');
}

function spikeTables(spikes: readonly BusySpike[]): readonly string[] {
  return [
    'Recorded beside the same loops, the times of a random 5% of the candidates multiplied, and judged again:',
    markdownTable(
      ['workload', 'margin', 'clock', 'change', 'changed cases', 'found', 'wrong equivalent', 'false findings'],
      spikes.map((one) => [
        ...[
          one.workload,
          `±${Math.round(one.margin * 100)}%`,
          one.clock,
          `+${Math.round((one.factor - 1) * 100)}%`,
          `${one.spiked}`,
        ],
        ...[percent(one.found / Math.max(1, one.spiked)), percent(one.wrongEquivalent / Math.max(1, one.spiked))],
        `${one.falseFindings} of ${one.unchanged}`,
      ]),
    ),
  ];
}

function runRow(name: string, runs: readonly BusyRun[]): readonly string[] {
  if (runs.length === 0) return [name, '0', ...Array.from({ length: 11 }, () => '')];
  const total = (counts: Counts): number => Object.values(counts).reduce((sum, one) => sum + one, 0);
  const share = (of: (one: BusyRun) => number): readonly number[] => runs.map((one) => of(one) / total(one.counts));
  const equivalent = share((one) => one.counts.equivalent);
  const red = runs.filter((one) => one.flagged.length > 0).length;
  const noise = (of: (one: MachineNoise) => number | null): string => {
    const values = runs.flatMap((one) => (one.noise === null ? [] : (of(one.noise) ?? [])));
    return values.length === 0 ? '' : percent(median(values));
  };
  return [
    ...[
      name,
      `${runs.length}`,
      median(runs.map((one) => one.load)).toFixed(1),
      `${red}`,
      percent(upperBound(red, runs.length)),
    ],
    ...[percent(median(equivalent)), percent(Math.min(...equivalent))],
    percent(median(share((one) => one.byServerTime.equivalent))),
    percent(median(share((one) => one.counts.unconfirmed))),
    median(runs.map((one) => one.pairs)).toFixed(1),
    ...[noise((one) => one.serverTime), noise((one) => one.runningTime), noise((one) => one.cpuTime)],
  ];
}
