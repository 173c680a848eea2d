import { describe, expect, it } from 'vitest';
import type { RowDifference, RowsOfArm } from '../../../src/model/rowDifference.ts';
import { renderJunit } from '../../../src/report/ci/junit.ts';
import { renderHtml } from '../../../src/report/page/html.ts';
import { rowDifferenceLine, rowDifferenceView } from '../../../src/report/words/rowDifferenceText.ts';
import { report, rowDifference } from '../../fixtures/report.ts';

type Compared = Extract<RowDifference, { kind: 'compared' }>;

function arm(more: Partial<RowsOfArm>): RowsOfArm {
  return { total: 10, read: 10, cutBy: null, only: 0, columns: ['n'], hiddenColumns: 0, rows: [], ...more };
}

function compared(more: Partial<Compared>): Compared {
  return {
    ...{ kind: 'compared', display: 'values', baseline: arm({}), candidate: arm({}) },
    ...{ pairs: [], columnsThatDiffer: [], typesThatDiffer: [] },
    ...more,
  };
}

function said(difference: RowDifference): string {
  return (rowDifferenceView(difference)?.sentences ?? []).join(' ');
}

describe('the rows in which results differ', () => {
  it('are said in sentences: counts, rows of one arm alone, columns', () => {
    expect(said(rowDifference)).toBe(
      'Row counts differ: 118 against 121. Of those read, 1 is only in the baseline, 4 in the candidate. Columns that differ: visits.',
    );
  });

  it('are not claimed to be all when a limit ended the reading', () => {
    const cut = arm({ total: 2_300_000, read: 100_000, cutBy: 'rows' });
    expect(said(compared({ baseline: cut, candidate: cut }))).toBe(
      'Both results have 2,300,000 rows. Only the first rows were read, 100,000 of the baseline and 100,000 of the candidate; ' +
        'a row that seems to be missing in an arm can lie further on. The first 100,000 rows are equal; the difference lies further on.',
    );
  });

  it('say so when they are equal now, and when types alone differ', () => {
    expect(said(compared({}))).toContain('Read once more, both have the same rows');
    const types = [{ column: 'n', baseline: 'UInt8', candidate: 'UInt64' }];
    expect(said(compared({ typesThatDiffer: types }))).toBe(
      'Both results have 10 rows. Their values are equal. Types differ: n UInt8 against UInt64.',
    );
  });

  it('say that text is masked, and how to see it', () => {
    const masked = compared({ display: 'masked', baseline: arm({ only: 1, rows: [['kqzw']] }) });
    expect(said(masked)).toContain('Pseudonyms stand in the place of text; --show-rows values shows it.');
  });

  it('have a table of each arm where their columns are not the same', () => {
    const difference = compared({
      baseline: arm({ only: 1, columns: ['a', 'b'], hiddenColumns: 3, rows: [['1', null]] }),
      candidate: arm({ only: 1, columns: ['a'], rows: [['1']] }),
      pairs: [{ baseline: 0, candidate: 0, differs: [] }],
    });
    expect(said(difference)).toContain('The columns are not the same: a, b and 3 more against a.');
    expect(rowDifferenceView(difference)?.tables.map((table) => [table.columns, table.rows.length])).toEqual([
      [['a', 'b', 'and 3 more'], 1],
      [['a'], 1],
    ]);
  });

  it('are one line for a terminal', () => {
    const alone = compared({
      candidate: arm({ only: 1, columns: ['a', 'b'], rows: [['x', null]] }),
      baseline: arm({ columns: ['a', 'b'] }),
      pairs: [{ baseline: null, candidate: 0, differs: [] }],
    });
    expect(rowDifferenceLine(alone)).toMatch(/^Rows: Both .* First: only in the candidate, a x, b NULL\.$/);
    expect(rowDifferenceLine({ kind: 'unavailable', reason: 'socket hang up' })).toBe(
      'Rows: The rows that differ are not known: socket hang up',
    );
    expect(rowDifferenceLine(null)).toBe('');
  });

  it('are on the page and in JUnit', () => {
    const html = renderHtml(report);
    const [, section = ''] = html.split('<summary>Rows that differ</summary>');
    const [table = ''] = section.split('</details>');
    expect(table).toContain('Row counts differ: 118 against 121.');
    expect(table).toMatch(/<th scope="row">- baseline<\/th><td>\/pricing<\/td><td><strong>120<\/strong><\/td>/);
    expect(table).toContain('<td><strong><em>NULL</em></strong></td>');
    expect(renderJunit(report)).toContain('Rows: Row counts differ: 118 against 121.');
  });
});
