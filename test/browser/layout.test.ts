import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { renderHtml } from '../../src/report/page/html.ts';
import { renderTrafficHtml } from '../../src/report/traffic/trafficHtml.ts';
import { hostileReport, report } from '../fixtures/report.ts';
import { trafficReport } from '../fixtures/traffic.ts';
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

describe('on paper', () => {
  test('findings are there in full, what can only be clicked is not, and ink is dark', async () => {
    const page = await reader.open(html, { colorScheme: 'dark' });
    await page.getByLabel('Search').fill('team=2');
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('article:visible').count()).toBe(await page.locator('article').count());
    expect(await page.locator('article details[open] > .diff').first().isVisible()).toBe(true);
    for (const control of ['#controls', 'button.copy', '.badges', '.others'])
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
