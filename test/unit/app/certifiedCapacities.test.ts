import { describe, expect, it } from 'vitest';
import { certifiedCapacities } from '../../../src/app/certifiedCapacities.ts';
import type { SavedLoad } from '../../../src/app/loadReports.ts';
import type { PlannedWork } from '../../../src/app/runPlans.ts';
import type { RunArm } from '../../../src/model/arm.ts';
import type { ArmsReport } from '../../../src/model/armsReport.ts';
import { anArm } from '../compare/builders.ts';

const arms = [anArm('baseline', { target: 'old' }), anArm('candidate', { target: 'new' })] as const;
const work = { arms: [], cases: [], identical: 0 } as unknown as PlannedWork<RunArm>;
const compared = { arms, comparisons: [{ report: { method: { margin: 0.05 } } }] } as unknown as ArmsReport;

/** A search that holds, with the lower end of its ratio. */
function search(low: number, part: Partial<SavedLoad['report']> = {}): SavedLoad {
  const held = { rate: 10, low: 9, high: 11, faults: [], sustained: { trial: 0, rate: 10, verdict: 'kept' } };
  return {
    run: { cases: [], classes: [], classOf: {} },
    report: {
      ...{ arms, capacity: [held, held], capacityRatio: { value: 1, low, high: 1.1 }, trials: [], startedAt: 7 },
      ...{ status: { kind: 'complete' }, verdict: { kind: 'kept', reasons: [] } },
      ...part,
    },
  } as unknown as SavedLoad;
}

const judged = (...searches: readonly SavedLoad[]) => certifiedCapacities(compared, work, searches).get('candidate');

describe('what a candidate holds', () => {
  it('is told with the moment of the search', () => {
    expect(judged(search(0.98))).toMatchObject({ startedAt: 7, ratio: { low: 0.98 } });
  });

  it('is what the search of several comes to that proves least', () => {
    expect(judged(search(1), search(0.96), search(0.99))).toMatchObject({ ratio: { low: 0.96 } });
    for (const pair of [
      [search(1), search(0.5)],
      [search(0.5), search(1)],
    ])
      expect(judged(...pair)).toMatchObject({ kind: 'capacity', why: 'undecided' });
  });

  it.each(['missed', 'undecided', 'told', 'invalid', 'incomplete'] as const)(
    'is not that of a search that is %s',
    (kind) => {
      const verdict = { kind, reasons: ['the server does not know the workload'] };
      const { capacityRatio: _, ...withoutRatio } = search(1, { verdict }).report;
      for (const one of [search(1, { verdict }), { ...search(1), report: withoutRatio }])
        expect(judged(one)).toMatchObject({ why: 'notHeld', text: expect.stringMatching(/workload$/) });
    },
  );
});
