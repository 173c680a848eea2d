import { describe, expect, it } from 'vitest';
import type { Money, MoneyChange } from '../../../src/model/money.ts';
import { renderMarkdown } from '../../../src/report/markdown/markdown.ts';
import { renderHtml } from '../../../src/report/page/html.ts';
import { renderTerminal } from '../../../src/report/terminal/terminal.ts';
import { cheapestText } from '../../../src/report/words/cheapestWords.ts';
import { dayText, moneySentences } from '../../../src/report/words/moneyWords.ts';
import { hostileText, report as plain } from '../../fixtures/report.ts';

const amount = (value: number, low: number, high: number) => ({ value, interval: { low, high } });
const change: MoneyChange = { amount: amount(-2.1, -2.4, -1.8), ratio: 0.83, pValue: 0.001, claim: 'cheaper' };
const arm = (name: 'baseline' | 'candidate', value: number) => ({
  arm: name,
  currency: 'EUR',
  day: amount(value, value - 1, value + 1),
  parts: [
    { part: 'cpu' as const, day: amount(value - 1, 1, 9) },
    { part: 'stored' as const, day: amount(1, 1, 1) },
  ],
});
const money: Money = {
  prices: { currency: 'EUR', cpuSecond: 0.1 },
  level: 0.9,
  arms: [arm('baseline', 12.3), arm('candidate', 10.2)],
  change,
  coverage: {
    ...{ cases: 9, of: 12, executions: 80, ofExecutions: 100 },
    leftOut: ['a', 'b', 'c', 'd'].map((caseId) => ({ caseId, reason: 'an arm failed' })),
  },
  groups: [
    { tag: 'team', value: 'web', cases: 3, of: 4, baseline: amount(8, 7, 9), candidate: amount(6, 5, 7), change },
  ],
  equivalence: { kind: 'proved', gaps: [], undecided: 0, resultsIgnored: 0 },
  cheapest: { kind: 'chosen', label: 'candidate', among: ['baseline', 'candidate'], excluded: [] },
};
const said = (part: Partial<Money>) => moneySentences({ money: { ...money, ...part } }).join(' ');

describe('what the arms cost, in words', () => {
  it('says less or more only where that is proved, and with its interval', () => {
    expect(said({})).toBe(
      'A day of the workload, at prices of units, costs 12.30 → 10.20 EUR: the candidate costs 2.10 EUR a day less (90% interval -2.40 to -1.80 EUR, -17.0%). ' +
        'It is made of CPU time 11.30 → 9.20 EUR, data on disk 1.00 → 1.00 EUR. ' +
        'These amounts are of 9 of 12 cases, 80% of the executions that weights tell; not in them: a (an arm failed), b (an arm failed), c (an arm failed) and 1 more case. ' +
        'The cheapest that is proved equivalent is the candidate.',
    );
    const open = said({ change: { ...change, amount: amount(-2.1, -5, 1), claim: 'undecided' } });
    expect(open).toContain('no difference is proved (90% interval -5.00 to 1.00 EUR)');
    expect(open).not.toMatch(/ less| cheaper/);
    const unknown = said({ change: { ...change, amount: { value: -2.1, interval: null }, claim: 'undecided' } });
    expect(unknown).toContain('too few rounds');
    expect(unknown).not.toContain('less');
  });

  it('says in one cell of how many cases a day is that leaves some out', () => {
    const [, candidate] = money.arms;
    expect(dayText(candidate!, money.coverage)).toBe('10.20 EUR (9.20 to 11.20 EUR) a day, of 9 of 12 cases');
    expect(dayText(candidate!, { cases: 12, of: 12 })).toBe('10.20 EUR (9.20 to 11.20 EUR) a day');
    expect(dayText({ day: null, currency: null }, money.coverage)).toBe('?');
  });

  it('says why a cost is not known, and why costs are not compared', () => {
    const [first, second] = money.arms;
    const none = { arm: 'candidate', currency: null, day: null, parts: [], missing: 'noPrice' } as const;
    expect(said({ arms: [first!, none], change: null, whyNoChange: 'missing' })).toContain(
      'What a day of the candidate costs is not known: its target has no price, and there are none of units.',
    );
    const dollars = { ...second!, currency: 'USD' };
    expect(said({ arms: [first!, dollars], change: null, whyNoChange: 'currencies' })).toContain(
      'They are not held against each other: the prices are in two currencies.',
    );
  });

  it('names identical cases as not paid for', () => {
    expect(moneySentences({ money, identical: 3 }).join(' ')).toContain('3 cases');
  });

  it('names no cheapest where there is none, and says why', () => {
    expect(cheapestText({ kind: 'tie', labels: ['baseline', 'b', 'c'], same: false, excluded: ['d'] })).toBe(
      'No cheapest is named: the baseline, b and c are proved equivalent, and what they cost cannot be told apart. d is not proved equivalent.',
    );
    const proof = {
      kind: 'worse' as const,
      gaps: [
        { kind: 'regressed' as const, cases: 2 },
        { kind: 'total' as const, of: 'server time', high: 1.07, margin: 0.05 },
      ],
      ...{ undecided: 0, resultsIgnored: 0 },
    };
    expect(
      cheapestText({ kind: 'chosen', label: 'baseline', among: ['baseline'], excluded: ['candidate'] }, proof),
    ).toBe(
      "No arm but the baseline is proved equivalent, so there is nothing to choose from. The candidate is not proved equivalent: 2 cases regressed, the interval of the whole workload's server time reaches +7.0%, beyond the margin of 5%.",
    );
    expect(cheapestText({ kind: 'currencies', currencies: ['EUR', 'USD'], excluded: [] })).toContain('EUR and USD');
    expect(cheapestText({ kind: 'unpriced', labels: ['b'], excluded: [] })).toContain('what b costs is not known');
    expect(cheapestText({ kind: 'noneProved', excluded: [] })).toContain('none is proved equivalent');
  });

  it('stands in every report, by tag too, and lets no markup through', () => {
    const [only] = money.groups;
    const report = { ...plain, money: { ...money, groups: [{ ...only!, value: hostileText }] } };
    const terminal = renderTerminal(report, { color: false, width: 100, verbose: true });
    for (const text of [terminal, renderMarkdown(report), renderHtml(report)]) {
      expect(text.replaceAll(/\s+/g, ' ')).toContain(
        'A day of the workload, at prices of units, costs 12.30 → 10.20 EUR',
      );
      expect(text).toContain('8.00 → 6.00 EUR');
      if (text !== terminal) expect(text).not.toMatch(/<img|<script>alert/);
    }
    expect(renderHtml(report)).toContain('<h2 id="money">What a day costs</h2>');
  });
});
