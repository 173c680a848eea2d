import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { loadHtml } from '../../src/report/load/loadHtml.ts';
import { renderHtml } from '../../src/report/page/html.ts';
import { renderTrafficHtml } from '../../src/report/traffic/trafficHtml.ts';
import { hostileReport, manyCases, report } from '../fixtures/report.ts';
import { trafficReport } from '../fixtures/traffic.ts';
import { hostileLoad, twoCapacities } from '../support/loadReports.ts';
import { useReader } from '../support/reader.ts';

const reader = useReader();
const html = renderHtml(report);

const unfoldAll = `for (const one of document.querySelectorAll('details')) one.open = true`;

/** How far the page can be scrolled sideways, in pixels, with everything unfolded. */
async function overhang(page: Page): Promise<number> {
  await page.evaluate(unfoldAll);
  return page.evaluate<number>('document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth');
}

const luminance = (rgb: string): number => {
  const [red = 0, green = 0, blue = 0] = (rgb.match(/\d+/g) ?? []).map(Number);
  return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
};

describe.each([
  { name: 'the report', text: html },
  { name: 'hostile names', text: renderHtml(hostileReport) },
  { name: 'top', text: renderTrafficHtml(trafficReport) },
  { name: 'capacities', text: loadHtml(twoCapacities()) },
  { name: 'a load with hostile names', text: loadHtml(hostileLoad()) },
])('$name', ({ text }) => {
  test.each(['light', 'dark'] as const)('is in %s as asked, and fits 380 pixels and 320', async (colorScheme) => {
    const page = await reader.open(text, { viewport: { width: 380, height: 800 }, colorScheme });
    const paper = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    const ink = await page.evaluate<string>('getComputedStyle(document.body).color');
    expect(luminance(colorScheme === 'light' ? paper : ink)).toBeGreaterThan(0.8);
    expect(luminance(colorScheme === 'light' ? ink : paper)).toBeLessThan(0.2);
    expect(await overhang(page)).toBe(0);
    await page.setViewportSize({ width: 320, height: 800 });
    expect(await overhang(page)).toBe(0);
  });
});

describe('what is seen first', () => {
  test.each([1280, 380])('what needs action begins within two screens of the head, %d px wide', async (width) => {
    const page = await reader.open(html, { viewport: { width, height: 900 } });
    expect((await page.locator('article').first().boundingBox())?.y).toBeLessThan(width > 1000 ? 900 : 1800);
  });

  test('the contents stay, and hide nothing that they lead to', async () => {
    const page = await reader.open(html);
    const contents = page.locator('nav.contents');
    for (const link of await contents.getByRole('link').all()) {
      await link.click();
      await expect.poll(async () => (await contents.boundingBox())?.y).toBe(0);
      const target = page.locator(`[id="${(await link.getAttribute('href'))?.slice(1)}"]`);
      const bar = await contents.boundingBox();
      expect((await target.boundingBox())?.y, (await link.textContent()) ?? '').toBeGreaterThanOrEqual(
        bar?.height ?? Infinity,
      );
    }
  });

  test('a longer list of other cases is folded, and the contents and links to a case open it', async () => {
    const page = await reader.open(renderHtml(manyCases(30)));
    const list = page.locator('details.others');
    const state = (): Promise<string | null> => list.getAttribute('open');
    await expect.poll(state).toBeNull();
    await page.locator('nav.contents a', { hasText: 'Other cases' }).click();
    await expect.poll(state).toBe('');
    await list.locator('> summary').click();
    await expect.poll(state).toBeNull();
    await page.locator('#cases .name a').last().click();
    await expect.poll(state).toBe('');
  });
});

test('a row of top leads to its details, which open without a script, and back', async () => {
  const page = await reader.open(renderTrafficHtml(trafficReport), { javaScriptEnabled: false });
  const details = page.locator('[id="row-2"]');
  expect(await details.isVisible()).toBe(false);
  await page.locator('[id="in-ranking-2"] th a').click();
  expect(await details.isVisible()).toBe(true);
  expect(await details.locator('pre').isVisible()).toBe(true);
  await details.locator('a', { hasText: 'back' }).click();
  expect(page.url()).toContain('#in-ranking-2');
});

describe('on paper', () => {
  test('what is folded for a screen is printed without scripts too', async () => {
    const page = await reader.open(html, { javaScriptEnabled: false });
    const charts = page.locator('article details.printed:not([open]) .charts').first();
    expect(await charts.isVisible()).toBe(false);
    await page.emulateMedia({ media: 'print' });
    expect(await charts.isVisible()).toBe(true);
  });

  test('findings are there in full, what can only be clicked is not, and ink is dark', async () => {
    const page = await reader.open(html, { colorScheme: 'dark' });
    await page.getByLabel('Search').fill('team=2');
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('article:visible').count()).toBe(await page.locator('article').count());
    expect(await page.locator('article details[open] > .diff').first().isVisible()).toBe(true);
    for (const control of ['#controls', 'button.copy', '.contents', '.others'])
      expect(await page.locator(control).first().isVisible(), control).toBe(false);
    expect(await page.locator('#view').isVisible()).toBe(true);
    expect(await page.locator('#view').textContent()).toContain('search: team=2');
    expect(luminance(await page.evaluate<string>('getComputedStyle(document.body).color'))).toBeLessThan(0.2);
  });

  test('prints on pages, and folds again what it unfolded for them', async () => {
    const page = await reader.open(html);
    const open = (): Promise<number> => page.locator('details[open]').count();
    const before = await open();
    const pdf = await page.pdf({ format: 'A4' });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0).toBeGreaterThan(1);
    expect(await open()).toBe(before);
    await page.evaluate(`dispatchEvent(new Event('beforeprint'))`);
    expect(await page.locator('article details.printed:not([open])').count()).toBe(0);
    await page.evaluate(`dispatchEvent(new Event('afterprint'))`);
    expect(await open()).toBe(before);
  });
});
