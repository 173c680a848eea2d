import { asTwoArms, listed, type OptionInEffect, type Run } from '../model/run.ts';
import type { RunHeader } from '../schema/run/record.ts';
import { joinRuns, type NamedRun } from '../shards/joinRuns.ts';
import { runFiles } from '../store/runStore.ts';
import { type Measured, readBack } from './measureArms.ts';
import { outputNames } from './outputFolder.ts';
import { partFiles } from './partFiles.ts';
import { shownPath } from './resultFiles.ts';
import type { MeasuringPorts } from './services.ts';

export interface MergeRequest {
  /** Run files of the parts, or folders that one was left in. */
  readonly parts: readonly string[];
  /** Joins what is there, into a run that passes no gate. */
  readonly partial: boolean;
  readonly out: string;
  /** By what the joined run is judged, where that is not as usual. */
  readonly options: readonly OptionInEffect[];
}

/** What a judging has by itself, whatever its parts were measured with. */
export const ofJudging: ReadonlySet<string> = new Set(['fail-on', 'strict', 'min-decided', 'rules', 'allowances']);

/**
 * Joins the parts of a run into one, and leaves its file in the output folder.
 * @throws UserError usage for a part that is missing, doubled or damaged, and for parts of several runs
 */
export async function mergeParts(
  { parts, partial, out, options }: MergeRequest,
  { world, results, store = runFiles }: Pick<MeasuringPorts, 'world' | 'results' | 'store'>,
): Promise<Measured> {
  const files = await partFiles(parts, out, world);
  const runs: NamedRun[] = [];
  for (const file of files) {
    const place = shownPath(world.cwd, file);
    runs.push({ run: asTwoArms((await store.read(file)).run, place), place });
  }
  const joined = joinRuns(runs, { partial });
  const kept = (joined.options ?? []).filter(({ name }) => !ofJudging.has(name));
  const output = await results.open({ out, givenOut: out, resume: undefined });
  const runFile = output.path(outputNames.run);
  const log = await store.create(runFile, headerOf(joined, [...kept, ...options]));
  try {
    for (const sample of joined.samples) log.sample(sample);
    for (const reading of joined.digests) log.digest(reading);
    for (const reading of joined.explanations ?? []) log.explanation(reading);
    for (const reading of joined.rowDifferences ?? []) log.rowDifference(reading);
    for (const reading of joined.states ?? []) log.state(reading);
    for (const tables of joined.tablesRead ?? []) log.tablesRead(tables);
    for (const reading of joined.inserts ?? []) log.insert(reading);
    for (const notice of joined.notices) log.notice(notice);
    log.status(joined.status);
  } finally {
    await log.close();
  }
  return { run: asTwoArms(await readBack(runFile, joined.id, store)), runFile, output };
}

function headerOf(run: Run, options: readonly OptionInEffect[]): RunHeader {
  const { samples: _, digests: __, explanations: ___, rowDifferences: ____, notices: _____, ...rest } = run;
  const {
    status: ______,
    lost: _______,
    options: ________,
    states: _________,
    tablesRead: __________,
    inserts: ___________,
    ...header
  } = rest;
  return { ...header, ...listed(options) };
}
