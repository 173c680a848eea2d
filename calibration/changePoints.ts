// `npm run calibrate:changes`: how often a history shows changes where nothing changed, and what it finds where something did.
import { parseArgs } from 'node:util';
import { mergedChangePoints, weakChangePoints } from '../src/compare/statistics/changePoints.ts';
import { changesAt, searchSeries } from '../src/compare/statistics/levelChanges.ts';
import { levelStep, stepChance } from '../src/compare/statistics/levelStep.ts';
import { type HistoryPoints, searchHistory } from '../src/history/searchHistory.ts';
import { changeRule } from '../src/model/history.ts';
import { mulberry32 } from './random.ts';
import { type RunNoise, runNoises } from './runNoise.ts';
import { upperBound } from './score.ts';
import { markdownTable, percent, thousands, writeSection } from './text.ts';

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false }, write: { type: 'string' } } });
const effort = values.quick ? 0.05 : 1;
const spread = 0.03;
const rate = changeRule.falseDiscoveryRate;

/** Windows of 50, a candidate at 0.01, kept at 0.001: E-divisive as Hunter and Otava have it by default, with the n − 1 of Student's test. */
function peer(logs: readonly number[]): readonly number[] {
  const test = {
    pValue: (...at: [number, number, number]) => stepChance(levelStep(logs, ...at)),
    size: () => 1,
  };
  const candidates = weakChangePoints(logs, test, { window: 50, weakLevel: 0.01 });
  return mergedChangePoints(candidates, logs.length, test, { level: 0.001, leastSize: 0 });
}

function times(count: number): readonly number[] {
  return [...Array(Math.max(10, Math.round(count * effort))).keys()];
}

function noise(model: RunNoise, seed: number, runs: number, sd = spread): readonly number[] {
  return model.values(mulberry32(seed), runs).map((value) => sd * value);
}

function series(logs: readonly number[]): HistoryPoints {
  return { points: logs.map((log, run) => ({ run, value: 10_000 * Math.exp(log) })), stretches: logs.map(() => 0) };
}

/** Histories of one series each in which nothing changes. */
function alone(model: RunNoise, runs: number): string[] {
  let [confirmed, tentative, peers] = [0, 0, 0];
  const seeds = times(2000);
  for (const seed of seeds) {
    const logs = noise(model, seed * 7919 + runs, runs);
    const found = searchHistory([series(logs)], changeRule).found[0] ?? [];
    if (found.some(({ change }) => !change.isTentative)) confirmed++;
    if (found.some(({ change }) => change.isTentative)) tentative++;
    if (peer(logs).length > 0) peers++;
  }
  const n = seeds.length;
  return [
    ...[model.name, String(runs), percent(confirmed / n), percent(upperBound(confirmed, n))],
    ...[percent(tentative / n), percent(peers / n)],
  ];
}

/** Histories of many series; of `changed` of them, the level is 10% higher for the last 20 runs. */
function together(model: RunNoise, count: number, histories: number, changed: number): string[] {
  const runs = 200;
  let [red, told, wrong, right] = [0, 0, 0, 0];
  const seeds = times(histories);
  for (const seed of seeds) {
    const all = Array.from({ length: count }, (_, at) => {
      const logs = noise(model, seed * 1_000_003 + at, runs);
      return series(at < changed ? logs.map((log, run) => (run >= runs - 20 ? log + Math.log(1.1) : log)) : logs);
    });
    const { found } = searchHistory(all, changeRule);
    const falseOnes = found.flatMap((own, at) =>
      own.filter(({ change }) => at >= changed || Math.abs(change.index - (runs - 20)) > 10),
    ).length;
    told += found.flat().length;
    wrong += falseOnes;
    right += found
      .slice(0, changed)
      .filter((own) => own.some(({ change }) => Math.abs(change.index - (runs - 20)) <= 1)).length;
    if (falseOnes > 0) red++;
  }
  const n = seeds.length;
  return [
    ...[model.name, thousands(count), String(changed), thousands(n), percent(red / n)],
    ...[
      told === 0 || changed === 0 ? '-' : percent(wrong / told),
      changed === 0 ? '-' : percent(right / (changed * n)),
    ],
  ];
}

/** A step after 100 runs less `after`. */
function power(model: RunNoise, size: number, sd: number, after: number): string[] {
  const runs = 100;
  const at = runs - after;
  let [found, near, covered, width, among, peers] = [0, 0, 0, 0, 0, 0];
  const seeds = times(1000);
  for (const seed of seeds) {
    const logs = noise(model, seed * 104_729 + 5, runs, sd).map((log, run) =>
      run >= at ? log + Math.log(1 + size) : log,
    );
    const searched = searchSeries(logs, 0, changeRule);
    const close = changesAt(searched, rate, changeRule).filter(({ index }) => Math.abs(index - at) <= 10);
    if (close.length > 0) found++;
    if (close.some(({ index }) => Math.abs(index - at) <= 1)) near++;
    if (close.some(({ earliest, latest }) => earliest <= at && at <= latest)) covered++;
    width += close[0] === undefined ? 0 : close[0].latest - close[0].earliest + 1;
    if (changesAt(searched, rate / 1000, changeRule).some(({ index }) => Math.abs(index - at) <= 1)) among++;
    if (peer(logs).some((index) => Math.abs(index - at) <= 1)) peers++;
  }
  const n = seeds.length;
  return [
    ...[`+${size * 100}%`, `${sd * 100}%`, String(after), percent(found / n), percent(near / n)],
    ...[found === 0 ? '-' : percent(covered / found), found === 0 ? '-' : (width / found).toFixed(1)],
    ...[percent(among / n), percent(peers / n)],
  ];
}

const [lognormal, heavy] = runNoises as readonly [RunNoise, RunNoise];
const tell = (step: string): boolean => process.stderr.write(`${step}\n`);
tell('one series');
const singles = runNoises.flatMap((model) => [20, 50, 100, 200, 500].map((runs) => alone(model, runs)));
tell('many series');
const many = [
  ...runNoises.map((model) => together(model, 100, 200, 0)),
  ...[lognormal, heavy].map((model) => together(model, 1000, 40, 0)),
  ...runNoises.map((model) => together(model, 100, 200, 5)),
];
tell('steps');
const steps = [0.05, 0.1, 0.2].flatMap((size) =>
  [0.02, 0.03, 0.05].flatMap((sd) => [3, 5, 10, 30].map((after) => power(lognormal, size, sd, after))),
);
const heavySteps = [0.05, 0.1, 0.2].flatMap((size) => [0.02, 0.05].map((sd) => power(heavy, size, sd, 10)));
const stepHead = [
  'step',
  'noise',
  'runs after',
  'found',
  'within ±1',
  'range holds',
  'runs in range',
  '±1 among 1,000',
  'peer ±1',
];
const text = [
  `Noise from run to run: ${runNoises.map(({ name, what }) => `*${name}*: ${what}`).join('; ')}. Its standard deviation is ${percent(spread)} where none is named. *Peer* is E-divisive with windows of 50 and p 0.001 on the same series, the defaults of Otava.`,
  `Nothing changed, one series: shares of histories with a change that is confirmed (stated: at most ${percent(rate)}), with its upper bound at 95%, with a tentative one, and with any by the peer:`,
  markdownTable(['noise', 'runs', 'confirmed', 'at most (95%)', 'tentative', 'peer'], singles),
  `Many series of 200 runs, of which some are 10% slower for the last twenty: histories with a false change, false among all that are told (stated: at most ${percent(rate)}), and changed series with a change within one run of the place:`,
  markdownTable(['noise', 'series', 'changed', 'histories', 'with a false one', 'false among told', 'found ±1'], many),
  'A step in a hundred runs of one series, lognormal noise:',
  markdownTable(stepHead, steps),
  'The same with heavy tails:',
  markdownTable(stepHead, heavySteps),
].join('\n\n');
process.stdout.write(`${text}\n`);
const command = ['npm run calibrate:changes', ...(values.quick ? ['-- --quick'] : [])].join(' ');
if (values.write !== undefined) await writeSection(values.write, 'changes', text, command);
