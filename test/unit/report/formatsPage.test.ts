import { expect, it } from 'vitest';
import { type FormatName, formats } from '../../../src/report/formats.ts';
import { reporterOf } from '../../../src/report/reporters.ts';
import { armText, evidence, exactMetric, makeCase, reportOf, timeMetric } from '../../fixtures/report.ts';
import { blocksOf, textOf } from '../../support/documents.ts';

const page = 'docs/formats.md';
const written = "SELECT toDate(at) AS day, count()\nFROM orders\nWHERE at >= '2026-01-01'\nGROUP BY day";
const place = 'queries/orders.sql:4:1';

/** What the page shows in each format. */
const shown = reportOf([
  makeCase('orders_by_day', 'regressed', {
    reason: 'Server time rose to 2.24 times the baseline, in fresh pairs too.',
    evidence: evidence({
      pairs: 16,
      sessions: 3,
      fresh: true,
      estimate: { ratio: 2.24, low: 2.18, high: 2.3, level: 0.9 },
    }),
    metrics: [
      {
        ...timeMetric(36_000, 2.24),
        result: { kind: 'estimate', pairs: 16, ratio: 2.24, low: 2.18, high: 2.3, level: 0.95, pValue: 0.0004 },
      },
      exactMetric('read_rows', 'Rows read', 98_304, 98_304),
    ],
    baseline: armText(written, 1, { place }),
    candidate: armText(written.replace('at >=', "toTimeZone(at, 'UTC') >="), 1, { place }),
  }),
]);

function render(name: FormatName): string {
  const checkout = { root: '/r', folder: 'services/web' };
  const text = reporterOf(name).render(shown, { color: false, width: 120, version: '0.1.0', checkout });
  return typeof text === 'string' ? text : [...text].join('');
}

const blocks = blocksOf(page).filter(({ language }) => language !== '');

it.each(['sarif', 'github', 'bencher', 'benchmark', 'openmetrics'] as const)('shows %s as it is written', (name) => {
  const at = ['sarif', 'github', 'bencher', 'benchmark', 'openmetrics'].indexOf(name);
  const text = render(name);
  const pieces = blocks[at]?.text.split('\n…\n') ?? [];
  expect(pieces.length).toBeGreaterThan(0);
  for (const piece of pieces) expect(text).toContain(piece);
});

it('names every flag', () => {
  for (const [name, { file }] of Object.entries(formats))
    if (file !== null) expect(textOf(page)).toContain(`\`--${name}\``);
});
