import { readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { compareArms } from '../compare/arms/compareArms.ts';
import { compareRun } from '../compare/compareRun.ts';
import { overruledDesignNotice } from '../compare/reasons/designText.ts';
import { compareRuns } from '../compare/saved/compareRuns.ts';
import { summarizeRun } from '../compare/summarizeRun.ts';
import { folderHolder } from '../files/folderClaim.ts';
import type { RunArm } from '../model/arm.ts';
import type { ArmsReport } from '../model/armsReport.ts';
import type { ComparisonReport } from '../model/comparison.ts';
import { currentDesign } from '../model/design.ts';
import { UserError } from '../model/errors.ts';
import { judgesTime } from '../model/mode.ts';
import { isOfTwoArms, listed, type OptionInEffect, type Run } from '../model/run.ts';
import type { RunSummary } from '../model/runSummary.ts';
import { readAnyRun, readRun } from '../store/readRun.ts';
import { holderText, outputNames } from './outputFolder.ts';
import { shownPath } from './resultFiles.ts';
import type { World } from './world.ts';

/** The rules by which a saved run is judged where its verdict decides. */
export interface Gate {
  readonly margin: number;
  readonly countersOnly: boolean;
  /** What of it is not as usual, and who set it. */
  readonly options: readonly OptionInEffect[];
}

/** Options that a gate has by itself, whatever the run was measured with. */
export const ofGates: ReadonlySet<string> = new Set(['margin', 'fail-on', 'strict', 'min-decided', 'counters-only']);

/** What the config of a gate has beside them, as reports tell it. */
const ofConfigs: ReadonlySet<string> = new Set(['rules', 'allowances']);

export interface ReadingChoices {
  /** Absent: by what the run itself was measured with. */
  readonly gate?: Gate | undefined;
  /** Tags to show totals by; absent: the usual ones. */
  readonly totalsBy?: readonly string[] | undefined;
}

/** What a run file comes to: verdicts of two arms, or what was measured of one. */
export type SavedReport =
  | { readonly kind: 'compared'; readonly report: ComparisonReport }
  | { readonly kind: 'arms'; readonly report: ArmsReport }
  | { readonly kind: 'oneArm'; readonly summary: RunSummary };

/**
 * What a file comes to, for a command that speaks of one comparison.
 * @throws UserError usage for a run of more arms than two
 */
export function asOneReport(saved: SavedReport, file: string): Exclude<SavedReport, { kind: 'arms' }> {
  if (saved.kind !== 'arms') return saved;
  throw new UserError(
    'usage',
    `this run compares ${saved.report.comparisons.length} candidates, and one comparison is needed here`,
    'Show it with hogbench report, or measure the baseline and one candidate.',
    file,
  );
}

/**
 * The run file of a folder of results; undefined for any other argument, and for a folder that holds a workload too: what is to be measured
 * must not be taken for what was.
 */
export async function runOfResults(folder: string, { cwd }: Pick<World, 'cwd'>): Promise<string | undefined> {
  const names = await readdir(resolve(cwd, folder)).catch((): string[] => []);
  const isWorkload = names.some((name) => name.endsWith('.sql') || name === 'workload.yaml');
  return names.includes(outputNames.run) && !isWorkload ? join(folder, outputNames.run) : undefined;
}

/**
 * Judges a saved run again, from its raw samples. They take more memory than all else, and are gone when this returns.
 * @throws UserError usage for a file that is no run, and for a run that the gate cannot judge
 */
export async function readReport(file: string, { gate, totalsBy }: ReadingChoices, world: World): Promise<SavedReport> {
  const path = resolve(world.cwd, file);
  const { run } = await readAnyRun(path);
  await tellStillMeasured(run, path, world);
  const judged = gate === undefined || run.plan.arms.length < 2 ? run : gatedRun(run, gate, file);
  if (!isOfTwoArms(judged)) return { kind: 'arms', report: compareArms(judged, { totalsBy }) };
  if (judged.plan.arms.length < 2) return { kind: 'oneArm', summary: summarizeRun(judged) };
  return { kind: 'compared', report: compareRun(judged, { totalsBy }) };
}

/**
 * Compares two saved runs of one arm each, session by session.
 * @throws UserError usage for a file that is no run, and for runs that cannot be compared
 */
export async function compareSaved(
  base: string,
  candidate: string,
  choices: Parameters<typeof compareRuns>[2],
  world: World,
): Promise<ComparisonReport> {
  const paths = [resolve(world.cwd, base), resolve(world.cwd, candidate)] as const;
  const runs = [await readRun(paths[0]), await readRun(paths[1])] as const;
  await tellStillMeasured(runs[0].run, paths[0], world);
  await tellStillMeasured(runs[1].run, paths[1], world);
  return compareRuns(runs[0].run, runs[1].run, choices);
}

/** Says of a run file that has no end yet, in a folder in use, that it is shown as far as it is written. */
export async function tellStillMeasured(
  { status }: Pick<Run<RunArm>, 'status'>,
  file: string,
  world: World,
): Promise<void> {
  if (status.kind !== 'interrupted') return;
  const holder = await folderHolder(dirname(file));
  if (holder === undefined) return;
  const where = shownPath(world.cwd, file);
  world.warn(`${where} is still being measured by ${holderText(holder)}: this is what it holds so far`);
}

/**
 * The run as a gate judges it: by the gate's own margin and thresholds, and by what it was told to judge, since the file may come from whom it is
 * to stop.
 * @throws UserError usage for a run of exact counters alone, of which the gate was not told
 */
export function gatedRun<Arm extends RunArm>(run: Run<Arm>, gate: Gate, file?: string): Run<Arm> {
  if (!judgesTime(run.plan.mode) && !gate.countersOnly)
    throw new UserError(
      'usage',
      'this run judged exact counters alone, and the gate was not told so',
      'Add --counters-only; or write preset: counters-only below gate: in the config, with no rule by which time fails; or measure time.',
      file,
    );
  const kept = run.options?.filter(({ name }) => !ofGates.has(name) && !ofConfigs.has(name)) ?? [];
  const { options: _, ...rest } = run;
  return {
    ...rest,
    plan: { ...run.plan, margin: gate.margin, design: currentDesign },
    notices: [...overruledDesignNotice(run.plan.design), ...run.notices],
    ...listed([...kept, ...gate.options]),
  };
}
