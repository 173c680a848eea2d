import { z } from 'zod';
import { type ArmName, furtherArm, mostArms, type RunArm } from '../../model/arm.ts';

const furtherArms = Array.from({ length: mostArms - 2 }, (_, index) => furtherArm(index + 2));

export const armSchema: z.ZodType<ArmName> = z.enum(['baseline', 'candidate']);

/** As `armSchema`, of runs that may have more arms. */
export const runArmSchema: z.ZodType<RunArm> = z
  .enum(['baseline', 'candidate', ...furtherArms])
  .describe('candidate2 and so on where a run has more arms than two.');
