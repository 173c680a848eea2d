import { cutTo, displayWidth } from '../../text/displayWidth.ts';

/** A name and its parameters: `trends_dau`, and `team=2` and `days=30` of `trends_dau[team=2,days=30]`. */
interface Parts {
  readonly name: string;
  readonly params: readonly string[];
}

/**
 * Names of cases that take at most `width` columns and still tell the cases apart: parameters in which cases of one name
 * do not differ go first, then the middle of the name, then the middle of all. Texts that are alike all the same are
 * numbered.
 *
 * @param width in columns of a terminal, 8 or more
 */
export function shortNames(ids: readonly string[], width: number): ReadonlyMap<string, string> {
  const telling = tellingParams(ids.map(partsOf));
  const short = new Map<string, string>();
  const taken = new Set(ids.filter((id) => displayWidth(id) <= width));
  const numbers = new Map<string, number>();
  for (const id of ids) {
    const text = displayWidth(id) <= width ? id : shortened(id, width, telling);
    const unlike = text === id ? text : unlikeOthers(text, width, taken, numbers);
    taken.add(unlike);
    short.set(id, unlike);
  }
  return short;
}

function partsOf(id: string): Parts {
  const at = id.endsWith(']') ? id.indexOf('[') : -1;
  return at < 0 ? { name: id, params: [] } : { name: id.slice(0, at), params: id.slice(at + 1, -1).split(',') };
}

/** By name and place, whether cases of that name differ in the parameter there. */
function tellingParams(all: readonly Parts[]): ReadonlySet<string> {
  const values = new Map<string, string>();
  const telling = new Set<string>();
  for (const { name, params } of all)
    for (const [place, param] of params.entries()) {
      const key = keyOf(name, place);
      const known = values.get(key);
      if (known === undefined) values.set(key, param);
      else if (known !== param) telling.add(key);
    }
  return telling;
}

function keyOf(name: string, place: number): string {
  return `${place} ${name}`;
}

function shortened(id: string, width: number, telling: ReadonlySet<string>): string {
  const { name, params } = partsOf(id);
  const tells = params.map((_, place) => telling.has(keyOf(name, place)));
  if (!tells.includes(true)) return cutMiddle(id, width);
  const kept = params.map((param, place) => (tells[place] ? param : '…'));
  const joined = kept.join(',').replace(/…(?:,…)+/g, '…');
  const inside = `[${joined}]`;
  const room = width - displayWidth(inside);
  if (room >= Math.min(displayWidth(name), readableName)) return `${cutMiddle(name, room)}${inside}`;
  return cutMiddle(`${name}${inside}`, width);
}

const readableName = 6;

/** Keeps both ends: a name often begins like others, and ends like others too. */
export function cutMiddle(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  const tailWidth = Math.floor((width - 1) / 2);
  const characters = Array.from(text.slice(-tailWidth * 8));
  let tail = '';
  while (characters.length > 0 && displayWidth(`${characters.at(-1)}${tail}`) <= tailWidth)
    tail = `${characters.pop()}${tail}`;
  return `${cutTo(text, width - displayWidth(tail))}${tail}`;
}

/** A text that is there already gets the first number that makes it another. */
function unlikeOthers(text: string, width: number, taken: ReadonlySet<string>, numbers: Map<string, number>): string {
  let unlike = text;
  let number = numbers.get(text) ?? 1;
  while (taken.has(unlike)) {
    number += 1;
    const mark = `~${number}`;
    unlike = `${cutTo(text, Math.max(2, width - mark.length))}${mark}`;
  }
  numbers.set(text, number);
  return unlike;
}
