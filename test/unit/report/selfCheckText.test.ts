import { expect, it } from 'vitest';
import type { SelfCheck } from '../../../src/model/comparison.ts';
import { renderJunit } from '../../../src/report/ci/junit.ts';
import { renderMarkdown } from '../../../src/report/markdown/markdown.ts';
import { renderHtml } from '../../../src/report/page/html.ts';
import { renderTerminal } from '../../../src/report/terminal/terminal.ts';
import { selfCheckText } from '../../../src/report/words/wholeRunText.ts';
import { report } from '../../fixtures/report.ts';

const ran: SelfCheck = {
  kind: 'ran',
  flagged: 1,
  unconfirmed: 1,
  equivalent: 0,
  executions: 40,
  cases: (['regressed', 'unconfirmed', 'failed'] as const).map((verdict) => ({
    ...{ caseId: `${verdict} (self-check)`, of: verdict, verdict, reason: `It was ${verdict}.` },
  })),
};

it.each<[SelfCheck | null, string]>([
  [null, ''],
  [{ kind: 'off' }, 'self-check: switched off, so a false alarm would go unnoticed'],
  [
    { kind: 'leftOut', needed: 10, allowed: 4, mostShare: 0.1 },
    'self-check: left out, since it would take 10 executions of this short run, and may take 4 (10%)',
  ],
  [{ ...ran, flagged: 0, unconfirmed: 0, cases: [] }, 'self-check: none was measured'],
  [ran, 'self-check: 3 cases run as baseline against baseline, 1 flagged, 1 unconfirmed, 1 undecided'],
])('says what became of it: %#', (selfCheck, text) => {
  expect(selfCheckText({ selfCheck, cases: report.cases })).toBe(text);
  expect(selfCheckText({ selfCheck, cases: [] })).toBe('');
});

it('stands in every report for people and for CI', () => {
  const shown = { ...report, selfCheck: ran };
  const counted = '1 flagged, 1 unconfirmed, 1 undecided';
  expect(renderTerminal(shown, { color: false, width: 120 })).toContain(counted);
  expect(renderMarkdown(shown)).toContain(counted);
  expect(renderJunit(shown)).toContain(counted);
  const html = renderHtml(shown);
  expect(html).toContain(counted);
  for (const { reason } of ran.cases) expect(html).toContain(reason);
});

it('is not spoken of where there is none', () => {
  const silent = { ...report, selfCheck: null };
  for (const text of [
    renderTerminal(silent, { color: false, width: 120 }),
    renderMarkdown(silent),
    renderJunit(silent),
  ])
    expect(text).not.toMatch(/self-?check/i);
});
