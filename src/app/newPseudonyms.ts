import { Pseudonyms } from '../capture/pseudonyms.ts';
import type { Io } from '../cli/io.ts';

/** Pseudonyms by the user's key, which gives the same ones every time, or by one that nobody will know. */
export function newPseudonyms(io: Io): Pseudonyms {
  return new Pseudonyms(io.env.HOGBENCH_PRIVACY_KEY || io.secret());
}
