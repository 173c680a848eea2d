import { certificateOf } from '../compare/certify/certificateOf.ts';
import { runGapsByArm } from '../compare/certify/runGaps.ts';
import { unmeasuredReplicas } from '../compare/environment/servers.ts';
import type { RunArm } from '../model/arm.ts';
import type { Certificate } from '../model/certificate.ts';
import { UserError } from '../model/errors.ts';
import { certificateReporters } from '../report/certificate/certificateReporters.ts';
import { serverText } from '../report/words/serverPlace.ts';
import { quoted } from '../text/quote.ts';
import { type ArmsCompared, abSeveral } from './abSeveral.ts';
import { certifiedCapacities } from './certifiedCapacities.ts';
import { coverageOf } from './coverageOf.ts';
import { asFile } from './delivery.ts';
import type { SavedLoad } from './loadReports.ts';
import { type MeasuringOptions, type PlannedWork, usualMeasuring } from './runPlans.ts';
import type { MeasuringPorts } from './services.ts';

/** What is asked of the candidates beside equivalence. */
export interface CertifyRequest {
  readonly minCoverage: number | undefined;
  /** Tags whose classes are judged each by itself; undefined: the usual ones. */
  readonly totalsBy: readonly string[] | undefined;
  /** Runs of `hogbench capacity`, each of the baseline and one candidate; empty: capacity is not asked for. */
  readonly capacities: readonly SavedLoad[];
}

export interface Certified extends ArmsCompared {
  readonly certificate: Certificate;
}

/**
 * Measures all arms, leaves the reports of the comparisons and the certificate in the output folder.
 * @throws UserError usage for a tag that no case of the baseline has, before anything is measured
 */
export async function certify(
  work: PlannedWork<RunArm>,
  { minCoverage, totalsBy, capacities }: CertifyRequest,
  how: MeasuringOptions,
  ports: MeasuringPorts,
): Promise<Certified> {
  checkTags(work, totalsBy);
  const compared = await abSeveral(work, { showRows: undefined, totalsBy }, how, ports);
  const { report } = compared;
  const certificate = certificateOf(report, {
    ...coverageOf(work.arms.map(({ workload }) => workload)),
    minCoverage,
    totalsBy,
    usualMargin: usualMeasuring().margin,
    capacities: certifiedCapacities(report, work, capacities),
    unmeasured: (arm) => unmeasuredReplicas(compared.run, arm),
    runGaps: runGapsByArm(compared.run),
    options: work.options ?? [],
    places: ({ environment }) => `${environment.target}, ${serverText(environment)}`,
  });
  const unwritten: UserError[] = [...compared.unwritten];
  for (const { file, render } of certificateReporters)
    if (file !== null)
      await compared.output.write(file, render(certificate, asFile)).catch((error: unknown) => {
        if (!(error instanceof UserError)) throw error;
        unwritten.push(error);
      });
  return { ...compared, certificate, unwritten };
}

/** Classes by a tag that is misspelt would be none, and so would those by a tag that candidates alone have: a change does not choose its classes. */
function checkTags({ cases }: PlannedWork<RunArm>, totalsBy: readonly string[] = []): void {
  const ofBaseline = cases.filter(({ arm }) => arm === 'baseline');
  const unknown = totalsBy.find((tag) => !ofBaseline.some(({ tags }) => Object.hasOwn(tags, tag)));
  if (unknown === undefined) return;
  throw new UserError(
    'usage',
    `no case of the baseline has the tag ${quoted(unknown)}, so there is no class of it to judge`,
    'Name a tag that its cases have, or leave it out of --totals-by.',
  );
}
