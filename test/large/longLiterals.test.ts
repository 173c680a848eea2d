import { expect, it } from 'vitest';
import { noRule } from '../../src/capture/privacyRules.ts';
import { redactSql } from '../../src/capture/redactSql.ts';
import { privacy } from '../unit/capture/privacy.ts';

it('replaces a literal of two megabytes in one go', () => {
  const sql = `SELECT x = '${'AbCdEfGhIj'.repeat(200_000)}'`;
  expect(redactSql(sql, privacy())).toHaveLength(sql.length);
}, 60_000);

it.each([
  ['digits and letters', 'a1'],
  ['what a host name is made of', 'a-'],
  ['brackets of a pattern', '[{(?'],
  ['wildcards', '%a'],
  ['colons', ':a'],
  ['an open type', 'Tuple('],
])(
  'reads a long literal in one go: %s',
  (_, text) => {
    const long = text.repeat(120_000 / text.length);
    const sql = `SELECT match(x, '${long}'), x LIKE '${long}', CAST(x, '${long}')`;
    const rules = { allow: { ...noRule, literals: ['*x*y*z'] }, drop: noRule, hash: noRule };
    expect(redactSql(sql, privacy({ rules }))).toHaveLength(sql.length);
  },
  30_000,
);
