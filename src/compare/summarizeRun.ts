import type { ArmCase } from '../model/arm.ts';
import { judgesTime } from '../model/mode.ts';
import type { Run } from '../model/run.ts';
import type { CaseSummary, RunSummary } from '../model/runSummary.ts';
import type { Sample } from '../model/sample.ts';
import { eventCount, type ServerFacts } from '../model/serverFacts.ts';
import { serverFindings } from './environment/servers.ts';
import { badEnds, failuresOf } from './executionFailures.ts';
import { distinct, judgedStatus, measuredPlaces } from './measuredPlaces.ts';
import { failuresText } from './reasons/failureText.ts';
import { queryCacheNotice } from './reasons/queryCacheText.ts';
import { serverNotices } from './reasons/serverText.ts';
import { shardNotices } from './reasons/shardText.ts';
import { runStallNotices, timesAside } from './reasons/stallText.ts';
import { serversOverTime } from './state/serversOverTime.ts';
import { stateNotices } from './state/stateNotices.ts';
import { summarize } from './statistics/summary.ts';
import { cpuEvent } from './timing/families.ts';
import { type CaseSamples, factsOf, isStalled, pairSamples } from './timing/pairing.ts';
import { percentilesIn } from './timing/percentiles.ts';

/** Medians and spreads of every case of a run, in the order of its plan. */
export function summarizeRun(run: Run): RunSummary {
  const paired = pairSamples(run.samples);
  const sent = new Map(run.cases.map((one) => [one.caseId, one]));
  const samples = new Map<string, Sample[]>(run.plan.caseIds.map((id) => [id, []]));
  for (const sample of run.samples) samples.get(sample.caseId)?.push(sample);
  return {
    schemaVersion: 1,
    kind: 'run',
    runId: run.id,
    startedAt: run.startedAt,
    status: judgedStatus(run),
    arm: run.arms[0] ?? null,
    sessions: new Set(run.samples.map((one) => one.session)).size,
    countersOnly: !judgesTime(run.plan.mode),
    cases: [...samples].map(([caseId, own]) => ({
      ...summarizeCase(caseId, own),
      percentiles: percentilesIn(own, run),
      failure: failureOf(paired.get(caseId), sent.get(caseId)),
    })),
    notices: [
      ...runStallNotices(run.samples, timesAside),
      ...queryCacheNotice(run.samples),
      ...shardNotices(run),
      ...run.notices,
      ...stateNotices(serversOverTime(run, []), []),
      ...distinct(measuredPlaces(run).flatMap((one) => serverNotices(serverFindings(one)))),
    ],
  };
}

function failureOf(samples: CaseSamples | undefined, sent: ArmCase | undefined): CaseSummary['failure'] {
  if (samples === undefined || sent === undefined) return null;
  const { baseline } = samples.tally;
  return badEnds(baseline) === 0 ? null : { reason: failuresText(failuresOf(baseline, sent)), place: sent.place };
}

/** Medians and spreads of one case from executions of one arm. */
export function summarizeCase(
  caseId: string,
  samples: readonly Sample[],
): Omit<CaseSummary, 'failure' | 'percentiles'> {
  const completed = samples.filter((one) => one.outcome.kind === 'completed');
  const facts = completed.flatMap((one) => factsOf(one) ?? []);
  const calm = completed.filter((one) => !isStalled(one)).flatMap((one) => factsOf(one) ?? []);
  const timed = calm.length === 0 ? facts : calm;
  const timeOf = (value: (one: ServerFacts) => number | undefined) =>
    summarize(timed.flatMap((one) => value(one) ?? []));
  const of = (value: (one: ServerFacts) => number | undefined) => summarize(facts.flatMap((one) => value(one) ?? []));
  return {
    caseId,
    executions: samples.length,
    failed: samples.length - completed.length,
    serverTimeUs: timeOf((one) => one.durationUs),
    cpuTimeUs: timeOf((one) => eventCount(one.events, cpuEvent)),
    readRows: of((one) => one.readRows),
    readBytes: of((one) => one.readBytes),
    memoryBytes: of((one) => one.memoryBytes),
  };
}
