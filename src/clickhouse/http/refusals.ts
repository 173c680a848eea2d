import type { Refusal, Refusals } from '../../runner/target.ts';

/** The server's own refusal of a statement: its numeric code and the first line of its text. */
export class ServerError extends Error {
  readonly code: number;
  /** What the server calls the code, such as `TOO_MANY_SIMULTANEOUS_QUERIES`; absent where it did not say. */
  readonly type: string | undefined;

  constructor(code: number, message: string, type?: string) {
    super(message);
    this.name = 'ServerError';
    this.code = code;
    this.type = type;
  }
}

export function isServerError(error: unknown): error is ServerError {
  return error instanceof ServerError;
}

/** 164 READONLY: a user with `readonly = 1` may not change settings. */
export const readonlyCode = 164;

/** What refusals of a ClickHouse mean for a run. */
export const serverRefusals: Refusals = {
  of: (error) => (isServerError(error) ? error : undefined),
  endsRun: runEnder,
  lasts,
  isBusy,
  forbidsSettings: ({ code }) => code === readonlyCode,
};

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

export function runEnder({ code, message }: Refusal): string | undefined {
  const sentence =
    code === memoryCode && ofAll.test(message) ? 'the server as a whole is out of memory' : sentences[code ?? 0];
  return sentence === undefined ? undefined : `${sentence}: ${message}`;
}

/** User and quota stay for minutes; memory and room need not. */
function lasts({ code }: Refusal): boolean {
  return code !== memoryCode && !isBusy({ code });
}

/** Whether a control query was refused for such a reason. */
export function endsRun(error: unknown): boolean {
  return isServerError(error) && runEnder(error) !== undefined;
}

/** 202 TOO_MANY_SIMULTANEOUS_QUERIES passes by itself, often in seconds. */
function isBusy({ code }: Pick<Refusal, 'code'>): boolean {
  return code === 202;
}
