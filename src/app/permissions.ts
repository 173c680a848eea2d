import type { ArmCase, RunArm } from '../model/arm.ts';
import { UserError } from '../model/errors.ts';
import type { Source, Workload } from '../model/workload.ts';
import { quoted } from '../text/quote.ts';
import type { ArmSpec } from './services.ts';

const flag = 'allow-sources';

/** @throws UserError usage where a workload on an embedded server declares a source that is not allowed */
export function checkSourcesAllowed(arms: readonly ArmSpec<RunArm>[], allowed: ReadonlySet<Source>): void {
  for (const { target, workload } of arms) if (target.kind === 'embedded') checkSources(workload, allowed);
}

/** @throws UserError usage where the workload declares a source that is not allowed */
export function checkSources({ name, sources: declared = [] }: Workload, allowed: ReadonlySet<Source>): void {
  if (declared.every((one) => allowed.has(one))) return;
  throw new UserError(
    'usage',
    `${quoted(name)} reads ${declared.join(', ')} on the embedded server, which is not allowed`,
    `Read its files first; if you trust them, add --${flag} ${declared.join(',')}.`,
  );
}

/**
 * Refuses statements that write where the target is not ours and its owner has not said that they may. Asked before
 * anything is opened.
 * @throws UserError usage
 */
export function checkWritesAllowed(arms: readonly ArmSpec<RunArm>[], cases: readonly ArmCase<RunArm>[]): void {
  for (const { arm, target } of arms) {
    const writing = cases.filter((one) => one.arm === arm && one.writes !== undefined);
    const [first] = writing;
    if (first === undefined || target.kind === 'embedded' || target.allowSetup) continue;
    const others = writing.length === 1 ? '' : ` (and ${writing.length - 1} more)`;
    throw new UserError(
      'usage',
      `${first.caseId}${others} writes, and target ${target.name} does not allow that`,
      'Measure it on the embedded server, or write allow_setup: true for this target in hogbench.config.yaml; --filter leaves cases out.',
      first.place,
    );
  }
}
