const masked = '***';

/** Names of parameters, flags and variables that hold what nobody else may read. */
export const secretName: RegExp = /passw|(?:^|_|-)(?:pass|pwd)$|secret|token|[_-]key$|api_?key|credential/i;

/** Every user of a ClickHouse server knows this one, as the name of its first user and database. */
const known: ReadonlySet<string> = new Set(['default']);

/** Shorter ones stand in too many words to be looked for without what surrounds them. */
const fewestCharacters = 4;
const fewestDigits = 8;
const fewestOfPiece = 6;

/** `password=…` in a URL, a flag or a setting; the value is only looked at, as another may stand in it. */
const namedValue = /(?<=^|[?&;\s])-{0,2}([\w%.-]+)=(?=([^&;]*))/g;

/** How a secret may stand in a text, and what stands there instead. */
interface Mask {
  readonly find: string | RegExp;
  readonly instead: string;
}

/**
 * The secrets that a process knows: passwords of targets, and what was written in a place where passwords stand, be it
 * understood or not. Whatever leaves the process goes through `mask`.
 */
export class Secrets {
  readonly #masks = new Map<string, Mask>();
  #ordered: readonly Mask[] = [];

  /** Keeps a secret from every text, in each form in which a text may hold it. An empty one is none. */
  keep(secret: string): void {
    for (const form of formsOf(secret)) this.#add(form, masked);
  }

  /** Keeps the pair that HTTP sends for a user, too. */
  keepAccount(user: string, password: string): void {
    if (password === '') return;
    this.keep(password);
    this.#add(Buffer.from(`${user}:${password}`).toString('base64'), masked);
  }

  /**
   * Keeps what may be a password in an argument or a variable: what stands before an @, and the value of whatever is
   * named like a secret. A broken URL is searched like a good one.
   */
  keepFrom(text: string): void {
    for (const form of new Set([text, decoded(text)])) this.#keepFromForm(form);
  }

  #keepFromForm(text: string): void {
    const bare = text.replace(/^--?[\w-]+=/, '').trim();
    for (const { user, password } of beforeAt(bare)) {
      this.keep(password);
      // A reader of URLs leaves line breaks out, ends at a slash, and shows the rest.
      for (const piece of password.split(/[^\p{L}\p{N}]+/u)) if (piece.length >= fewestOfPiece) this.keep(piece);
      this.#add(`${user}:${password}@`, `${user}:${masked}@`);
    }
    for (const [, name = '', value = ''] of text.matchAll(namedValue))
      if (secretName.test(decoded(name))) this.keep(value);
  }

  /** The text without any secret that is kept, and without what looks like one in a URL or a header. */
  mask(text: string): string {
    let without = text;
    for (const { find, instead } of this.#ordered) without = without.replaceAll(find, instead);
    return withoutCredentials(without);
  }

  #add(form: string, instead: string): void {
    if (!isTelling(form) || this.#masks.has(form)) return;
    this.#masks.set(form, { find: finder(form), instead });
    const longestFirst = [...this.#masks].toSorted(([a], [b]) => b.length - a.length);
    this.#ordered = longestFirst.map(([, mask]) => mask);
  }
}

/** A short number is in too many figures. */
function isTelling(form: string): boolean {
  const fewest = /^\d+$/.test(form) ? fewestDigits : fewestCharacters;
  return form.length >= fewest && !known.has(form);
}

/** A word is a secret only as a word, and no key of a JSON document is one: `test` is in `latest`. */
function finder(form: string): string | RegExp {
  if (/^[A-Za-z]+$/.test(form)) return new RegExp(`(?<![A-Za-z])${form}(?![A-Za-z]|"\\s*:)`, 'g');
  return /^\d+$/.test(form) ? new RegExp(`(?<![\\d.])${form}(?![\\d.])`, 'g') : form;
}

function formsOf(secret: string): ReadonlySet<string> {
  const plain = [secret, decoded(secret)].flatMap((one) => [one, one.trim()]);
  return new Set(
    plain.flatMap((one) => [
      one,
      encoded(one),
      JSON.stringify(one).slice(1, -1),
      one.replace(/[&<>"'$`]/g, (character) => `&#${character.codePointAt(0)};`),
    ]),
  );
}

interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** Everything that a reader of URLs could take for user and password: a password may hold colons and @ itself. */
function beforeAt(text: string): readonly Credentials[] {
  const hasScheme = /^[a-z][\w+.-]*:[\\/]{2}/i.test(text);
  const withoutScheme = text.replace(/^[a-z][\w+.-]*:(?=[\\/])/i, '').replace(/^[\\/]+/, '');
  return [withoutScheme, ...(hasScheme ? [] : [text])].flatMap(credentialsIn);
}

function credentialsIn(text: string): readonly Credentials[] {
  // A sentence, or SQL.
  if (/^[^:@]*[\s'"()]/.test(text)) return [];
  const ends = [...text.matchAll(/@/g)].map(({ index }) => index);
  const starts = [...text.matchAll(/:/g)].map(({ index }) => index);
  return starts
    .slice(0, 3)
    .flatMap((start) => [...ends.slice(0, 4), ...ends.slice(-1)].map((end) => [start, end] as const))
    .filter(([start, end]) => start + 1 < end)
    .map(([start, end]) => ({ user: text.slice(0, start), password: text.slice(start + 1, end) }));
}

const userInfo = /((?:\/\/|\\\\)[^\s/\\?#@:'"<>]*:)[^\s/\\?#@'"<>]+(?=@)/g;
const parameter = /([?&;](\w+)=)([^\s&;#'"<>]+)/g;
const header = /((?:\bauthorization|\bx-clickhouse-key)["']?\s*[:=]\s*["']?)(?:(?:basic|bearer)\s+)?[^\s"',<>]+/gi;

/** The text without passwords in URLs and without the values of headers that hold some. */
export function withoutCredentials(text: string): string {
  return text
    .replace(userInfo, `$1${masked}`)
    .replace(parameter, (all, start: string, name: string) => (secretName.test(name) ? start + masked : all))
    .replace(header, `$1${masked}`);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function encoded(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return text;
  }
}
