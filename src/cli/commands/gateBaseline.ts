import { nameArm } from '../../app/armCases.ts';
import {
  type BaselineRequest,
  type FoundBaseline,
  findBaseline,
  judgeAgainst,
  savedCandidate,
} from '../../app/baselineGate.ts';
import { deliver } from '../../app/delivery.ts';
import { checkGateOf } from '../../app/gateOfLoad.ts';
import { run } from '../../app/measureRun.ts';
import { checkWords } from '../../app/pushRun.ts';
import { shownPath } from '../../app/resultFiles.ts';
import type { Results } from '../../app/results.ts';
import type { Services } from '../../app/services.ts';
import { UserError } from '../../model/errors.ts';
import type { Run } from '../../model/run.ts';
import { type ExitCode, exitCode } from '../exitCode.ts';
import { announce, describePlan } from '../expectationText.ts';
import { chosenStore } from '../flags/chosenStore.ts';
import type { commandGate } from '../flags/gateSection.ts';
import { judgingOf } from '../flags/judgingFlags.ts';
import type { MeasuringFlags } from '../flags/measuringFlags.ts';
import { mismatchPolicy } from '../flags/mismatchPolicy.ts';
import type { Words } from '../flags/namedTexts.ts';
import { oneArmWork } from '../flags/oneArmWork.ts';
import type { OptionSource } from '../flags/optionSource.ts';
import { withResultsOf } from '../flags/resultsPlace.ts';
import type { Io } from '../io.ts';
import { tellJob } from '../jobOutput.ts';
import { printReport } from '../printReport.ts';
import { progressLine } from '../progressLine.ts';
import { endingWithVerdict, endWithVerdict } from '../verdictEnd.ts';

/** Judges a saved run, or a workload that is measured now, against a stored baseline. @param file the run; absent: it is measured */
export function gateBaseline(words: Words, file: string | undefined, io: Io, services: Services): Promise<ExitCode> {
  return endingWithVerdict(words.flags, io, () =>
    file === undefined
      ? withResultsOf('gate', words.flags, io, (results) => judge(words, { kind: 'live', results }, io, services))
      : judge(words, { kind: 'saved', file }, io, services),
  );
}

type Candidate =
  | { readonly kind: 'live'; readonly results: Results }
  | { readonly kind: 'saved'; readonly file: string };

interface Found {
  readonly baseline: FoundBaseline;
  readonly run: Run;
}

async function judge(words: Words, candidate: Candidate, io: Io, services: Services): Promise<ExitCode> {
  const { flags } = words;
  const judging = await judgingOf(flags, { always: true, isMeasured: candidate.kind === 'live' }, io, services);
  const { config, source, gate, options, reports, telling, job } = judging;
  const policy = mismatchPolicy(source, config, io);
  const margin = source.read('margin', 'share');
  const request = requestOf(source, chosenStore(source, config, io));
  const found =
    candidate.kind === 'saved'
      ? await saved(candidate.file, request, source, io, services)
      : await live({ ...words, source, config }, candidate.results, request, options, gate, io, services);
  if (found === undefined) return exitCode.fine;
  const inEffect = [...source.inEffect(), ...(gate?.options ?? [])];
  const compared = judgeAgainst(found.baseline, found.run, { policy, margin, options: inEffect });
  const report = await judging.judge(compared);
  const unwritten = await deliver(report, reports, telling);
  const unprinted = [...printReport(report, options, io), ...(await tellJob(report, job, io))];
  return endWithVerdict(report, { ...options, rules: options, failures: [...unwritten, ...unprinted] }, io);
}

function requestOf(source: OptionSource, spec: BaselineRequest['spec']): BaselineRequest {
  const name = source.flagText('baseline') ?? '';
  checkWords({ name, commit: source.flagText('commit') });
  return { name, spec, ref: source.flagText('base') };
}

async function saved(
  file: string,
  request: BaselineRequest,
  source: OptionSource,
  io: Io,
  services: Services,
): Promise<Found> {
  const { run, of } = await savedCandidate(file, source.flagText('commit'), io);
  const baseline = await findBaseline(request, of, io, services);
  io.warn(baseline.text);
  return { baseline, run };
}

/** Undefined for a dry run. */
async function live(
  words: Parameters<typeof oneArmWork>[0],
  results: Results,
  request: BaselineRequest,
  options: MeasuringFlags,
  gate: Awaited<ReturnType<typeof commandGate>>,
  io: Io,
  services: Services,
): Promise<Found | undefined> {
  const work = await oneArmWork(words, options, io, services);
  if (gate !== undefined) checkGateOf(gate.gate, work.arms);
  const [arm] = work.arms;
  if (arm === undefined) throw new Error('a run has an arm');
  const commit = words.source.flagText('commit');
  if (commit !== undefined && arm.revision !== undefined)
    throw new UserError('usage', 'git says of which commit the workload is', 'Leave --commit out.');
  const revision = arm.revision ?? (commit === undefined ? undefined : { commit, uncommitted: false });
  // Found before anything is measured: without it, that would be in vain.
  const { workload } = nameArm(arm, work.arms, io.cwd);
  const baseline = await findBaseline(request, { workload, revision }, io, services);
  io.warn(baseline.text);
  if (options.dryRun) {
    io.stdout(describePlan(work, io.cwd));
    return undefined;
  }
  announce(work, options.quiet, io);
  const measured = await run(work, options, {
    world: io,
    services,
    listener: progressLine(io, options.quiet),
    results,
  });
  io.warn(`samples: ${shownPath(io.cwd, measured.runFile)}`);
  return { baseline, run: measured.run };
}
