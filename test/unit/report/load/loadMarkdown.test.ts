import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, test } from 'vitest';
import type { ClassReport } from '../../../../src/model/loadReport.ts';
import { loadMarkdown } from '../../../../src/report/load/loadMarkdown.ts';
import { loadReporters } from '../../../../src/report/load/loadReporters.ts';
import * as loads from '../../../support/loadReports.ts';

function rendered(text: string): string {
  return micromark(text, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true });
}

describe('the Markdown of a load', () => {
  test.each([
    ['keptLoad', loads.keptLoad()],
    ['overloadedLoad', loads.overloadedLoad()],
    ['twoCapacities', loads.twoCapacities()],
    ['matrixReport', loads.matrixReport()],
  ])('%s', async (name, report) => {
    await expect(loadMarkdown(report)).toMatchFileSnapshot(`goldens/${name}.md`);
  });

  test('begins with the verdict, and its tables are tables', () => {
    const html = rendered(loadMarkdown(loads.oneCapacity(), { reportUrl: 'https://ci.example.org/1' }));
    expect(html).toMatch(/^<h3>✓ Kept: holds \d+ requests\/s/);
    expect(html).toContain('href="https://ci.example.org/1"');
    expect(html.match(/<table>/g)).toHaveLength(2);
    expect(html).not.toContain('| ---');
  });

  test('a hostile name is no markup, link, mention or expression', () => {
    const text = loadMarkdown(loads.hostileLoad());
    const html = rendered(text);
    expect(html).not.toMatch(/<(script|img|a)\b/);
    expect(html).not.toContain('@octocat');
    expect(text).not.toContain('$'.concat('{{'));
  });

  test('is never longer than a comment may be', () => {
    const report = loads.overloadedLoad();
    const [trial] = report.trials;
    const [one] = trial?.classes ?? [];
    const classes = Array.from({ length: 40 }, (_, at): ClassReport => ({ ...one!, name: `${'好'.repeat(400)}${at}` }));
    const text = loadMarkdown({ ...report, trials: Array.from({ length: 8 }, () => ({ ...trial!, classes })) });
    expect(text.length).toBeLessThan(65_536);
    expect(text).toContain('left out to stay within the size of a comment');
  });
});

test('every format renders every load, and has a file of its own', () => {
  const files = loadReporters.flatMap(({ file }) => file ?? []);
  expect(new Set(files).size).toBe(loadReporters.length - 1);
  for (const { render } of loadReporters)
    for (const make of Object.values(loads)) expect(render(make(), { color: false, width: 100 })).toMatch(/\n$/);
});
