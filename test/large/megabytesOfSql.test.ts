import { describe, expect, it } from 'vitest';
import { tokenize } from '../../src/sql/sqlLexer.ts';
import { readCaseFile } from '../../src/workloads/caseFile.ts';
import { pinClock } from '../../src/workloads/pinnedClock.ts';
import { sourceText } from '../../src/workloads/sourceText.ts';

describe('tokenize', () => {
  it.each(['$1', "'", '/*', '$a$', '-- \n', '(', 'é', '\r', '1.', '\\'])('reads a megabyte of %j', (unit) => {
    const sql = unit.repeat(Math.ceil(1_000_000 / unit.length));
    expect(tokenize(sql).at(-1)?.end).toBe(sql.length);
  });

  it('reads a megabyte of different dollar tags that are never closed', () => {
    const sql = Array.from({ length: 150_000 }, (_, at) => ` $t${at}`).join('');
    expect(tokenize(sql)).toHaveLength(300_000);
  });
});

describe('a megabyte of SQL', () => {
  it.each(['EXPLAIN ', 'PARALLEL WITH WITH ', 'now(', '((a) -> CURRENT_DATE) -> '])(
    'of %j is read, and its clock pinned',
    (unit) => {
      const sql = `SELECT ${unit.repeat(Math.ceil(1_000_000 / unit.length))}`;
      const { cases, problems } = readCaseFile(sourceText('a.sql', `${sql} 1`));
      expect(cases.length + problems.length).toBeGreaterThan(0);
      expect(pinClock(sql, 1).length).toBeGreaterThan(0);
    },
  );

  it('is cut into its statements', () => {
    const { cases } = readCaseFile(sourceText('a.sql', "SELECT ';' /* ; */;\r\n".repeat(50_000)));
    expect(cases).toHaveLength(50_000);
  });
});
