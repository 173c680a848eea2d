import type { ArmName } from '../../model/arm.ts';
import type { Design, Family } from '../../model/design.ts';
import type { Sample } from '../../model/sample.ts';
import { median } from '../statistics/averages.ts';
import { familyValue } from '../timing/families.ts';
import { type CaseSamples, factsOf, isStalled } from '../timing/pairing.ts';

/** What each session measured of one case: session number to the median natural log over its executions. */
export type SessionLogs = ReadonlyMap<number, number>;

/** One case of one family, session by session. */
export interface CaseSessions extends Readonly<Record<ArmName, SessionLogs>> {
  readonly caseId: string;
}

/** Cases that have a value in enough sessions of both arms, in the order of the map. */
export function comparableSessions(
  cases: ReadonlyMap<string, CaseSamples>,
  family: Family,
  { saved }: Design,
): readonly CaseSessions[] {
  const used = (samples: readonly Sample[]): readonly Sample[] =>
    family === 'memory' ? samples : calm(samples, saved.calmShare);
  const all = [...cases.values()].map(({ caseId, samples }) => ({
    caseId,
    baseline: sessionLogs(used(samples.baseline), family),
    candidate: sessionLogs(used(samples.candidate), family),
  }));
  return all.filter(({ baseline, candidate }) => Math.min(baseline.size, candidate.size) >= saved.fewestSessions);
}

/** Executions that no stall touched; all, where stalls touched most: then that is what a run costs. */
function calm(samples: readonly Sample[], calmShare: number): readonly Sample[] {
  const own = samples.filter((one) => !isStalled(one));
  return own.length < calmShare * samples.length ? samples : own;
}

function sessionLogs(samples: readonly Sample[], family: Family): SessionLogs {
  const values = new Map<number, number[]>();
  for (const sample of samples) {
    const facts = factsOf(sample);
    const value = facts === null ? null : familyValue(facts, family);
    if (value === null) continue;
    const known = values.get(sample.session);
    if (known === undefined) values.set(sample.session, [Math.log(value)]);
    else known.push(Math.log(value));
  }
  return new Map([...values].map(([session, logs]) => [session, median(logs)]));
}
