import { gunzipSync, gzipSync } from 'node:zlib';
import type { Random } from '../../src/model/random.ts';
import { evilText } from '../../test/support/impostor.ts';

/** A run file as lines, which is what its members hold. */
export type Lines = readonly string[];

export interface Mutated {
  readonly bytes: Buffer;
  readonly how: string;
  /** True for an edit that makes other honest data of it, about which nobody could know: it may change a verdict. */
  readonly isPlausible: boolean;
}

export function linesOf(file: Buffer): Lines {
  return gunzipSync(file).toString().split('\n').slice(0, -1);
}

const linesAMember = 8;

function packed(lines: Lines): readonly Buffer[] {
  const members: Buffer[] = [];
  for (let from = 0; from < lines.length; from += linesAMember)
    members.push(gzipSync(`${lines.slice(from, from + linesAMember).join('\n')}\n`));
  return members;
}

type Change<T> = (subject: T, random: Random) => T | undefined;

function place(length: number, random: Random): number {
  return Math.floor(random() * length);
}

const ofBytes: Readonly<Record<string, Change<Buffer>>> = {
  'a bit flipped': (bytes, random) => flipped(bytes, random, 1),
  'bits flipped': (bytes, random) => flipped(bytes, random, 1 + place(40, random)),
  'cut off': (bytes, random) => bytes.subarray(0, place(bytes.length, random)),
  'a stretch zeroed': (bytes, random) => {
    const from = place(bytes.length, random);
    return Buffer.from(bytes).fill(0, from, Math.min(bytes.length, from + 1 + place(300, random)));
  },
  'a stretch missing': (bytes, random) => {
    const from = place(bytes.length, random);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + 1 + place(300, random))]);
  },
  'rubbish within': (bytes, random) => {
    const from = place(bytes.length, random);
    const rubbish = Buffer.from(Array.from({ length: 1 + place(200, random) }, () => place(256, random)));
    return Buffer.concat([bytes.subarray(0, from), rubbish, bytes.subarray(from)]);
  },
};

function flipped(bytes: Buffer, random: Random, times: number): Buffer {
  const copy = Buffer.from(bytes);
  for (let time = 0; time < times; time++) {
    const at = place(copy.length, random);
    copy[at] = (copy[at] ?? 0) ^ (1 << place(8, random));
  }
  return copy;
}

const ofMembers: Readonly<Record<string, Change<readonly Buffer[]>>> = {
  'a member missing': (members, random) => members.toSpliced(1 + place(members.length - 1, random), 1),
  'members missing': (members, random) =>
    members.toSpliced(1 + place(members.length - 1, random), 2 + place(4, random)),
  'a member twice': (members, random) => {
    const at = place(members.length, random);
    return members.toSpliced(at, 0, ...members.slice(at, at + 1));
  },
  'members swapped': (members, random) => {
    const [a, b] = [1 + place(members.length - 1, random), 1 + place(members.length - 1, random)];
    return members.map((one, at) => members[at === a ? b : at === b ? a : at] ?? one);
  },
};

const ofLines: Readonly<Record<string, Change<Lines>>> = {
  'a line missing': (lines, random) => lines.toSpliced(1 + place(lines.length - 1, random), 1),
  'a line twice': (lines, random) => {
    const at = place(lines.length, random);
    return lines.toSpliced(at, 0, ...lines.slice(at, at + 1));
  },
  'a line cut': (lines, random) => edited(lines, random, (line) => line.slice(0, place(line.length, random))),
  'an endless depth': (lines, random) => edited(lines, random, () => '['.repeat(50_000)),
  'a line of a megabyte': (lines, random) => edited(lines, random, () => `{"kind":"${'a'.repeat(2 ** 20)}"}`),
  'another prototype': (lines, random) =>
    edited(lines, random, (line) => line.replace('{', '{"__proto__":{"kind":"status"},"constructor":1,')),
  'an unknown field': (lines, random) => edited(lines, random, (line) => line.replace('{', '{"unheard":1,')),
  'a negative number': (lines, random) => withNumber(lines, random, (text) => `-${text.replace(/^-/, '')}7`),
  'a number as text': (lines, random) => withNumber(lines, random, (text) => `"${text}"`),
  'a word for a number': (lines, random) => withNumber(lines, random, () => '"abc"'),
  'no number': (lines, random) => withNumber(lines, random, () => 'null'),
  'a number beyond all': (lines, random) => withNumber(lines, random, () => '1e400'),
  'a hostile text': (lines, random) => withText(lines, random, () => JSON.stringify(evilText)),
  'an empty text': (lines, random) => withText(lines, random, () => '""'),
  'a list for a text': (lines, random) => withText(lines, random, () => '["a"]'),
};

/** What honest data could be, too. */
const ofPlausible: Readonly<Record<string, Change<Lines>>> = {
  'a huge number': (lines, random) => withNumber(lines, random, () => '1e22'),
  'another number': (lines, random) => withNumber(lines, random, (text) => text.replace(/\d/, '9')),
};

function edited(lines: Lines, random: Random, edit: (line: string) => string): Lines {
  const at = place(lines.length, random);
  return lines.map((line, index) => (index === at ? edit(line) : line));
}

function withNumber(lines: Lines, random: Random, edit: (text: string) => string): Lines | undefined {
  return replaced(lines, random, /(?<=[:[,])-?\d+(?:\.\d+)?(?=[,\]}])/g, edit);
}

function withText(lines: Lines, random: Random, edit: () => string): Lines | undefined {
  return replaced(lines, random, /(?<=[:[,])"(?:[^"\\]|\\.)*"(?=[,\]}])/g, edit);
}

function replaced(lines: Lines, random: Random, pattern: RegExp, edit: (text: string) => string): Lines | undefined {
  const at = place(lines.length, random);
  const line = lines[at] ?? '';
  const found = [...line.matchAll(pattern)];
  const chosen = found[place(found.length, random)];
  if (chosen === undefined) return undefined;
  const text = line.slice(0, chosen.index) + edit(chosen[0]) + line.slice(chosen.index + chosen[0].length);
  return lines.map((one, index) => (index === at ? text : one));
}

type Choice = readonly [how: string, apply: (lines: Lines, random: Random) => Buffer | undefined];

const choices: readonly Choice[] = [
  ...Object.entries(ofBytes).map(
    ([how, change]): Choice => [how, (lines, random) => change(Buffer.concat(packed(lines)), random)],
  ),
  ...Object.entries(ofMembers).map(
    ([how, change]): Choice => [how, (lines, random) => Buffer.concat(change(packed(lines), random) ?? [])],
  ),
  ...Object.entries({ ...ofLines, ...ofPlausible }).map(
    ([how, change]): Choice => [how, (lines, random) => bytesOf(change(lines, random), random)],
  ),
];

/** Changes a run file in one way, which the stream decides. */
export function mutatedRun(lines: Lines, random: Random): Mutated {
  for (;;) {
    const [how, apply] = choices[place(choices.length, random)] ?? ['', () => undefined];
    const bytes = apply(lines, random);
    if (bytes !== undefined) return { bytes, how, isPlausible: Object.hasOwn(ofPlausible, how) };
  }
}

/** Compressed, or as plain text, which is a run file too. */
function bytesOf(lines: Lines | undefined, random: Random): Buffer | undefined {
  if (lines === undefined) return undefined;
  return random() < 0.5 ? Buffer.concat(packed(lines)) : Buffer.from(`${lines.join('\n')}\n`);
}
