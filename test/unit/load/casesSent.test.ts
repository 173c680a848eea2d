import { expect, it } from 'vitest';
import { summarizeTrial } from '../../../src/load/summarizeTrial.ts';
import type { TrialPurpose } from '../../../src/model/loadPlan.ts';
import type { CaseCount } from '../../../src/model/loadRun.ts';
import { loadHeaderOf } from '../../support/loadRuns.ts';
import { promising, queueTrial } from './trials.ts';

const [pattern] = loadHeaderOf().cases;
const cases = ['x', 'y', 'z', 'idle', 'elsewhere'].map((caseId) => ({
  ...pattern!,
  caseId,
  weight: caseId === 'idle' ? 0 : 1,
}));
const classOf = { x: 'a', y: 'a', z: 'a', idle: 'a', elsewhere: 'b' };

function summary(counts: readonly CaseCount[] | undefined, purpose: TrialPurpose = { kind: 'load' }) {
  const trial = queueTrial('constant', 10, 20, { servers: 1, serviceMs: () => 10 });
  const { end } = trial;
  const whole = {
    ...trial,
    plan: { ...trial.plan, purpose },
    end: { ...end!, ...(counts === undefined ? {} : { cases: counts }) },
  };
  return summarizeTrial(whole, { classes: promising([{ share: 0.95, mostMs: 100 }]), cases, classOf });
}

it('tells cases that were never sent, and those that failed every time', () => {
  const report = summary([
    { caseId: 'x', ended: 7, failed: 7, how: 'UNKNOWN_TABLE (60)' },
    { caseId: 'y', ended: 9, failed: 8, how: 'timed out' },
  ]);
  expect(report.cases).toEqual({
    of: 3,
    neverSent: 1,
    alwaysFailed: { count: 1, worst: [{ caseId: 'x', of: 'a', failed: 7, how: 'UNKNOWN_TABLE (60)' }] },
  });
  expect(report.end).not.toHaveProperty('cases');
});

it('says nothing of a file in which they were not counted', () => {
  expect(summary(undefined)).not.toHaveProperty('cases');
});

it('at a rate that a search tries, calls no case failed that took too long, and one that is refused', () => {
  const counts: readonly CaseCount[] = [
    { caseId: 'x', ended: 3, failed: 3, how: 'stopped' },
    { caseId: 'y', ended: 2, failed: 2, how: 'timed out' },
    { caseId: 'z', ended: 2, failed: 2, how: 'UNKNOWN_TABLE (60)' },
  ];
  const failed = (kind: 'probe' | 'sustained') =>
    summary(counts, { kind }).cases?.alwaysFailed.worst.map(({ caseId }) => caseId);
  expect(failed('probe')).toEqual(['z']);
  expect(failed('sustained')).toEqual(['x', 'y', 'z']);
});
