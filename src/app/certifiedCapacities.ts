import { sentText } from '../compare/environment/sameArms.ts';
import type { ArmCase, ArmDescription, ArmName, RunArm } from '../model/arm.ts';
import type { ArmsReport } from '../model/armsReport.ts';
import type { CertifiedCapacity, HeldClass, HeldRate, Missing } from '../model/certificate.ts';
import { UserError } from '../model/errors.ts';
import type { Capacity, ClassReport, LoadReport } from '../model/loadReport.ts';
import type { LoadRun } from '../model/loadRun.ts';
import { readLoad, type SavedLoad } from './loadReports.ts';
import type { PlannedWork } from './runPlans.ts';
import { namesArm, otherPlace } from './searchedArms.ts';
import type { World } from './world.ts';

/**
 * Reads runs of `hogbench capacity`.
 * @throws UserError usage for a file that is none, or of one arm
 */
export async function readCapacities(files: readonly string[], world: World): Promise<readonly SavedLoad[]> {
  const searches: SavedLoad[] = [];
  for (const file of files) {
    const search = await readLoad(file, world);
    const { report } = search;
    if (report.command !== 'capacity' || report.capacity?.length !== 2)
      throw new UserError(
        'usage',
        'this is no search for the capacity of two arms',
        'Measure it: hogbench capacity WORKLOAD --baseline-target … --candidate-target ….',
        file,
      );
    searches.push(search);
  }
  return searches;
}

/**
 * What each candidate holds, or what is missing of it; empty where nobody asked. Of several searches of one pair each has to do, and the one
 * that proves least is told. By the margin of the run, which one that is gone on with has from its beginning.
 */
export function certifiedCapacities(
  { arms, comparisons }: ArmsReport,
  { arms: specs, cases, identical = 0 }: Pick<PlannedWork<RunArm>, 'arms' | 'cases' | 'identical'>,
  searches: readonly SavedLoad[],
): ReadonlyMap<RunArm, CertifiedCapacity | Missing> {
  const [baseline, ...candidates] = arms;
  if (searches.length === 0 || baseline === undefined) return new Map();
  const margin = comparisons[0]?.report.method.margin ?? 0;
  const casesOf = ({ arm }: ArmDescription<RunArm>) => cases.filter((one) => one.arm === arm);
  const isEmbedded = ({ arm }: ArmDescription<RunArm>) =>
    specs.some((one) => one.arm === arm && one.target.kind === 'embedded');
  const judge = ({ run, report }: SavedLoad, candidate: ArmDescription<RunArm>): CertifiedCapacity | Missing => {
    // It has other tables, too.
    if (isOfPart(report)) return capacityIn(report, margin);
    const pair = [baseline, candidate] as const;
    const places = pair.map((one, at) => {
      const searched = report.arms[at]?.environment;
      return searched === undefined ? 'no arm' : otherPlace(searched, one.environment, isEmbedded(one));
    });
    const other = places.find((one) => one !== undefined);
    if (other !== undefined) return otherArms(`a search for capacity that was given had ${other} than is certified`);
    const isSent = (['baseline', 'candidate'] as const).every((arm, at) =>
      sendsAlike(run, arm, casesOf(at === 0 ? baseline : candidate), identical),
    );
    return isSent ? capacityIn(report, margin) : otherQueries;
  };
  return new Map(
    candidates.map((candidate) => {
      const own = searches.filter(
        ({ report: { arms: searched } }) => namesArm(searched[0], baseline) && namesArm(searched[1], candidate),
      );
      return [candidate.arm, worstOf(own.map((one) => judge(one, candidate)))];
    }),
  );
}

/** One search that proves too little is not made good by another: whoever searched until one did would prove nothing. */
function worstOf(judged: readonly (CertifiedCapacity | Missing)[]): CertifiedCapacity | Missing {
  const [first = otherArms(noSearch), ...others] = judged;
  return others.reduce((worst, one) => {
    if ('kind' in worst) return worst;
    return 'kind' in one || one.ratio.low < worst.ratio.low ? one : worst;
  }, first);
}

const noSearch = 'no run of capacity that was given is of the baseline and this candidate';

function otherArms(text: string): Missing {
  return { kind: 'capacity', why: 'otherArms', text };
}

const otherQueries: Missing = {
  kind: 'capacity',
  why: 'otherQueries',
  text: 'the search for capacity sent other queries, parameters, settings or weights than are certified',
};

/**
 * Whether a search sent what an arm sends. Settings of a class, which a search alone has, are its own.
 * @param identical cases that the search has and this run left out
 */
function sendsAlike(
  { cases, classes, classOf }: LoadRun,
  arm: ArmName,
  own: readonly ArmCase<RunArm>[],
  identical: number,
): boolean {
  const searched = new Map(cases.filter((one) => one.arm === arm).map((one) => [one.caseId, one] as const));
  const keyOf = (one: ArmCase<RunArm>): string => {
    const ofClass = classes.find(({ name }) => name === classOf[one.caseId])?.settings ?? {};
    const settings = Object.fromEntries(Object.entries(one.settings).filter(([name]) => !(name in ofClass)));
    return `${one.weight} ${sentText({ ...one, settings })}`;
  };
  return (
    searched.size === own.length + identical &&
    own.every((one) => {
      const other = searched.get(one.caseId);
      return other !== undefined && keyOf(other) === keyOf(one);
    })
  );
}

/** As much as the baseline is at least 1/(1 + margin) of it: whoever takes so much longer for each ends so many fewer. */
function capacityIn(report: LoadReport, margin: number): CertifiedCapacity | Missing {
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
    ...(candidate.binding === undefined ? {} : { binding: candidate.binding }),
  };
}

function heldRate({ rate, low, high }: Capacity): HeldRate {
  return { rate, low, high: finite(high) };
}

/** A limit that no rate reached is none that JSON could hold. */
function finite(high: number): number | null {
  return Number.isFinite(high) ? high : null;
}

/** What each class of both arms was offered in the runs in which their rates were held. */
function heldClasses({ trials }: LoadReport, baseline: Capacity, candidate: Capacity): CertifiedCapacity['classes'] {
  const classesOf = ({ sustained }: Capacity): readonly ClassReport[] =>
    trials.find(({ plan }) => plan.id === sustained?.trial)?.classes ?? [];
  const others = new Map(classesOf(candidate).map((one) => [one.name, one] as const));
  return classesOf(baseline).flatMap((one) => {
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

function isOfPart({ options = [] }: LoadReport): boolean {
  return options.some(({ name }) => name === 'filter');
}
