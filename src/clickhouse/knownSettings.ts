import { UserError } from '../model/errors.ts';
import type { Settings } from '../model/workload.ts';
import type { Control } from './control.ts';
import { isServerError, type ServerError } from './serverError.ts';

const unknownSetting = 115;

/**
 * Asks the server whether it has these settings, once for each distinct set.
 * @throws UserError usage with the server's own suggestion, before anything has been measured
 */
export async function checkSettings(control: Control, sets: readonly Settings[]): Promise<void> {
  const distinct = new Map(sets.map((one) => [JSON.stringify(one), one]));
  for (const settings of distinct.values()) {
    const refusal = await settingRefusal(control, settings);
    // Whatever else the server dislikes about them, it says so when the queries run.
    if (refusal?.code === unknownSetting)
      throw new UserError(
        'usage',
        refusal.message,
        'Correct its name in the workload, or in --set, --baseline-set or --candidate-set.',
      );
  }
}

/** What the server says of settings it does not take; undefined when it takes them. */
export async function settingRefusal(control: Control, settings: Settings): Promise<ServerError | undefined> {
  try {
    await control.rows('SELECT 1', { settings });
    return undefined;
  } catch (error) {
    if (isServerError(error)) return error;
    throw error;
  }
}
