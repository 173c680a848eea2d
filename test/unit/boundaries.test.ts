import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const biome = join(dirname(createRequire(import.meta.url).resolve('@biomejs/biome/package.json')), 'bin', 'biome');

/** What the linter says of a file with this text, if it stood there. */
function lint(file: string, text: string): Promise<string> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [biome, 'lint', `--stdin-file-path=${file}`],
      { cwd: root },
      (_, out, err) => resolve(out + err),
    );
    child.stdin?.end(text);
  });
}

const forbidden: readonly (readonly [string, string])[] = [
  ['src/model/x.ts', 'zod'],
  ['src/compare/x.ts', 'node:fs'],
  ['src/compare/x.ts', '../runner/order.ts'],
  ['src/report/x.ts', '../compare/compareRun.ts'],
  ['src/report/x.ts', 'node:fs'],
  ['src/report/templates/x.ts', '../../compare/compareRun.ts'],
  ['src/workloads/x.ts', '../cli/program.ts'],
  ['src/store/x.ts', '../compare/compareRun.ts'],
  ['src/clickhouse/local/x.ts', '../../runner/measure.ts'],
  ['src/runner/x.ts', '../compare/compareRun.ts'],
];

it.each(forbidden)('%s may not import %s', async (file, specifier) => {
  expect(await lint(file, `import * as other from '${specifier}';\nexport const x: unknown = other;\n`)).toContain(
    'noRestrictedImports',
  );
});

it.each([
  ['src/compare/x.ts', '../model/run.ts'],
  ['src/report/x.ts', 'handlebars'],
  ['src/runner/x.ts', '../clickhouse/client.ts'],
])('%s may import %s', async (file, specifier) => {
  expect(await lint(file, `import * as other from '${specifier}';\nexport const x: unknown = other;\n`)).not.toContain(
    'noRestrictedImports',
  );
});

it('compare reads no clock', async () => {
  expect(await lint('src/compare/x.ts', 'export const x: number = Date.now();\n')).toContain('noRestrictedGlobals');
});
