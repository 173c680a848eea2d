import { createHash } from 'node:crypto';
import { UserError } from '../model/errors.ts';
import type { OfferedLoad } from '../model/loadPlan.ts';
import type { RecordedTiming } from '../model/recordedTiming.ts';
import { quoted } from '../text/quote.ts';
import { readTiming } from '../workloads/timingFile.ts';
import type { LoadWork } from './loadWork.ts';
import { shownPath } from './resultFiles.ts';
import type { ArmSpec } from './services.ts';
import type { World } from './world.ts';

/** The times that a load goes by; undefined where it goes by none. */
export type LoadTimes = RecordedTiming | undefined;

/** Whether a load goes by the times that a capture kept. */
export function needsTimes(offered: readonly OfferedLoad[]): boolean {
  return offered.some(({ arrival }) => arrival.kind === 'recorded');
}

/**
 * The recorded times of the workload, where the load goes by them.
 * @throws UserError usage where it has none
 */
export async function recordedTimes(work: LoadWork, { cwd }: Pick<World, 'cwd'>): Promise<LoadTimes> {
  if (!needsTimes(work.offered)) return undefined;
  const [{ workload }] = work.arms as readonly [ArmSpec];
  if (workload.timing === undefined)
    throw new UserError(
      'usage',
      `the workload ${quoted(workload.name)} has no recorded times`,
      'Capture it with --timing, or give --rate.',
    );
  return readTiming(workload.timing, shownPath(cwd, workload.timing));
}

/** Tells recordings apart: machines that send parts of one load have the same. */
export function digestOfTimes({ caseIds, offsetsMs, caseIndex, durationMs }: RecordedTiming): string {
  const hash = createHash('sha256').update(JSON.stringify([caseIds, durationMs]));
  for (const { buffer, byteOffset, byteLength } of [offsetsMs, caseIndex])
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  return hash.digest('hex');
}
