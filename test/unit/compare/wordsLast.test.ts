import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const compare = join(import.meta.dirname, '../../../src/compare');

/** Noun phrases that are part of the data, and words of the server. */
const noSentences: ReadonlyMap<string, string> = new Map([
  ['table on disk after it', 'the label of a metric'],
  ['parts after it', 'the label of a metric'],
  ['Prewhere filter remove filter column', 'a field of EXPLAIN'],
  ['With other servers\\n…', 'a heading inside of a plan'],
]);

const template = String.raw`\$\{(?:[^{}]|\{[^{}]*\})*\}`;
const tokens = new RegExp(
  [
    String.raw`\/\/[^\n]*`,
    String.raw`\/\*[\s\S]*?\*\/`,
    // A regular expression stands where a value begins.
    String.raw`(?<=[(=,!&|?:[]\s*)\/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/`,
    String.raw`'(?:\\.|[^'\\\n])*'`,
    String.raw`"(?:\\.|[^"\\\n])*"`,
    `\`(?:\\\\[\\s\\S]|${template}|[^\`\\\\])*\``,
  ].join('|'),
  'g',
);

/** What the string and template literals of a source text say; what is put into a template is searched too. */
function literals(source: string): readonly string[] {
  return [...source.matchAll(tokens)].flatMap(([token]) => {
    if (token.startsWith('/')) return [];
    if (!token.startsWith('`')) return [token.slice(1, -1)];
    const inner = [...token.matchAll(new RegExp(template, 'g'))].flatMap(([code]) => literals(code.slice(2, -1)));
    return [token.slice(1, -1).replaceAll(new RegExp(template, 'g'), '…'), ...inner];
  });
}

/** Three words of two letters or more in a row. Names, codes and SQL have none. */
const sentence = /[A-Za-z][a-z]+[,:;]? [a-z]{2,}[,:;]? [a-z]{2,}/;

function sentencesIn(source: string): readonly string[] {
  return literals(source).filter((one) => sentence.test(one) && !noSentences.has(one));
}

describe('words', () => {
  const files = readdirSync(compare, { recursive: true, encoding: 'utf8' }).filter((one) => one.endsWith('.ts'));
  const sourceOf = (file: string): string => readFileSync(join(compare, file), 'utf8');

  it('of src/compare lie in reasons/ alone', () => {
    const others = files.filter((one) => relative('reasons', one).startsWith('..'));
    expect(others.length).toBeGreaterThan(60);
    expect(others.flatMap((file) => sentencesIn(sourceOf(file)).map((text) => `${file}: ${text}`))).toEqual([]);
  });

  it('are seen in reasons/', () => {
    const own = files.filter((one) => !relative('reasons', one).startsWith('..'));
    expect(own.flatMap((file) => sentencesIn(sourceOf(file))).length).toBeGreaterThan(100);
  });

  it('are excused only where they stand', () => {
    const all = files.flatMap((file) => literals(sourceOf(file)));
    expect([...noSentences.keys()].filter((one) => !all.includes(one))).toEqual([]);
  });

  it.each([
    ["throw new Error('it was never measured')", 'it was never measured'],
    [`const text = \`In \${arm} \${a ? \`\${b} left\` : "did not answer"}\`;`, 'did not answer'],
    ['say("Results were not compared")', 'Results were not compared'],
    [`const quote = /['\`]/; say(\`\${name} no longer uses it\`);`, '… no longer uses it'],
  ])('are found in %s', (source, text) => {
    expect(sentencesIn(source)).toEqual([text]);
  });

  it('are not seen where nobody reads them', () => {
    const source = `// it was never measured\n/* nor was this one */ join('server_time', 'ReadFromMergeTree', \`\${a} \${b}\`)`;
    expect(sentencesIn(source)).toEqual([]);
  });
});
