import { isServerError } from './serverError.ts';

/** What a server says of a statement that it does not run. */
export interface Refusal {
  readonly code: number | null;
  readonly message: string;
}

/** 516 AUTHENTICATION_FAILED; 192 to 194 are what servers before 21 said instead. */
const unknownUser = 'the server does not let the user in any more';

const sentences: Readonly<Record<number, string>> = {
  201: "the user's quota is used up",
  202: 'the server runs as many queries at once as it may',
  516: unknownUser,
  192: unknownUser,
  193: unknownUser,
  194: unknownUser,
};

/** MEMORY_LIMIT_EXCEEDED is of one query or one user, unless it says that it is of all. */
const memoryCode = 241;
const ofAll = /\(total\)|\btotal memory limit|\bserver memory/i;

/**
 * Why a refusal meets every further execution as well, whatever the statement; undefined for the fault of one statement.
 * A run that goes on would call failed what was never tried.
 */
export function runEnder({ code, message }: Refusal): string | undefined {
  const sentence =
    code === memoryCode && ofAll.test(message) ? 'the server as a whole is out of memory' : sentences[code ?? 0];
  return sentence === undefined ? undefined : `${sentence}: ${message}`;
}

/** Whether the reason of a refusal stays for minutes, so that it meets the next question too: user and quota do, memory and room need not. */
export function lasts({ code }: Refusal): boolean {
  return code !== memoryCode && !isBusy({ code });
}

/** Whether a control query was refused for such a reason. */
export function endsRun(error: unknown): boolean {
  return isServerError(error) && runEnder(error) !== undefined;
}

/** 202 TOO_MANY_SIMULTANEOUS_QUERIES passes by itself, often in seconds. */
export function isBusy({ code }: Pick<Refusal, 'code'>): boolean {
  return code === 202;
}
