import type { ComparisonReport } from '../../model/comparison.ts';
import { type MoneySection, moneySections, moneySentences } from '../words/moneyWords.ts';

/** What the arms cost, as the page shows it. */
export interface MoneyView {
  /** The first says what a day costs, the last which arm is the cheapest. */
  readonly sentences: readonly string[];
  readonly sections: readonly MoneySection[];
}

const mostRows = 50;

/** Arranges what the arms cost for the page; null where no price was given. */
export function moneyView(report: ComparisonReport): MoneyView | null {
  const { money } = report;
  return money === undefined ? null : { sentences: moneySentences(report), sections: moneySections(money, mostRows) };
}
