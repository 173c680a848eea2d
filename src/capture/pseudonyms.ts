import { createHash, createHmac } from 'node:crypto';

const attempts = 64;
const longestSeed = 1000;
const uuid = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
const hexOnly = /^(?=.*[a-f])(?=.*\d)[0-9a-f]{12,}$/i;
/** The length of a network's prefix says nothing of whose it is. */
const ipPrefix = /^([0-9a-f.:]{2,45})(\/\d{1,3})$/i;
const ipv4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;

/**
 * Other texts in the place of private ones. Equal texts get equal pseudonyms, different ones different, as far as
 * there are enough of the length; the same key gives the same pseudonyms in every capture that has no such clash.
 * Kept are punctuation, length in characters and in UTF-8 bytes, upper and lower case, and what the text can be read
 * as: a UUID stays one, an IPv4 address too.
 */
export class Pseudonyms {
  private readonly key: Buffer | string;
  private readonly known = new Map<string, string>();
  private readonly taken = new Set<string>();

  constructor(key: Buffer | string) {
    this.key = key;
  }

  of(text: string): string {
    const before = this.known.get(text);
    if (before !== undefined) return before;
    const pseudonym = this.invent(text);
    this.known.set(text, pseudonym);
    this.taken.add(pseudonym);
    return pseudonym;
  }

  private invent(text: string): string {
    let candidate = text;
    for (let attempt = 0; attempt < attempts; attempt++) {
      candidate = disguise(text, new Draws(this.key, `${attempt}\0${text}`));
      if (candidate !== text && !this.taken.has(candidate)) return candidate;
    }
    return candidate;
  }
}

/**
 * Numbers below a limit, as many as wanted, from a keyed hash of a text. Each block hashes the seed anew, so that of a long
 * one its hash is stretched instead: a text of megabytes would take hours.
 */
class Draws {
  private readonly key: Buffer | string;
  private readonly seed: string;
  private readonly isLong: boolean;
  private block: Buffer = Buffer.alloc(0);
  private at = 0;
  private blocks = 0;

  constructor(key: Buffer | string, seed: string) {
    this.key = key;
    this.isLong = seed.length > longestSeed;
    this.seed = this.isLong ? createHmac('sha256', key).update(seed).digest('hex') : seed;
  }

  below(limit: number): number {
    if (this.at + 2 > this.block.length) {
      const block = createHmac('sha256', this.key)
        .update(`${this.blocks++}\0${this.seed}`)
        .digest();
      this.block = this.isLong ? createHash('shake256', { outputLength: 65_536 }).update(block).digest() : block;
      this.at = 0;
    }
    const value = this.block.readUInt16BE(this.at);
    this.at += 2;
    return value % limit;
  }
}

function disguise(text: string, draws: Draws): string {
  const [, address = text, network = ''] = ipPrefix.exec(text) ?? [];
  if (ipv4.test(address)) {
    const octets = address.split('.').map((octet) => otherOctet(octet.length, draws));
    return octets.join('.') + network;
  }
  const isAddress = /^(?:[0-9a-f]*:){2}[0-9a-f:]*$/i.test(address);
  const isHex = isAddress || uuid.test(text) || hexOnly.test(text);
  const other = Array.from(isAddress ? address : text, (char) => otherChar(char, isHex, draws)).join('');
  return isAddress ? other + network : other;
}

function otherOctet(length: number, draws: Draws): string {
  if (length === 1) return String(draws.below(10));
  return String(length === 2 ? 10 + draws.below(90) : 100 + draws.below(156));
}

const lower = 'abcdefghijklmnopqrstuvwxyz';

function otherChar(char: string, isHex: boolean, draws: Draws): string {
  const code = char.codePointAt(0) ?? 0;
  if (isHex && /[0-9a-f]/i.test(char)) {
    const digit = draws.below(16).toString(16);
    return /[A-F]/.test(char) ? digit.toUpperCase() : digit;
  }
  if (/[0-9]/.test(char)) return String(draws.below(10));
  if (/[a-z]/.test(char)) return lower.charAt(draws.below(26));
  if (/[A-Z]/.test(char)) return lower.charAt(draws.below(26)).toUpperCase();
  if (code < 0x80) return char;
  // The private use area holds single bytes that were written as escapes.
  if (code >= 0xe080 && code <= 0xe0ff) return lower.charAt(draws.below(26));
  if (code < 0x800) return String.fromCodePoint(0x3b1 + draws.below(17));
  if (code < 0x10000) return String.fromCodePoint(0x4e00 + draws.below(0x1000));
  return String.fromCodePoint(0x20000 + draws.below(0x1000));
}
