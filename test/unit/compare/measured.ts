import type { ArmName } from '../../../src/model/arm.ts';
import type { Sample } from '../../../src/model/sample.ts';
import { aSample, facts, type SomeFacts } from './builders.ts';

/** Log deviations of the candidate in turn: small, balanced, and the same in every test. */
const wobble = [0, 0.008, -0.008, 0.004, -0.004, 0.006, -0.006, 0.002, -0.002];

export interface Measured {
  readonly caseId?: string;
  /** Candidate over baseline server time. */
  readonly ratio?: number;
  readonly cpuRatio?: number;
  readonly noise?: number;
  readonly screening?: number;
  /** Rounds of each fresh session. */
  readonly confirmation?: readonly number[];
  readonly facts?: (arm: ArmName, n: number) => SomeFacts;
  readonly sample?: (arm: ArmName, n: number) => Partial<Sample>;
}

/** Pairs of one case with a known ratio, screening first, then fresh sessions. */
export function measured(what: Measured = {}): readonly Sample[] {
  const samples: Sample[] = [];
  const noise = what.noise ?? 1;
  let pairs = 0;
  const pair = (stage: Sample['stage'], session: number, round: number): void => {
    for (const arm of ['baseline', 'candidate'] as const) {
      const factor = arm === 'candidate' ? (what.ratio ?? 1) : 1;
      const cpuFactor = arm === 'candidate' ? (what.cpuRatio ?? what.ratio ?? 1) : 1;
      const level = 20_000 * (arm === 'candidate' ? Math.exp(noise * wobble[pairs % wobble.length]!) : 1);
      const extra = what.facts?.(arm, pairs) ?? {};
      samples.push(
        aSample({
          seq: samples.length,
          caseId: what.caseId ?? 'a',
          arm,
          stage,
          session,
          round,
          evidence: facts({
            durationUs: Math.round(level * factor),
            ...extra,
            events: { OSCPUVirtualTimeMicroseconds: Math.round(0.9 * level * cpuFactor), ...extra.events },
          }),
          ...what.sample?.(arm, pairs),
        }),
      );
    }
    pairs++;
  };
  for (let round = 0; round < (what.screening ?? 5); round++) pair('screening', 0, round);
  for (const [i, rounds] of (what.confirmation ?? []).entries())
    for (let round = 0; round < rounds; round++) pair('confirmation', i + 1, round);
  return samples;
}

/** Samples of several cases in one run: order numbers made unique. */
export function together(...parts: readonly (readonly Sample[])[]): readonly Sample[] {
  return parts.flat().map((one, seq) => ({ ...one, seq }));
}
