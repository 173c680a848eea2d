// What judging and rendering cost: each question of a run that goes on, a whole comparison, an HTML report.
import { performance } from 'node:perf_hooks';
import { median } from 'simple-statistics';
import { Bench } from 'tinybench';
import { compareRun } from '../src/compare/compareRun.ts';
import { createStopRule } from '../src/compare/stopRule.ts';
import { screeningLooks } from '../src/compare/timing/looks.ts';
import { renderHtml } from '../src/report/page/html.ts';
import { aRun } from '../test/unit/compare/builders.ts';
import { simulate } from '../test/unit/compare/simulatedRun.ts';

const worldOf = (cases: number) => ({
  seed: 1,
  cases,
  noise: 0.03,
  shift: (index: number) => (index % 50 === 0 ? 0.2 : 0),
});
const large = simulate(worldOf(1000));
const largeRun = aRun({ plan: large.plan, samples: large.samples });
const small = simulate(worldOf(100));
const report = compareRun(aRun({ plan: small.plan, samples: small.samples }));

const bench = new Bench({ time: 1500, warmupTime: 300 });
bench.add('judging those samples', () => void compareRun(largeRun));
bench.add(
  `an HTML report of 100 cases, ${Math.round(renderHtml(report).length / 1024)} KiB`,
  () => void renderHtml(report),
);
/** What the runner waits for after each round of a run, asked in turn as the run grows: a rule remembers what it has seen. */
function asking(): Record<string, { readonly times: number; readonly medianMs: number; readonly mostMs: number }> {
  const looks = new Set(screeningLooks(large.plan));
  const rounds = Math.max(...large.samples.map((one) => one.round)) + 1;
  const spent: Record<string, number[]> = { 'a look at 1,000 cases': [], 'between looks': [] };
  for (let run = 0; run < 10; run++) {
    const rule = createStopRule(large.plan);
    for (let round = 1; round <= rounds; round++) {
      const samples = large.samples.filter((one) => one.stage === 'screening' && one.round < round);
      const start = performance.now();
      rule.screening(samples);
      spent[looks.has(round) ? 'a look at 1,000 cases' : 'between looks']?.push(performance.now() - start);
    }
  }
  const rounded = (ms: number): number => Math.round(ms * 10) / 10;
  const line = (ms: readonly number[]) => ({
    times: ms.length,
    medianMs: rounded(median([...ms])),
    mostMs: rounded(Math.max(...ms)),
  });
  return Object.fromEntries(Object.entries(spent).map(([name, ms]) => [name, line(ms)]));
}

console.table(asking());
await bench.run();
console.table(bench.table());
