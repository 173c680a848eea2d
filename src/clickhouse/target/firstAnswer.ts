import { isServerError } from '../http/refusals.ts';

/** The first of some questions that the server does not refuse: older ones do not know all of what is asked. The last refusal is thrown. */
export async function firstAnswer<T>([ask, ...others]: readonly (() => Promise<T>)[]): Promise<T> {
  if (ask === undefined) throw new Error('there is something to be asked');
  try {
    return await ask();
  } catch (error) {
    if (others.length === 0 || !isServerError(error)) throw error;
    return firstAnswer(others);
  }
}
