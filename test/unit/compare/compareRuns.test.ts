import { describe, expect, it } from 'vitest';
import { compareRuns, mergeRuns } from '../../../src/compare/saved/compareRuns.ts';
import type { Run } from '../../../src/model/run.ts';
import { anArm, aPlan, aRun } from './builders.ts';
import { type Measured, measured } from './measured.ts';

function single(id: string, what: Measured, part: Partial<Run> = {}): Run {
  const samples = measured(what).filter((one) => one.arm === 'baseline');
  return aRun({ id, plan: aPlan({ arms: ['baseline'] }), samples, ...part });
}

const digest = (checksum: string): Run['digests'] =>
  [0, 1].map((attempt) => ({ caseId: 'a', arm: 'baseline', attempt, digest: { kind: 'digest', rows: '1', checksum } }));

describe('two saved runs', () => {
  it('are never judged by time, and the report says why', () => {
    const report = compareRuns(single('one', {}), single('two', { facts: () => ({ durationUs: 900_000 }) }));
    expect(report.runId).toBe('one..two');
    expect(report.cases[0]?.verdict).toBe('inconclusive');
    expect(report.cases[0]?.reason).toContain('Server time is not judged');
    expect(report.cases[0]?.metrics[0]).toMatchObject({ metric: 'server_time', result: { kind: 'notCompared' } });
    expect(report.cases[0]?.metrics[0]?.candidate?.median).toBe(900_000);
    expect(report.notices.map((one) => one.code)).toEqual(['time-not-gated']);
    expect(report.suite).toBeNull();
  });

  it('of the same results and work say so of a case whose time is not judged', () => {
    const [one, two] = [single('one', {}, { digests: digest('1') }), single('two', {}, { digests: digest('1') })];
    expect(compareRuns(one, two).cases[0]).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringMatching(
        /^Results are the same, and all counters of work are exact and within ±5%\. Server time is not judged: /,
      ),
    });
    expect(compareRuns(one, two).cases[0]?.notices.map(({ code }) => code)).toEqual(['same-work']);
    expect(compareRuns(single('one', {}, { digests: [] }), two).cases[0]?.reason).toMatch(/^Server time is not judged/);
  });

  it('are judged by exact counters', () => {
    const report = compareRuns(single('one', {}), single('two', { facts: () => ({ readRows: 50_000 }) }));
    expect(report.cases[0]?.verdict).toBe('regressed');
    expect(report.cases[0]?.reason).toContain('rows read 1,000 → 50,000 (50.0x)');
  });

  it('are judged by results', () => {
    const report = compareRuns(
      single('one', {}, { digests: digest('1') }),
      single('two', {}, { digests: digest('2') }),
    );
    expect(report.cases[0]?.verdict).toBe('resultChanged');
  });

  it('on different data do not gate counters', () => {
    const table = { database: 'd', table: 't', engine: 'MergeTree', parts: 1, rows: 5000, bytes: 9 };
    const base = single('one', {}, { arms: [anArm('baseline', { dataset: [{ ...table, rows: 1000 }] })] });
    const later = single(
      'two',
      { facts: () => ({ readRows: 50_000 }) },
      { arms: [anArm('baseline', { dataset: [table] })] },
    );
    const report = compareRuns(base, later);
    expect(report.cases[0]?.verdict).toBe('inconclusive');
    expect(report.notices.map((one) => one.code)).toContain('dataset-differs');
    expect(report.notices.find((one) => one.code === 'dataset-differs')?.text).toContain(
      'd.t has 1,000 and 5,000 rows',
    );
  });

  it('make no pairs when put together, and keep the worse status', () => {
    const merged = mergeRuns(single('one', {}), single('two', {}, { status: { kind: 'interrupted' } }));
    const sessions = merged.samples.map((one) => `${one.arm} ${one.session}`);
    expect(new Set(sessions)).toEqual(new Set(['baseline 0', 'candidate 1']));
    expect(new Set(merged.samples.map((one) => one.seq)).size).toBe(merged.samples.length);
    expect(merged.status).toEqual({ kind: 'interrupted' });
  });

  it('must hold one arm each', () => {
    expect(() => compareRuns(aRun(), single('two', {}))).toThrow(/2 arms/);
  });
});
