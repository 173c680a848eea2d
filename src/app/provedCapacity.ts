import type { CertifiedCapacity, HeldClass, HeldRate, Missing } from '../model/certificate.ts';
import type { Capacity, ClassReport, LoadReport } from '../model/loadReport.ts';

/**
 * What a search of two arms proves of them, or what it lacks. As much as the baseline is at least 1/(1 + margin) of it: whoever takes so much
 * longer for each ends so many fewer.
 */
export function capacityIn(report: LoadReport, margin: number): CertifiedCapacity | Missing {
  const { capacity = [], capacityRatio, verdict, status, lost, options = [] } = report;
  const [baseline, candidate] = capacity;
  const missing = (why: 'part' | 'found' | 'notHeld' | 'less' | 'undecided', text: string): Missing => ({
    ...{ kind: 'capacity', why, text },
  });
  const least = 1 / (1 + margin);
  if (isOfPart(report)) return missing('part', 'the search for capacity was of a part of the cases, by --filter');
  const found = options.filter((one) => one.found === true).map(({ name, value }) => `${name} ${value}`);
  if (found.length > 0)
    return missing(
      'found',
      `a config that nobody named decided ${found.join(', ')} of the search for capacity: name it with --config there`,
    );
  if (status.kind !== 'complete' || lost !== undefined)
    return missing('notHeld', 'the search for capacity is not all there');
  if (verdict.kind !== 'kept')
    return missing('notHeld', `the search for capacity does not keep what is promised: ${verdict.reasons.join('; ')}`);
  if (baseline === undefined || candidate === undefined || capacityRatio === undefined)
    return missing('notHeld', 'the search for capacity found none that can be compared');
  if ([baseline, candidate].some(({ faults, sustained }) => faults.length > 0 || sustained?.verdict !== 'kept'))
    return missing('notHeld', 'a rate of the search for capacity was not held in a run of its own');
  const unjudged = classesInBackground(report, [baseline, candidate]);
  if (unjudged.length > 0)
    return missing(
      'part',
      `the search for capacity did not judge what it sent in the background: ${unjudged.join(', ')}`,
    );
  const { value: ratio, low, high } = capacityRatio;
  if (low < least)
    return high < least
      ? missing('less', `it holds less than the baseline by more than the margin: ${ratio.toFixed(2)}x`)
      : missing(
          'undecided',
          `that it holds as much as the baseline is not proved: ${low.toFixed(2)}x to ${high.toFixed(2)}x`,
        );
  return {
    startedAt: report.startedAt,
    baseline: heldRate(baseline),
    candidate: heldRate(candidate),
    ratio: { ratio, low, high: finite(high) },
    classes: heldClasses(report, baseline, candidate),
    ...promisedByFlag(options),
    ...(candidate.binding === undefined ? {} : { binding: candidate.binding }),
  };
}

/** Promises of the call are in place of those of the workload, for all of its classes. */
function promisedByFlag(options: NonNullable<LoadReport['options']>): Pick<CertifiedCapacity, 'slo'> {
  const slo = options.filter(({ name }) => name === 'slo').map(({ value }) => value);
  return slo.length === 0 ? {} : { slo: slo.join(', ') };
}

function heldRate({ rate, low, high }: Capacity): HeldRate {
  return { rate, low, high: finite(high) };
}

/** A limit that no rate reached is none that JSON could hold. */
function finite(high: number): number | null {
  return Number.isFinite(high) ? high : null;
}

/** The classes of the run in which a rate was held. */
function classesOf({ trials }: LoadReport, { sustained }: Capacity): readonly ClassReport[] {
  return trials.find(({ plan }) => plan.id === sustained?.trial)?.classes ?? [];
}

/** They belong to the workload, are in no rate, and nothing that they are promised was looked at. */
function classesInBackground(report: LoadReport, held: readonly Capacity[]): readonly string[] {
  const all = held.flatMap((one) => classesOf(report, one));
  return [...new Set(all.filter(({ background }) => background).map(({ name }) => name))];
}

/** What each class of both arms was offered in the runs in which their rates were held. */
function heldClasses(report: LoadReport, baseline: Capacity, candidate: Capacity): CertifiedCapacity['classes'] {
  const others = new Map(classesOf(report, candidate).map((one) => [one.name, one] as const));
  return classesOf(report, baseline).flatMap((one) => {
    const other = others.get(one.name);
    return other === undefined ? [] : [{ name: one.name, baseline: heldClass(one), candidate: heldClass(other) }];
  });
}

function heldClass({ offered, latencyPromises, percentiles }: ClassReport): HeldClass {
  return {
    offered,
    latency: latencyPromises.map(({ share, mostMs }) => ({
      ...{ share, mostMs },
      ms: percentiles.find((one) => one.share === share)?.ms ?? null,
    })),
  };
}

/** A part of the cases has a capacity of its own. */
export function isOfPart({ options = [] }: LoadReport): boolean {
  return options.some(({ name }) => name === 'filter');
}
