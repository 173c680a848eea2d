import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { readHistory } from '../../src/app/readHistory.ts';
import { renderHistoryHtml } from '../../src/report/history/historyHtml.ts';
import { loadHtml } from '../../src/report/load/loadHtml.ts';
import { renderHtml } from '../../src/report/page/html.ts';
import { renderTrafficHtml } from '../../src/report/traffic/trafficHtml.ts';
import { hostileReport, report, reportOf } from '../fixtures/report.ts';
import { trafficReport } from '../fixtures/traffic.ts';
import { matrixReport, overloadedLoad, twoCapacities } from '../support/loadReports.ts';
import { useReader } from '../support/reader.ts';
import { storedHistory } from '../support/storedHistory.ts';

const reader = useReader();
const html = renderHtml(report);

/** With changes for the worse, for the better and tentative ones, a gap, an event and names that were meant to harm. */
const history = renderHistoryHtml(
  await readHistory(
    await storedHistory({
      ...{ runs: 60, cases: 4, caseId: (at) => `<b>case "${at}"</b>` },
      factor: (run, at) =>
        at === 3 && run === 17
          ? null
          : at === 1 && run >= 30
            ? 1.4
            : at === 2 && run >= 40
              ? 0.6
              : at === 0 && run > 57
                ? 3
                : 1,
      identity: (run) => (run < 12 ? { serverVersion: '25.8' } : {}),
    }),
    { metric: 'server_time', last: 200, across: [], resets: [] },
  ),
);

/** What axe objects to: rule, and where. Run through the debugger, so the page's policy stays in force. */
async function objections(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const options = JSON.stringify({ resultTypes: ['violations'], preload: false });
  const { violations } = await page.evaluate<{ violations: axe.Result[] }>(`axe.run(document, ${options})`);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
  );
}

/** Unfolds all, and waits until it is laid out. */
const unfoldAll = `for (const one of document.querySelectorAll('details')) one.open = true;
  new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))`;
const phone = { width: 380, height: 800 };
const desk = { width: 1280, height: 900 };

describe('axe finds nothing', () => {
  test.each([
    { name: 'the report, light', text: html, viewport: desk, colorScheme: 'light' },
    { name: 'the report, dark', text: html, viewport: desk, colorScheme: 'dark' },
    { name: 'the report on a phone, light', text: html, viewport: phone, colorScheme: 'light' },
    { name: 'the report on a phone, dark', text: html, viewport: phone, colorScheme: 'dark' },
    { name: 'hostile names', text: renderHtml(hostileReport), viewport: desk, colorScheme: 'light' },
    { name: 'no cases', text: renderHtml(reportOf([])), viewport: desk, colorScheme: 'light' },
    { name: 'history, light', text: history, viewport: desk, colorScheme: 'light' },
    { name: 'history on a phone, dark', text: history, viewport: phone, colorScheme: 'dark' },
    { name: 'a load, light', text: loadHtml(overloadedLoad()), viewport: desk, colorScheme: 'light' },
    { name: 'a load on a phone, dark', text: loadHtml(overloadedLoad()), viewport: phone, colorScheme: 'dark' },
    { name: 'capacities, dark', text: loadHtml(twoCapacities()), viewport: desk, colorScheme: 'dark' },
    { name: 'a matrix, light', text: loadHtml(matrixReport()), viewport: desk, colorScheme: 'light' },
    { name: 'a matrix on a phone, dark', text: loadHtml(matrixReport()), viewport: phone, colorScheme: 'dark' },
    { name: 'top, light', text: renderTrafficHtml(trafficReport), viewport: desk, colorScheme: 'light' },
    { name: 'top on a phone, dark', text: renderTrafficHtml(trafficReport), viewport: phone, colorScheme: 'dark' },
  ] as const)('in $name, all unfolded', async ({ text, ...reading }) => {
    const page = await reader.open(text, reading);
    await page.evaluate(unfoldAll);
    expect(await objections(page)).toEqual([]);
  });
});

const focused = `(() => {
  const one = document.activeElement;
  if (one === document.body) return null;
  const styles = [one, ...one.querySelectorAll('.hit')].map((part) => getComputedStyle(part));
  const isMarked = styles.some(({ outlineStyle, outlineWidth, stroke }) =>
    (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1) || stroke !== 'none');
  const box = one.getBoundingClientRect();
  const seen = box.width > 0 && box.bottom > 0 && box.top < innerHeight;
  return { place: Number(one.dataset.place ?? -1), isMarked, seen };
})()`;

interface Focused {
  readonly place: number;
  readonly isMarked: boolean;
  readonly seen: boolean;
}

describe('with the keyboard alone', () => {
  test('every link, button, field and fold is reached in the order of the page, seen and marked', async () => {
    const page = await reader.open(renderHtml(reportOf(report.cases.slice(0, 1).concat(report.cases.slice(8)))));
    const count = await page.evaluate<number>(`(() => {
      const all = [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')]
        .filter((one) => one.getAttribute('tabindex') !== '-1' && one.checkVisibility());
      all.forEach((one, place) => { one.dataset.place = String(place); });
      return all.length;
    })()`);
    expect(count).toBeGreaterThan(25);
    const places: number[] = [];
    for (;;) {
      await page.keyboard.press('Tab');
      const now = await page.evaluate<Focused | null>(focused);
      if (now === null || places.length > 2 * count) break;
      expect(now).toEqual({ place: now.place, isMarked: true, seen: true });
      if (now.place >= 0) places.push(now.place);
    }
    expect(places).toEqual(Array.from({ length: count }, (_, place) => place));
  });

  test('sorts, unfolds and filters', async () => {
    const page = await reader.open(html);
    await page.locator('#cases th button', { hasText: 'Ratio' }).focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('#cases th[aria-sort]').textContent()).toBe('Ratio');
    await page.locator('.others > details > summary').first().focus();
    await page.keyboard.press('Space');
    expect(await page.locator('.others > details').first().getAttribute('open')).toBe('');
    await page.getByLabel('Search').focus();
    await page.keyboard.type('wau');
    expect(await page.locator('#cases tbody tr:visible').count()).toBe(1);
  });
});
