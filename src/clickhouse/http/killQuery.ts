import type { Control } from './control.ts';
import { deadlines } from './deadlines.ts';

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
