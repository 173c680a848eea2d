import type { ArmName } from '../../model/arm.ts';
import type { Capacity, LoadFault, TrialReport } from '../../model/loadReport.ts';
import { type Bracket, bracketOf } from './bracket.ts';
import { shapeOf } from './edgeShape.ts';
import { offeredRate } from './margin.ts';
import { endsSearch, staysWithRate } from './rateVerdict.ts';
import { isCeiling } from './saturation.ts';
import { type TriedRate, triedRate } from './triedRate.ts';
import { waitedForAt } from './waitedFor.ts';

/**
 * The capacity of an arm by its trials. `low` is a rate that was kept and held in a run of its own, 0 where none was; `high` the lowest
 * rate that was missed, above all that were kept; `rate` is where the fit over all trials crosses, never outside of both, nor above the
 * throughput at which it was saturated.
 */
export function capacityOf(arm: ArmName, finished: readonly TrialReport[]): Capacity {
  const own = finished.filter(({ plan }) => plan.arm === arm);
  const tries = own.flatMap((report) => triedRate(report) ?? []);
  const bracket = bracketOf(tries);
  const sustained = tries.findLast((one) => one.sustained);
  const held = sustained?.probe.verdict === 'kept' ? sustained.probe.rate : undefined;
  const common = {
    arm,
    ...(bracket.saturation === undefined ? {} : { saturation: bracket.saturation }),
    probes: tries.flatMap((one) => (one.sustained ? [] : [one.probe])),
    ...(sustained === undefined
      ? {}
      : { sustained: { trial: sustained.probe.trial, rate: sustained.probe.rate, verdict: sustained.probe.verdict } }),
  };
  if (bracket.missed === undefined) {
    const highest = bracket.rates.at(-1)?.probe.rate ?? 0;
    const rate = held ?? bracket.kept ?? 0;
    const faults = lastingFaults(own, rate);
    return {
      ...common,
      rate,
      low: held ?? 0,
      high: Math.max(rate, highest),
      faults: tries.at(-1)?.isSpoilt === true ? faults : [...faults, notReached(tries, highest)],
    };
  }
  const low = held ?? 0;
  const rate = edge(bracket, low, bracket.missed);
  const faults = lastingFaults(own, rate);
  return { ...common, rate, low, high: bracket.missed, ...edgeFacts(bracket, tries, rate), faults };
}

/** Where it crosses from kept to missed; 0 where all that was tried is over. */
function edge({ kept, under, crossing, saturation }: Bracket, low: number, high: number): number {
  const lower = Math.max(low, kept ?? 0, under ?? 0);
  if (lower === 0) return 0;
  const expected = crossing ?? Math.sqrt(Math.min(lower, high) * high);
  const ceiling = saturation !== undefined && isCeiling(saturation, Math.max(low, kept ?? 0)) ? saturation : high;
  const most = Math.min(high, Math.max(low, ceiling));
  return Math.max(low, Math.min(expected, most));
}

function edgeFacts({ rates, missed }: Bracket, tries: readonly TriedRate[], rate: number): Partial<Capacity> {
  const beyond = rates.find(({ probe }) => probe.rate === missed);
  if (beyond === undefined) return {};
  const binding = beyond.probe.nearest;
  const waitedFor = waitedForAt(binding, beyond.report, rates[0]?.report);
  const shape = shapeOf(binding, tries, rate);
  return { binding, ...(waitedFor === undefined ? {} : { waitedFor }), ...(shape === undefined ? {} : { shape }) };
}

/**
 * Faults that ended the search, those of its last trial, and what the server did up to the rate that is told: that other trials of the
 * rate went well makes no crash undone. What else spoilt an earlier trial was tried again without.
 *
 * @param upTo the capacity, which is no lower than what was held
 */
function lastingFaults(reports: readonly TrialReport[], upTo: number): readonly LoadFault[] {
  return reports.flatMap(({ plan, faults }, place) => {
    const rate = offeredRate(plan);
    const stays = (fault: LoadFault): boolean => staysWithRate(fault) && rate <= upTo;
    return faults
      .filter((fault) => place === reports.length - 1 || endsSearch(fault) || stays(fault))
      .map((fault) =>
        staysWithRate(fault) ? { ...fault, what: `at ${fourDigits(rate)} requests a second ${fault.what}` } : fault,
      );
  });
}

function notReached(tries: readonly TriedRate[], highest: number): LoadFault {
  const client = tries.some(({ beyondClient }) => beyondClient);
  const rate = fourDigits(highest);
  return {
    kind: 'not-reached',
    what: client
      ? `this machine could not offer enough to find the capacity, which is not known to be missed at ${rate} requests a second`
      : `no rate that was tried is missed, up to ${rate} requests a second: the capacity is higher, or unknown`,
    fix: client ? 'give it more workers, or more machines' : 'search up to a higher rate',
  };
}

function fourDigits(rate: number): number {
  return Number(rate.toPrecision(4));
}
