// `npm run calibrate`: how often verdicts are wrong and how often they are silent, on simulated noise, beside other methods.
import { parseArgs } from 'node:util';
import { ours, rivals } from './methods.ts';
import { noiseModel, noiseModels } from './noise.ts';
import { calibrate, type Score, type Trial, upperBound } from './score.ts';
import { markdownTable, percent, thousands, writeSection } from './text.ts';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    write: { type: 'string' },
    seed: { type: 'string', default: '900000' },
  },
});
const effort = values.quick ? 0.1 : 1;
const firstSeed = Number(values.seed);
const started = performance.now();

function trial(noise: string, cases: number, runs: number, change: number): readonly Score[] {
  const planned: Trial = {
    noise: noiseModel(noise),
    cases,
    runs: Math.max(2, Math.round(runs * effort)),
    firstSeed,
    change,
  };
  const seconds = Math.round((performance.now() - started) / 1000);
  process.stderr.write(`${seconds} s: ${planned.runs} runs, ${cases} cases, ${noise}, +${change * 100}%\n`);
  return calibrate(planned, [ours, ...rivals]);
}

const sizes = [
  { cases: 20, runs: 1000, changedRuns: 400 },
  { cases: 100, runs: 1000, changedRuns: 150 },
  { cases: 1000, runs: 40, changedRuns: 20 },
  { cases: 10_000, runs: 4, changedRuns: 2 },
];
const changes = [0.05, 0.075, 0.1, 0.2];
const others = noiseModels.map((one) => one.name).filter((name) => name !== 'standard');
const rivalNames = rivals.map((one) => one.name);

const alarmHead = ['noise', 'cases', 'runs', 'red', 'at most (95%)', 'equivalent', 'pairs a case', ...rivalNames];
const alarms: string[][] = [];
function falseAlarms(noise: string, cases: number, runs: number): void {
  const [own, ...rest] = trial(noise, cases, runs, 0);
  if (own === undefined) return;
  alarms.push([
    noise,
    thousands(cases),
    thousands(own.runs),
    percent(own.redRuns / own.runs),
    percent(upperBound(own.redRuns, own.runs)),
    percent(own.equivalent / own.unchanged),
    own.pairsPerCase.toFixed(1),
    ...rest.map((one) => percent(one.redRuns / one.runs)),
  ]);
}

const ownPower = ['changed', 'found', 'false among found', 'wrong equivalent', 'pairs a case'];
const powerHead = ['noise', 'cases', 'change', ...ownPower, ...rivalNames];
const powers: string[][] = [];
function power(noise: string, cases: number, runs: number, change: number): void {
  const [own, ...rest] = trial(noise, cases, runs, change);
  if (own === undefined) return;
  powers.push([
    noise,
    thousands(cases),
    `+${change * 100}%`,
    thousands(own.changed),
    percent(own.found / own.changed),
    percent(falseAmongFound(own)),
    percent(own.wrongEquivalent / own.changed),
    own.pairsPerCase.toFixed(1),
    ...rest.map((one) => `${percent(one.found / one.changed)} / ${percent(falseAmongFound(one))}`),
  ]);
}

function falseAmongFound({ falseFindings, found }: Score): number {
  return falseFindings / Math.max(1, falseFindings + found);
}

for (const { cases, runs } of sizes) falseAlarms('standard', cases, runs);
for (const name of others) falseAlarms(name, 100, 300);
for (const { cases, changedRuns } of sizes) for (const change of changes) power('standard', cases, changedRuns, change);
for (const { cases, changedRuns } of sizes.slice(0, 2)) power('bimodal processes', cases, changedRuns, 0.1);
for (const name of others) for (const change of [0.1, 0.2]) power(name, 1000, 10, change);

const text = [
  'Where the noise is of two servers, both are started anew for every pair, as [they are](statistics.md#two-processes); *one process* is of one server. The other methods judge twenty executions of one session.',
  `Noise models: ${noiseModels.map((one) => `*${one.name}*: ${one.what}`).join('; ')}.`,
  'Nothing changed, but a fifth of the cases is off by up to 2%. Shares of runs with any finding; the first are ours:',
  markdownTable(alarmHead, alarms),
  '2% of the cases (at least one) are truly slower. Of the other methods: found / false among found:',
  markdownTable(powerHead, powers),
].join('\n\n');
process.stdout.write(`${text}\n`);
const command = ['npm run calibrate', ...(values.quick ? ['-- --quick'] : [])].join(' ');
if (values.write !== undefined) await writeSection(values.write, 'simulation', text, command);
