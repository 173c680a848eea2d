import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { CaseComparison } from '../../src/model/comparison.ts';
import { renderHtml } from '../../src/report/page/html.ts';
import { armText, hostileReport, hostileText, makeCase, manyCases, reportOf } from '../fixtures/report.ts';
import { useReader } from '../support/reader.ts';

const reader = useReader();

/** Each sets a flag if it acts; the watch of the page sees it too, as a request or a refusal. */
const attacks = [
  '</script><script>window.struck = 1</script>',
  '<img src=x onerror="window.struck = 2">',
  `"' onfocus='window.struck = 3' autofocus="`,
  '</style><style>* { display: none }</style>',
  '\u202Egnp.exe\u2066\u200F',
  '</title></textarea><svg onload=window.struck=4>',
  'x'.repeat(300),
];

function attacked(text: string, index: number): CaseComparison {
  const verdict = (['regressed', 'resultChanged', 'equivalent'] as const)[index % 3] ?? 'regressed';
  return makeCase(`${text} ${index}`, verdict, {
    name: text,
    description: text,
    tags: { [text]: text, product: text },
    reason: text,
    observations: [text],
    baseline: armText(`SELECT '${text}' -- ${text}`, 1, { place: text, queryIds: [text] }),
    candidate: armText(`SELECT 1, '${text}' -- ${text}`, 1, { place: text, settings: { [text]: text } }),
  });
}

const clientWidth = 'document.scrollingElement.clientWidth';
const scrollWidth = 'document.scrollingElement.scrollWidth';

async function expectHarmless(page: Page): Promise<void> {
  await page.evaluate(`for (const one of document.querySelectorAll('details')) one.open = true`);
  expect(await page.evaluate('window.struck')).toBe(undefined);
  expect(
    await page.evaluate('document.scripts.length + document.images.length + document.querySelectorAll("style").length'),
  ).toBe(2);
  expect(await page.evaluate<string>('document.body.innerText')).not.toMatch(/[\u202A-\u202E\u2066-\u2069\u200F]/);
}

test.each([380, 1280])('hostile names act nowhere and do not burst the page, %d px wide', async (width) => {
  const page = await reader.open(renderHtml(reportOf(attacks.map(attacked))), { viewport: { width, height: 800 } });
  await expectHarmless(page);
  expect(await page.locator('article h3').first().isVisible()).toBe(true);
  expect(await page.evaluate(scrollWidth)).toBe(await page.evaluate(clientWidth));
  for (const text of ['</script><script>', '<img src=x', 'window.struck = 3', 'gnp.exe']) {
    await page.getByLabel('Search').fill(text);
    expect(await page.locator('#cases tbody tr:visible').count(), text).toBeGreaterThan(0);
  }
  await page.locator('#tag').selectOption({ index: 1 });
  expect(new URL(page.url()).hash).toContain('tag=');
  await expectHarmless(page);
});

test('a text with a trap for every output stays text, in the page and in its address', async () => {
  const text = hostileText.replace('\ud800', '');
  const hash = `#q=${encodeURIComponent(text)}&tag=${encodeURIComponent(`${text}:${text}`)}`;
  const page = await reader.open(renderHtml(hostileReport), { hash });
  await expectHarmless(page);
  expect(await page.locator('#shown').textContent()).toContain('of 3 shown');
});

const wide = `SELECT count() FROM events WHERE id IN (${Array.from({ length: 150_000 }, (_, index) => index).join(', ')})`;
const long = Array.from(
  { length: 12_000 },
  (_, index) => `SELECT ${index} AS number_of_the_row, 'text of the row' AS body`,
);

test('SQL of a megabyte opens, is shown in part and says so, and the page stays as wide as it was', async () => {
  expect(wide.length).toBeGreaterThan(1_000_000);
  const lines = long.join('\nUNION ALL\n').padEnd(1_000_000, ' ');
  const html = renderHtml(
    reportOf([
      makeCase('one_line', 'regressed', { baseline: armText(wide, 1), candidate: armText(`${wide} OR id = 1`, 1) }),
      makeCase('many_lines', 'regressed', { baseline: armText(lines, 1), candidate: armText(`${lines} LIMIT 1`, 1) }),
      makeCase('same', 'equivalent', { baseline: armText(wide, 1), candidate: armText(wide, 1) }),
    ]),
  );
  const page = await reader.open(html);
  await page.evaluate(`for (const one of document.querySelectorAll('details')) one.open = true`);
  expect(await page.locator('article').count()).toBe(2);
  expect(await page.evaluate<string>('document.body.innerText')).toMatch(/characters/);
  expect(await page.evaluate(scrollWidth)).toBe(await page.evaluate(clientWidth));
  await page.getByLabel('Search').fill('same');
  expect(await page.locator('#shown').textContent()).toContain('1 of 3 shown');
});

test('ten thousand cases open, filter, sort, and each can be linked to', async () => {
  const page = await reader.open(renderHtml(manyCases(10_000)));
  const shown = page.locator('#shown');
  expect(await shown.textContent()).toBe('10,000 of 10,000 shown, the first 300 are listed');
  await page.getByLabel('Search').fill('team=9999,');
  expect(await shown.textContent()).toBe('1 of 10,000 shown');
  await page.getByLabel('Search').fill('');
  await page.locator('#sort').selectOption('name');
  expect(await page.locator('#cases tbody .name > a').first().textContent()).toContain('events_explorer[team=1000,');
  await page.evaluate(
    `location.hash = 'case=' + encodeURIComponent('events_explorer[team=8000,date_from=2026-01-01]')`,
  );
  const row = page.locator('tr:target');
  await expect.poll(() => row.isVisible()).toBe(true);
  expect(await row.textContent()).toContain('team=8000,');
});
