// What judging and rendering cost: a look during a run, a whole comparison, an HTML report.
import { Bench } from 'tinybench';
import { compareRun } from '../src/compare/compareRun.ts';
import { createStopRule } from '../src/compare/pairs/stopRule.ts';
import { renderHtml } from '../src/report/html.ts';
import { aRun } from '../test/unit/compare/builders.ts';
import { simulate } from '../test/unit/compare/simulatedRun.ts';

const worldOf = (cases: number) => ({
  seed: 1,
  cases,
  noise: 0.03,
  shift: (index: number) => (index % 50 === 0 ? 0.2 : 0),
});
const large = simulate(worldOf(1000));
const rule = createStopRule(large.plan);
const largeRun = aRun({ plan: large.plan, samples: large.samples });
const small = simulate(worldOf(100));
const report = compareRun(aRun({ plan: small.plan, samples: small.samples }));

const bench = new Bench({ time: 1500, warmupTime: 300 });
bench.add(`a look at 1,000 cases, ${large.samples.length} samples`, () => void rule.screening(large.samples));
bench.add('judging those samples', () => void compareRun(largeRun));
bench.add(
  `an HTML report of 100 cases, ${Math.round(renderHtml(report).length / 1024)} KiB`,
  () => void renderHtml(report),
);
await bench.run();
console.table(bench.table());
