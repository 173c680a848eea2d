/** The server's own refusal of a statement: its numeric code and the first line of its text. */
export class ServerError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.name = 'ServerError';
    this.code = code;
  }
}

export function isServerError(error: unknown): error is ServerError {
  return error instanceof ServerError;
}
