import { UserError } from '../../model/errors.ts';

const longest = 2000;

/**
 * An address that a report may link, as a browser writes it, and with every sign escaped that Markdown reads.
 * @throws UserError usage for what is no address of the web, and for one that holds a password
 */
export function parseWebAddress(text: string, what: string): string {
  const refuse = (why: string): UserError =>
    new UserError('usage', `${what} ${why}`, 'Give the address of a page, such as https://ci.example.org/jobs/12.');
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw refuse('is no http or https address');
  if (url.username !== '' || url.password !== '') throw refuse('holds a user or a password, which everybody would see');
  const behind = url.href.slice(url.origin.length);
  const address = url.origin + behind.replace(/[^A-Za-z0-9\-._~:/?#@!&+,;=%]/g, percentEncoded);
  if (address.length > longest) throw refuse(`is longer than ${longest} characters`);
  return address;
}

/** Of one ASCII character: anything else the parser of addresses has encoded already. */
function percentEncoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
