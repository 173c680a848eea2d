import { compareRuns } from '../src/compare/saved/compareRuns.ts';
import type { ComparisonReport } from '../src/model/comparison.ts';
import { mannWhitneyIsRed } from './oneSession.ts';
import { nearlyNothing, type SavedWorld, simulateSaved } from './savedWorld.ts';
import { percent } from './text.ts';

/** The table of docs/statistics.md on two saved runs. An argument sets the comparisons a row; 300 without. */
const comparisons = Number(process.argv[2] ?? 300);

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

type Rest = Omit<SavedWorld, 'seed' | 'cases'> & { readonly cases?: number };

function judge(seed: number, rest: Rest): ComparisonReport {
  const { base, candidate } = simulateSaved({ cases: 100, ...rest, seed });
  return compareRuns(base, candidate);
}

function* seeds(count: number): Generator<number> {
  for (let i = 0; i < count; i++) yield 1_000_000 + i;
}

function unchanged(name: string, rest: Rest): void {
  let red = 0;
  let equivalent = 0;
  let cases = 0;
  for (const seed of seeds(comparisons)) {
    const { counts, cases: all } = judge(seed, rest);
    if (counts.regressed + counts.improved > 0) red++;
    equivalent += counts.equivalent;
    cases += all.length;
  }
  print(`| ${name} | ${percent(red / comparisons)} | | | | ${percent(equivalent / cases)} |`);
}

function changed(name: string, ratio: number, every: number, rest: Rest): void {
  const isSlower = (index: number): boolean => index % every === 7 % every;
  const shift = (index: number): number => (isSlower(index) ? Math.log(ratio) : nearlyNothing(index));
  const tally = { slower: 0, found: 0, flagged: 0, wrong: 0 };
  for (const seed of seeds(comparisons / 3))
    for (const { caseId, verdict } of judge(seed, { ...rest, shift }).cases) {
      const slower = isSlower(Number(caseId.slice(4)));
      if (slower) tally.slower++;
      if (slower && verdict === 'regressed') tally.found++;
      if (slower && verdict === 'equivalent') tally.wrong++;
      if (verdict === 'regressed' || verdict === 'improved') tally.flagged++;
    }
  const falseShare = (tally.flagged - tally.found) / Math.max(1, tally.flagged);
  const cells = [tally.found / tally.slower, falseShare, tally.wrong / tally.slower].map(percent);
  print(`| ${name} | | ${cells.join(' | ')} | |`);
}

print(
  '| what | any false finding | found | false among found | wrong `equivalent` | `equivalent` |\n|---|---|---|---|---|---|',
);
unchanged('A against A', {});
unchanged('A against A, 12 cases', { cases: 12 });
unchanged('A against A, 6% noise', { noise: 0.06 });
unchanged('A against A, another day: 5% off in common, 2% each case', { day: 0.05, interaction: 0.02 });
unchanged('A against A, another day: 5% off in common, 4% each case', { day: 0.05, interaction: 0.04 });
unchanged('A against A, 20 sessions a side', { sessions: 20 });
changed('2% of cases at +10%', 1.1, 50, {});
changed('2% of cases at +20%', 1.2, 50, {});
changed('20% of cases at +10%', 1.1, 5, {});
changed('2% of cases at +10%, 10 sessions a side', 1.1, 50, { sessions: 10 });
changed('2% of cases at +10%, 10 executions a session', 1.1, 50, { rounds: 10 });
changed('2% of cases at +20%, another day: 5% in common, 2% each case', 1.2, 50, { day: 0.05, interaction: 0.02 });
const red = [...seeds(comparisons)].filter((seed) => {
  const { base, candidate } = simulateSaved({ seed, cases: 100, sessions: 1, rounds: 15 });
  return mannWhitneyIsRed(base, candidate);
});
print(
  `| A against A, one session of 15 executions, Mann–Whitney a case | ${percent(red.length / comparisons)} | | | | |`,
);
