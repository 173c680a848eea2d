import { expect, test } from 'vitest';
import type { ArmText, CaseComparison } from '../../src/model/comparison.ts';
import { renderHtml } from '../../src/report/page/html.ts';
import { manyCases, report } from '../fixtures/report.ts';

function between(text: string, start: string, end: string): string {
  return text.split(start)[1]?.split(end)[0] ?? '';
}

test('thousands of cases stay openable: findings and changed SQL are shown in full, every case has one target', () => {
  const many = manyCases(5000);
  const changed = { ...many.cases[4990], caseId: 'changed' } as CaseComparison;
  const arm = { ...changed.candidate, sql: 'SELECT 2' } as ArmText;
  const html = renderHtml({ ...many, cases: [...many.cases.slice(100), { ...changed, candidate: arm }] });
  expect(html.length).toBeLessThan(15_000_000);
  const full = [...html.matchAll(/<(?:article|details) class="case[^"]*" id="case&#x3D;([^"]*)"/g)].map(([, id]) => id);
  expect(full).toHaveLength(500);
  expect(full).toContain('changed');
  expect(full.filter((id) => id?.startsWith('trends'))).toHaveLength(400);
  expect(html).toContain('shows 500 of 4,901 cases in full');
  const ids = [...html.matchAll(/ id="(case&#x3D;[^"]*)"/g)].map((match) => match[1]);
  expect(new Set(ids).size).toBe(4901);
  expect(ids).toHaveLength(4901);
  expect(renderHtml(report)).not.toContain('cases in full');
});

test('thousands of points leave the tab key a way through', () => {
  const html = renderHtml(manyCases(5000));
  const points = between(html, '<figure class="points">', '</figure>');
  expect(points.match(/<a /g)).toHaveLength(5000);
  expect(points.match(/tabindex="-1"/g)).toHaveLength(4980);
});
