import { formatPlace, type Problem } from '../model/errors.ts';
import type { Case } from '../model/workload.ts';
import { suggestion } from '../text/nearest.ts';
import { quoted } from '../text/quote.ts';
import type { ReadManifest } from './manifest.ts';

/** Leaves out the base's cases that the manifest names under `remove`. */
export function removeCases(
  cases: readonly Case[],
  read: ReadManifest,
): { cases: readonly Case[]; problems: readonly Problem[] } {
  const { remove = [], extends: base } = read.manifest;
  const names = [...new Set(cases.map((one) => one.name))];
  const problems = remove.flatMap((name, at): readonly Problem[] => {
    if (base === undefined || names.includes(name)) return [];
    const what = `the base has no case named ${quoted(name)}`;
    return [{ rule: 'manifest', place: read.placeOf(['remove', at]), what, fix: suggestion(name, names) }];
  });
  return { cases: cases.filter((one) => !remove.includes(one.name)), problems };
}

/** Cases of the same name take the place of the base's, all bindings together; new ones follow. */
export function overlay(base: readonly Case[], own: readonly Case[]): readonly Case[] {
  const names = new Set(own.map((one) => one.name));
  const seen = new Set<string>();
  const kept = base.flatMap((one) => {
    if (!names.has(one.name)) return [one];
    if (seen.has(one.name)) return [];
    seen.add(one.name);
    return own.filter((other) => other.name === one.name);
  });
  return [...kept, ...own.filter((one) => !seen.has(one.name))];
}

/** Cases that another of the same folder already has the name of, or the same binding. */
export function duplicates(cases: readonly Case[]): readonly Problem[] {
  const byName = new Map<string, Case>();
  const ids = new Set<string>();
  const told = new Set<Case['place']>();
  const problems: Problem[] = [];
  for (const one of cases) {
    const first = byName.get(one.name);
    if (first && first.place !== one.place && !told.has(one.place)) {
      told.add(one.place);
      const what = `the name ${quoted(one.name)} is taken by the case at ${formatPlace(first.place)}`;
      problems.push({ rule: 'duplicate-name', place: one.place, what, fix: 'give one of the two another name' });
    }
    if (first?.place === one.place && ids.has(one.id)) {
      const what = `the parameters of ${quoted(one.id)} are given twice`;
      problems.push({ rule: 'duplicate-name', place: one.place, what, fix: 'drop one of the two from `params`' });
    }
    if (!first) byName.set(one.name, one);
    if (first === undefined || first.place === one.place) ids.add(one.id);
  }
  return problems;
}
