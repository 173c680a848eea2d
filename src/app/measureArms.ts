import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import type { ArmDescription, ArmName, RunArm } from '../model/arm.ts';
import { UserError } from '../model/errors.ts';
import type { Run, RunPlan } from '../model/run.ts';
import type { Milliseconds } from '../model/units.ts';
import type { CaseToExplain, RowChoice, StopRule } from '../runner/decisions.ts';
import { measure } from '../runner/measure.ts';
import type { MeasureInput } from '../runner/measureInput.ts';
import { budgetGraceMs } from '../runner/waiting.ts';
import type { RunHeader } from '../schema/run/record.ts';
import { runFiles } from '../store/runStore.ts';
import { checkNotAborted, checkStatements } from './checkStatements.ts';
import { checkInsertsAllowed, measureInserts } from './insertCosts.ts';
import { type OutputFolder, outputNames } from './outputFolder.ts';
import { checkSourcesAllowed, checkWritesAllowed } from './permissions.ts';
import { readSchemas } from './readSchemas.ts';
import { readVersions } from './readVersions.ts';
import { resumable } from './resumedRun.ts';
import { checkGoesOnThere } from './resumedServers.ts';
import { describeRun } from './runHeader.ts';
import type { MeasuringOptions, PlannedWork } from './runPlans.ts';
import { closing, maskedRecorder, withoutSecrets } from './runRecorder.ts';
import type { Bench, MeasuringPorts } from './services.ts';
import type { World } from './world.ts';
import { beginWrites, endWrites } from './writes.ts';

export interface ArmsToMeasure extends PlannedWork<RunArm> {
  readonly rule: (plan: RunPlan<RunArm>, arms: readonly ArmDescription<RunArm>[]) => StopRule;
  /** Hears what is known while it is measured, of the run that begins so; absent: nobody does. */
  readonly tell?: (begun: RunHeader) => NonNullable<MeasureInput['tell']>;
  /** Which cases have their plans read, when this is all that was measured; absent: none. */
  readonly explain?: (measured: Run<RunArm>) => readonly CaseToExplain[];
  /** Which cases have the rows read in which their results differ, and how they are shown; absent: none. */
  readonly rows?: RowChoice | undefined;
}

export interface Measured<Arm extends RunArm = ArmName> {
  readonly run: Run<Arm>;
  readonly runFile: string;
  readonly output: OutputFolder;
}

/**
 * Opens the output and then the servers, measures, and reads the samples back from the run file, which is
 * the only thing that verdicts are made of.
 */
export async function measureArms(
  work: ArmsToMeasure,
  how: MeasuringOptions,
  { world, services, listener, results, store = runFiles }: MeasuringPorts,
): Promise<Measured<RunArm>> {
  checkWritesAllowed(work.arms, work.cases);
  if (how.insertCost === true) checkInsertsAllowed(work.arms);
  checkSourcesAllowed(work.arms, how.allowedSources);
  const before = how.resume === undefined ? undefined : resolve(world.cwd, how.resume);
  if (before !== undefined) await store.checkOwn(before);
  const output = await results.open(how);
  // Read only now that nobody else can go on with it.
  const resumed = before === undefined ? undefined : await resumable(before, work, store);
  if (resumed?.run.lost !== undefined)
    world.warn(`${resumed.run.lost} Going on cannot repair that: start a new run to see what is equivalent.`);
  const runFile = resumed === undefined ? output.path(outputNames.run) : resumed.file;
  const abort = new AbortController();
  const unlisten = world.onInterrupt(() => {
    listener.say('stopping');
    abort.abort();
  });
  const writes = how.insertCost === true || work.cases.some((one) => one.writes !== undefined);
  let bench: Bench | undefined;
  let runId: string | undefined;
  try {
    bench = await services.openBench(
      {
        arms: stillThere(work.arms, resumed?.run),
        concurrency: how.concurrency,
        setup: how.setup,
        say: listener.say,
        signal: abort.signal,
        mostMs: mostMsOf(how),
      },
      world,
    );
    for (const { text } of [...(bench.notices ?? []), ...(bench.remarks ?? [])]) world.warn(text);
    checkNotAborted(abort.signal);
    const earlier = resumed?.run;
    if (earlier !== undefined) await checkGoesOnThere(earlier, work, bench, world, runFile);
    const header = earlier ?? (await begun(work, bench, world, abort.signal));
    const { id, plan } = header;
    if (writes) await beginWrites(id, plan, work.cases, bench, world.warn);
    runId = id;
    const open = bench;
    const writer = earlier === undefined ? await store.create(runFile, header) : await store.append(runFile);
    if (earlier === undefined)
      for (const one of [...(work.remarks ?? []), ...(bench.remarks ?? [])]) writer.notice(one);
    await closing(
      writer,
      measure({
        runId: id,
        plan,
        cases: work.cases,
        executor: bench.executor,
        targets: bench.targets,
        rule: work.rule(plan, header.arms),
        ...(work.tell === undefined ? {} : { tell: work.tell(header) }),
        explain: (samples, digests) =>
          work.explain?.({ ...header, samples, digests, notices: [], status: { kind: 'complete' } }) ?? [],
        ...(work.rows === undefined ? {} : { rows: work.rows }),
        recorder: maskedRecorder(writer, world.secrets),
        progress: listener,
        pulses: bench.pulses ?? {},
        clock: { monotonic: world.monotonic, wall: world.now },
        signal: abort.signal,
        before: {
          samples: earlier?.samples ?? [],
          digests: earlier?.digests ?? [],
          explanations: earlier?.explanations ?? [],
          rowDifferences: earlier?.rowDifferences ?? [],
          gone: earlier?.gone ?? [],
        },
      }).then(async (status) => {
        if (how.insertCost === true && status.kind === 'complete' && earlier?.inserts === undefined)
          await measureInserts({
            ...{ header, bench: open, signal: abort.signal, say: listener.say },
            record: (reading) => writer.insert(withoutSecrets(reading, world.secrets)),
          });
        return status;
      }),
      world.secrets,
    );
  } finally {
    unlisten();
    listener.end();
    if (writes && bench !== undefined && runId !== undefined)
      for (const trouble of await endWrites(runId, bench)) world.warn(trouble);
    await bench?.close();
  }
  return { run: await readBack(runFile, runId, store), runFile, output };
}

/** An arm that went away is measured no more, and its server need not answer. */
function stillThere(arms: ArmsToMeasure['arms'], earlier: Run<RunArm> | undefined): ArmsToMeasure['arms'] {
  const gone = new Set(earlier?.gone?.map(({ arm }) => arm));
  return arms.filter(({ arm }) => !gone.has(arm));
}

/** What the file of a new run begins with, once the servers have said which statements they will run. */
async function begun(work: PlannedWork<RunArm>, bench: Bench, world: World, signal: AbortSignal): Promise<RunHeader> {
  const header = await describeRun(randomBytes(4).toString('hex'), work, bench, world);
  const refused = await checkStatements(header.id, work, bench, world, signal);
  const versions = await readVersions(header, refused, bench);
  const schemas = await readSchemas(header.arms, work, bench);
  return { ...header, ...withoutSecrets({ ...versions, ...schemas }, world.secrets) };
}

/**
 * Reads what was measured, and makes sure that it is that: whoever took the file's place would have its verdict told as
 * ours.
 * @throws UserError target when the file cannot be read, or holds another run
 */
export async function readBack<R extends { readonly id: string }>(
  file: string,
  id: string,
  store: { read(place: string): Promise<{ readonly run: R }> },
): Promise<R> {
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
