import type { RunArm } from '../../../../src/model/arm.ts';
import type { Run } from '../../../../src/model/run.ts';
import type { Sample } from '../../../../src/model/sample.ts';
import { anArm, anArmCase, aPlan, aRun, sameDigests } from '../builders.ts';
import { type Measured, measured } from '../measured.ts';

const names = ['baseline', 'candidate', 'candidate2', 'candidate3'] as const;

/** A finished run of a baseline, which is the same in each, and as many candidates. The arms are called `old`, `new1`, `new2`, … */
export function runOfArms(candidates: readonly (readonly Measured[])[], part: Partial<Run<RunArm>> = {}): Run<RunArm> {
  const arms = names.slice(0, candidates.length + 1);
  const caseIds = [...new Set(candidates.flat().map(({ caseId = 'a' }) => caseId))];
  const plan = part.plan ?? { ...aPlan({ caseIds }), arms };
  const digests = sameDigests({ arms: ['baseline'], caseIds: plan.caseIds });
  return {
    ...aRun(),
    plan,
    arms: arms.map((arm, at) => ({ ...anArm('baseline'), arm, label: at === 0 ? 'old' : `new${at}` })),
    cases: plan.caseIds.flatMap((caseId) => arms.map((arm) => ({ ...anArmCase({ caseId, name: caseId }), arm }))),
    samples: samplesOfArms(candidates),
    digests: arms.flatMap((arm) => digests.map((one) => ({ ...one, arm }))),
    ...part,
  };
}

/** Blocks of all arms: the pairs of each candidate, with one baseline. */
export function samplesOfArms(candidates: readonly (readonly Measured[])[]): readonly Sample<RunArm>[] {
  const all = candidates.flatMap((worlds, at) =>
    worlds
      .flatMap(measured)
      .filter(({ arm }) => arm === 'candidate' || at === 0)
      .map(
        (one): Sample<RunArm> => ({ ...one, arm: one.arm === 'baseline' ? 'baseline' : (names[at + 1] ?? one.arm) }),
      ),
  );
  return all
    .sort((a, b) => a.session - b.session || a.round - b.round)
    .map((one, seq) => ({ ...one, seq, queryId: `q${seq}` }));
}
