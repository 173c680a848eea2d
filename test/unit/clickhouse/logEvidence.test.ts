import { describe, expect, it } from 'vitest';
import type { Control } from '../../../src/clickhouse/http/control.ts';
import { answerRows, countField, explainRow, nameField, OddAnswer } from '../../../src/clickhouse/http/rowShape.ts';
import { readLogRow } from '../../../src/clickhouse/target/logEvidence.ts';
import { collectEvidence } from '../../../src/clickhouse/target/queryLog.ts';
import { currentDesign } from '../../../src/model/design.ts';
import { plausible } from '../../../src/model/sample.ts';
import type { Evidence } from '../../../src/model/serverFacts.ts';

const good = {
  ...{ id: 'q1', initialRows: '1', logRows: '2', durationUs: '1500', readRows: '18446744073709551615', readBytes: 7 },
  ...{ resultRows: '1', resultBytes: '8', memoryBytes: '0', exceptionCode: 0, events: { SelectedMarks: '3' } },
};

describe('a row of the log', () => {
  it('is read with quotes and without', () => {
    const evidence = readLogRow(good)?.evidence;
    expect(evidence).toMatchObject({ kind: 'facts', durationUs: 1500, readRows: 2 ** 64, readBytes: 7, logRows: 2 });
    expect(evidence?.kind === 'facts' && [...evidence.events.values]).toEqual([3]);
  });

  it.each<[string, unknown]>([
    ...[null, 'abc', true, [], {}, '1e22', 1.5, ''].map((value): [string, unknown] => ['durationUs', value]),
    ...[-1, '-1', 1e22, null, 'x'].map((value): [string, unknown] => ['readRows', value]),
    ...['NO_CODE', null, 0.5, {}].map((value): [string, unknown] => ['exceptionCode', value]),
    ...[null, [], 'x', { a: -1 }, { a: null }, { a: 'b' }].map((value): [string, unknown] => ['events', value]),
    ['logRows', 0],
    ['logRows', undefined],
    ['memoryBytes', undefined],
    ['initialRows', 3],
  ])('that has for %s %j is missing, with its cause', (name, value) => {
    expect(readLogRow({ ...good, [name]: value })?.evidence).toMatchObject({
      kind: 'missing',
      cause: 'implausible',
      detail: expect.any(String),
    });
  });

  it('that names no execution, or is not written yet, is none', () => {
    for (const row of [null, 1, 'x', [], {}, { ...good, id: 5 }, { ...good, initialRows: '0' }])
      expect(readLogRow(row)).toBeUndefined();
  });
});

describe('facts beside what the client saw', () => {
  const facts = (durationUs: number, exceptionCode = 0): Evidence => {
    const read = readLogRow({ ...good, durationUs, exceptionCode })?.evidence;
    if (read === undefined) throw new Error('a row');
    return read;
  };
  const completed = (clientMs: number) => ({ kind: 'completed', clientMs }) as const;

  it.each([
    [1500, 2],
    [2_000_000, 1500],
    [300, 30_000],
  ])('%i µs of %i ms are believed', (us, ms) => {
    expect(plausible(facts(us), completed(ms), currentDesign.plausible).kind).toBe('facts');
  });

  it.each([
    [0, 5],
    [-5000, 5],
    [1e22, 5],
    [9_000_000, 500],
  ])('%i µs of %i ms are not', (us, ms) => {
    expect(plausible(facts(us), completed(ms), currentDesign.plausible)).toMatchObject({
      cause: 'implausible',
      detail: expect.stringContaining('server time'),
    });
  });

  it('may be of no time where it failed at its start, and outlive a client that gave up', () => {
    expect(
      plausible(facts(0, 60), { kind: 'failed', clientMs: 1, code: 60, message: '' }, currentDesign.plausible).kind,
    ).toBe('facts');
    expect(
      plausible(facts(9_000_000), { kind: 'timedOut', clientMs: 500, limitMs: 500 }, currentDesign.plausible).kind,
    ).toBe('facts');
  });
});

describe('a log that answers with something else', () => {
  const collect = (rows: () => Promise<readonly unknown[]>) =>
    collectEvidence(
      {
        control: { rows: rows as Control['rows'], command: async () => {} },
        flush: async () => true,
        patienceMs: 0,
        pause: async () => {},
      },
      ['q1', 'q2'],
    );

  it('twice for one execution makes that one missing', async () => {
    const found = await collect(async () => [good, { ...good, durationUs: 1 }, { ...good, id: 'q2' }]);
    expect(found.get('q1')).toMatchObject({ cause: 'implausible', detail: expect.stringContaining('twice') });
    expect(found.get('q2')?.kind).toBe('facts');
  });

  it('of other executions is of no use, and of no harm', async () => {
    const found = await collect(async () => [good, { ...good, id: 'q2' }, { ...good, id: 'q9' }]);
    expect([...found.keys()]).toEqual(['q1', 'q2']);
  });

  it('that is no answer makes all missing', async () => {
    const found = await collect(() => Promise.reject(new OddAnswer('it is no JSON')));
    expect([...found.values()]).toMatchObject([{ cause: 'implausible' }, { cause: 'implausible' }]);
  });
});

describe('an answer to a question of ours', () => {
  it.each(['{"explain":"a"}\n{"explain":"b"}\n', '[{"explain":"a"},{"explain":"b"}]'])('is read from %s', (text) => {
    expect(answerRows(text, explainRow, 'here')).toEqual([{ explain: 'a' }, { explain: 'b' }]);
  });

  it.each(['<html>', '{"explain":', '[1,2,3]', '"x"', 'null', '{"explain":null}', '{"other":1}', '[{"explain":1}]'])(
    'is refused when it is %s',
    (text) => {
      expect(() => answerRows(text, explainRow, 'here')).toThrow(OddAnswer);
    },
  );

  it('counts only what can be counted, and bounds names', () => {
    expect([countField.parse('7'), countField.parse(7), countField.parse('18446744073709551615')]).toEqual([
      7,
      7,
      2 ** 64,
    ]);
    for (const odd of [-1, 0.5, '', '-1', 'x', null, '99999999999999999999', Number.NaN, 1e300])
      expect({ odd, taken: countField.safeParse(odd).success }).toEqual({ odd, taken: false });
    expect(nameField.safeParse('x'.repeat(5000)).success).toBe(false);
  });
});
