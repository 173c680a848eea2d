import { inFreshProcesses } from '../src/app/runPlans.ts';
import { cpuEvent } from '../src/compare/timing/families.ts';
import type { Attempt, CaseSamples } from '../src/compare/timing/pairing.ts';
import { currentDesign } from '../src/model/design.ts';
import type { RunPlan } from '../src/model/run.ts';
import { eventCounts, type ServerFacts } from '../src/model/serverFacts.ts';
import type { NoiseModel } from './noise.ts';
import { heavyTailed, mulberry32, normal } from './random.ts';

export interface World {
  readonly seed: number;
  /** Draws the noise, so that two worlds can have the same cases and not the same noise; absent: `seed` goes on. */
  readonly noiseSeed?: number;
  readonly cases: number;
  readonly noise: NoiseModel;
  /** True log change of the candidate's cost, case by case. */
  readonly shift: (index: number) => number;
  /** The arms are two servers that are started anew for every pair. */
  readonly freshProcesses?: boolean;
  readonly plan?: Partial<RunPlan>;
}

/** The cases of a world are called case0, case1, … */
export function caseName(index: number): string {
  return `case${index}`;
}

type Both = readonly [baseline: number, candidate: number];

interface Trait {
  readonly level: number;
  readonly sigma: number;
  readonly shift: number;
  readonly moody: boolean;
  readonly memorySigma: number;
  readonly samples: CaseSamples & { readonly screening: Attempt[]; readonly confirmation: Attempt[] };
}

/** Servers that are not there: every case has traits drawn once, every session processes drawn anew. */
export class SimulatedBench {
  readonly plan: RunPlan;
  readonly cases: ReadonlyMap<string, CaseSamples>;
  /** One session of every case, as far as a first stage in one session can go; what other methods judge. */
  readonly pool: ReadonlyMap<string, readonly Attempt[]>;
  private readonly noise: NoiseModel;
  private random: () => number;
  private readonly stallRandom: () => number;
  private readonly drift: (execution: number) => number;
  private readonly traits: ReadonlyMap<string, Trait>;
  private modes: ReadonlyMap<string, Both> = new Map();
  private neighbours: Both = [0, 0];
  private sessions = 0;
  private executions = 0;

  constructor({ seed, noiseSeed, cases, noise, shift, freshProcesses = false, plan }: World) {
    this.noise = noise;
    this.random = mulberry32(seed);
    this.drift = noise.drift(seed + 1);
    this.stallRandom = mulberry32(seed + 2);
    const ids = Array.from({ length: cases }, (_, index) => caseName(index));
    const usual = defaultPlan(ids, seed);
    this.plan = { ...(freshProcesses ? inFreshProcesses(usual) : usual), ...plan };
    this.traits = new Map(ids.map((id, index) => [id, this.trait(id, shift(index))]));
    if (noiseSeed !== undefined) this.random = mulberry32(noiseSeed);
    this.cases = new Map([...this.traits].map(([id, { samples }]) => [id, samples]));
    this.pool = this.session(ids, Math.max(usualPoolPairs, freshProcesses ? 0 : this.plan.maxPairs));
  }

  /** Gives these cases their pairs up to so many: of the pool, or each of a session of its own where the plan has one for each pair. */
  screen(caseIds: readonly string[], upTo: number): void {
    if (this.plan.screeningSessions === 1) {
      for (const id of caseIds)
        this.screened(id).push(...(this.pool.get(id) ?? []).slice(this.screened(id).length, upTo));
      return;
    }
    for (let pairs = Math.min(...caseIds.map((id) => this.screened(id).length)); pairs < upTo; pairs++)
      for (const [id, attempts] of this.session(caseIds, 1)) this.screened(id).push(...attempts);
  }

  private screened(caseId: string): Attempt[] {
    return this.traits.get(caseId)?.samples.screening ?? [];
  }

  confirm(caseId: string, attempts: readonly Attempt[]): void {
    this.traits.get(caseId)?.samples.confirmation.push(...attempts);
  }

  /** A fresh session: new processes, and rounds over these cases. */
  session(caseIds: readonly string[], rounds: number): ReadonlyMap<string, readonly Attempt[]> {
    const session = this.sessions++;
    this.openProcesses();
    const found = new Map<string, Attempt[]>(caseIds.map((id) => [id, []]));
    for (let round = 0; round < rounds; round++) {
      this.moveNeighbours();
      for (const [id, attempts] of found) {
        const trait = this.traits.get(id);
        if (trait !== undefined)
          attempts.push(this.stall({ session, round, pair: this.pair(trait, round % 2 === 1), ...undisturbed }));
      }
    }
    return found;
  }

  /** Stalls are drawn apart, so that a world with them is otherwise the one without. */
  private stall(attempt: Attempt): Attempt {
    const { stalls = 0 } = this.noise;
    const stalled = (['baseline', 'candidate'] as const).filter(() => stalls > 0 && this.stallRandom() < stalls);
    if (stalled.length === 0 || attempt.pair === null) return attempt;
    const pair = { ...attempt.pair };
    for (const arm of stalled) pair[arm] = { ...pair[arm], durationUs: pair[arm].durationUs * stallFactor };
    return { ...attempt, pair, stalled };
  }

  private pair(trait: Trait, candidateFirst: boolean): Attempt['pair'] {
    const first = this.half(trait, candidateFirst ? 1 : 0);
    const second = this.half(trait, candidateFirst ? 0 : 1);
    return candidateFirst ? { baseline: second, candidate: first } : { baseline: first, candidate: second };
  }

  private half(trait: Trait, arm: 0 | 1): ServerFacts {
    const { random } = this;
    const spike = random() < this.noise.spikes ? random() : 0;
    const own = trait.sigma * heavyTailed(random) + spike;
    const outside =
      (this.modes.get(trait.samples.caseId)?.[arm] ?? 0) + this.neighbours[arm] + this.drift(this.executions++);
    const level = trait.level + arm * trait.shift + outside;
    const cpu = 0.9 * Math.exp(level + 0.7 * own + 0.5 * trait.sigma * heavyTailed(random));
    const memoryBytes = 5e7 * Math.exp(trait.memorySigma * normal(random));
    return {
      ...noFacts,
      durationUs: Math.exp(level + own),
      memoryBytes,
      events: { names: cpuOnly, values: Float64Array.of(cpu) },
    };
  }

  private openProcesses(): void {
    this.neighbours = [0, 0];
    const { moody, mode } = this.noise;
    if (moody === 0) return;
    const moods = [...this.traits].filter(([, trait]) => trait.moody);
    this.modes = new Map(moods.map(([id]) => [id, [mode(this.random), mode(this.random)]]));
  }

  /** An autoregression with the model's standard deviation from the second round on. */
  private moveNeighbours(): void {
    const { neighbour, neighbourMemory: kept } = this.noise;
    if (neighbour === 0) return;
    const fresh = Math.sqrt(1 - kept * kept) * neighbour;
    const [baseline, candidate] = this.neighbours;
    this.neighbours = [kept * baseline + fresh * normal(this.random), kept * candidate + fresh * normal(this.random)];
  }

  private trait(caseId: string, shift: number): Trait {
    const { noise, random } = this;
    return {
      level: Math.log(20_000) + normal(random),
      sigma: noise.noise * Math.exp(noise.sigmaSpread * normal(random)),
      shift,
      moody: random() < noise.moody,
      // Peak memory hardly varies for most queries, and much for some.
      memorySigma: random() < 0.2 ? 0.08 : 0.005,
      samples: emptyCase(caseId),
    };
  }
}

/** What the rules of other methods are given, and what a plan allows unless somebody says otherwise. */
const usualPoolPairs = 20;

const cpuOnly = [cpuEvent];

const stallFactor = 50;

const undisturbed = { compiled: false, stalled: [] } as const;

const noFacts: ServerFacts = {
  kind: 'facts',
  durationUs: 0,
  readRows: 1000,
  readBytes: 8000,
  resultRows: 1,
  resultBytes: 8,
  memoryBytes: 0,
  exceptionCode: 0,
  logRows: 1,
  events: eventCounts({}),
};

const tally = {
  completed: 1,
  missing: 0,
  cut: 0,
  failed: 0,
  timedOut: 0,
  message: null,
  missingDetail: null,
  unanswered: 0,
  halted: 0,
  limitMs: null,
};

function emptyCase(caseId: string): Trait['samples'] {
  return {
    caseId,
    screening: [],
    confirmation: [],
    samples: { baseline: [], candidate: [] },
    tally: { baseline: tally, candidate: tally },
    halfPairs: 0,
  };
}

/** What `hogbench ab` plans when nothing else is asked for. */
function defaultPlan(caseIds: readonly string[], seed: number): RunPlan {
  return {
    seed,
    arms: ['baseline', 'candidate'],
    caseIds,
    screeningSessions: 1,
    confirmationSessions: 4,
    minPairs: 5,
    maxPairs: 20,
    warmups: 1,
    concurrency: 1,
    timeoutMs: 60_000,
    margin: 0.05,
    design: currentDesign,
    mode: { kind: 'paired' },
  };
}
