import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fakeServices } from '../support/fakeServices.ts';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

const hostile = '::error::w\u001b[2J\u202e<b>&"=1+1\n::add-mask::x';
const password = 'tr0ub4dor&3';

let space: Workspace;

beforeEach(async () => {
  space = await makeWorkspace({
    [`${hostile}/=a${hostile}.sql`]: '-- name: one\nSELECT 1;\n\n-- name: two\nSELECT 2;\n',
    'hogbench.config.yaml': `targets:\n  ${JSON.stringify(hostile)}: {url: "http://reader@db:8123", password: "\u0024{DB_PASSWORD}"}\n`,
  });
});
afterEach(() => space.remove());

async function textsBelow(folder: string): Promise<readonly (readonly [string, string])[]> {
  const texts: (readonly [string, string])[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = await readFile(join(entry.parentPath, entry.name));
    texts.push([entry.name, (entry.name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()]);
  }
  return texts;
}

/** What a server says that shows all that it was sent. */
const echo = `no such user reader:${password}, Authorization: Basic ${Buffer.from(`reader:${password}`).toString('base64')}`;

it('names, and what a server sends back, act on no reader and tell no secret', async () => {
  const services = fakeServices({
    script: (caseId) => ({
      ...(caseId === 'two' ? { outcome: { kind: 'failed', clientMs: 1, code: 7, message: echo } as const } : {}),
      plan: echo,
    }),
  });
  const out = `out${hostile}`;
  const reports = ['html', 'markdown', 'junit', 'csv', 'json'].flatMap((kind) => [`--${kind}`, `${out}/again.${kind}`]);
  const argv = ['ab', hostile, '--config', 'hogbench.config.yaml', '--target', hostile, '--out', out];
  const ran = await space.run(argv, { services, env: { DB_PASSWORD: password } });
  expect(ran.code).toBe(1);
  const again = await space.run(['report', `${out}/run.jsonl.gz`, ...reports]);
  expect(again.code).toBe(0);
  const files = await textsBelow(join(space.folder, out));
  expect(files.length).toBeGreaterThan(8);
  const said = [ran.out, ran.err, again.out, again.err].map((text) => ['said', text] as const);
  for (const [name, text] of [...files, ...said]) {
    expect(text, name).not.toContain(password);
    expect(text, name).not.toContain(Buffer.from(`reader:${password}`).toString('base64'));
    if (!name.endsWith('.gz'))
      for (const acting of ['\u001b', '<ESC>', '\u202e']) expect(text, name).not.toContain(acting);
    if (!name.endsWith('html')) expect(text, name).not.toMatch(/^\s*::(?:error|add-mask)::/m);
    if (name.endsWith('csv')) expect(text, name).not.toMatch(/(?:^|,)"?[=+@-](?!\d)/m);
    if (/html|junit|md$|markdown/.test(name)) expect(text, name).not.toContain('<b>&"');
  }
});

it('is a sentence on one line where a name is wrong', async () => {
  for (const argv of [['lint', `${hostile}2`], ['report', hostile], ['doctor', '--target', `x${hostile}`], [hostile]]) {
    const ran = await space.run(argv);
    expect(ran.code).toBe(2);
    expect(ran.err).not.toMatch(/<ESC>|\u202e|^\s*::(?:error|add-mask)::/m);
  }
});
