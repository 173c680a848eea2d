import type { ArmCase } from '../model/arm.ts';
import type { ArmText, CaseComparison, PairPoint } from '../model/comparison.ts';
import type { RowDifference } from '../model/rowDifference.ts';
import type { Params, ParamValue, Tags } from '../model/workload.ts';
import type { CaseExplanations } from './plans/comparePlans.ts';
import type { CaseSamples } from './timing/pairing.ts';
import { isClocked } from './timing/runningTime.ts';

/** What a case is in each arm; at least one of the two is there. */
export interface CaseArms {
  readonly caseId: string;
  readonly baseline: ArmCase | null;
  readonly candidate: ArmCase | null;
  /** Absent where no plans were read. */
  readonly explanations?: CaseExplanations | undefined;
  /** Absent where no rows were read. */
  readonly rowDifference?: RowDifference | undefined;
}

export type Description = Pick<
  CaseComparison,
  'caseId' | 'name' | 'description' | 'tags' | 'baselineTags' | 'weight' | 'pairs' | 'clock' | 'baseline' | 'candidate'
>;

/** What a comparison says of a case whatever was measured. */
export function describe({ caseId, baseline, candidate }: CaseArms, samples: CaseSamples): Description {
  const shown = candidate ?? baseline;
  return {
    caseId,
    name: shown?.name ?? caseId,
    description: shown?.description ?? '',
    tags: shown?.tags ?? {},
    ...(baseline === null || candidate === null || sameTags(baseline.tags, candidate.tags)
      ? {}
      : { baselineTags: baseline.tags }),
    // A change does not choose how much its own cases count.
    weight: (baseline ?? candidate)?.weight ?? 1,
    pairs: pairPoints(samples),
    ...(isClocked(samples) ? { clock: 'running_time' } : {}),
    baseline: baseline === null ? null : armText(baseline, samples),
    candidate: candidate === null ? null : armText(candidate, samples),
  };
}

/** Whether no pattern of a rule tells them apart: values are matched as text. */
function sameTags(one: Tags, other: Tags): boolean {
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && String(one[key]) === String(other[key]))
  );
}

const mostQueryIds = 3;

function armText({ arm, sql, written, params, settings, place }: ArmCase, { samples }: CaseSamples): ArmText {
  return {
    sql,
    ...(written === undefined ? {} : { written }),
    params: reportedParams(params),
    settings,
    place,
    queryIds: samples[arm].slice(-mostQueryIds).map((one) => one.queryId),
  };
}

function pairPoints({ screening, confirmation }: CaseSamples): readonly PairPoint[] {
  const points: PairPoint[] = [];
  for (const attempts of [screening, confirmation])
    for (const { session, round, pair, stalled } of attempts) {
      if (pair === null) continue;
      const baselineUs = pair.runningUs?.baseline ?? pair.baseline.durationUs;
      const candidateUs = pair.runningUs?.candidate ?? pair.candidate.durationUs;
      // A literal: what is spread together takes several times the room, and a large run has hundreds of thousands.
      const point = { session, round, baselineUs, candidateUs };
      points.push(stalled.length === 0 ? point : { ...point, stalled });
    }
  return points;
}

const longestValue = 10_000;
const shownOfLong = 1000;

/** Parameters for a report: the run file has the megabytes of a long list, and a report says how it begins. */
function reportedParams(params: Params): Params {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, reported(value)]));
}

function reported(value: ParamValue): ParamValue {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (text.length <= longestValue) return value;
  return `${text.slice(0, shownOfLong)}… (${text.length} characters)`;
}
