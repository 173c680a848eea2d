import { type ReferenceNoise, referenceNoise } from '../compare/forecast/referenceNoise.ts';
import type { ArmName } from '../model/arm.ts';
import type { RunPlan } from '../model/run.ts';
import type { Check, Examined, ReferenceReading } from '../model/serverAnswers.ts';
import type { TargetSpec } from '../model/targetSpec.ts';
import { noiseCheck } from '../report/words/referenceText.ts';
import { comparisonPlan, onOneMachine, usualMeasuring } from './runPlans.ts';
import type { Services } from './services.ts';
import type { World } from './world.ts';

/** What a target has and lacks, and how noisy it is: one of each for each replica. */
export interface Diagnosis {
  readonly checks: readonly Check[];
  readonly noise: readonly (ReferenceNoise & { readonly replica?: string })[];
}

/** Asks a target whether it can be measured, and how well. */
export async function diagnose(
  target: TargetSpec,
  services: Pick<Services, 'examine'>,
  world: World,
): Promise<Diagnosis> {
  const plan = usualPlanOn(target);
  const examined = await services.examine(target, world);
  const each = examined.map((one) => ({ one, noise: noiseOf(one.reference, plan) }));
  return {
    checks: each.flatMap(({ one, noise }) => checksOf(one, noise)),
    noise: each.flatMap(({ one, noise }) => (noise === null ? [] : [{ ...replicaOf(one), ...noise }])),
  };
}

function usualPlanOn(target: TargetSpec): RunPlan {
  const { oneMachine: _, ...plan } = comparisonPlan<ArmName>({ arms: [], cases: [] }, { ...usualMeasuring(), seed: 1 });
  return onOneMachine([target, target]) ? { ...plan, oneMachine: true } : plan;
}

function noiseOf(reading: ReferenceReading | undefined, plan: RunPlan): ReferenceNoise | null {
  return reading?.kind === 'measured' ? referenceNoise(reading.samples, plan) : null;
}

function checksOf(examined: Examined, noise: ReferenceNoise | null): readonly Check[] {
  const { checks, reference } = examined;
  const all = reference === undefined ? checks : [...checks, noiseCheck(noise, reference.why)];
  return all.map((one) => ({ ...one, ...replicaOf(examined) }));
}

function replicaOf({ replica }: Examined): { readonly replica?: string } {
  return replica === undefined ? {} : { replica };
}
