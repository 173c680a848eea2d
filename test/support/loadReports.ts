import type { Slo } from '../../src/model/loadClass.ts';
import type { OfferedLoad, TrialPlan, TrialPurpose } from '../../src/model/loadPlan.ts';
import type {
  Capacity,
  ClassReport,
  LoadReport,
  LoadVerdict,
  MatrixCell,
  ProbedRate,
  TrialReport,
} from '../../src/model/loadReport.ts';
import { arm, hostileText } from '../fixtures/report.ts';
import { classReport, type PlayedLoad } from './loadTraffic.ts';

const onlineSlo: Slo = { latency: [{ share: 0.95, mostMs: 250 }], errors: 0.001 };
const classes: LoadReport['classes'] = [
  { name: 'online', match: { workload: ['ONLINE'] }, slo: onlineSlo, settings: { workload: 'online' } },
  { name: 'batch', match: { workload: ['OFFLINE'] }, settings: { workload: 'batch' }, arrival: 'closed', users: 4 },
];

const base: LoadReport = {
  ...{ runId: '20261130-120000-load', startedAt: Date.UTC(2026, 10, 30, 12), command: 'load', cases: 24, classes },
  ...{
    arms: [arm('baseline')],
    driving: { workers: 1, maxInFlight: 1000, timeoutMs: 60_000 },
    sampleSize: 1000,
    seed: 42,
  },
  ...{ trials: [], notices: [], status: { kind: 'complete' }, verdict: { kind: 'kept', reasons: [] } },
};

const online: PlayedLoad = { rate: 80, seconds: 60, servers: 4, serviceMs: 22, seed: 7 };
const promise = { mostMs: 250, errors: 0.001 };

function batch(seconds: number): ClassReport {
  const report = classReport('batch', { rate: 3, seconds, servers: 4, serviceMs: 900, seed: 11 });
  return { ...report, background: true };
}

interface TrialParts {
  readonly id?: number;
  readonly arm?: TrialPlan['arm'];
  readonly purpose?: TrialPurpose;
  readonly rate: number;
  readonly seconds: number;
}

function trial(
  { id = 0, arm: name = 'baseline', purpose = { kind: 'load' }, rate, seconds }: TrialParts,
  of: readonly ClassReport[],
  more: Partial<TrialReport> = {},
): TrialReport {
  const offered: readonly OfferedLoad[] = of.map((one) =>
    one.background
      ? { of: one.name, arrival: { kind: 'closed', users: 4, thinkMs: 0 }, background: true }
      : { of: one.name, arrival: { kind: 'poisson', rate }, background: false },
  );
  const plan = { id, arm: name, purpose, offered, seed: 42, warmupMs: 5000, durationMs: seconds * 1000 - 5000 };
  return {
    plan,
    end: {
      ...{ trial: id, startedAt: base.startedAt, sentForMs: seconds * 1000, ended: { kind: 'complete' } },
      ...{ leftRunning: 0, silent: [] },
    },
    faults: [],
    lag: { p99Ms: 0.42, maxMs: 3.1, mostMs: 12.5, heldP99Ms: 0.02 },
    steady: { kind: 'steady', slope: { value: 0.01, low: -0.04, high: 0.06 } },
    classes: of,
    verdict: of.find(({ verdict }) => verdict !== undefined)?.verdict ?? 'undecided',
    ...more,
  };
}

function verdict(kind: LoadVerdict['kind'], ...reasons: readonly string[]): LoadVerdict {
  return { kind, reasons };
}

/** Every class kept its promise. */
export function keptLoad(): LoadReport {
  const sent = classReport('online', online, promise);
  return { ...base, trials: [trial({ rate: 80, seconds: 60 }, [sent, batch(60)])] };
}

/** Too slow for its promise, without a failure. */
export function missedLoad(): LoadReport {
  const sent = classReport('online', { ...online, rate: 175 }, { mostMs: 60, errors: 0.001 });
  return {
    ...base,
    trials: [
      trial({ rate: 175, seconds: 60 }, [sent, batch(60)], {
        steady: { kind: 'undecided', slope: { value: 0.2, low: -0.1, high: 0.5 } },
      }),
    ],
    verdict: verdict('missed', '`online` missed its promise: p95 is above 60 ms.'),
  };
}

/** More arrives than is done: refusals, and a span in which the server answered nothing. */
export function overloadedLoad(): LoadReport {
  const load = { ...online, rate: 185, silent: [21_000, 24_500] as const, mostWaitMs: 900 };
  const sent = classReport('online', load, promise);
  const plain = trial({ rate: 185, seconds: 60 }, [sent, batch(60)], {
    steady: { kind: 'growing', slope: { value: 2.4, low: 1.9, high: 2.9 } },
    lag: { p99Ms: 1.2, maxMs: 4.1, mostMs: 12.5, heldP99Ms: 310 },
  });
  return {
    ...base,
    trials: [
      {
        ...plain,
        end: {
          trial: 0,
          startedAt: base.startedAt,
          sentForMs: 60_000,
          ended: { kind: 'complete' },
          leftRunning: 0,
          silent: [{ from: 21_000, to: 24_500 }],
        },
      },
    ],
    notices: [{ code: 'waiting-limit', level: 'caution', text: 'The server limits queries that wait to 100.' }],
    verdict: verdict('missed', '`online` missed its promise: 12% of requests failed, 0.1% may.'),
  };
}

/** This program was late itself. */
export function lateLoad(): LoadReport {
  const fault = {
    kind: 'lag' as const,
    what: 'hogbench itself sent requests 48.0 ms late at p99, and 12.5 ms are allowed',
    fix: 'use more --workers, or several machines with --shard',
  };
  const sent = classReport('online', online, promise);
  const late = { p99Ms: 48, maxMs: 120, mostMs: 12.5, heldP99Ms: 0.3 };
  return {
    ...base,
    trials: [trial({ rate: 80, seconds: 60 }, [sent], { faults: [fault], lag: late, verdict: 'undecided' })],
    verdict: verdict('invalid', 'The lag of hogbench itself is above 5% of the tightest promise.'),
  };
}

/** Somebody pressed Ctrl-C after 18 seconds. */
export function interruptedLoad(): LoadReport {
  const sent = classReport('online', { ...online, seconds: 18 }, promise);
  const fault = { kind: 'interrupted' as const, what: 'the run was interrupted after 18 of 60 s', fix: 'run it again' };
  const cut = trial({ rate: 80, seconds: 60 }, [sent], { faults: [fault], verdict: 'undecided' });
  return {
    ...base,
    trials: [
      {
        ...cut,
        end: {
          trial: 0,
          startedAt: base.startedAt,
          sentForMs: 18_000,
          ended: { kind: 'interrupted' },
          leftRunning: 0,
          silent: [],
        },
      },
    ],
    status: { kind: 'interrupted' },
    verdict: verdict('incomplete', 'The run was interrupted after 18 of 60 s.'),
  };
}

/** A search on one arm, with four servers of which each takes `serviceMs`. */
function search(
  name: TrialPlan['arm'],
  serviceMs: number,
  firstId: number,
): { capacity: Capacity; trials: readonly TrialReport[] } {
  const most = 4000 / serviceMs;
  const rates = [0.05, 0.1, 0.2, 0.4, 0.8, 1.12, 0.92, 0.97, 1.0].map((part) => Number((part * most).toPrecision(3)));
  const trials = rates.map((rate, at) =>
    trial({ id: firstId + at, arm: name, purpose: { kind: 'probe' }, rate, seconds: 30 }, [
      classReport('online', { rate, seconds: 30, servers: 4, serviceMs, seed: 5 + at }, promise),
      batch(30),
    ]),
  );
  const probes = trials.map((one, at): ProbedRate => {
    const of = one.classes[0]!;
    const over = of.latencyPromises[0]!.over;
    const margin = { value: over.value / 0.05, low: over.low / 0.05, high: over.high / 0.05 };
    const result = of.verdict ?? 'undecided';
    return {
      trial: one.plan.id,
      rate: rates[at]!,
      verdict: result,
      nearest: 'online',
      margin,
      achieved: of.achieved,
      good: of.good,
    };
  });
  const kept = Math.max(...probes.filter((one) => one.verdict === 'kept').map((one) => one.rate));
  const missed = Math.min(...probes.filter((one) => one.verdict === 'missed').map((one) => one.rate));
  const held = trial(
    { id: firstId + rates.length, arm: name, purpose: { kind: 'sustained' }, rate: kept, seconds: 60 },
    [classReport('online', { rate: kept, seconds: 60, servers: 4, serviceMs, seed: 21 }, promise), batch(60)],
  );
  return {
    trials: [...trials, held],
    capacity: {
      ...{ arm: name, rate: (kept + missed) / 2, low: kept, high: missed, saturation: most * 1.02 },
      ...{ binding: 'online', waitedFor: 'slots', shape: 'cliff', probes, faults: [] },
      sustained: { trial: held.plan.id, rate: kept, verdict: 'kept' },
    },
  };
}

/** A capacity that was found and held. */
export function oneCapacity(): LoadReport {
  const { capacity, trials } = search('baseline', 22, 0);
  return { ...base, command: 'capacity', trials, capacity: [capacity] };
}

/** The same of two arms, of which the candidate holds more. */
export function twoCapacities(): LoadReport {
  const [first, second] = [search('baseline', 22, 0), search('candidate', 18, 100)];
  return {
    ...base,
    command: 'capacity',
    arms: [arm('baseline'), arm('candidate')],
    trials: [...first.trials, ...second.trials],
    capacity: [first.capacity, second.capacity],
    capacityRatio: { value: 1.22, low: 1.14, high: 1.3 },
  };
}

/** Two classes, each alone and beside the other, with the server's scheduling and without. */
export function matrixReport(): LoadReport {
  const cells: [string, readonly string[], boolean, number][] = [
    ['online', [], false, 24],
    ['online', ['batch'], false, 46],
    ['online', [], true, 24],
    ['online', ['batch'], true, 26],
    ['batch', [], false, 900],
    ['batch', ['online'], false, 1010],
    ['batch', [], true, 910],
    ['batch', ['online'], true, 1600],
  ];
  const trials = cells.map(([measured, beside, scheduling, serviceMs], id) => {
    const rate = measured === 'online' ? 80 : 2;
    const load = { rate, seconds: 30, servers: 4, serviceMs, seed: 3 + id };
    const of = classReport(measured, load, measured === 'online' ? { mostMs: 80 } : undefined);
    const others = beside.map((one) => ({ ...classReport(one, { ...load, seed: 90 }), background: true }));
    return trial({ id, purpose: { kind: 'cell', measured, beside, scheduling }, rate, seconds: 30 }, [of, ...others]);
  });
  const matrix = trials.map((one, at): MatrixCell => {
    const [measured = '', beside = [], scheduling = false] = cells[at] ?? [];
    const percentile = one.classes[0]!.percentiles.find(({ share }) => share === 0.95)!;
    const alone = trials.find(
      ({ plan: { purpose } }) =>
        purpose.kind === 'cell' &&
        purpose.measured === measured &&
        purpose.beside.length === 0 &&
        purpose.scheduling === scheduling,
    );
    const aloneMs = alone?.classes[0]?.percentiles.find(({ share }) => share === 0.95)?.ms ?? 1;
    const judged = one.classes[0]!.verdict;
    return {
      ...{ trial: one.plan.id, measured, beside, scheduling, percentile },
      ...(judged === undefined ? {} : { verdict: judged }),
      ...(beside.length === 0 ? {} : { toAlone: percentile.ms / aloneMs }),
    };
  });
  return {
    ...base,
    ...{ command: 'matrix', trials, matrix, scheduling: ['CREATE RESOURCE query (QUERY)', 'CREATE WORKLOAD all'] },
    verdict: verdict('missed', '`online` missed its promise beside `batch` without scheduling.'),
  };
}

/** Names, errors and reasons that were meant to harm. */
export function hostileLoad(): LoadReport {
  const report = overloadedLoad();
  const [only] = report.trials;
  const name = hostileText;
  const renamed = (one: ClassReport): ClassReport => ({
    ...one,
    name,
    failed: one.failed.map((failure) => ({ ...failure, name: hostileText })),
  });
  return {
    ...report,
    arms: [arm('baseline', { target: hostileText, serverHost: hostileText })],
    classes: classes.map((one) => ({ ...one, name })),
    trials: [
      {
        ...only!,
        plan: { ...only!.plan, offered: only!.plan.offered.map((one) => ({ ...one, of: name })) },
        classes: only!.classes.map(renamed),
        faults: [{ kind: 'lost', what: hostileText, fix: hostileText }],
      },
    ],
    capacity: oneCapacity().capacity!.map((one) => ({
      ...one,
      binding: name,
      probes: one.probes.map((probe) => ({ ...probe, nearest: name })),
    })),
    matrix: matrixReport().matrix!.map((cell) => ({ ...cell, measured: name, beside: cell.beside.map(() => name) })),
    notices: [{ code: 'x', level: 'caution', text: hostileText }],
    verdict: verdict('missed', hostileText),
  };
}
