// What the HTML report costs: its size, rendering it, and opening and filtering it in Chromium.
// The clause: under 3 MB for 100 cases and 15 MB for 5,000, first view in under a second.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';
import { renderHtml } from '../src/report/page/html.ts';
import { plausibleReport } from './plausible/report.ts';

const loads = 5;

interface Rendered {
  readonly renderMs: number;
  readonly peakMb: number;
}

interface Loaded {
  /** From the start of the navigation, in ms. */
  readonly firstPaint: number;
  readonly loaded: number;
  /** From a keystroke in the search field to the frame that shows its result. */
  readonly filtered: number;
  readonly sorted: number;
}

/** In a process of its own, so that the peak of memory is of this page alone. */
async function renderApart(cases: number, path: string): Promise<Rendered> {
  const child = fork(import.meta.filename, ['--render', String(cases), path]);
  const [rendered] = await once(child, 'message');
  return rendered as Rendered;
}

async function render(cases: number, path: string): Promise<void> {
  const report = plausibleReport(cases);
  const start = performance.now();
  const html = renderHtml(report);
  const renderMs = Math.round(performance.now() - start);
  await writeFile(path, html);
  process.send?.({ renderMs, peakMb: Math.round(process.resourceUsage().maxRSS / 1024) });
}

/** Acts in the page, then waits for the second frame: by then the first one is painted. */
const untilPainted = `(act) => new Promise((resolve) => {
  const start = performance.now();
  act();
  requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - start)));
})`;
const firstPaintOf = `performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN`;
const typing = `(${untilPainted})(() => {
  const field = document.getElementById('search');
  field.value = 'retention team=3';
  field.dispatchEvent(new Event('input'));
})`;
const sorting = `(${untilPainted})(() => document.querySelector('th[data-key=cost] button').click())`;

async function load(browser: Browser, path: string): Promise<Loaded> {
  // Waiting for a paint is done by evaluating text, which the page's own policy forbids.
  const page = await browser.newPage({ bypassCSP: true });
  try {
    await page.goto(pathToFileURL(path).href, { waitUntil: 'load', timeout: 120_000 });
    const loaded = await page.evaluate<number>(
      `performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd`,
    );
    await page.waitForFunction(`!Number.isNaN(${firstPaintOf})`);
    return {
      firstPaint: await page.evaluate<number>(firstPaintOf),
      loaded,
      filtered: await page.evaluate<number>(typing),
      sorted: await page.evaluate<number>(sorting),
    };
  } finally {
    await page.close();
  }
}

function median(values: readonly number[]): number {
  return Math.round(values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN);
}

async function measure(browser: Browser, cases: number, path: string): Promise<Record<string, number>> {
  const { renderMs, peakMb } = await renderApart(cases, path);
  const { size } = await stat(path);
  const all: Loaded[] = [];
  for (let i = 0; i < loads; i += 1) all.push(await load(browser, path));
  return {
    cases,
    MB: Math.round(size / 1e4) / 100,
    renderMs,
    peakMb,
    firstPaintMs: median(all.map((one) => one.firstPaint)),
    loadedMs: median(all.map((one) => one.loaded)),
    filterMs: median(all.map((one) => one.filtered)),
    sortMs: median(all.map((one) => one.sorted)),
  };
}

async function compareSizes(sizes: readonly number[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'hogbench-bench-'));
  const executablePath = await chromium.executablePath();
  // In a single process the browser ends with its first page.
  const args = chromium.args.filter((one) => one !== '--single-process');
  const browser = await playwright.launch({ executablePath, args, headless: true });
  try {
    const rows: Record<string, number>[] = [];
    for (const cases of sizes) rows.push(await measure(browser, cases, join(folder, `${cases}.html`)));
    console.table(rows);
    console.log(JSON.stringify({ benchmark: 'report', loads, rows }));
  } finally {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const [mode, cases, path] = process.argv.slice(2);
if (mode === '--render' && path !== undefined) await render(Number(cases), path);
else await compareSizes([100, 1000, 5000, 10_000]);
