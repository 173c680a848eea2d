import type { ComparisonReport } from '../../model/comparison.ts';
import type {
  ArmCost,
  CostPart,
  Money,
  MoneyChange,
  MoneyCoverage,
  MoneyGroup,
  WhyNoChange,
  WhyNoCost,
} from '../../model/money.ts';
import type { Amount } from '../../model/price.ts';
import { formatMoney, formatMoneyMove, formatMoneyRange } from '../../text/moneyText.ts';
import { formatChange, formatCount, formatCoverage, formatShare, plural, unknown } from '../../text/quantity.ts';
import { cheapestText } from './cheapestWords.ts';

const whyNoCost: Readonly<Record<WhyNoCost, string>> = {
  noPrice: 'its target has no price, and there are none of units',
  noWeights: 'no case has a weight, so nobody knows how often it runs a day',
  noCases: 'every case had to be left out',
  storedUnknown: 'the server did not tell what its tables take on disk',
  copiesUnknown: 'it has several hosts, and how many copies of its data they keep is not known',
  noTotals: 'the run allows no totals',
};

const whyNoChange: Readonly<Record<WhyNoChange, string>> = {
  currencies: 'the prices are in two currencies',
  unlike: 'one is paid by the hour, the other by units',
  missing: '',
};

const parts: Readonly<Record<CostPart, string>> = {
  hour: 'hours of the target',
  cpu: 'CPU time',
  read: 'bytes read',
  stored: 'data on disk',
};

/** What a day costs, of what that is, and which arm is the cheapest, a sentence each; none where no price was given. */
export function moneySentences({ money, identical }: Pick<ComparisonReport, 'money' | 'identical'>): readonly string[] {
  if (money === undefined) return [];
  const [baseline, candidate] = money.arms;
  return [
    ...(baseline === undefined || candidate === undefined ? [] : costSentences(baseline, candidate, money)),
    ...coverageSentences(money.coverage, identical),
    cheapestText(money.cheapest, money.equivalence),
  ];
}

function costSentences(baseline: ArmCost, candidate: ArmCost, money: Money): readonly string[] {
  const { change, level } = money;
  if (change === null || baseline.currency === null || baseline.day === null || candidate.day === null) {
    const why = money.whyNoChange === undefined ? '' : whyNoChange[money.whyNoChange];
    return [
      ...[baseline, candidate].map((one) => `${oneArmText(one)}.`),
      ...(why === '' ? [] : [`They are not held against each other: ${why}.`]),
    ];
  }
  const { currency } = baseline;
  const move = formatMoneyMove(baseline.day.value, candidate.day.value, currency);
  const basis =
    baseline.price === undefined ? 'of the workload, at prices of units,' : 'of the targets, by their prices an hour,';
  return [
    `A day ${basis} costs ${move}: ${changeText(change, currency, level)}.`,
    ...(baseline.parts.length < 2 ? [] : [`It is made of ${partsText(baseline, candidate, currency)}.`]),
  ];
}

function oneArmText({ arm, price, currency, day, missing }: ArmCost): string {
  if (day === null || currency === null)
    return `What a day of the ${arm} costs is not known${missing === undefined ? '' : `: ${whyNoCost[missing]}`}`;
  return `A day of the ${arm} costs ${amountText(day, currency)}, by ${price === undefined ? 'prices of units' : 'the price of its target an hour'}`;
}

/** `1.20 EUR (1.10 to 1.30 EUR)`; an exact amount without the ends, one without an interval says so. */
export function amountText({ value, interval }: Amount, currency: string): string {
  const shown = formatMoney(value, currency);
  if (interval === null) return `${shown} (no interval)`;
  return interval.low === interval.high ? shown : `${shown} (${formatMoneyRange(interval, currency)})`;
}

/** `1.20 EUR (1.10 to 1.30 EUR) a day`, and where it leaves cases out `, of 1 of 4 cases`. */
export function dayText(
  { day, currency }: Pick<ArmCost, 'day' | 'currency'>,
  coverage: Pick<MoneyCoverage, 'cases' | 'of'> | undefined,
): string {
  if (day === null || currency === null) return unknown;
  const part =
    coverage === undefined || coverage.cases === coverage.of
      ? ''
      : `, of ${formatCount(coverage.cases)} of ${plural(coverage.of, 'case')}`;
  return `${amountText(day, currency)} a day${part}`;
}

/** `the candidate costs 2.10 EUR a day less (-2.40 to -1.80 EUR, -17.1%)`: nothing is called less or more that may be neither. */
export function changeText({ amount, ratio, claim }: MoneyChange, currency: string, level: number): string {
  const { value, interval } = amount;
  const relative = ratio === null ? '' : formatChange(ratio);
  if (claim === 'same') return 'the candidate costs the same';
  if (interval === null) return 'whether that is a difference is not known, for too few rounds give no interval';
  const isExact = interval.low === interval.high;
  const reach = isExact ? '' : `${formatShare(level)} interval ${formatMoneyRange(interval, currency)}`;
  if (claim === 'undecided') return `no difference is proved (${reach})`;
  const more = [reach, relative].filter((one) => one !== '').join(', ');
  const amountOf = formatMoney(Math.abs(value), currency);
  return `the candidate costs ${amountOf} a day ${claim === 'cheaper' ? 'less' : 'more'}${more === '' ? '' : ` (${more})`}`;
}

/** The same as a cell: `-2.10 EUR (-2.40 to -1.80 EUR)`, `undecided (…)`. */
export function changeCell({ amount, claim }: MoneyChange, currency: string): string {
  const { value, interval } = amount;
  if (claim === 'same') return 'unchanged';
  if (interval === null) return 'no interval';
  const reach = formatMoneyRange(interval, currency);
  if (claim === 'undecided') return `undecided (${reach})`;
  const shown = `${value > 0 ? '+' : ''}${formatMoney(value, currency)}`;
  return interval.low === interval.high ? shown : `${shown} (${reach})`;
}

function partsText(baseline: ArmCost, candidate: ArmCost, currency: string): string {
  return baseline.parts
    .map(({ part, day }) => {
      const other = candidate.parts.find((one) => one.part === part)?.day ?? day;
      return `${parts[part]} ${formatMoneyMove(day.value, other.value, currency)}`;
    })
    .join(', ');
}

const mostNames = 3;

function coverageSentences(coverage: MoneyCoverage | undefined, identical = 0): readonly string[] {
  if (coverage === undefined) return [];
  const { cases, of, executions, ofExecutions, leftOut } = coverage;
  const share =
    ofExecutions > 0 ? `, ${formatCoverage(executions / ofExecutions)} of the executions that weights tell` : '';
  const named = leftOut.slice(0, mostNames).map(({ caseId, reason }) => `${caseId} (${reason})`);
  const more = leftOut.length - named.length;
  return [
    ...(cases === of
      ? []
      : [
          `These amounts are of ${formatCount(cases)} of ${plural(of, 'case')}${share}; not in them: ${named.join(', ')}${more === 0 ? '' : ` and ${plural(more, 'more case')}`}.`,
        ]),
    ...(identical === 0
      ? []
      : [
          `Nor are the ${plural(identical, 'case')} in them that both arms send alike, which ${identical === 1 ? 'was' : 'were'} not measured.`,
        ]),
  ];
}

/** A day of the cases of one value of a tag, as the texts of a table row. */
export interface MoneyRow {
  readonly name: string;
  readonly cases: string;
  readonly day: string;
  readonly change: string;
}

/** Rows by tag, the dearest first, and how many are not shown. */
export interface MoneySection {
  readonly tag: string;
  readonly rows: readonly MoneyRow[];
  readonly more: number;
}

/** @param most rows of each tag */
export function moneySections({ groups, prices }: Money, most: number): readonly MoneySection[] {
  if (prices === undefined) return [];
  return [...new Set(groups.map(({ tag }) => tag))].map((tag) => {
    const own = groups.filter((one) => one.tag === tag);
    return {
      tag,
      rows: own.slice(0, most).map((one) => rowOf(one, prices.currency)),
      more: Math.max(0, own.length - most),
    };
  });
}

function rowOf({ value, cases, of, baseline, candidate, change }: MoneyGroup, currency: string): MoneyRow {
  return {
    name: value ?? '(no value)',
    cases: cases === of ? formatCount(cases) : `${formatCount(cases)} of ${formatCount(of)}`,
    day: formatMoneyMove(baseline.value, candidate.value, currency),
    change: changeCell(change, currency),
  };
}
