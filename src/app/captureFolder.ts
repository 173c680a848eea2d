import { readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { privacyReport } from '../capture/privacyReport.ts';
import { timingText } from '../capture/recordedText.ts';
import type { Privacy } from '../capture/redactSql.ts';
import { groupFile, manifestText, markedText, writtenWeight } from '../capture/workloadText.ts';
import { writePacked } from '../files/packedText.ts';
import { makeFolders } from '../files/plainFolder.ts';
import { mostBytes, readRegular } from '../files/regularFile.ts';
import { writeWhole } from '../files/wholeFile.ts';
import { UserError } from '../model/errors.ts';
import { timingFile } from '../model/recordedTiming.ts';
import type { TrafficGroup } from '../model/traffic.ts';
import type { StandsFor } from '../model/workload.ts';
import { formatMoment, formatShare } from '../text/quantity.ts';
import { loadWorkload } from '../workloads/loadWorkload.ts';
import { type CaptureChoice, type CapturedWorkload, captureWorkload } from './captureWorkload.ts';
import { countedCases } from './coverageOf.ts';
import { claimOutput } from './outputFolder.ts';
import type { Services } from './services.ts';
import { checkMetric, settingsRemark, surveyRemarks, unpaidRemarks } from './surveyRemarks.ts';
import type { LogRequest } from './trafficLog.ts';
import type { World } from './world.ts';

export interface CaptureFolderOptions {
  readonly privacy: Privacy;
  readonly keepLiterals: boolean;
  readonly hasKey: boolean;
  readonly force: boolean;
}

const mark = '# Written by hogbench capture; a new capture with --force replaces it.\n';
const ours = ['workload.yaml', 'privacy.md', 'marked.md', 'queries', timingFile];

/**
 * Opens a log, captures a workload from it, and writes that into a folder.
 * @throws UserError when the log cannot be read or ranked so, nothing in it can be replayed, or the folder holds something else
 */
export async function capture(
  request: LogRequest,
  choice: CaptureChoice,
  folder: string,
  options: CaptureFolderOptions,
  world: World,
  services: Services,
): Promise<{ readonly captured: CapturedWorkload; readonly remarks: readonly string[] }> {
  const log = await services.openLog(request, world);
  try {
    checkMetric(choice.by, log);
    const captured = await captureWorkload(log, choice, options.privacy);
    await writeCapture(world, folder, captured, options);
    return {
      captured,
      remarks: [...surveyRemarks(log), ...unpaidRemarks(log, choice.prices), ...settingsRemark(log)],
    };
  } finally {
    await log.close();
  }
}

/** Rounded down: what a workload does not stand for it must not claim. With the cases, so that others are not taken for them. */
function standsFor({ groups, ranking }: CapturedWorkload): StandsFor {
  const thousandths = (share: number): number => Math.floor(Math.min(1, share) * 1000 + 1e-6) / 1000;
  const sum = (of: (group: TrafficGroup) => number): number =>
    groups.reduce((total, { group }) => total + of(group), 0);
  return {
    executions: thousandths(sum(({ executions }) => executions) / Math.max(1, ranking.executions)),
    cost: thousandths(sum(({ costShare }) => costShare)),
    ...countedCases(groups.flatMap(({ cases }) => cases.map((one) => ({ weight: writtenWeight(one) })))),
  };
}

/**
 * Writes a captured workload, and reads it once as `hogbench ab` will.
 * @throws UserError usage when the folder holds something else, or cannot be written
 */
async function writeCapture(
  world: World,
  folder: string,
  captured: CapturedWorkload,
  options: CaptureFolderOptions,
): Promise<void> {
  const root = resolve(world.cwd, folder);
  const claim = await claimOutput(root, folder, 'hogbench capture', world);
  try {
    await makeRoom(root, folder, options.force);
    await writeFiles(root, folder, captured, options);
  } finally {
    await claim.release();
  }
  await loadWorkload(folder, world.cwd);
}

async function writeFiles(
  root: string,
  folder: string,
  captured: CapturedWorkload,
  options: CaptureFolderOptions,
): Promise<void> {
  const { ranking, groups, errorNames, database } = captured;
  const description = `Captured from ${captured.name}: ${formatShare(captured.covered)} of ${ranking.by}, over ${ranking.executions} executions${captured.assumed.map((one) => `; ${one}`).join('')}`;
  try {
    await makeFolders(join(root, 'queries'));
    const now = formatMoment(captured.now).replace(/ UTC$/, '');
    await writeWhole(
      join(root, 'workload.yaml'),
      mark +
        manifestText({
          ...{ name: 'captured', description, database, now, timing: captured.timing && timingFile },
          standsFor: standsFor(captured),
        }),
    );
    if (captured.timing !== undefined) await writePacked(join(root, timingFile), timingText(captured.timing));
    for (const group of groups)
      await writeWhole(join(root, 'queries', `${group.name}.sql`), groupFile(group, ranking, errorNames));
    if (captured.marked.length > 0) await writeWhole(join(root, 'marked.md'), markedText(captured.marked));
    await writeWhole(join(root, 'privacy.md'), privacyReport(options.privacy.tally, options));
  } catch (error) {
    // Half of a workload would measure as if it were whole.
    await removeOurs(root).catch(() => undefined);
    throw unwritable(error, folder);
  }
}

async function removeOurs(root: string): Promise<void> {
  for (const name of ours) await rm(join(root, name), { recursive: true, force: true });
}

async function makeRoom(root: string, folder: string, force: boolean): Promise<void> {
  const entries = await readdir(root).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw unwritable(error, folder);
  });
  if (entries.every((name) => name.startsWith('.hogbench-lock-'))) return;
  const manifest = await readRegular(join(root, 'workload.yaml'), mostBytes.yaml).catch(() => '');
  const isOurs = manifest.toString().startsWith(mark);
  if (!isOurs)
    throw new UserError(
      'usage',
      'the folder holds something other than a capture',
      'Choose another one with --out.',
      folder,
    );
  if (!force)
    throw new UserError(
      'usage',
      'the folder holds an earlier capture',
      'Choose another one with --out, or add --force to replace it.',
      folder,
    );
  await removeOurs(root);
}

function unwritable(error: unknown, folder: string): UserError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  return new UserError('usage', `the folder cannot be written (${code})`, 'Choose another one with --out.', folder);
}
