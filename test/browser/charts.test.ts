import { expect, test } from 'vitest';
import { renderHtml } from '../../src/report/page/html.ts';
import { manyCases, report } from '../fixtures/report.ts';
import { useReader } from '../support/reader.ts';

const reader = useReader();
const html = renderHtml(report);

test('the overview leads to every case, by a mark or by its name', async () => {
  const page = await reader.open(html);
  const links = page.locator('.overview a');
  const anchors = await Promise.all((await links.all()).map((link) => link.getAttribute('href')));
  expect(anchors.toSorted()).toEqual(
    report.cases.map(({ caseId }) => `#case=${encodeURIComponent(caseId)}`).toSorted(),
  );
  await page.locator('.overview .points a', { hasText: 'lifecycle' }).click();
  expect(page.url()).toContain(`#case=${encodeURIComponent('lifecycle[team=2]')}`);
  const target = page.locator('article', { hasText: 'lifecycle[team=2]' });
  await expect.poll(async () => (await target.boundingBox())?.y ?? Number.NaN).toBeLessThan(900);
});

/** Texts of drawings that are too small to be read, in pixels, or reach out of the page. */
const unreadable = `[...document.querySelectorAll('svg text')].filter((text) => !text.closest('.scroll'))
  .map((text) => ({ text: text.textContent, box: text.getBoundingClientRect() }))
  .filter(({ box }) => box.width > 0 && (box.height < 9 || box.left < 0 || box.right > document.scrollingElement.clientWidth))
  .map(({ text, box }) => text + ' ' + Math.round(box.height) + ' px high, from ' + Math.round(box.left) + ' to ' + Math.round(box.right))`;

test.each([1280, 380])('texts of all drawings can be read, %d px wide', async (width) => {
  const page = await reader.open(html, { viewport: { width, height: 900 } });
  await page.evaluate(`for (const one of document.querySelectorAll('details')) one.open = true`);
  for (const card of await page.locator('article').all()) await card.scrollIntoViewIfNeeded();
  expect(await page.locator('article svg text').count()).toBeGreaterThan(20);
  expect(await page.evaluate(unreadable)).toEqual([]);
});

test('the rows of the table share one axis: what costs more lies further right', async () => {
  const page = await reader.open(html);
  const rows = page.locator('#cases tbody tr:has(.drawn svg)');
  const drawn = await Promise.all(
    (await rows.all()).map(async (row) => ({
      ratio: Number(await row.getAttribute('data-ratio')),
      x: (await row.locator('.drawn .point').first().boundingBox())?.x ?? Number.NaN,
    })),
  );
  expect(drawn.length).toBeGreaterThan(4);
  const byRatio = drawn.toSorted((a, b) => a.ratio - b.ratio || a.x - b.x);
  expect(byRatio.map(({ x }) => x)).toEqual(drawn.map(({ x }) => x).toSorted((a, b) => a - b));
});

test('a thousand cases in the overview do not take a thousand presses of the tab key', async () => {
  const page = await reader.open(renderHtml(manyCases(1000)));
  expect(await page.locator('.overview .points a').count()).toBeGreaterThan(500);
  expect(await page.locator('.overview a:not([tabindex="-1"])').count()).toBeLessThan(100);
});
