// Pictures of a report, for the documents and to be looked at, in a folder (default: screenshots):
// npx tsx scripts/screenshots.ts hogbench-out/report.html FOLDER
import { access, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchChromium } from '../test/support/chromium.ts';

interface Shot {
  readonly name: string;
  readonly view: BrowserContextOptions;
  /** Brings the page to what is to be seen. */
  readonly prepare?: (page: Page) => Promise<void>;
  /** Height of the picture, from the top of the page; the window's without it. */
  readonly height?: (page: Page) => Promise<number>;
}

const desk = { viewport: { width: 1280, height: 1000 } };
const phone = { viewport: { width: 380, height: 800 }, deviceScaleFactor: 2 };
/** Of A4, at 96 pixels an inch, without margins of a centimetre. */
const paper = { viewport: { width: 718, height: 1047 } };

const firstFinding = 'article.case.bad, article.case';

/** Down to the end of what changed in the first finding; its charts are in pictures of their own. */
async function throughFirstReason(page: Page): Promise<number> {
  const claim = page.locator(firstFinding).first().locator('.claim');
  // Where time was not judged nothing is claimed of it.
  const box = (await claim.count()) === 0 ? null : await claim.boundingBox();
  return box === null ? desk.viewport.height : Math.ceil(box.y);
}

async function showFirstFinding(page: Page): Promise<void> {
  if ((await page.locator(firstFinding).count()) > 0)
    await page
      .locator(firstFinding)
      .first()
      .evaluate((element) => element.scrollIntoView());
}

async function showTable(page: Page): Promise<void> {
  // The page of a load has trials where that of a comparison has cases.
  const first = page.locator('main h2').first();
  const cases = page.locator('#all');
  await ((await cases.count()) > 0 ? cases : first).evaluate((element) => element.scrollIntoView());
}

async function print(page: Page): Promise<void> {
  await page.evaluate(`dispatchEvent(new Event('beforeprint'))`);
  await page.emulateMedia({ media: 'print' });
}

const both = (name: string, shot: Omit<Shot, 'name'>): readonly Shot[] =>
  (['light', 'dark'] as const).map((colorScheme) => ({
    ...shot,
    name: `${name}-${colorScheme}`,
    view: { ...shot.view, colorScheme },
  }));

const shots: readonly Shot[] = [
  { name: 'report', view: { ...desk, colorScheme: 'light' }, height: throughFirstReason },
  ...both('overview', { view: desk }),
  ...both('finding', { view: { viewport: { width: 1280, height: 1600 } }, prepare: showFirstFinding }),
  ...both('table', { view: desk, prepare: showTable }),
  ...both('phone', { view: phone, height: async () => 2400 }),
  ...both('phone-finding', { view: { ...phone, viewport: { width: 380, height: 2000 } }, prepare: showFirstFinding }),
  { name: 'print', view: { ...paper, colorScheme: 'light' }, prepare: print, height: async () => 3 * 1047 },
];

async function take(browser: Browser, url: string, folder: string, shot: Shot): Promise<void> {
  const page = await browser.newPage(shot.view);
  try {
    await page.goto(url);
    await shot.prepare?.(page);
    const height = await shot.height?.(page);
    if (height !== undefined) await page.setViewportSize({ width: shot.view.viewport?.width ?? 1280, height });
    await page.screenshot({ path: join(folder, `${shot.name}.png`) });
  } finally {
    await page.close();
  }
}

const [path, folder = 'screenshots'] = process.argv.slice(2);
if (path === undefined || !path.endsWith('.html'))
  throw new Error('Which report? npx tsx scripts/screenshots.ts hogbench-out/report.html [FOLDER]');
await access(path);
await mkdir(folder, { recursive: true });
const browser = await launchChromium();
try {
  for (const shot of shots) {
    await take(browser, pathToFileURL(resolve(path)).href, folder, shot);
    process.stdout.write(`${join(folder, `${shot.name}.png`)}\n`);
  }
  const page = await browser.newPage();
  await page.goto(pathToFileURL(resolve(path)).href);
  await page.pdf({ path: join(folder, 'print.pdf'), format: 'A4', printBackground: true });
} finally {
  await browser.close();
}
