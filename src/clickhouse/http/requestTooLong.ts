/** A server, or a proxy before it, takes no request of this length. That is one statement's matter. */
export class RequestTooLong extends Error {
  constructor(status?: number) {
    const answer = status === undefined ? '' : ` (HTTP ${status})`;
    super(`the server, or a proxy before it, takes no request this long${answer}: shorten its parameters or its text`);
    this.name = 'RequestTooLong';
  }
}

/** What servers and proxies say of it where the status is lost. */
export function saysTooLong(message: string): boolean {
  return /URI invalid or too long|Field value too long|Request-URI Too L|Request Entity Too Large|Request Header Or Cookie Too Large|Content Too Large|URI Too Long/i.test(
    message,
  );
}
