import type { Bytes, Microseconds, Milliseconds } from './units.ts';

/** Metrics that are tested, each with its own correction for multiplicity. */
export type Family = 'time' | 'cpu' | 'memory' | 'instructions';

/** How one family is tested. */
export interface FamilyRule {
  /** Part of the false discovery rate that it may spend, over all looks. The parts add up to 1. */
  readonly share: number;
  /** One-sided level at which a likely change becomes a suspicion; a false one costs pairs, not a verdict. */
  readonly suspectLevel: number;
}

/** Instructions that the processor counted are nearly exact, and so is what they are tested for. */
export interface InstructionRule extends FamilyRule {
  /** A change within it is none, however small the margin: one thread more, or another address, moves them that far. */
  readonly leastMargin: number;
}

/** A look of the second stage. */
export interface ConfirmationStep {
  /** Fresh pairs that it adds, split evenly over as many sessions as the plan names. */
  readonly pairs: number;
  /** Part of the family's false discovery rate that may be spent there. The parts add up to 1. */
  readonly share: number;
}

/** Beyond which the work that a server still has to do on tables of a case is debt, and beyond which its changes are told. */
export interface StateLimits {
  /** Of the readings, in which merges or mutations ran on a table of one arm. */
  readonly busyShare: number;
  /** The same, by which one arm was busier than the other. */
  readonly busyMore: number;
  /** Of the readings, in which a table had too many parts or its replica was too far behind. */
  readonly behindShare: number;
  readonly parts: {
    /** In the fullest partition: so many times those of the other arm over as many rows, */
    readonly factor: number;
    /** and so many more; fewer cost an execution little. */
    readonly fewest: number;
    /** So many are too many, whatever the other arm has, unless it has nearly as many. */
    readonly most: number;
  };
  readonly delaySeconds: number;
  /** Changes that are a caution, and hold nothing back. */
  readonly drift: {
    /** Of the readings, in which merges or mutations ran, or queries of others. */
    readonly seenShare: number;
    /** Of the parts or rows of a table. */
    readonly change: number;
    /** Smaller changes of the number of parts are none. */
    readonly parts: number;
    readonly delaySeconds: number;
  };
}

/**
 * By which thresholds a run is judged: whatever turns samples into verdicts and is a choice, no formula. It is recorded with
 * the run, and the run is judged by it whenever that happens. What the user chose for this run (margin, pairs, sessions) is
 * in the plan beside it. docs/statistics.md has the method.
 */
export interface Design {
  /** The chance of a false discovery that a whole run may take, over all families (Benjamini and Hochberg 1995). */
  readonly falseDiscoveryRate: number;
  readonly families: Readonly<Record<Exclude<Family, 'instructions'>, FamilyRule>> & {
    /** Absent: they are not judged. */
    readonly instructions?: InstructionRule;
  };
  /** Of the margin, in log units: what is tested is that a change goes beyond this part of it. */
  readonly testedShare: number;
  /** Chance of seeing a slowdown of the size called smallest visible. */
  readonly power: number;
  readonly estimate: {
    /** Of the pairs, trimmed at each end of a mean (Wilcox, Robust Estimation, 3.3). */
    readonly trimmedShare: number;
    /** One-sided error of each end of every interval: two one-sided tests at this level (Schuirmann 1987). */
    readonly intervalTail: number;
    /** Fewer cases cannot tell how spreads are spread, so each keeps its own. */
    readonly fewestForPrior: number;
    /** Degrees of freedom of the common spread (Smyth 2004) at most; more would claim that all cases are equally noisy. */
    readonly mostPriorDegrees: number;
  };
  readonly screening: {
    /** Numbers of tried pairs at which the first stage looks, between the plan's limits. */
    readonly looks: readonly number[];
    /** Each look beyond them is this many times the one before. */
    readonly growth: number;
  };
  /** Looks of the second stage. The first spends most sparingly. */
  readonly confirmation: readonly ConfirmationStep[];
  /** Peak memory follows threads and block sizes: only a change beyond both of these is worth a reader's time. */
  readonly memory: { readonly share: number; readonly bytes: Bytes };
  readonly counters: {
    /** Executions of an arm, of which fewer cannot show that a counter is constant. */
    readonly fewestExecutions: number;
    /** Executions that have to agree after a first one, for that to be a cold start. */
    readonly fewestAfterColdStart: number;
    /** What an exact difference has to reach: a granule, its bytes at eight a row, and more than one mark or part. */
    readonly floor: { readonly rows: number; readonly bytes: Bytes; readonly pieces: number };
  };
  /** When an event that is no counter of work is shown as moved, which sends an undecided case to EXPLAIN. */
  readonly observations: {
    /** One-sided level. Hundreds of events are looked at in every case, so one has to stand out. */
    readonly level: number;
    /** A ratio that is closer to 1 is no news to anyone, however exact it is. As a share. */
    readonly smallestChange: number;
    /** Executions, without a test of time, of which fewer let an event that varies pass for an exact one. */
    readonly fewestExecutions: number;
    /** Smaller differences are none, in the unit of the event. */
    readonly floor: { readonly us: Microseconds; readonly bytes: Bytes; readonly count: number };
  };
  /** When time is judged without the waits for a core: `withClock`. */
  readonly clock: {
    /** Of the time of all threads, that waited for a core: beyond it the machine is busy with other work. */
    readonly waitShare: number;
    /** Threads at a time that differ between the arms by more than this share are not used alike. */
    readonly parallelChange: number;
    /** Ticks by which CPU times that are counted in ticks have to differ at least; absent: as any other. */
    readonly leastTicks?: number;
  };
  /** Short queries wait for cores on a quiet machine too, and leaving that out is no gain: there the quieter clock is asked for. */
  readonly clockNoise: {
    /** Cases, of which fewer do not tell by their noise which clock is quieter without favouring it in their own tests. */
    readonly fewestCases: number;
    /** Of fewer: the share that has to wait. */
    readonly waitShareOfFew: number;
  };
  /** When a candidate whose time is not judged is held to be dearer all the same. */
  readonly costlier: {
    /** Its cheapest execution over the baseline's dearest, beyond it. */
    readonly factor: number;
    /** And so much longer. */
    readonly leastUs: Microseconds;
  };
  readonly setAside: {
    /** Pairs without compiling, of which fewer let all pairs count: one has no spread. */
    readonly fewestWithoutCompiling: number;
    /** Of the pairs: so many may be set aside for stalls without a doubt, since trimming leaves out as many. */
    readonly stalledShare: number;
    /** The chance that stalls which come at random touch one arm so much more than the other. */
    readonly oneSidedChance: number;
  };
  readonly failures: {
    /** An arm fails when this share of its executions ended badly. */
    readonly share: number;
    /** Executions after which a case is given up of which none was answered. */
    readonly fewestTries: number;
  };
  /** Two saved runs, whose replicate is the session. */
  readonly saved: {
    /** Fewer do not show how much sessions differ among themselves. */
    readonly fewestSessions: number;
    /** With fewer, a single changed case carries the median of all, and would be taken for the machine. */
    readonly fewestCases: number;
    /** Of a case's executions: with fewer that no stall touched, all count. */
    readonly calmShare: number;
    /** Memory sizes of two servers that differ by less are the same: kernels keep a little for themselves. */
    readonly serverMemoryShare: number;
    /** Starts of a server that differ by less are one start: clocks, and uptime in whole seconds. */
    readonly sameStartMs: Milliseconds;
  };
  /** When what a server does beside the executions speaks against verdicts by time: docs/server-state.md. */
  readonly state: StateLimits;
  readonly suite: {
    /** Robust standard deviations from its case's median, beyond which a value is drawn in. */
    readonly mostDeviations: number;
    /** Rounds of which fewer give no interval. */
    readonly fewestRounds: number;
  };
  /** What a server can tell of an execution. Anything else is missing. */
  readonly plausible: {
    /**
     * A server's time may be beyond what the client waited by this share of it, and by this long: two clocks, and a server
     * that is held up between its answer and its note of it.
     */
    readonly slackShare: number;
    readonly slackMs: Milliseconds;
    readonly longestUs: Microseconds;
    readonly mostCounted: number;
  };
}

/** The design of all runs whose file does not tell one: versions 1 to 5 of the run file. It stays as it is. */
export const firstDesign: Design = {
  falseDiscoveryRate: 0.05,
  families: {
    // Time gets most of it, since people feel time.
    time: { share: 0.8, suspectLevel: 0.05 },
    cpu: { share: 0.15, suspectLevel: 0.01 },
    memory: { share: 0.05, suspectLevel: 0.01 },
  },
  testedShare: 0.5,
  power: 0.8,
  estimate: { trimmedShare: 0.2, intervalTail: 0.05, fewestForPrior: 50, mostPriorDegrees: 50 },
  screening: { looks: [5, 7, 10, 14, 20], growth: 1.4 },
  confirmation: [
    { pairs: 8, share: 0.1 },
    { pairs: 8, share: 0.3 },
    { pairs: 8, share: 0.6 },
  ],
  memory: { share: 0.25, bytes: 16 * 1024 * 1024 },
  counters: { fewestExecutions: 2, fewestAfterColdStart: 4, floor: { rows: 8192, bytes: 8192 * 8, pieces: 2 } },
  observations: {
    level: 0.001,
    smallestChange: 0.005,
    fewestExecutions: 5,
    floor: { us: 1000, bytes: 4096, count: 2 },
  },
  // Nothing waits for longer than it takes: such runs were judged by server time alone.
  clock: { waitShare: 1, parallelChange: 0 },
  clockNoise: { fewestCases: 1_000_000, waitShareOfFew: 1 },
  costlier: { factor: 1_000_000, leastUs: 0 },
  setAside: { fewestWithoutCompiling: 2, stalledShare: 0.2, oneSidedChance: 1 / 8 },
  failures: { share: 0.5, fewestTries: 2 },
  saved: { fewestSessions: 5, fewestCases: 10, calmShare: 0.5, serverMemoryShare: 0.05, sameStartMs: 60_000 },
  // Files older than it hold no state of a server, so nothing of them is held back.
  state: {
    ...{ busyShare: 0.5, busyMore: 0.1, behindShare: 0.1 },
    ...{ parts: { factor: 3, fewest: 30, most: 300 }, delaySeconds: 30 },
    drift: { seenShare: 0.1, change: 0.1, parts: 5, delaySeconds: 10 },
  },
  suite: { mostDeviations: 6, fewestRounds: 3 },
  plausible: { slackShare: 0.1, slackMs: 1000, longestUs: 366 * 24 * 3600 * 1e6, mostCounted: 2 ** 64 },
};

/** By which this program measures, and which it records. A value that changes is changed here, and `firstDesign` keeps its own. */
export const currentDesign: Design = {
  ...firstDesign,
  // Little is enough for what hardly varies.
  families: {
    ...firstDesign.families,
    cpu: { share: 0.13, suspectLevel: 0.01 },
    instructions: { share: 0.02, suspectLevel: 0.01, leastMargin: 0.01 },
  },
  clock: { waitShare: 0.05, parallelChange: 0.25, leastTicks: 2 },
  clockNoise: { fewestCases: 10, waitShareOfFew: 0.15 },
  costlier: { factor: 1.5, leastUs: 10_000 },
};

/** Of a plan, unless its user says otherwise; the rest is up to the mode. A change smaller than the margin is no change. */
export const usualPlan: { readonly margin: number; readonly timeoutMs: Milliseconds } = {
  margin: 0.05,
  timeoutMs: 60_000,
};

/**
 * The chance of an error that one of several comparisons may have, so that all together have what one alone has: an nth of it (Bonferroni). It
 * holds for false discoveries, and for each end of every interval, by which a case is called equivalent.
 */
export function correctedDesign(design: Design, comparisons: number): Design {
  if (comparisons < 2) return design;
  const { estimate, falseDiscoveryRate } = design;
  return {
    ...design,
    falseDiscoveryRate: falseDiscoveryRate / comparisons,
    estimate: { ...estimate, intervalTail: estimate.intervalTail / comparisons },
  };
}

/** A threshold in which two designs differ: `families.time.share`, and its value in both. Absent where one has no such. */
export interface DesignDifference {
  readonly name: string;
  readonly own: number | undefined;
  readonly other: number | undefined;
}

/** In the order of `other`, then what only `own` has. */
export function designDifferences(own: Design, other: Design): readonly DesignDifference[] {
  const [a, b] = [thresholds(own), thresholds(other)];
  return [...new Set([...b.keys(), ...a.keys()])]
    .filter((name) => a.get(name) !== b.get(name))
    .map((name) => ({ name, own: a.get(name), other: b.get(name) }));
}

/** Every number of a design by its path. */
export function thresholds(design: Design): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const walk = (part: object, path: string): void => {
    for (const [key, value] of Object.entries(part)) {
      const name = path === '' ? key : `${path}.${key}`;
      if (typeof value === 'number') found.set(name, value);
      else if (typeof value === 'object' && value !== null) walk(value, name);
    }
  };
  walk(design, '');
  return found;
}
