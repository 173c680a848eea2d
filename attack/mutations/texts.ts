import type { Random } from '../../src/model/random.ts';
import { evilText } from '../../test/support/impostor.ts';

type Change = (text: string, random: Random) => string;

function place(length: number, random: Random): number {
  return Math.floor(random() * length);
}

const hostile: readonly string[] = [
  evilText,
  ...['"', "'", '{', '[', '- ', ': ', '\u0000', '\ufeff', '\t', '\r\n', '/*', '*/', '--', ';', '{x:Array(Tuple('],
  ...['&a [*a, *a]', '<<: *a', '!!js/function "x"', '!!binary "AAAA"', '__proto__: {query: x}', 'constructor: 1'],
  ...['query: "DROP TABLE x"', '$\u007bHOME}', '$\u007bGH_TOKEN}', '-1', '1e400', '.inf', '.nan', 'null'],
  ...['9'.repeat(400), '('.repeat(3000), 'a'.repeat(100_000)],
];

/** Each level holds the one before nine times. */
const laughs: string = Array.from({ length: 12 }, (_, level) => {
  const items = Array.from({ length: 9 }, () => (level === 0 ? 'x' : `*l${level - 1}`));
  return `\nl${level}: &l${level} [${items.join(',')}]`;
}).join('');

const changes: Readonly<Record<string, Change>> = {
  'a character changed': (text, random) => spliced(text, random, 1, String.fromCodePoint(1 + place(0x2ff, random))),
  'a stretch missing': (text, random) => spliced(text, random, 1 + place(30, random), ''),
  'something hostile within': (text, random) => spliced(text, random, 0, hostile[place(hostile.length, random)] ?? ''),
  'a value replaced': (text, random) => {
    const found = [...text.matchAll(/(?<=[:,] ?)[\w./%-]+/g)];
    const chosen = found[place(found.length, random)];
    if (chosen === undefined) return `${text}x`;
    const other = hostile[place(hostile.length, random)] ?? '';
    return text.slice(0, chosen.index) + other + text.slice(chosen.index + chosen[0].length);
  },
  'a line twice': (text, random) => {
    const lines = text.split('\n');
    const at = place(lines.length, random);
    return lines.toSpliced(at, 0, lines[at] ?? '').join('\n');
  },
  'lines swapped': (text, random) => {
    const lines = text.split('\n');
    const [a, b] = [place(lines.length, random), place(lines.length, random)];
    return lines.map((one, at) => lines[at === a ? b : at === b ? a : at] ?? one).join('\n');
  },
  'a line indented': (text, random) => {
    const lines = text.split('\n');
    const at = place(lines.length, random);
    const indent = random() < 0.5 ? '  ' : '\t';
    return lines.map((one, index) => (index === at ? indent + one : one)).join('\n');
  },
  'a billion laughs': (text) => text + laughs,
  'cut off': (text, random) => text.slice(0, place(text.length, random)),
};

function spliced(text: string, random: Random, length: number, other: string): string {
  const at = place(text.length, random);
  return text.slice(0, at) + other + text.slice(at + length);
}

/** Changes a text of YAML or SQL in one to three ways; `how` names the last. */
export function mutatedText(text: string, random: Random): { readonly text: string; readonly how: string } {
  const names = Object.keys(changes);
  let changed = text;
  let how = '';
  for (let times = 1 + place(3, random); times > 0; times--) {
    how = names[place(names.length, random)] ?? '';
    changed = changes[how]?.(changed, random) ?? changed;
  }
  return { text: changed, how };
}
