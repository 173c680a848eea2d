import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { chromiumSource, launchChromium } from './chromium.ts';

/** How a page is read; `hash` is the fragment of the link that was followed, with its `#`. */
export interface Reading extends BrowserContextOptions {
  readonly hash?: string;
}

/** A reader of reports, who has them as files on a disk. */
export interface Reader {
  /** Opens a page in a context of its own, which is closed after the test. */
  open(html: string, reading?: Reading): Promise<Page>;
}

/** Anything that a page which loads nothing, and lets only its own script act, must not do. */
function watch(context: BrowserContext, file: string, troubles: string[]): void {
  context.on('request', (request) => {
    if (request.url().split('#')[0] !== file) troubles.push(`request of ${request.url().slice(0, 200)}`);
  });
  context.on('console', (message) => troubles.push(`console ${message.type()}: ${message.text()}`));
  context.on('weberror', (error) => troubles.push(`page error: ${error.error().message}`));
  context.on('dialog', (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
}

const tellViolations = `addEventListener('securitypolicyviolation', (event) => console.error('refused by the policy: ' + event.violatedDirective))`;

/**
 * One browser for the tests of a file. After each test, whatever its pages requested, logged, threw, asked or were
 * refused by their policy fails the test.
 */
export function useReader(): Reader {
  const source = chromiumSource(process.env, process.platform, process.arch);
  let browser: Browser | undefined;
  let folder = '';
  let files = 0;
  const troubles: string[] = [];

  beforeAll(async () => {
    if (source.kind === 'none') {
      console.warn(`Tests in a browser are skipped: ${source.reason}`);
      return;
    }
    folder = await mkdtemp(join(tmpdir(), 'hogbench-browser-'));
    browser = await launchChromium(source);
  });
  beforeEach(({ skip }) => {
    if (source.kind === 'none') skip(source.reason);
  });
  afterEach(async () => {
    await Promise.all((browser?.contexts() ?? []).map((context) => context.close()));
    expect(troubles.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    if (folder !== '') await rm(folder, { recursive: true, force: true });
  });

  return {
    async open(html, { hash = '', ...options } = {}) {
      if (browser === undefined) throw new Error('no browser was started');
      files += 1;
      const path = join(folder, `${files}.html`);
      await writeFile(path, html);
      const file = pathToFileURL(path).href;
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
      context.setDefaultTimeout(40_000);
      watch(context, file, troubles);
      await context.addInitScript(tellViolations);
      const page = await context.newPage();
      await page.goto(`${file}${hash}`);
      return page;
    },
  };
}
