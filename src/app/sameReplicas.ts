import { UserError } from '../model/errors.ts';
import type { Run } from '../model/run.ts';
import type { ArmSpec } from './services.ts';

/**
 * Which replica a session ran on follows from their number and order, so a resumed run needs the same ones.
 * @throws UserError usage
 */
export function checkSameReplicas(run: Run, arms: readonly ArmSpec[], file: string): void {
  for (const { arm, environment } of run.arms) {
    const target = arms.find((one) => one.arm === arm)?.target;
    const now = target?.kind === 'remote' && target.replicas.length > 0 ? [target.url, ...target.replicas] : [];
    const before = (environment.replicas ?? []).map((one) => one.url);
    if (JSON.stringify(now) !== JSON.stringify(before))
      throw new UserError(
        'usage',
        `the replicas of ${environment.target} are not those this run began with: ${before.join(', ') || 'there were none'}`,
        'Name the same replicas in the same order, or start a new run.',
        file,
      );
  }
}
