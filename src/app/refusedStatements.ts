import type { ArmCase, RunArm } from '../model/arm.ts';
import { UserError } from '../model/errors.ts';
import type { StatementFault } from '../model/serverAnswers.ts';
import { quoted } from '../text/quote.ts';
import { faultPlace } from './faultPlace.ts';
import { describeRequest } from './runHeader.ts';
import type { PlannedWork } from './runPlans.ts';
import type { ArmSpec, Bench } from './services.ts';

/** A case that a server will not run, in one arm. */
export interface RefusedCase {
  readonly spec: ArmSpec<RunArm>;
  readonly one: ArmCase<RunArm>;
  readonly fault: StatementFault;
  /** Where the author can mend it. */
  readonly place: string;
}

/**
 * Lets the servers judge what is going to be sent, and executes none of it.
 * @throws UserError usage for a setting that a server takes with no case of an arm, or would pass over
 */
export async function refusedCases(
  work: PlannedWork<RunArm>,
  { targets }: Pick<Bench, 'targets'>,
): Promise<readonly RefusedCase[]> {
  const refused: RefusedCase[] = [];
  for (const spec of work.arms) {
    const own = work.cases.filter(({ arm }) => arm === spec.arm);
    const faults = (await targets[spec.arm]?.faults?.(own.map((one) => describeRequest(one, work.plan)))) ?? [];
    const found = own.flatMap((one, at): readonly RefusedCase[] => {
      const fault = faults[at];
      return fault === undefined
        ? []
        : [{ spec, one, fault, place: faultPlace(spec, one, fault, work.arms.length === 1) }];
    });
    const ofSettings = found.filter(({ fault }) => fault.setting !== undefined);
    const first = ofSettings.find(({ fault }) => fault.passedOver === true) ?? ofSettings[0];
    if (first !== undefined && (first.fault.passedOver === true || ofSettings.length === own.length))
      throw asError(first);
    refused.push(...found);
  }
  return refused;
}

/** The refusal as an error that ends the command. */
export function asError({ fault, place, spec, one }: RefusedCase): UserError {
  const { what, fix } = inWords({ fault, spec, one });
  return new UserError('usage', what, fix, place);
}

/** One line for people: where, which case, why, and what was probably meant. */
export function asLine({ fault, place, spec, one }: RefusedCase, arms: string): string {
  const { what, fix } = inWords({ fault, spec, one });
  return `${place} ${quoted(one.name)} cannot run${arms}: ${what} — ${fix}`;
}

function inWords({ fault, one }: Pick<RefusedCase, 'fault' | 'spec' | 'one'>): {
  readonly what: string;
  readonly fix: string;
} {
  const { message, hint, setting } = fault;
  const what =
    setting === undefined
      ? message
      : `the server refuses the setting ${quoted(`${setting}=${one.settings[setting]}`)}: ${message}`;
  const otherwise =
    setting === undefined
      ? 'correct the SQL; a client shows the same message for it'
      : 'correct it, or drop it for servers of this version';
  return { what, fix: hint === undefined ? otherwise : `did you mean ${quoted(hint)}?` };
}
