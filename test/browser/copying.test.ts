import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { renderHtml } from '../../src/report/page/html.ts';
import { report } from '../fixtures/report.ts';
import { useReader } from '../support/reader.ts';

const reader = useReader();
const html = renderHtml(report);
const [first] = report.cases;

const clipboard = (page: Page): Promise<string> => page.evaluate<string>('navigator.clipboard.readText()');

async function refuseClipboard(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const { targetInfo } = await session.send('Target.getTargetInfo');
  const browser = await page.context().browser()?.newBrowserCDPSession();
  await browser?.send('Browser.setPermission', {
    permission: { name: 'clipboard-write' },
    setting: 'denied',
    ...(targetInfo.browserContextId === undefined ? {} : { browserContextId: targetInfo.browserContextId }),
  });
}

test('copies the SQL of each arm as it was sent, folded or not, and a query id', async () => {
  const page = await reader.open(html, { permissions: ['clipboard-read', 'clipboard-write'] });
  // It stands still: a busy machine may look at a button only after its label has come back.
  await page.clock.install();
  const card = page.locator('article').first();
  for (const arm of ['baseline', 'candidate'] as const) {
    const button = card.getByRole('button', { name: `copy the SQL of the ${arm}` });
    await button.click();
    await expect.poll(() => button.textContent()).toBe('copied');
    expect(await clipboard(page)).toBe(first?.[arm]?.sql);
  }
  await card.locator('summary', { hasText: 'query ids' }).click();
  const id = first?.baseline?.queryIds[0] ?? '';
  await card
    .getByRole('button', { name: `copy the query id ${id}` })
    .first()
    .click();
  await expect.poll(() => clipboard(page)).toBe(id);
  const labels = (): Promise<readonly string[]> => card.locator('.copy').allTextContents();
  expect(await labels()).toContain('copied');
  await page.clock.runFor(1500);
  expect(new Set(await labels())).toEqual(new Set(['copy']));
});

test('where the clipboard is refused, unfolds and selects the text to be copied', async () => {
  const page = await reader.open(html);
  await page.clock.install();
  await refuseClipboard(page);
  const card = page.locator('article').first();
  await card.getByRole('button', { name: 'copy the SQL of the candidate' }).click();
  await expect.poll(() => page.locator('#said').textContent()).toBe('selected');
  expect(await page.evaluate('String(getSelection())')).toBe(first?.candidate?.sql);
});
