import type { ArmCase } from '../../model/arm.ts';
import type { CaseComparison } from '../../model/comparison.ts';
import type { VersionChange } from '../../model/versionChange.ts';
import { namedBy } from '../environment/settingsSent.ts';

const mostNamed = 5;

/** Says of each case which of the settings it sets itself that otherwise differ between the arms' servers. */
export function tellSettings(
  cases: readonly CaseComparison[],
  sent: readonly ArmCase[],
  { settings }: VersionChange,
): readonly CaseComparison[] {
  const differing = (settings ?? []).flatMap(({ scope, name, setBy }) =>
    scope === 'query' && setBy > 0 ? [name] : [],
  );
  if (differing.length === 0) return cases;
  const named = new Map<string, Set<string>>();
  for (const one of sent) {
    const own = named.get(one.caseId) ?? new Set<string>();
    for (const name of namedBy(one)) own.add(name);
    named.set(one.caseId, own);
  }
  return cases.map((one) => {
    const own = differing.filter((name) => named.get(one.caseId)?.has(name));
    if (own.length === 0) return one;
    const notice = { code: 'sets-what-differs', level: 'note', text: ownText(own), caseId: one.caseId } as const;
    return { ...one, notices: [...one.notices, notice] };
  });
}

function ownText(names: readonly string[]): string {
  const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : '';
  return `Sets ${names.slice(0, mostNamed).join(', ')}${more} itself, which the servers of the arms otherwise have differently.`;
}
