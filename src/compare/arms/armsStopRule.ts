import type { ArmDescription, RunArm } from '../../model/arm.ts';
import type { RunPlan } from '../../model/run.ts';
import type { Sample } from '../../model/sample.ts';
import { createStopRule } from '../stopRule.ts';
import type { AdaptiveStopRule } from '../timing/adaptiveRule.ts';
import { candidatesOf, comparisonPlanOf, samplesOf } from './comparisonsOf.ts';

/** As `AdaptiveStopRule`, of a run of several arms. */
export interface ArmsStopRule {
  screening(samples: readonly Sample<RunArm>[], gone: ReadonlySet<RunArm>): readonly string[];
  roundsToLook(samples: readonly Sample<RunArm>[], open: readonly string[], gone: ReadonlySet<RunArm>): number;
  /** Of more arms than two, also which of them each case still needs: its other comparisons suspect nothing, or are done. */
  confirmation(
    samples: readonly Sample<RunArm>[],
    gone: ReadonlySet<RunArm>,
  ): ReturnType<AdaptiveStopRule['confirmation']> & { readonly arms?: ReadonlyMap<string, ReadonlySet<RunArm>> };
}

/**
 * The rule for a run of any number of arms: a case goes on for as long as one of the comparisons has not decided it, since a block of all arms is
 * measured at once. What an arm that is gone has not decided keeps nobody waiting.
 */
export function armsStopRule(plan: RunPlan<RunArm>, arms: readonly ArmDescription<RunArm>[]): ArmsStopRule {
  const rules = candidatesOf(plan).map((arm) => ({ arm, ...ruleOf(plan, arms, arm) }));
  const going = (gone: ReadonlySet<RunArm>) => rules.filter(({ arm }) => !gone.has(arm));
  return {
    screening: (samples, gone) =>
      inOrder(
        plan,
        going(gone).flatMap(({ rule, own }) => rule.screening(own(samples))),
      ),
    roundsToLook: (samples, open, gone) =>
      Math.min(...going(gone).map(({ rule, own }) => rule.roundsToLook(own(samples), open))),
    confirmation(samples, gone) {
      const looks = going(gone)
        .map(({ arm, rule, own }) => ({ arm, ...rule.confirmation(own(samples)) }))
        .filter(({ open }) => open.length > 0);
      if (looks.length === 0) return { open: [], roundsPerSession: 0, looksLeft: 0 };
      const open = inOrder(
        plan,
        looks.flatMap((look) => look.open),
      );
      return {
        open,
        roundsPerSession: Math.min(...looks.map((look) => look.roundsPerSession)),
        looksLeft: Math.max(...looks.map((look) => look.looksLeft)),
        ...(plan.arms.length > 2 ? { arms: armsOf(plan, open, looks) } : {}),
      };
    },
  };
}

/** The baseline, and the candidates that have the case open. A self-check is the baseline twice whoever asks for it, and not among them. */
function armsOf(
  { selfCheck }: RunPlan<RunArm>,
  open: readonly string[],
  looks: readonly { readonly arm: RunArm; readonly open: readonly string[] }[],
): ReadonlyMap<string, ReadonlySet<RunArm>> {
  const suspected = looks.map((look) => ({ arm: look.arm, cases: new Set(look.open) }));
  const selfChecks = new Set((selfCheck?.pool ?? []).map(({ caseId }) => caseId));
  const own = open.filter((id) => !selfChecks.has(id));
  return new Map(
    own.map((id) => {
      const candidates = suspected.filter(({ cases }) => cases.has(id)).map(({ arm }) => arm);
      return [id, new Set<RunArm>(['baseline', ...candidates])];
    }),
  );
}

function ruleOf(
  plan: RunPlan<RunArm>,
  arms: readonly ArmDescription<RunArm>[],
  candidate: RunArm,
): { readonly rule: AdaptiveStopRule; readonly own: ReturnType<typeof samplesOf> } {
  const described = arms.flatMap((one): readonly ArmDescription[] =>
    one.arm === 'baseline'
      ? [{ ...one, arm: 'baseline' }]
      : one.arm === candidate
        ? [{ ...one, arm: 'candidate' }]
        : [],
  );
  return { rule: createStopRule(comparisonPlanOf(plan), described), own: samplesOf(plan, candidate) };
}

/** Each once, in the order of the plan; self-checks last. */
function inOrder({ caseIds }: RunPlan<RunArm>, ids: readonly string[]): readonly string[] {
  const wanted = new Set(ids);
  return [...caseIds.filter((id) => wanted.delete(id)), ...wanted];
}
