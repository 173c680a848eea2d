import { z } from 'zod';
import type { Settings } from '../../model/workload.ts';
import type { Control } from '../http/control.ts';
import { isServerError } from '../http/refusals.ts';
import { countField } from '../http/rowShape.ts';
import { sentRefusal } from './knownSettings.ts';

/**
 * Lets a server count the instructions of every execution, where its processor does. Of all that it could count only this, since a processor that
 * counts more than it has counters for takes turns, and estimates.
 */
export const instructionSettings: Settings = {
  metrics_perf_events_enabled: 1,
  metrics_perf_events_list: 'PerfInstructions',
};

/**
 * Whether a server counts instructions when it is asked to. Most virtual machines have no such counters, some kernels keep them from whoever is
 * not root, and a user may not be allowed the setting: then it does not.
 * @param admin may read system.events
 */
export async function countsInstructions(control: Control, admin: Control): Promise<boolean> {
  if ((await sentRefusal(control, instructionSettings, { readonly: 2 })) !== undefined) return false;
  try {
    const [row] = await admin.rows(
      `SELECT toString(value) AS instructions FROM system.events WHERE event = 'PerfInstructions'`,
      z.object({ instructions: countField }),
    );
    return (row?.instructions ?? 0) > 0;
  } catch (error) {
    // Not every user may look into system.events.
    if (isServerError(error)) return false;
    throw error;
  }
}
