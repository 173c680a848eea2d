import type { Control } from './control.ts';
import { deadlines } from './deadlines.ts';
import { endsRun, isServerError } from './refusals.ts';
import { anyRow } from './rowShape.ts';

/** Whether a server answers at all, be it with a refusal; tells the fault of one statement from a server that is gone. Never rejects. */
export async function stillAnswers(control: Pick<Control, 'rows'>): Promise<boolean> {
  try {
    await control.rows('SELECT 1', anyRow, { timeoutMs: deadlines.check });
    return true;
  } catch (error) {
    return isServerError(error);
  }
}

/** A quota that is used up does not hold for `system.one`, which a SELECT without FROM reads. */
const countedQuestion = 'SELECT 1 FROM numbers(1)';

/** Whether a server takes a question that reads nothing; tells the fault of one statement from a user that is shut out. Never rejects. */
export async function takesQuestions(control: Pick<Control, 'rows'>): Promise<boolean> {
  return control.rows(countedQuestion, anyRow, { timeoutMs: deadlines.check }).then(
    () => true,
    // who may not use table functions is let in all the same
    (error: unknown) => isServerError(error) && !endsRun(error),
  );
}

/**
 * Asks for the end of a query on another connection. Not every user may, and the server may be gone: never rejects.
 * @param signal ends the asking; absent: an interruption leaves it its second
 */
export async function killQuery(
  control: Pick<Control, 'command'>,
  queryId: string,
  signal?: AbortSignal,
): Promise<void> {
  await control
    .command('KILL QUERY WHERE query_id = {query_id:String} ASYNC', {
      params: { query_id: queryId },
      timeoutMs: deadlines.kill,
      cleanUp: true,
      ...(signal === undefined ? {} : { signal }),
    })
    .catch(() => undefined);
}
