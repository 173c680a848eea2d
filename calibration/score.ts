import type { Call, Method } from './methods.ts';
import type { NoiseModel } from './noise.ts';
import { simulate } from './simulate.ts';
import { caseName } from './simulatedBench.ts';

/** Many runs of one kind of world. */
export interface Trial {
  readonly noise: NoiseModel;
  readonly cases: number;
  readonly runs: number;
  readonly firstSeed: number;
  /** True change of the changed cases, as a share: 0.1 for 10% slower. 0: nothing changed. */
  readonly change: number;
}

export interface Score {
  readonly method: string;
  readonly runs: number;
  /** Runs in which an unchanged case was called slower or faster. */
  readonly redRuns: number;
  readonly changed: number;
  /** Changed cases called slower. */
  readonly found: number;
  /** Changed cases called equivalent. */
  readonly wrongEquivalent: number;
  /** Unchanged cases called slower or faster, over all runs. */
  readonly falseFindings: number;
  readonly unchanged: number;
  /** Unchanged cases called equivalent. */
  readonly equivalent: number;
  readonly pairsPerCase: number;
}

/** Share of cases that truly change, in worlds where any does. */
const changedShare = 0.02;

/** A fifth of the cases that did not change are still off by up to 2%, as layouts and plans make them. */
function nearlyNothing(index: number): number {
  return index % 5 === 0 ? ((index % 9) - 4) / 200 : 0;
}

/** Runs a trial once and lets every method judge the same samples. */
export function calibrate(trial: Trial, methods: readonly Method[]): readonly Score[] {
  const changed = trial.change > 0 ? Math.max(1, Math.round(trial.cases * changedShare)) : 0;
  const shift = (index: number): number => (index < changed ? Math.log1p(trial.change) : nearlyNothing(index));
  const scores = methods.map((method) => emptyScore(method.name));
  for (let run = 0; run < trial.runs; run++) {
    const { cases, noise } = trial;
    const simulated = simulate({
      seed: trial.firstSeed + run,
      cases,
      noise,
      shift,
      freshProcesses: noise.servers === 2,
    });
    for (const [i, method] of methods.entries()) {
      const { calls, pairs } = method.judge(simulated);
      add(scores[i], calls, pairs, trial.cases, changed);
    }
  }
  return scores.map((one) => ({ ...one, pairsPerCase: one.pairsPerCase / trial.runs }));
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function emptyScore(method: string): Mutable<Score> {
  const counts = { runs: 0, redRuns: 0, changed: 0, found: 0, wrongEquivalent: 0, falseFindings: 0, unchanged: 0 };
  return { method, ...counts, equivalent: 0, pairsPerCase: 0 };
}

function add(
  score: Mutable<Score> | undefined,
  calls: ReadonlyMap<string, Call>,
  pairs: number,
  cases: number,
  changed: number,
): void {
  if (score === undefined) return;
  let falseFindings = 0;
  for (let index = 0; index < cases; index++) {
    const call = calls.get(caseName(index));
    if (index < changed) {
      if (call === 'slower') score.found++;
      if (call === 'equivalent') score.wrongEquivalent++;
    } else {
      if (call === 'slower' || call === 'faster') falseFindings++;
      if (call === 'equivalent') score.equivalent++;
    }
  }
  score.runs++;
  score.redRuns += falseFindings > 0 ? 1 : 0;
  score.falseFindings += falseFindings;
  score.changed += changed;
  score.unchanged += cases - changed;
  score.pairsPerCase += pairs / cases;
}

/** Upper end of a one-sided 95% interval for a share (Wilson 1927). */
export function upperBound(hits: number, of: number): number {
  const z = 1.6448536269514722;
  const share = hits / of;
  const spread = z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  return (share + (z * z) / (2 * of) + spread) / (1 + (z * z) / of);
}
