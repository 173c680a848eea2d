import type { DigestReading } from '../model/answer.ts';
import type { FirstFinding } from '../model/firstFinding.ts';
import type { Run } from '../model/run.ts';
import type { Sample } from '../model/sample.ts';
import { observed } from './counters/workJudgement.ts';
import { compareEnvironments } from './environment/environments.ts';
import { judgeResult, readingsByCase } from './results/caseResults.ts';
import { GrowingPairs } from './timing/growingPairs.ts';
import type { CaseSamples } from './timing/pairing.ts';
import { redByWork } from './timing/redByWork.ts';

/** Finds in a run that goes on what exact counters and results show at once. Each case is told once. */
export class FirstFindings {
  readonly #plan: Run['plan'];
  readonly #tablesDecide: boolean;
  readonly #own: ReadonlySet<string>;
  /** Cases whose results need to agree: one arm alone cannot excuse them. */
  readonly #compared: ReadonlySet<string>;
  readonly #pairs = new GrowingPairs();
  readonly #told = new Set<string>();
  #readings = 0;

  constructor({ plan, arms, cases }: Pick<Run, 'plan' | 'arms' | 'cases'>) {
    this.#plan = plan;
    this.#tablesDecide = compareEnvironments(arms).tablesDecide;
    this.#own = new Set(plan.caseIds);
    this.#compared = new Set(cases.flatMap(({ caseId, results }) => (results === 'ignore' ? [] : [caseId])));
  }

  /** How many cases have been told. */
  get count(): number {
    return this.#told.size;
  }

  /** Those that were not told before. */
  next(samples: readonly Sample[], digests: readonly DigestReading[]): readonly FirstFinding[] {
    return [...this.#ofResults(digests), ...this.#ofWork(samples)].filter(({ caseId }) => {
      const isNew = !this.#told.has(caseId);
      this.#told.add(caseId);
      return isNew;
    });
  }

  #ofResults(digests: readonly DigestReading[]): readonly FirstFinding[] {
    if (digests.length === this.#readings) return [];
    this.#readings = digests.length;
    return [...readingsByCase(digests)].flatMap(([caseId, readings]) => {
      const result = this.#compared.has(caseId) ? judgeResult(readings) : null;
      return result?.kind === 'changed' ? [{ caseId, kind: 'resultChanged', difference: result.difference }] : [];
    });
  }

  #ofWork(samples: readonly Sample[]): readonly FirstFinding[] {
    if (!this.#tablesDecide) return [];
    const { cases, before } = this.#pairs.add(samples);
    const changed = before === null ? [...cases.keys()] : [...before.keys()];
    return changed.flatMap((caseId) => {
      const own = this.#own.has(caseId) && !this.#told.has(caseId) ? cases.get(caseId) : undefined;
      const work = own === undefined ? null : redByWork(own, this.#plan);
      if (own === undefined || work === null) return [];
      return [{ caseId, kind: 'work', moved: observed(work.moved), executions: executionsOf(own) }];
    });
  }
}

function executionsOf({ samples }: CaseSamples): number {
  return Math.min(samples.baseline.length, samples.candidate.length);
}
