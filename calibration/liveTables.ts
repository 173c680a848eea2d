import { median } from 'simple-statistics';
import type { Verdict } from '../src/model/comparison.ts';
import type { LiveOutcome } from './liveOutcome.ts';
import { upperBound } from './score.ts';
import type { SpikeScore } from './spikeIn.ts';
import { markdownTable, percent } from './text.ts';

type Server = 'one' | 'two';

/** One line of the results: an A/A run, a run with true slowdowns, or a recording that was made slower afterwards. */
export type LiveLine =
  | {
      readonly kind: 'same';
      readonly server: Server;
      readonly index: number;
      readonly seconds: number;
      readonly counts: Readonly<Record<Verdict, number>>;
      readonly flagged: readonly string[];
      readonly self: number;
      readonly pairs: number;
    }
  | {
      readonly kind: 'slowdown';
      readonly index: number;
      readonly seconds: number;
      readonly cases: readonly LiveOutcome[];
    }
  | ({ readonly kind: 'spike'; readonly server: Server; readonly draws: number } & SpikeScore);

type Line<K extends LiveLine['kind']> = Extract<LiveLine, { kind: K }>;

function of<K extends LiveLine['kind']>(lines: readonly LiveLine[], kind: K): readonly Line<K>[] {
  return lines.filter((one): one is Line<K> => one.kind === kind);
}

const serverNames: Readonly<Record<Server, string>> = { one: 'one server', two: 'two servers' };

export function liveTables(lines: readonly LiveLine[]): string {
  const same = of(lines, 'same');
  const [first] = same;
  const cases = Object.values(first?.counts ?? {}).reduce((sum, count) => sum + count, 0);
  const parts = [
    `The same workload in both arms (${cases} cases of \`posthog\`, small tenants, a budget of 40 seconds a run):`,
    sameTable(same),
    ...flaggedLines(same),
    'True slowdowns, made in the server (`calibration/slowdowns`):',
    slowdownTable(of(lines, 'slowdown')),
    'Recorded A/A runs in which the candidate times of a random 5% of the cases were multiplied, and judged again:',
    spikeTable(of(lines, 'spike')),
  ];
  return parts.join('\n\n');
}

function sameTable(lines: readonly Line<'same'>[]): string {
  const head = [
    'servers',
    'runs',
    'red',
    'at most (95%)',
    'equivalent',
    'inconclusive',
    'unconfirmed',
    'pairs a case',
    'seconds a run',
  ];
  const rows = (['one', 'two'] as const).map((server) =>
    row(
      serverNames[server],
      lines.filter((one) => one.server === server),
    ),
  );
  return markdownTable(head, [...rows, row('both', lines)]);
}

function row(name: string, lines: readonly Line<'same'>[]): readonly string[] {
  const red = lines.filter((one) => one.flagged.length > 0).length;
  const cases = sum(lines.map(({ counts }) => sum(Object.values(counts))));
  const share = (verdict: Verdict): string =>
    percent(sum(lines.map(({ counts }) => counts[verdict])) / Math.max(1, cases));
  return [
    name,
    `${lines.length}`,
    `${red}`,
    percent(upperBound(red, Math.max(1, lines.length))),
    share('equivalent'),
    share('inconclusive'),
    share('unconfirmed'),
    (sum(lines.map((one) => one.pairs)) / Math.max(1, lines.length)).toFixed(1),
    lines.length === 0 ? '' : median(lines.map((one) => one.seconds)).toFixed(0),
  ];
}

function flaggedLines(lines: readonly Line<'same'>[]): readonly string[] {
  const flagged = lines.flatMap((line) =>
    line.flagged.map((one) => `- ${serverNames[line.server]}, run ${line.index}: ${one}`),
  );
  const selfChecks = sum(lines.map((one) => one.self));
  const checked = `Self-checks flagged in these runs: ${selfChecks}.`;
  return flagged.length === 0 ? [checked] : [`False findings:\n\n${flagged.join('\n')}`, checked];
}

function slowdownTable(lines: readonly Line<'slowdown'>[]): string {
  const names = [...new Set(lines.flatMap((line) => line.cases.map((one) => one.caseId)))].sort();
  const rows = names.map((name) => {
    const own = lines.flatMap((line) => line.cases.filter((one) => one.caseId === name));
    const count = (verdict: Verdict): string => `${own.filter((one) => one.verdict === verdict).length}`;
    const ratios = own.flatMap((one) => one.ratio ?? []);
    const byTime = own.filter((one) => one.verdict === 'regressed' && one.byTime).length;
    const typical = ratios.length === 0 ? '' : `${median(ratios).toFixed(2)}x`;
    return [
      name,
      `${own.length}`,
      count('regressed'),
      `${byTime}`,
      count('equivalent'),
      count('unconfirmed'),
      count('inconclusive'),
      count('improved'),
      typical,
    ];
  });
  return markdownTable(
    [
      'case',
      'runs',
      'regressed',
      'of these by time',
      'equivalent',
      'unconfirmed',
      'inconclusive',
      'improved',
      'median ratio',
    ],
    rows,
  );
}

function spikeTable(lines: readonly Line<'spike'>[]): string {
  const rows = lines.map((one) => [
    serverNames[one.server],
    `+${Math.round((one.factor - 1) * 100)}%`,
    `${one.spiked}`,
    percent(one.found / Math.max(1, one.spiked)),
    percent(one.wrongEquivalent / Math.max(1, one.spiked)),
    percent(one.falseFindings / Math.max(1, one.falseFindings + one.found)),
  ]);
  return markdownTable(['servers', 'change', 'changed cases', 'found', 'wrong equivalent', 'false among found'], rows);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, one) => total + one, 0);
}
