import type { ProcessorTime } from '../../model/explanation.ts';
import type { ProcessorComparison } from '../../model/planComparison.ts';

/** Processors of both arms by name, those that took longest in either arm first; none unless both arms were profiled. */
export function compareProcessors(
  before: readonly ProcessorTime[] | undefined,
  after: readonly ProcessorTime[] | undefined,
): readonly ProcessorComparison[] {
  if (before === undefined || after === undefined) return [];
  const timeOf = (times: readonly ProcessorTime[], name: string): number | null =>
    times.find((one) => one.name === name)?.elapsedUs ?? null;
  const names = [...new Set([...before, ...after].map((one) => one.name))];
  const all = names.map((name) => ({ name, baselineUs: timeOf(before, name), candidateUs: timeOf(after, name) }));
  const slower = (one: ProcessorComparison): number => Math.max(one.baselineUs ?? 0, one.candidateUs ?? 0);
  return all.sort((a, b) => slower(b) - slower(a) || (a.name < b.name ? -1 : 1));
}
