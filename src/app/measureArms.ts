import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import type { MeasuringOptions } from '../cli/flags/measuringFlags.ts';
import type { Io } from '../cli/io.ts';
import { progressLine } from '../cli/progressLine.ts';
import type { ArmCase, ArmDescription } from '../model/arm.ts';
import { UserError } from '../model/errors.ts';
import type { OptionInEffect, Run, RunPlan, RunStatus } from '../model/run.ts';
import type { Secrets } from '../model/secrets.ts';
import type { Milliseconds } from '../model/units.ts';
import type { CaseToExplain, RowChoice, StopRule } from '../runner/decisions.ts';
import type { SampleRequest } from '../runner/executor.ts';
import { measure } from '../runner/measure.ts';
import { budgetGraceMs } from '../runner/waiting.ts';
import type { RunHeader } from '../schema/run/record.ts';
import { type RunLog, type RunStore, runFiles } from '../store/runStore.ts';
import { terminalLines } from '../text/terminalLines.ts';
import { checkSourcesAllowed } from './allowedSources.ts';
import { armLabel } from './armLabel.ts';
import { checkDuet, checkDuetServers } from './duet.ts';
import type { Results } from './earlierResults.ts';
import { maskedRecorder, withoutSecrets } from './maskedRecorder.ts';
import { type OutputFolder, outputNames } from './outputFolder.ts';
import { checkSameReplicas } from './sameReplicas.ts';
import type { ArmSpec, Bench, Services } from './services.ts';
import { beginWrites, checkWritesAllowed, endWrites } from './writes.ts';

export interface ArmsToMeasure {
  readonly arms: readonly ArmSpec[];
  readonly cases: readonly ArmCase[];
  readonly plan: RunPlan;
  /** What is not as usual, and who set it. */
  readonly options?: readonly OptionInEffect[];
  readonly rule: (plan: RunPlan) => StopRule;
  /** Which cases have their plans read, when this is all that was measured; absent: none. */
  readonly explain?: (measured: Run) => readonly CaseToExplain[];
  /** Which cases have the rows read in which their results differ, and how they are shown; absent: none. */
  readonly rows?: RowChoice | undefined;
}

export interface Measured {
  readonly run: Run;
  readonly runFile: string;
  readonly output: OutputFolder;
}

/**
 * Opens the output and then the servers, measures, and reads the samples back from the run file, which is
 * the only thing that verdicts are made of.
 */
export async function measureArms(
  work: ArmsToMeasure,
  options: MeasuringOptions,
  io: Io,
  services: Services,
  results: Results,
  store: RunStore = runFiles,
): Promise<Measured> {
  checkWritesAllowed(work.arms, work.cases);
  checkSourcesAllowed(work.arms, options.allowedSources);
  const before = options.resume === undefined ? undefined : resolve(io.cwd, options.resume);
  if (before !== undefined) await store.checkOwn(before);
  const output = await results.open(options);
  // Read only now that nobody else can go on with it.
  const resumed = before === undefined ? undefined : await resumable(before, work, store);
  if (resumed?.run.lost !== undefined)
    io.stderr(
      terminalLines([`${resumed.run.lost} Going on cannot repair that: start a new run to see what is equivalent.`]),
    );
  const runFile = resumed === undefined ? output.path(outputNames.run) : resumed.file;
  const progress = progressLine(io, options.quiet);
  const abort = new AbortController();
  const unlisten = io.onInterrupt(() => {
    progress.say('stopping');
    abort.abort();
  });
  const tell = (line: string): void => io.stderr(`${line}\n`);
  const writes = work.cases.some((one) => one.writes !== undefined);
  let bench: Bench | undefined;
  let runId: string | undefined;
  try {
    bench = await services.openBench(
      {
        arms: work.arms,
        concurrency: options.concurrency,
        setup: options.setup,
        say: progress.say,
        signal: abort.signal,
        mostMs: mostMsOf(options),
      },
      io,
    );
    if (abort.signal.aborted)
      throw new UserError('interrupted', 'interrupted before anything was measured', 'Run the same command again.');
    const earlier = resumed?.run;
    const header = earlier ?? (await describeRun(randomBytes(4).toString('hex'), work, bench, io));
    const { id, plan } = header;
    if (writes) await beginWrites(id, plan, work.cases, bench, tell);
    runId = id;
    const writer = earlier === undefined ? await store.create(runFile, header) : await store.append(runFile);
    await closing(
      writer,
      measure({
        runId: id,
        plan,
        cases: work.cases,
        executor: bench.executor,
        targets: bench.targets,
        rule: work.rule(plan),
        explain: (samples, digests) =>
          work.explain?.({ ...header, samples, digests, notices: [], status: { kind: 'complete' } }) ?? [],
        ...(work.rows === undefined ? {} : { rows: work.rows }),
        recorder: maskedRecorder(writer, io.secrets),
        progress,
        pulses: bench.pulses ?? {},
        clock: { monotonic: io.monotonic, wall: io.now },
        signal: abort.signal,
        before: {
          samples: earlier?.samples ?? [],
          digests: earlier?.digests ?? [],
          explanations: earlier?.explanations ?? [],
          rowDifferences: earlier?.rowDifferences ?? [],
        },
      }),
      io.secrets,
    );
  } finally {
    unlisten();
    progress.end();
    if (writes && bench !== undefined && runId !== undefined)
      for (const trouble of await endWrites(runId, bench)) tell(trouble);
    await bench?.close();
  }
  return { run: await readBack(runFile, runId, store), runFile, output };
}

/**
 * Reads what was measured, and makes sure that it is that: whoever took the file's place would have its verdict told as
 * ours.
 * @throws UserError target when the file cannot be read, or holds another run
 */
async function readBack(file: string, id: string, store: RunStore): Promise<Run> {
  const fix = 'Measure again, into a folder that nothing else writes to.';
  const { run } = await store.read(file).catch((error: unknown) => {
    if (!(error instanceof UserError)) throw error;
    throw new UserError('target', `what was measured cannot be read back: ${error.message}`, fix, file);
  });
  if (run.id === id) return run;
  const what = `the run file does not hold run ${id}, which was measured, but run ${run.id}`;
  throw new UserError('target', what, fix, file);
}

/** What is asked before a run's time budget begins gets no more of it than there is. */
function mostMsOf({ budgetMs }: MeasuringOptions): () => Milliseconds {
  return () => (budgetMs === undefined ? Number.POSITIVE_INFINITY : Math.max(budgetMs, budgetGraceMs));
}

/** Whatever happens, what was measured reaches the disk, and the file says how the run ended. */
async function closing(writer: RunLog, measuring: Promise<RunStatus>, secrets: Secrets): Promise<void> {
  try {
    writer.status(withoutSecrets(await measuring, secrets));
  } finally {
    await writer.close();
  }
}

async function describeRun(id: string, work: ArmsToMeasure, bench: Bench, io: Io): Promise<RunHeader> {
  const arms: ArmDescription[] = [];
  for (const spec of work.arms) {
    const target = bench.targets[spec.arm];
    if (target === undefined) continue;
    const statements = work.cases.filter((one) => one.arm === spec.arm).map((one) => describeRequest(one, work.plan));
    arms.push({
      arm: spec.arm,
      workload: armLabel(spec, work.arms, io.cwd),
      environment: withoutSecrets(await target.describe(statements), io.secrets),
    });
  }
  if (work.plan.duet === true) checkDuetServers(arms);
  return {
    id,
    startedAt: io.now(),
    plan: work.plan,
    arms,
    cases: work.cases,
    ...(work.options === undefined ? {} : { options: work.options }),
  };
}

function describeRequest(one: ArmCase, plan: RunPlan): SampleRequest {
  const { arm, sql, params, settings, writes } = one;
  return {
    ...(writes === undefined ? {} : { writes: { ...writes, database: '', key: '', keepMs: 0 } }),
    queryId: '',
    arm,
    sql,
    params,
    settings,
    logComment: '',
    timeoutMs: plan.timeoutMs,
  };
}

async function resumable(
  file: string,
  work: ArmsToMeasure,
  store: RunStore,
): Promise<{ readonly file: string; readonly run: Run }> {
  const { run } = await store.read(file);
  if (run.status.kind === 'complete')
    throw new UserError('usage', 'this run is complete', 'Start a new one, or show it with hogbench report.', file);
  const other = run.arms.find(
    (arm) => !work.arms.some((one) => one.arm === arm.arm && one.target.name === arm.environment.target),
  );
  if (other !== undefined)
    throw new UserError(
      'usage',
      `the ${other.arm} of this run is measured on ${other.environment.target}`,
      'Name the same targets as before, or start a new run.',
      file,
    );
  checkSameReplicas(run, work.arms, file);
  if (run.plan.duet === true) checkDuet(work.arms);
  const key = (one: ArmCase): string =>
    JSON.stringify([one.arm, one.caseId, one.sql, one.params, one.settings, one.results]);
  const now = new Set(work.cases.map(key));
  const changed = run.cases.find((one) => !now.has(key(one)));
  if (changed !== undefined || run.cases.length !== now.size)
    throw new UserError(
      'usage',
      `the workload is not the one this run began with${changed === undefined ? '' : `: ${changed.caseId} differs`}`,
      'Give the same workload, filters and settings as before, or start a new run.',
      file,
    );
  return { file, run };
}
