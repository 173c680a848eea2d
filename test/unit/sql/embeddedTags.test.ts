import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEmbeddedTags } from '../../../src/sql/embeddedTags.ts';
import { readFiles } from '../workloads/tempWorkload.ts';

describe('readEmbeddedTags', () => {
  it.each([
    [' user_id:7 request:_api_query ', { user_id: 7, request: '_api_query' }],
    [' id:007 ', { id: '007' }],
    ["route='%2Fa%20b',name='it\\'s'", { route: '/a b', name: "it's" }],
    ["bad='%zz'", { bad: '%zz' }],
    [
      '{"kind":"request","team_id":2,"temporal":{"run":"x"},"modifiers":[1],"none":null}',
      { kind: 'request', team_id: 2, 'temporal.run': 'x' },
    ],
    ['counts all: the hits', {}],
    ['{"broken":', {}],
    ['[1]', {}],
    ['', {}],
  ])('%s', (comment, tags) => {
    expect(readEmbeddedTags(comment)).toEqual(tags);
  });

  it('takes any comment', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(Object.values(readEmbeddedTags(text)).every((value) => typeof value !== 'object')).toBe(true);
      }),
    );
  });

  it('reads a JSON log_comment, in the query or sent with it', async () => {
    const { workload } = await readFiles({
      'a.sql': `-- tags: {kind: own}
/* id:3 */ SELECT 1, (SELECT 2 SETTINGS log_comment = '{"inner":1}')
SETTINGS max_threads = 1, log_comment = '{"kind":"request","id":2,"temporal":{"run":"it\\'s"}}' FORMAT Null;
-- settings: {log_comment: '{"kind":"celery"}'}
SELECT 2;
SELECT 3 SETTINGS log_comment = 'nightly';
SELECT 4 SETTINGS log_comment = $t\${"a":"b"}$t$;
`,
    });
    expect(workload.cases.map((one) => one.tags)).toEqual([
      { kind: 'own', id: 3, 'temporal.run': "it's" },
      { kind: 'celery' },
      {},
      { a: 'b' },
    ]);
  });

  it('yields to own annotations, and reads JSON in line comments', async () => {
    const { workload } = await readFiles({
      'a.sql':
        '-- tags: {kind: own}\n/* kind:theirs a:1 */ SELECT 1;\n-- {"kind": "request"}\nSELECT 2; /* late:1 */\n',
    });
    expect(workload.cases.map((one) => one.tags)).toEqual([
      { kind: 'own', a: 1 },
      { kind: 'request', late: 1 },
    ]);
  });
});
