import { markdownTable, percent, thousands } from '../text.ts';
import type { Judged, Outcome } from './judgement.ts';
import { type Statement, statementText } from './statement.ts';

/** What is kept of a judged pair. */
export interface OracleLine {
  readonly truth: 'same' | 'changed' | 'refused' | 'not repeatable' | 'unclear';
  readonly outcome: Outcome;
  readonly rewriting: string;
  readonly features: readonly string[];
}

export function lineOf({ truth, outcome, pair }: Judged): OracleLine {
  return { truth: truth.kind, outcome, rewriting: pair.rewriting, features: pair.features };
}

export interface Tally {
  readonly pairs: number;
  readonly thrownAway: number;
  readonly judged: number;
  readonly changed: number;
  readonly same: number;
  readonly wrongFavourable: number;
  readonly unproven: number;
  readonly missed: number;
  readonly wrongAlarms: number;
  readonly silent: number;
}

export function tallyOf(lines: readonly OracleLine[]): Tally {
  const count = (outcome: Outcome): number => lines.filter((one) => one.outcome === outcome).length;
  const thrownAway = count('thrown away');
  return {
    ...{ pairs: lines.length, thrownAway, judged: lines.length - thrownAway },
    changed: lines.filter((one) => one.truth === 'changed').length,
    same: lines.filter((one) => one.truth === 'same').length,
    wrongFavourable: count('wrong favourable'),
    ...{
      unproven: count('unproven'),
      missed: count('missed'),
      wrongAlarms: count('wrong alarm'),
      silent: count('silent'),
    },
  };
}

/** Pairs where the product is wrong, or says what it did not check; for people who fix it. */
export function isWrong({ outcome }: Judged): boolean {
  return outcome !== 'right' && outcome !== 'silent' && outcome !== 'thrown away';
}

export function judgedText({ pair, truth, product, outcome }: Judged): string {
  const what = 'what' in truth ? `: ${truth.what}` : '';
  return [
    `${outcome} (${pair.rewriting}). Truth: ${truth.kind}${what}. hogbench: ${product?.verdict}, results ${product?.results}: ${product?.reason}`,
    withSettings(pair.baseline),
    '>>',
    withSettings(pair.candidate),
    '',
  ].join('\n');
}

function withSettings(statement: Statement): string {
  const settings = statement.requestSettings.map(({ name, value }) => `${name}=${value}`).join(', ');
  return settings === '' ? statementText(statement) : `[request: ${settings}] ${statementText(statement)}`;
}

/** The tables of the calibration: all pairs, then by how the candidate was rewritten, then by what is in the statement. */
export function oracleTables(lines: readonly OracleLine[]): string {
  const thrown = (truth: OracleLine['truth']): string => thousands(lines.filter((one) => one.truth === truth).length);
  const away = `Thrown away: ${thrown('refused')} that the server refuses, ${thrown('not repeatable')} that do not repeat, ${thrown('unclear')} with floats that differ at the eleventh digit.`;
  return [
    table('', [['all', lines]]),
    away,
    'By how the candidate was rewritten:',
    table(
      'rewriting',
      groupsBy(lines, (one) => [one.rewriting]),
    ),
    'By what stands in the statement; a pair counts in each row that fits it:',
    table(
      'feature',
      groupsBy(lines, (one) => one.features),
    ),
  ].join('\n\n');
}

type Group = readonly [name: string, lines: readonly OracleLine[]];

function groupsBy(lines: readonly OracleLine[], keys: (line: OracleLine) => readonly string[]): readonly Group[] {
  const groups = new Map<string, OracleLine[]>();
  for (const line of lines)
    for (const key of new Set(keys(line))) {
      const own = groups.get(key);
      if (own === undefined) groups.set(key, [line]);
      else own.push(line);
    }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}

const head = [
  ...['pairs', 'judged', 'truly changed', 'truly the same', 'wrong favourable', 'favourable, not compared'],
  ...['missed behind another verdict', 'wrong alarms', 'silent'],
];

function table(title: string, groups: readonly Group[]): string {
  return markdownTable([title, ...head], groups.map(row));
}

function row([name, lines]: Group): readonly string[] {
  const found = tallyOf(lines);
  const share = (count: number, of: number): string =>
    count === 0 ? '0' : `${count} (${percent(count / Math.max(1, of))})`;
  return [
    name,
    ...[found.pairs, found.judged, found.changed, found.same].map(thousands),
    share(found.wrongFavourable, found.changed),
    share(found.unproven, found.judged),
    share(found.missed, found.changed),
    share(found.wrongAlarms, found.same),
    share(found.silent, found.judged),
  ];
}
