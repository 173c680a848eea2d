import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeLoad, type RuledLoad } from '../../../src/gate/judgeLoad.ts';
import { readRules } from '../../../src/gate/readRules.ts';
import type { RuleText } from '../../../src/model/gateRules.ts';
import { classFigures, type LoadGateFinding } from '../../../src/model/loadGate.ts';
import { loadGateOutcome } from '../../../src/model/loadGateOutcome.ts';
import type { Capacity, ClassReport, Estimate, LoadReport, TrialReport } from '../../../src/model/loadReport.ts';
import { keptLoad } from '../../support/loadReports.ts';

const plainLoad = keptLoad();
const [plainTrial] = plainLoad.trials as readonly [TrialReport];
const [plainClass] = plainTrial.classes as readonly [ClassReport];
const fault = { kind: 'lag', what: 'late', fix: 'more workers' } as const;

/** Small whole numbers, so that ends often lie on the limit itself. */
const figure = fc.integer({ min: 0, max: 6 });
const estimate: fc.Arbitrary<Estimate> = fc
  .tuple(figure, figure, figure)
  .map((ends) => ends.toSorted((a, b) => a - b))
  .map(([low = 0, value = 0, high = 0]) => ({ low, value, high }));
const shares = estimate.map(({ low, value, high }) => ({ low: low / 10, value: value / 10, high: high / 10 }));
const maybe = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(one, { nil: undefined, freq: 4 });

const percentile = (share: number): fc.Arbitrary<NonNullable<ClassReport['ruled']>['latency'][number]> =>
  fc.tuple(estimate, fc.integer({ min: 0, max: 3 })).map(([{ low, value, high }, failing]) => ({
    share,
    ms: failing > 1 ? null : value,
    bounds: { low: failing > 2 ? null : low, high: failing > 0 ? null : high },
  }));

const ruled = fc.record({
  latency: fc.tuple(...[0.5, 0.9, 0.95, 0.99, 0.999].map(percentile)),
  errors: shares,
  achieved: maybe(estimate),
  good: maybe(estimate),
  backlog: fc.constantFrom('steady', 'steady', 'steady', 'steady', 'growing', 'undecided'),
});

const classArbitrary = (name: string): fc.Arbitrary<ClassReport> =>
  fc.tuple(maybe(ruled), fc.integer({ min: 0, max: 5 })).map(([found, place]): ClassReport => {
    const { ruled: _, ...rest } = { ...plainClass, name, background: place === 0, curve: [], seconds: [] };
    if (found === undefined) return rest;
    const { achieved, good, ...others } = found;
    const rates = { ...(achieved === undefined ? {} : { achieved }), ...(good === undefined ? {} : { good }) };
    return { ...rest, ruled: { ...others, ...rates } as ClassReport['ruled'] & object };
  });

function trialArbitrary(command: LoadReport['command'], id: number): fc.Arbitrary<TrialReport> {
  const cell = { kind: 'cell', measured: id % 2 === 0 ? 'online' : 'batch', beside: [], scheduling: false } as const;
  const purpose = { load: { kind: 'load' }, capacity: { kind: 'sustained' }, matrix: cell } as const;
  return fc
    .record({
      arm: fc.constantFrom('baseline', 'candidate'),
      isFaulty: fc.integer({ min: 0, max: 6 }),
      isLate: fc.integer({ min: 0, max: 6 }),
      classes: fc.tuple(classArbitrary('online'), classArbitrary('batch')),
      fewer: fc.integer({ min: 0, max: 8 }),
    })
    .map(({ arm, isFaulty, isLate, classes, fewer }) => ({
      ...plainTrial,
      plan: { ...plainTrial.plan, id, arm, purpose: purpose[command] },
      faults: isFaulty === 0 ? [fault] : [],
      lag: { ...plainTrial.lag, p99Ms: isLate === 0 ? 1 : 0 },
      classes: fewer === 0 ? classes.slice(1) : classes,
    }));
}

const capacityArbitrary = (arm: Capacity['arm']): fc.Arbitrary<Capacity> =>
  fc
    .tuple(
      estimate,
      fc.boolean(),
      maybe(fc.constantFrom('kept', 'missed', 'undecided')),
      fc.integer({ min: 0, max: 3 }),
    )
    .map(([{ low, value, high }, isOpen, held, isFaulty]) => ({
      ...{ arm, rate: value, low, high: isOpen ? Number.POSITIVE_INFINITY : high, probes: [] },
      ...(held === undefined ? {} : { sustained: { trial: arm === 'baseline' ? 0 : 1, rate: low, verdict: held } }),
      faults: isFaulty === 0 ? [fault] : [],
    }));

const notice = { code: 'workload-unknown', level: 'caution', text: 'the server has no definition of it' } as const;

const load: fc.Arbitrary<RuledLoad> = fc.constantFrom('load', 'capacity', 'matrix').chain((command) =>
  fc
    .record({
      trials: fc.tuple(trialArbitrary(command, 0), trialArbitrary(command, 1)),
      isOne: fc.boolean(),
      capacities: fc.tuple(capacityArbitrary('baseline'), capacityArbitrary('candidate')),
      ratio: maybe(estimate),
      notices: fc.constantFrom([], [], [], [notice]),
      kind: fc.constantFrom('kept', 'kept', 'kept', 'told', 'told', 'missed', 'undecided', 'invalid', 'incomplete'),
    })
    .map(({ trials, isOne, capacities, ratio, notices, kind }) => {
      const [arm] = plainLoad.arms;
      if (arm === undefined) throw new Error('a load has an arm');
      return {
        command,
        trials: isOne ? trials.map((one) => ({ ...one, plan: { ...one.plan, arm: 'baseline' as const } })) : trials,
        arms: isOne ? [arm] : [arm, { ...arm, arm: 'candidate' }],
        ...(command === 'capacity' ? { capacity: isOne ? capacities.slice(0, 1) : capacities } : {}),
        ...(command === 'capacity' && !isOne && ratio !== undefined ? { capacityRatio: ratio } : {}),
        notices,
        verdict: { kind, reasons: [] },
      };
    }),
);

const level = fc.constantFrom('error', 'error', 'warn', 'off');
const rule: fc.Arbitrary<RuleText> = fc.oneof(
  fc
    .tuple(fc.constantFrom('online', 'batch'), fc.constantFrom(...classFigures), figure, level)
    .map(([of, what, bound, loud]) => {
      const metric = `${of}.${what}`;
      if (what === 'good' || what === 'achieved') return { metric, at_least: bound + 1, level: loud };
      return { metric, max: what === 'errors' ? `${bound * 10}%` : `${bound + 2}ms`, level: loud };
    }),
  fc.tuple(figure, level).map(([bound, loud]) => ({ metric: 'capacity', at_least: bound + 1, level: loud })),
  fc.tuple(figure, level).map(([bound, loud]) => ({ metric: 'capacity', margin: `${bound * 10}%`, level: loud })),
);

function judged(report: RuledLoad, texts: readonly RuleText[]): ReturnType<typeof judgeLoad> {
  const { loadRules, rules, problems } = readRules(texts, (index) => `config:${index + 1}:1`);
  expect([rules, problems]).toEqual([[], []]);
  return judgeLoad(report, loadRules);
}

/** The least and the greatest that the figure can be, reckoned anew from the report. */
function endsOf({ metric, trial, asks }: LoadGateFinding, report: RuledLoad): readonly [number, number] | undefined {
  const arm = report.arms.length > 1 ? 'candidate' : 'baseline';
  const forever = (end: number | null): number => end ?? Number.POSITIVE_INFINITY;
  if (metric === 'capacity') {
    if (report.capacity?.some((one) => one.faults.length > 0 && (asks === 'margin' || one.arm === arm)))
      return undefined;
    if (asks === 'margin') return report.capacityRatio && [report.capacityRatio.low, report.capacityRatio.high];
    const found = report.capacity?.find((one) => one.arm === arm);
    return found && [found.low, found.high];
  }
  const dot = metric.indexOf('.');
  const one = report.trials.find(({ plan }) => plan.id === trial);
  const figures = one?.classes.find(({ name }) => name === metric.slice(0, dot))?.ruled;
  if (one === undefined || one.faults.length > 0 || figures === undefined) return undefined;
  const what = metric.slice(dot + 1);
  if (what === 'errors') return [figures.errors.low, figures.errors.high];
  if (what === 'good' || what === 'achieved') return figures[what] && [figures[what].low, figures[what].high];
  const bounds = figures.latency.find(({ share }) => Math.abs(share - Number(what.slice(1)) / 100) < 1e-9)?.bounds;
  return bounds && [forever(bounds.low), forever(bounds.high)];
}

function boundOf({ expected }: LoadGateFinding): { readonly bound: number; readonly atLeast: boolean } {
  if (expected.kind === 'within') return { bound: 1 - expected.margin, atLeast: true };
  return { bound: expected.value, atLeast: expected.kind === 'atLeast' };
}

const both = fc.tuple(load, fc.array(rule, { minLength: 1, maxLength: 6 }));
/** Of what proves nothing, whichever side it is on. */
const excused: ReadonlySet<string> = new Set(['background', 'notHeld', 'notAsMeant', 'ownLag']);
const many = { numRuns: 1000 };

describe('rules on random loads', () => {
  it('pass only where the whole interval of a sound figure is on the good side', () => {
    let passed = 0;
    fc.assert(
      fc.property(both, ([report, rules]) => {
        for (const finding of judged(report, rules).findings.filter(({ outcome }) => outcome === 'passed')) {
          passed += 1;
          expect(['invalid', 'incomplete']).not.toContain(report.verdict.kind);
          expect(report.notices).toEqual([]);
          const [low, high] = endsOf(finding, report) ?? [Number.NaN, Number.NaN];
          const { bound, atLeast } = boundOf(finding);
          expect(atLeast ? low >= bound : high <= bound).toBe(true);
          const [of] = finding.metric.split('.');
          const own = report.trials
            .find(({ plan }) => plan.id === finding.trial)
            ?.classes.find(({ name }) => name === of);
          expect(own?.background ?? false).toBe(false);
          if (own !== undefined && !finding.metric.endsWith('achieved')) expect(own.ruled?.backlog).toBe('steady');
          if (finding.expected.kind === 'atMost' && finding.expected.unit === 'ms')
            expect(report.trials.find(({ plan }) => plan.id === finding.trial)?.lag.p99Ms).toBe(0);
          if (finding.metric !== 'capacity') continue;
          const held = finding.asks === 'margin' ? report.capacity : report.capacity?.slice(-1);
          expect(held?.map(({ sustained }) => sustained?.verdict)).toEqual(held?.map(() => 'kept'));
        }
      }),
      many,
    );
    expect(passed).toBeGreaterThan(20);
  });

  it('fail wherever the whole interval of a sound figure is on the wrong side', () => {
    let failed = 0;
    fc.assert(
      fc.property(both, ([report, rules]) => {
        fc.pre(report.verdict.kind !== 'invalid' && report.verdict.kind !== 'incomplete');
        const { findings, outcome } = judged(report, rules);
        for (const finding of findings) {
          const ends = endsOf(finding, report);
          if (ends === undefined || excused.has(finding.why ?? '')) continue;
          const { bound, atLeast } = boundOf(finding);
          if (atLeast ? ends[1] >= bound : ends[0] <= bound) continue;
          failed += 1;
          expect(finding.outcome).toBe(finding.level === 'off' ? 'off' : 'fired');
          if (finding.level === 'error') expect(outcome).toBe('failed');
        }
      }),
      many,
    );
    expect(failed).toBeGreaterThan(20);
  });

  it('answer each question of the last rule on it, or say that it was not asked', () => {
    fc.assert(
      fc.property(both, ([report, rules]) => {
        const { findings, unasked } = judged(report, rules);
        for (const { metric } of rules) expect([...unasked, ...findings.map((one) => one.metric)]).toContain(metric);
        for (const { metric, asks, source } of findings) {
          const same = rules.findLastIndex(
            (one) => one.metric === metric && (one.margin !== undefined) === (asks === 'margin'),
          );
          expect(source.index).toBe(same);
        }
      }),
    );
  });

  it('never make an outcome better than promises alone', () => {
    const order = ['interrupted', 'invalid', 'resultsDiffer', 'regression', 'undecided', 'passed'];
    fc.assert(
      fc.property(both, ([report, rules]) => {
        const whole = { ...report, status: { kind: 'complete' as const } };
        const gate = judged(report, rules);
        const alone = loadGateOutcome(whole, false);
        expect(order.indexOf(loadGateOutcome({ ...whole, gate }, false))).toBeLessThanOrEqual(order.indexOf(alone));
        if (gate.findings.some((one) => one.outcome !== 'passed' && one.outcome !== 'off' && one.level === 'error'))
          expect(loadGateOutcome({ ...whole, gate }, true)).not.toBe('passed');
      }),
      many,
    );
  });
});
