import type { GateProblem, GateRule } from '../model/gateRules.ts';
import type { LoadRule } from '../model/loadGate.ts';
import { suggestion } from '../text/nearest.ts';
import { quoted } from '../text/quote.ts';

/**
 * What rules name that a load with these classes does not have.
 * @param rules on comparisons, of which one may have been meant for a class that is called like a metric
 */
export function unknownClasses(
  { rules, loadRules }: { readonly rules: readonly GateRule[]; readonly loadRules: readonly LoadRule[] },
  classes: readonly string[],
): readonly GateProblem[] {
  return [
    ...loadRules.flatMap(({ source, ask: { of } }): readonly GateProblem[] => {
      if (of.kind === 'capacity' || classes.includes(of.of)) return [];
      const fix = `Correct the name, or drop the rule: ${suggestion(of.of, classes)}.`;
      return [
        {
          about: 'rule',
          place: source.place,
          what: `a rule is about the class ${quoted(of.of)}, which there is not`,
          fix,
        },
      ];
    }),
    ...rules.flatMap(({ source, ask }): readonly GateProblem[] => {
      if (source.kind !== 'rule' || ask.kind === 'verdict' || ask.of.percentile === null) return [];
      if (!classes.includes(ask.of.metric)) return [];
      const what = `${quoted(ask.of.name)} is a metric of cases, and there is a class of that name`;
      return [{ about: 'rule', place: source.place, what, fix: 'Give the class another name.' }];
    }),
  ];
}
