import { unknownClasses } from '../gate/loadRuleClasses.ts';
import { unmatched } from '../gate/unmatched.ts';
import type { Place } from '../model/errors.ts';
import { UserError } from '../model/errors.ts';
import type { GateProblem } from '../model/gateRules.ts';
import type { LintFinding } from '../model/lint.ts';
import type { Workload } from '../model/workload.ts';
import type { Config } from '../schema/config/config.ts';
import { quoted } from '../text/quote.ts';
import { knownCase, readGateSection } from './gateUse.ts';
import type { World } from './world.ts';

/** What is wrong with the rules and allowances of a config: for the cases of a workload, where they are known. */
export async function lintGate(
  config: Config,
  { cases, classes }: Pick<Workload, 'cases' | 'classes'>,
  world: Pick<World, 'cwd' | 'now'>,
): Promise<readonly LintFinding[]> {
  if (config.gate === undefined) return [];
  try {
    const { gate, problems } = await readGateSection(config, config.gate, world);
    const today = new Date(world.now()).toISOString().slice(0, 10);
    const ended = gate.allowances.flatMap(({ ends, place, pattern }): readonly GateProblem[] => {
      if (ends.kind !== 'until' || ends.day >= today) return [];
      const what = `the allowance of ${quoted(pattern)} has ended with ${ends.day}, and today is ${today} in UTC`;
      return [{ about: 'allowance', place, what, fix: 'remove it, or give it a new day and say why' }];
    });
    const none = unmatched(gate.rules, gate.allowances, cases.map(knownCase));
    const ofClasses =
      classes === undefined
        ? []
        : unknownClasses(
            gate,
            classes.map(({ name }) => name),
          );
    return [...problems, ...ended, ...none, ...ofClasses].map(findingOf);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const place = error.where ?? '';
    return [findingOf({ about: 'allowance', place: `${place}:1:1`, what: error.message, fix: error.fix })];
  }
}

function findingOf({ about, place, what, fix }: GateProblem): LintFinding {
  return { rule: about === 'rule' ? 'gate-rule' : 'allowance', level: 'error', place: placeOf(place), what, fix };
}

/** A place as it is written, `file:line:column`, taken apart. */
function placeOf(text: string): Place {
  const match = /^(.*):(\d+):(\d+)$/s.exec(text);
  return { file: match?.[1] ?? text, line: Number(match?.[2] ?? 1), column: Number(match?.[3] ?? 1) };
}
