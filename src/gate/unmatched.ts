import type { Allowance, CaseMatch, GateProblem, GateRule } from '../model/gateRules.ts';
import { nearest } from '../text/nearest.ts';
import { quoted, shown } from '../text/quote.ts';
import { isMeant, isNamed, type KnownCase } from './matching.ts';

const mostListed = 10;

/** Rules and allowances that mean no case of a workload, all of whose cases are known. */
export function unmatched(
  rules: readonly GateRule[],
  allowances: readonly Allowance[],
  cases: readonly KnownCase[],
): readonly GateProblem[] {
  return [
    ...rules.flatMap(({ source, match }) =>
      source.kind !== 'rule' || cases.some((one) => isMeant(one, match))
        ? []
        : [{ about: 'rule' as const, place: source.place, ...whyNone(match, cases) }],
    ),
    ...allowances.flatMap(({ place, pattern }) =>
      cases.some((one) => isNamed(one, pattern))
        ? []
        : [
            {
              about: 'allowance' as const,
              place,
              what: `an allowance for no case: ${quoted(pattern)}`,
              fix: `Remove it, or correct the name. ${known(
                'cases',
                pattern,
                cases.map(({ name }) => name),
              )}`,
            },
          ],
    ),
  ];
}

/** What of a rule fits no case: the first part that fits none by itself, or all of it together. */
function whyNone({ name, tags }: CaseMatch, cases: readonly KnownCase[]): Pick<GateProblem, 'what' | 'fix'> {
  if (cases.length === 0)
    return { what: 'a rule matches no case: there are none', fix: 'Add a case, or drop the rule.' };
  if (name !== null && !cases.some((one) => isNamed(one, name))) {
    const names = cases.map((one) => one.name);
    return { what: `a rule matches no case: no name fits ${quoted(name)}`, fix: known('names', name, names) };
  }
  for (const [key, pattern] of tags) {
    const having = cases.filter((one) => Object.hasOwn(one.tags, key));
    if (having.length === 0) {
      const keys = cases.flatMap((one) => Object.keys(one.tags));
      return { what: `a rule matches no case: no case has the tag ${quoted(key)}`, fix: known('tags', key, keys) };
    }
    if (!cases.some((one) => isMeant(one, { name: null, tags: [[key, pattern]] }))) {
      const values = having.map((one) => String(one.tags[key]));
      return {
        what: `a rule matches no case: no ${quoted(key)} is ${quoted(pattern)}`,
        fix: known(`values of ${quoted(key)}`, pattern, values),
      };
    }
  }
  return {
    what: 'a rule matches no case: each part of its if fits some, and none fits them all',
    fix: 'Drop a part, or the rule.',
  };
}

function known(what: string, typed: string, all: readonly string[]): string {
  const distinct = [...new Set(all)];
  const near = nearest(typed, distinct);
  if (near !== undefined) return `Did you mean ${quoted(near)}?`;
  const more = distinct.length > mostListed ? `, and ${distinct.length - mostListed} more` : '';
  return `Known ${what}: ${distinct.slice(0, mostListed).map(shown).join(', ') || 'none'}${more}.`;
}
