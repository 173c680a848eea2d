import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { ArmText } from '../../../src/model/comparison.ts';
import { renderHtml } from '../../../src/report/page/html.ts';
import { armText, exactMetric, hostileReport, makeCase, manyCases, report, reportOf } from '../../fixtures/report.ts';

const page = renderHtml(report);
const hostile = renderHtml(hostileReport);
const voids = new Set(['meta', 'br', 'wbr', 'input', '!doctype']);

function element(html: string, name: string): string {
  return html.match(new RegExp(`<${name}>([\\s\\S]*?)</${name}>`))?.[1] ?? '';
}

function withoutCode(html: string): string {
  return html.replace(element(html, 'script'), '').replace(element(html, 'style'), '');
}

describe('the HTML report', () => {
  test('says the verdict, what needs action, what else was found, all cases, on what, notices and the method', () => {
    const order = [
      '<h1>1 of 10 cases regressed',
      '<nav class="contents"',
      '>What needs action</h2>',
      '>paths[team&#x3D;2]</a>',
      '>funnel_ordered[team&#x3D;7]</a>',
      '>What else was found</h2>',
      'retention[team&#x3D;2]</a>',
      '>Overview</h2>',
      '>What it costs</h2>',
      '>All 10 cases</h2>',
      '>Details of 5 other cases</h2>',
      '>On what</h2>',
      '>Notices</h2>',
      '>How the',
    ];
    const places = order.map((text) => page.indexOf(text));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  test('its first sentence says what went worst, and tiles say what the workload costs', () => {
    expect(element(page, 'h1')).toMatch(/toDate\(timestamp\)\.$/);
    const tiles = page.split('<dl class="facts">')[1]?.split('</dl>')[0] ?? '';
    expect(tiles).toContain('<dt>CPU time, weighted</dt><dd>+11.8% <small>+9.6% to +14.0%</small>');
    expect(tiles).toContain('<dt>Bytes read, weighted</dt><dd>+31.0% <small>exact</small>');
  });

  test('how SQL and plan differ stands above the counters and the charts', () => {
    const finding = page.slice(page.indexOf('<article class="case bad"'));
    const places = [
      'class="reason"',
      'What changed in the SQL',
      'What changed in the plan',
      '<p class="evidence"',
      'class="charts"',
    ];
    const found = places.map((text) => finding.indexOf(text));
    expect(found).not.toContain(-1);
    expect(found).toEqual(found.toSorted((a, b) => a - b));
  });

  test('what weakens every verdict stands at the top, what weakens one with its case', () => {
    const top = page.slice(0, page.indexOf('<main>'));
    expect(top).toContain('The arms are two server processes that cannot be restarted');
    expect(top).toContain('1 more caution about single cases');
    const other = page.slice(page.indexOf('<details class="case unsure" id="case&#x3D;logs_list'));
    expect(other.slice(0, other.indexOf('class="evidence"'))).toContain('The budget ended before the last round.');
  });

  test('shows the differing environment, and folds what is the same', () => {
    expect(page).toContain('<b>≠ The arms differ in:</b> ClickHouse, setting use_uncompressed_cache.');
    expect(page.indexOf('setting max_threads')).toBeGreaterThan(page.indexOf('What else is known'));
  });

  test('a finding carries its interval, pairs, metrics, SQL change and query ids', () => {
    const card = page.slice(page.indexOf('<article'), page.indexOf('</article>'));
    expect(card).toContain('aria-label="Server time: 2.10x, 95% interval 2.02–2.18, 16 pairs; the shaded band');
    expect(card).toContain('The candidate was slower in 16 of 16.');
    expect(card).toContain('>=</span> exact');
    expect(card).toContain('not compared: The server did not report it.');
    expect(card).toMatch(/data-sign="\+">\+ .*<mark>toTimeZone\(<\/mark>/);
    expect(card).toContain('<code class="source">7d3f2a90-5b1e-4c58-9c0e-0a1f6f1d2b11</code> <button');
    expect(card).toContain('query_id IN (');
    expect(card).toMatch(
      /<th scope="row">optimize_read_in_order <span class="mark">≠ differs<\/span><\/th><td>-<\/td>/,
    );
  });

  test('a finding shows how its plan differs, and where its time went', () => {
    const card = page.slice(page.indexOf('<article'), page.indexOf('</article>'));
    expect(card).toContain('<li>primary key of posthog.events no longer uses toDate(timestamp), granules 12 of 120');
    expect(card).toContain('<li>at most 1 stream side by side');
    expect(card).toMatch(/data-sign="\+">\+ {5}Granules: <mark>37<\/mark>/);
    expect(card).toContain('MergeTreeSelect</th><td>5.00 ms</td><td>14.8 ms</td><td>2.96x</td>');
    expect(card).toContain('FilterTransform</th><td>-</td>');
    expect(card).not.toContain('LimitsCheckingTransform');
  });

  test('every case has one deep link target', () => {
    const ids = [...page.matchAll(/ id="(case&#x3D;[^"]*)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(10);
    expect(ids).toHaveLength(10);
    for (const id of ids) expect(page).toContain(`href="#${id}"`);
  });

  test('cases are sorted and filtered by what their rows say', () => {
    const row = page.slice(
      page.indexOf('<tr data-verdict="regressed"'),
      page.indexOf('</tr>', page.indexOf('<tr data-verdict="regressed"')),
    );
    expect(row).toContain('data-cost="30996000"');
    expect(row).toContain('<td data-label="cost">31.0 s</td>');
    expect(row).toContain('<span><i>product</i> product_analytics</span>');
    expect(page).toContain('<option value="product:product_analytics">product_analytics (10)</option>');
    expect(page).toContain('<a href="#tag&#x3D;product%3Aproduct_analytics"');
  });

  test('without server times there is no column of costs', () => {
    const metrics = [exactMetric('read_rows', 'Rows read', 1, 1)];
    const html = renderHtml(reportOf([makeCase('a', 'equivalent', { metrics })]));
    expect(html).not.toContain('data-key="cost"');
    expect(html).not.toContain('data-label="cost"');
  });

  test('a case that was never executed says so', () => {
    const item = makeCase('a', 'inconclusive', { candidate: armText('SELECT 1', 1, { queryIds: [] }) });
    expect(renderHtml(reportOf([item]))).toContain('never executed, so there are no query ids');
  });

  test('a case shows what its parameters are bound to', () => {
    const arm = armText('SELECT {team:UInt32}', 1, { params: { team: 2 } });
    const html = renderHtml(reportOf([makeCase('a', 'equivalent', { baseline: arm, candidate: arm })]));
    expect(html).toContain('<th scope="row">param_team</th><td>2</td><td>2</td>');
  });

  test('one text of a megabyte does not make a large page', () => {
    const sql = `SELECT '${'x'.repeat(1_000_000)}'`;
    const arm = (end: string): ArmText => armText(`${sql}${end}`, 1);
    const item = makeCase('a', 'regressed', { baseline: arm(''), candidate: arm(' AS a') });
    const html = renderHtml(reportOf([item]));
    expect(html.length).toBeLessThan(400_000);
    expect(html).toContain('the run file has all of it');
  });

  test('nothing is loaded, and only its own style and script may run', () => {
    expect(withoutCode(page)).not.toMatch(/\s(src|srcset|style|on\w+)=|href="(?!#)|<link|@import|url\(/);
    const policy = page.match(/Content-Security-Policy" content="([^"]*)"/)?.[1]?.replaceAll('&#x27;', "'") ?? '';
    expect(policy).toContain("default-src 'none'");
    for (const name of ['style', 'script']) {
      const hash = createHash('sha256').update(element(page, name)).digest('base64');
      expect(policy.replaceAll('&#x3D;', '=')).toContain(`${name}-src 'sha256-${hash}'`);
    }
  });

  test.each([
    ['the fixture', page],
    ['hostile texts', hostile],
  ])('tags are balanced in %s', (_, html) => {
    const open: string[] = [];
    for (const [, close, name = '', selfClosing] of withoutCode(html).matchAll(/<(\/?)(!?[a-z0-9]+)[^<>]*?(\/?)>/gi)) {
      if (close === '/') expect(open.pop()).toBe(name);
      else if (selfClosing !== '/' && !voids.has(name)) open.push(name);
    }
    expect(open).toEqual([]);
  });

  test('lets nothing from outside act', () => {
    const body = withoutCode(hostile);
    expect(body.match(/<script/g)).toHaveLength(1);
    expect(body).not.toMatch(/<img|\{\{constructor\}\}<|&lt;b&gt;/);
    expect(body.replace(/[\n\t]/g, '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}]/u);
    expect(body).toContain('&lt;/script&gt;&lt;script&gt;alert(1)');
  });

  test('a run without cases is still a page, and a hundred cases stay small', () => {
    expect(renderHtml(reportOf([], { arms: [] }))).toContain('No case was compared.');
    expect(renderHtml(manyCases(100)).length).toBeLessThan(3_000_000);
  });
});
