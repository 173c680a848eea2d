import { sentText } from '../compare/environment/sameArms.ts';
import type { ArmCase, ArmDescription, ArmName, RunArm } from '../model/arm.ts';
import type { ArmsReport } from '../model/armsReport.ts';
import type { CertifiedCapacity, Missing } from '../model/certificate.ts';
import { UserError } from '../model/errors.ts';
import type { LoadReport } from '../model/loadReport.ts';
import type { LoadRun } from '../model/loadRun.ts';
import { readLoad, type SavedLoad } from './loadReports.ts';
import { capacityIn, isOfPart } from './provedCapacity.ts';
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
  const isOf = ({ report: { arms: searched } }: SavedLoad, candidate: ArmDescription<RunArm>): boolean =>
    namesArm(searched[0], baseline) && namesArm(searched[1], candidate);
  const strange = searches
    .filter((one) => !candidates.some((candidate) => isOf(one, candidate)))
    .map(({ report }) => otherArms(ofNoCandidate(report)));
  return new Map(
    candidates.map((candidate) => {
      const own = searches.filter((one) => isOf(one, candidate)).map((one) => judge(one, candidate));
      // Whoever gave a file meant it: one that is passed over may be the one that proves less.
      return [candidate.arm, worstOf(own.length === 0 ? own : [...own, ...strange])];
    }),
  );
}

function ofNoCandidate({ arms }: LoadReport): string {
  const of = arms.map(({ environment, workload }) => `${workload} on ${environment.target}`);
  return `a search for capacity that was given is of ${of.join(' and ')}, and of no candidate beside the baseline`;
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
