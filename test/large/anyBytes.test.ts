import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/model/errors.ts';
import { lintWorkload } from '../../src/workloads/lint/lintWorkload.ts';
import { type ReadWorkload, readWorkload } from '../../src/workloads/readWorkload.ts';
import { readFiles, tempFolder } from '../unit/workloads/tempWorkload.ts';

const snippets = [
  '-- name: a\n',
  '-- params: {p: 1}\n',
  '-- params:\n--   - {p: [1, x]}\n',
  '-- tags: {a: &x 1, b: *x}\n',
  '-- "__proto__": 1\n',
  '-- settings: {constructor: 1}\n',
  'SELECT {p:UInt8}',
  '{p:Array(',
  '/* a:1 */',
  "/*k='%'*/",
  ';\n',
  '\r\n\r\n',
  "'",
  '$$',
  'WITH ',
  'EXPLAIN ',
];
const yamlSnippets = [
  'name: a\n',
  'extends: .\n',
  'schema: [a.sql, /dev/zero]\n',
  'remove: [b]\n',
  'timeout: 3s\n',
  '- ',
  '? ',
  '*a',
  '&a ',
  '!!set ',
  '{',
  '[',
  '<<: ',
  '"\\0"',
  '---\n',
  '%TAG',
];

function bytes(known: readonly string[]): fc.Arbitrary<Uint8Array> {
  const text = fc.array(fc.oneof(fc.constantFrom(...known), fc.string({ unit: 'binary' })), { maxLength: 12 });
  return fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    text.map((parts) => new Uint8Array(Buffer.from(parts.join('')))),
  );
}

/** Cases or placed problems, or the one error for an empty workload. */
async function readOrRefuse(folder: string): Promise<ReadWorkload | undefined> {
  try {
    return await readWorkload('.', folder);
  } catch (error) {
    if (error instanceof UserError && error.message.endsWith('holds no query')) return undefined;
    throw error;
  }
}

function expectPlacesInside(read: ReadWorkload | undefined, contents: Readonly<Record<string, Uint8Array>>): void {
  const places = [...(read?.problems ?? []), ...(read?.workload.cases ?? [])].map((item) => item.place);
  for (const { file, line, column } of places) {
    const lines = new TextDecoder().decode(contents[file]).split('\n');
    expect(line).toBeGreaterThanOrEqual(1);
    expect(line).toBeLessThanOrEqual(lines.length);
    expect(column).toBeGreaterThanOrEqual(1);
    expect(column).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1);
  }
}

describe('any bytes', () => {
  it('as a .sql file give cases or placed problems', async () => {
    const folder = await tempFolder({});
    await fc.assert(
      fc.asyncProperty(bytes(snippets), async (content) => {
        await writeFile(join(folder, 'a.sql'), content);
        expectPlacesInside(await readOrRefuse(folder), { 'a.sql': content });
      }),
      { numRuns: 400 },
    );
  });

  it('as workload.yaml give cases or placed problems', async () => {
    const sql = new Uint8Array(Buffer.from('SELECT 1'));
    const folder = await tempFolder({ 'a.sql': sql });
    await fc.assert(
      fc.asyncProperty(bytes(yamlSnippets), async (content) => {
        await writeFile(join(folder, 'workload.yaml'), content);
        expectPlacesInside(await readOrRefuse(folder), { 'a.sql': sql, 'workload.yaml': content });
      }),
      { numRuns: 400 },
    );
  });

  it('nested deeper than the stack, or aliased without bounds, are a problem', async () => {
    const levels = Array.from(
      { length: 12 },
      (_, at) => `k${at + 1}: &a${at + 1} [${Array(9).fill(`*a${at}`).join(',')}]`,
    );
    const hostile = [
      '['.repeat(100_000),
      `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
      ['k0: &a0 [x]', ...levels].join('\n'),
    ];
    for (const content of hostile) {
      const folder = await tempFolder({ 'a.sql': 'SELECT 1', 'workload.yaml': content });
      const read = await readWorkload('.', folder);
      expect(read.problems[0]?.place.file).toBe('workload.yaml');
    }
  });
});

it('any words as a statement are linted', async () => {
  const words = fc.constantFrom(
    ...['SELECT', 'WITH', 'x AS (', '(', ')', 'FROM', 'orders', 'JOIN', 'ON', ',', 'LIMIT', 'BY', '1', 'UNION', 'ALL'],
    ...['ORDER BY', 'WHERE', 'timestamp', '.', 'any(', 'now(', '->', "'", '/*', ';', '\n', 'SETTINGS a =', 'AS'],
  );
  const manifest = {
    's.sql': 'CREATE TABLE orders (id UInt64, timestamp DateTime) ENGINE = Memory',
    'workload.yaml': 'schema: [s.sql]\n',
  };
  await fc.assert(
    fc.asyncProperty(fc.array(words, { maxLength: 30 }), async (parts) => {
      const found = lintWorkload(await readFiles({ ...manifest, 'a.sql': `SELECT 1 ${parts.join(' ')}` }), undefined);
      expect(found.every(({ level, rule }) => /^(error|warning|note) [a-z-]+$/.test(`${level} ${rule}`))).toBe(true);
    }),
    { numRuns: 200 },
  );
});
