import type { Control } from './control.ts';
import { deadlines } from './deadlines.ts';
import { anyRow } from './rowShape.ts';
import { isServerError } from './serverError.ts';

/** Whether a server answers at all, be it with a refusal; tells the fault of one statement from a server that is gone. Never rejects. */
export async function stillAnswers(control: Pick<Control, 'rows'>): Promise<boolean> {
  try {
    await control.rows('SELECT 1', anyRow, { timeoutMs: deadlines.check });
    return true;
  } catch (error) {
    return isServerError(error);
  }
}

/** Whether a server takes a question that reads nothing; tells the fault of one statement from a user that is shut out. Never rejects. */
export async function takesQuestions(control: Pick<Control, 'rows'>): Promise<boolean> {
  return control.rows('SELECT 1', anyRow, { timeoutMs: deadlines.check }).then(
    () => true,
    () => false,
  );
}
