import { UserError } from '../model/errors.ts';
import type { Settings } from '../model/workload.ts';
import type { Control } from './control.ts';
import { isServerError } from './serverError.ts';

const unknownSetting = 115;

/**
 * Asks the server whether it has these settings, once for each distinct set.
 * @throws UserError usage with the server's own suggestion, before anything has been measured
 */
export async function checkSettings(control: Control, sets: readonly Settings[]): Promise<void> {
  const distinct = new Map(sets.map((one) => [JSON.stringify(one), one]));
  for (const settings of distinct.values()) {
    try {
      await control.rows('SELECT 1', { settings });
    } catch (error) {
      if (!isServerError(error)) throw error;
      // Whatever else the server dislikes about them, it says so when the queries run.
      if (error.code === unknownSetting)
        throw new UserError(
          'usage',
          error.message,
          'Correct its name in the workload, or in --set, --baseline-set or --candidate-set.',
        );
    }
  }
}
