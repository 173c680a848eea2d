import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { renderHtml } from '../../src/report/page/html.ts';
import { manyCases, report, reportOf } from '../fixtures/report.ts';
import { useReader } from '../support/reader.ts';

const reader = useReader();
const html = renderHtml(report);

const listed = (page: Page): Locator => page.locator('#cases tbody tr:visible');
const names = (page: Page): Promise<readonly string[]> => listed(page).locator('.name > a').allTextContents();
const head = (page: Page, name: string): Locator => page.locator('#cases th', { hasText: name });
const hashOf = (page: Page): string => decodeURIComponent(new URL(page.url()).hash);
const severity = report.cases.map(({ caseId }) => caseId);

describe('opening', () => {
  test('from a disk: the verdict in title and heading, every case in the table', async () => {
    const page = await reader.open(html);
    expect(await page.title()).toContain('regressed');
    expect(await page.locator('h1').textContent()).toContain('1 of 10 cases regressed');
    expect(await names(page)).toEqual(severity);
    expect(await page.locator('#shown').textContent()).toBe('10 of 10 shown');
  });

  test('without scripts every row is there, and nothing that would need one', async () => {
    const page = await reader.open(renderHtml(manyCases(310)), { javaScriptEnabled: false });
    expect(await page.locator('#cases tbody tr').nth(309).isVisible()).toBe(true);
    for (const control of ['.controls', 'button.copy', '#rest'])
      expect(await page.locator(control).first().isVisible()).toBe(false);
  });

  test('a run without cases', async () => {
    const page = await reader.open(renderHtml(reportOf([])), { hash: '#verdict=regressed' });
    expect(await page.locator('h1').textContent()).toContain('No case was compared');
  });
});

describe('sorting', () => {
  test('by a figure: largest first, then smallest first, the unknown last both times', async () => {
    const page = await reader.open(html);
    const values = async (key: string): Promise<readonly number[]> => {
      const texts = (await listed(page).all()).map((row) => row.getAttribute(`data-${key}`));
      const all = (await Promise.all(texts)).map((text) => Number.parseFloat(text ?? ''));
      const known = all.filter((value) => !Number.isNaN(value));
      expect(known.length).toBeGreaterThan(3);
      expect(all.slice(known.length).every(Number.isNaN)).toBe(true);
      return known;
    };
    for (const title of ['Baseline', 'Candidate', 'Ratio', 'Cost']) {
      const key = title.toLowerCase();
      await head(page, title).getByRole('button').click();
      expect(await head(page, title).getAttribute('aria-sort')).toBe('descending');
      const down = await values(key);
      expect(down).toEqual(down.toSorted((a, b) => b - a));
      await head(page, title).getByRole('button').click();
      expect(await head(page, title).getAttribute('aria-sort')).toBe('ascending');
      expect(await values(key)).toEqual(down.toReversed());
      expect(hashOf(page)).toBe(`#sort=${key}&dir=up`);
    }
  });

  test('by name, and back to the most severe first', async () => {
    const page = await reader.open(html);
    await page.getByLabel('Sort').selectOption('name');
    expect(await names(page)).toEqual(severity.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true })));
    await page.getByLabel('Sort').selectOption('severity');
    expect(await names(page)).toEqual(severity);
  });
});

describe('filtering', () => {
  test('by words, all of which must occur, and the details follow', async () => {
    const page = await reader.open(html);
    await page.getByLabel('Search').fill('TEAM 2 rows');
    expect(await names(page)).toEqual(['paths[team=2]', 'lifecycle[team=2]']);
    expect(await page.locator('#shown').textContent()).toContain('2 of 10 shown');
    expect(await page.locator('.others > details:visible').count()).toBe(0);
    await page.getByLabel('Search').fill('trends_wau');
    expect(await page.locator('.others > details:visible').count()).toBe(1);
    await page.getByRole('button', { name: 'show all' }).click();
    expect(await listed(page).count()).toBe(10);
  });

  test('by a badge, by a tag, and by both', async () => {
    const page = await reader.open(html);
    await page.locator('a.badge', { hasText: 'equivalent' }).click();
    expect(await names(page)).toEqual(['trends_total[team=2]', 'trends_wau[team=2]']);
    expect(await page.getByLabel('Verdict').inputValue()).toBe('equivalent');
    await page.locator('#tag').selectOption('team_id:2');
    expect(hashOf(page)).toBe('#verdict=equivalent&tag=team_id:2');
    await page.getByRole('button', { name: 'remove the tag team_id 2' }).click();
    expect(hashOf(page)).toBe('#verdict=equivalent');
  });

  test('what nothing fits is said, not an empty page', async () => {
    const page = await reader.open(html);
    await page.getByLabel('Search').fill('no such case');
    expect(await listed(page).count()).toBe(0);
    expect(await page.locator('#shown').textContent()).toContain('0 of 10 shown');
  });
});

describe('links', () => {
  test('to a view of the table, shared and followed back and forward', async () => {
    const first = await reader.open(html);
    await first.getByLabel('Search').fill('trends_');
    await head(first, 'Ratio').getByRole('button').click();
    const shared = new URL(first.url()).hash;
    const view = await names(first);
    expect(view).toHaveLength(3);

    const page = await reader.open(html, { hash: shared });
    expect(await names(page)).toEqual(view);
    await page.getByLabel('Verdict').selectOption('regressed');
    expect(await names(page)).toEqual([severity[0]]);
    await page.goBack();
    expect(await names(page)).toEqual(view);
    await page.goForward();
    expect(await names(page)).toEqual([severity[0]]);
  });

  test('to a folded case: it opens, is in view, and the keyboard goes on there', async () => {
    const anchor = `case=${encodeURIComponent('trends_wau[team=2]')}`;
    const page = await reader.open(html, { hash: `#${anchor}` });
    const target = page.locator(`[id="${anchor}"]`);
    expect(await target.locator('.reason').isVisible()).toBe(true);
    const top = async (): Promise<number> => (await target.boundingBox())?.y ?? Number.NaN;
    await expect.poll(top).toBeLessThan(900);
    expect(await top()).toBeGreaterThanOrEqual(0);
    await page.keyboard.press('Tab');
    expect(await page.locator(`[id="${anchor}"] :focus`).count()).toBe(1);
  });

  test('from the table to a case, folded or filtered away', async () => {
    const page = await reader.open(html);
    await page.locator('#cases a', { hasText: 'trends_total' }).click();
    const target = page.locator('.others > details[open]');
    expect(await target.locator('> summary').textContent()).toContain('trends_total[team=2]');
    await page.getByLabel('Search').fill('paths');
    expect(await target.isVisible()).toBe(false);
    await page.goBack();
    await page.goBack();
    await page.goForward();
    expect(await target.isVisible()).toBe(true);
  });

  test('what an address asks for and the page does not know is left out', async () => {
    const page = await reader.open(html);
    const hashes = [
      '#verdict=nope&sort=__proto__&dir=x&tag=constructor',
      '#q=%00%ff%ZZ',
      '#%',
      '#case=',
      '#sort=toString',
    ];
    for (const hash of hashes) {
      await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
      await page.evaluate('new Promise((done) => setTimeout(done))');
      expect(await page.locator('#shown').textContent()).toMatch(/of 10 shown/);
      expect(await page.getByLabel('Sort').inputValue()).toBe('severity');
    }
  });

  test('to a case that is not in this report: said, and all are shown', async () => {
    const page = await reader.open(html, { hash: '#case=gone' });
    expect(await page.locator('#shown').textContent()).toContain('the case of this link is not in this report');
    expect(await listed(page).count()).toBe(10);
  });
});
