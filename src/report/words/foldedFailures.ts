import type { CaseComparison } from '../../model/comparison.ts';

/** Findings, those that failed for one and the same reason together; a group stands where its first case does. */
export function foldFailures(findings: readonly CaseComparison[]): readonly (readonly CaseComparison[])[] {
  const groups = new Map<string, CaseComparison[]>();
  for (const item of findings) {
    const key = JSON.stringify(item.verdict === 'failed' && item.because.length > 0 ? item.because : item.caseId);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

const mostNamed = 20;

/** One line a case of a group: its name and its place. Names beyond so many are counted. */
export function foldedNames(
  group: readonly CaseComparison[],
  most: number = mostNamed,
): readonly { readonly name: string; readonly at: string }[] {
  return group.slice(0, most).map((item) => ({
    name: item.caseId,
    at: item.candidate?.place ?? item.baseline?.place ?? '',
  }));
}

/** "and 3 more cases", or nothing. */
export function unnamed(group: readonly CaseComparison[], most: number = mostNamed): string {
  const more = group.length - most;
  return more <= 0 ? '' : `and ${more} more ${more === 1 ? 'case' : 'cases'}`;
}
