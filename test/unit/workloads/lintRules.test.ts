import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { ruleTable } from '../../../scripts/ruleTable.ts';
import { isServerRule, judgedRules, lintRules, ruleNames } from '../../../src/model/rules.ts';
import { lintWorkload } from '../../../src/workloads/lint/lintWorkload.ts';
import type { StatementRule } from '../../../src/workloads/lint/statementRule.ts';
import { statementRules } from '../../../src/workloads/lint/statementRules.ts';
import { readFiles } from './tempWorkload.ts';

/** As a contributor writes one. */
const noStars: StatementRule = {
  name: 'any-value',
  find: ({ read, placeOf }) =>
    [...read.tokens.keys()]
      .filter((at) => read.textAt(at) === '*')
      .map((at) => ({ place: placeOf(at), what: 'a star', fix: 'name the columns' })),
};

it('a rule is one object: it has its level, its place, and may be ignored', async () => {
  const read = await readFiles({ 'a.sql': 'SELECT *;\n-- lint-ignore: [any-value]\nSELECT *;\n' });
  expect(lintWorkload(read, undefined, [noStars])).toEqual([
    {
      ...{ rule: 'any-value', level: 'note', what: 'a star', fix: 'name the columns' },
      place: { file: 'a.sql', line: 1, column: 8 },
    },
  ]);
});

it('to ignore a rule that found nothing is told, unless it could not judge', async () => {
  const read = await readFiles({ 'a.sql': '-- lint-ignore: [any-value]\nSELECT 1;\n' });
  expect(lintWorkload(read, undefined, [noStars]).map(({ rule }) => rule)).toEqual(['unused-ignore']);
  expect(lintWorkload(read, undefined, [{ ...noStars, canJudge: () => false }])).toEqual([]);
});

it('every rule that goes by words is on the list, once', () => {
  const elsewhere = ['detached-annotation', 'unused-ignore'];
  const expected = judgedRules.filter((name) => !isServerRule(name) && !elsewhere.includes(name));
  expect(statementRules.map(({ name }) => name).toSorted()).toEqual(expected.toSorted());
});

it('every rule says what it is about and what to do, in whole sentences', () => {
  for (const name of ruleNames)
    for (const text of [lintRules[name].about, lintRules[name].help]) expect(text).toMatch(/^[A-Za-z].*\.$/);
});

it('docs/lint.md has the table of the rules', async () => {
  // On a difference: npm run rules
  expect(await readFile('docs/lint.md', 'utf8')).toContain(ruleTable());
});
