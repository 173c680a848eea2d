import type { Control } from './control.ts';
import { isServerError } from './serverError.ts';

const aliveMs = 10_000;

/** Whether a server answers at all, be it with a refusal; tells the fault of one statement from a server that is gone. Never rejects. */
export async function stillAnswers(control: Pick<Control, 'rows'>): Promise<boolean> {
  try {
    await control.rows('SELECT 1', { signal: AbortSignal.timeout(aliveMs) });
    return true;
  } catch (error) {
    return isServerError(error);
  }
}
