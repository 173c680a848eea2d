import type { Run } from '../src/model/run.ts';
import { changesBeyond, mannWhitney, medianOf } from './classicTests.ts';
import { timesByCase } from './savedWorld.ts';

/**
 * What many tools do with two saved runs: executions as replicates, each case by Mann and Whitney's test at 5%, and medians
 * more than 5% apart. Returns whether any case is called changed.
 */
export function mannWhitneyIsRed(base: Run, candidate: Run): boolean {
  const others = timesByCase(candidate);
  return [...timesByCase(base)].some(([caseId, a]) => {
    const b = others.get(caseId) ?? [];
    return changesBeyond(medianOf(a), medianOf(b), 0.05) !== 'silent' && mannWhitney(a, b) < 0.05;
  });
}
