import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { ComparisonReport, Verdict } from '../../src/model/comparison.ts';
import { realServices } from '../../src/servers/realServices.ts';
import { makeWorkspace } from '../support/workspace.ts';

interface Change {
  readonly baseline: string;
  readonly candidate: string;
  readonly verdict: Verdict;
  readonly says: string;
}

const pairs = 'SELECT number % 10 AS c, number AS k FROM numbers(100)';
const same = { verdict: 'equivalent', says: '' } as const;
const open = { verdict: 'inconclusive', says: 'not compared' } as const;
const changed = (says: string) => ({ verdict: 'resultChanged', says }) as const;

/** Two statements and what a client that receives both would say. */
const changes: Readonly<Record<string, Change>> = {
  turned: { baseline: `${pairs} ORDER BY k`, candidate: `${pairs} ORDER BY k DESC`, ...changed('in another order') },
  dropped: { baseline: `${pairs} ORDER BY c DESC`, candidate: pairs, ...changed('does not order any more') },
  added: { baseline: pairs, candidate: `${pairs} ORDER BY k DESC`, ...same },
  another_tie: {
    baseline: `${pairs} ORDER BY c DESC, k % 2`,
    candidate: `${pairs} ORDER BY c DESC, k % 2, k DESC`,
    ...same,
  },
  tie_breaker: { baseline: `${pairs} ORDER BY c DESC`, candidate: `${pairs} ORDER BY c DESC, k DESC`, ...same },
  tie_breaker_at_limit: {
    baseline: `${pairs} ORDER BY c DESC LIMIT 15`,
    candidate: `${pairs} ORDER BY c DESC, k DESC LIMIT 15`,
    ...open,
  },
  key_not_shown: {
    baseline: 'SELECT number AS k FROM numbers(100) ORDER BY number % 10 LIMIT 15',
    candidate: 'SELECT number AS k FROM numbers(100) ORDER BY number % 10, k DESC LIMIT 15',
    ...open,
  },
  key_not_shown_turned: {
    baseline: 'SELECT number AS k FROM numbers(100) ORDER BY -number',
    candidate: 'SELECT number AS k FROM numbers(100) ORDER BY abs(number)',
    ...changed('in another order'),
  },
  last_row_at_limit: {
    baseline: `${pairs} ORDER BY k LIMIT 3`,
    candidate: `SELECT number % 10 + (k = 2) AS c, number AS k FROM numbers(100) ORDER BY k LIMIT 3`,
    ...changed('different contents'),
  },
  other_page: {
    baseline: `${pairs} ORDER BY k LIMIT 5, 5`,
    candidate: `${pairs} ORDER BY k LIMIT 6, 5`,
    ...changed('different contents'),
  },
  setting_limit: {
    baseline: `${pairs} ORDER BY k SETTINGS limit = 3`,
    candidate: `${pairs} ORDER BY k SETTINGS limit = 4`,
    ...changed('4 rows instead of 3'),
  },
  filled: {
    baseline: `${pairs} ORDER BY k WITH FILL FROM 0 TO 110`,
    candidate: `${pairs} ORDER BY k WITH FILL FROM 0 TO 111`,
    ...changed('111 rows instead of 110'),
  },
  keys_unreadable: {
    baseline: 'SELECT DISTINCT k % 3 AS d FROM (SELECT number AS k FROM numbers(10)) ORDER BY k',
    candidate: 'SELECT DISTINCT k % 3 AS d FROM (SELECT number AS k FROM numbers(10)) ORDER BY k DESC',
    verdict: 'inconclusive',
    says: 'not compared',
  },
  floats_as_keys: {
    baseline:
      'SELECT number % 4 AS k, sum(1 / (number + 1)) AS s FROM numbers_mt(1000000) GROUP BY k ORDER BY s DESC SETTINGS max_threads = 1',
    candidate:
      'SELECT number % 4 AS k, sum(1 / (number + 1)) AS s FROM numbers_mt(1000000) GROUP BY k ORDER BY s DESC SETTINGS max_threads = 4',
    ...same,
  },
  whole_floats_as_keys: {
    baseline: 'SELECT toFloat64(1e12 + number) AS ts FROM numbers(10) ORDER BY ts',
    candidate: 'SELECT toFloat64(1e12 + number) AS ts FROM numbers(10) ORDER BY ts DESC',
    ...changed('in another order'),
  },
  whole_floats: {
    baseline: 'SELECT toFloat64(1700000000000) AS ms',
    candidate: 'SELECT toFloat64(1700000000001) AS ms',
    ...changed('different contents'),
  },
  loosened_by_luck: {
    baseline: 'SELECT number AS k FROM numbers(10) ORDER BY k',
    candidate: 'SELECT number AS k FROM numbers(10) ORDER BY k * 0',
    verdict: 'inconclusive',
    says: '',
  },
  dropped_by_luck: {
    baseline: 'SELECT number AS k FROM numbers(10) ORDER BY k',
    candidate: 'SELECT number AS k FROM numbers(10)',
    verdict: 'inconclusive',
    says: '',
  },
  union: { baseline: 'SELECT 1 AS a UNION ALL SELECT 2', candidate: 'SELECT 2 AS a UNION ALL SELECT 1', ...same },
};

function file(arm: 'baseline' | 'candidate'): string {
  return Object.entries(changes)
    .map(([name, change]) => `-- name: ${name}\n${change[arm]};\n`)
    .join('\n');
}

it('compares rows in the order that the outermost statement promises, and no further', async () => {
  const space = await makeWorkspace({ 'main.sql': file('baseline'), 'branch.sql': file('candidate') });
  try {
    const argv = [
      'ab',
      '--baseline-workload',
      'main.sql',
      '--candidate-workload',
      'branch.sql',
      '--counters-only',
      '--json',
    ];
    const ran = await space.run(argv, { services: realServices, env: { HOGBENCH_HOME: join(space.folder, 'home') } });
    expect(ran.code).toBe(4);
    const { cases } = JSON.parse(ran.out) as ComparisonReport;
    const found = cases.map((one) => [one.caseId, one.verdict] as const);
    expect(Object.fromEntries(found)).toEqual(
      Object.fromEntries(Object.entries(changes).map(([name, { verdict }]) => [name, verdict])),
    );
    for (const { caseId, reason } of cases) expect(reason).toContain(changes[caseId]?.says);
  } finally {
    await space.remove();
  }
});
