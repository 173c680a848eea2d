import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { type Rooms, roomRules, roomTable } from '../../scripts/roomRules.ts';

const biome = join(dirname(createRequire(import.meta.url).resolve('@biomejs/biome/package.json')), 'bin', 'biome');

/** Lints files with these texts as if they stood in the project; the names of the files it objects to. */
async function refused(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'hogbench-lint-'));
  try {
    const { vcs: _, ...config } = JSON.parse(await readFile('biome.json', 'utf8'));
    await writeFile(join(folder, 'biome.json'), JSON.stringify(config));
    await copyFile('biome.rooms.json', join(folder, 'biome.rooms.json'));
    for (const [file, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), text);
    }
    const rules = ['style/noRestrictedImports', 'style/noRestrictedGlobals', 'suspicious/noImportCycles'];
    const only = rules.map((rule) => `--only=${rule}`);
    const output = await new Promise<string>((resolve) => {
      const args = [biome, 'lint', '--colors=off', '--max-diagnostics=200', ...only, '.'];
      execFile(process.execPath, args, { cwd: folder }, (_error, out, err) => resolve(out + err));
    });
    expect(output).toContain('Checked');
    return Object.keys(files).filter((file) => output.includes(`${file}:`));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function imports(specifier: string): string {
  return `import * as other from '${specifier}';\nexport const x: unknown = other;\n`;
}

it('the linter keeps every room to what it may import', async () => {
  const forbidden = {
    'src/model/library.ts': imports('zod'),
    'src/model/text.ts': imports('../text/quantity.ts'),
    'src/files/store.ts': imports('../store/readRun.ts'),
    'src/text/node.ts': imports('node:fs'),
    'src/sql/workload.ts': imports('../workloads/readWorkload.ts'),
    'src/sql/values/store.ts': imports('../../store/readRun.ts'),
    'src/schema/run/store.ts': imports('../../store/readRun.ts'),
    'src/compare/files.ts': imports('node:fs'),
    'src/compare/runner.ts': imports('../runner/order.ts'),
    'src/compare/timing/runner.ts': imports('../../runner/order.ts'),
    'src/compare/timing/root.ts': imports('../../main.ts'),
    'src/report/data/files.ts': imports('node:fs'),
    'src/report/page/charts/compare.ts': imports('../../../compare/statistics/location.ts'),
    'src/report/page/compare.ts': imports('../../compare/compareRun.ts'),
    'src/report/page/workload.ts': imports('../../workloads/readWorkload.ts'),
    'src/report/markdown/page.ts': imports('../page/pageView.ts'),
    'src/workloads/cli.ts': imports('../cli/program.ts'),
    'src/workloads/lint/cli.ts': imports('../../cli/program.ts'),
    'src/store/compare.ts': imports('../compare/compareRun.ts'),
    'src/clickhouse/local/app.ts': imports('../../app/measureArms.ts'),
    'src/capture/clickhouse.ts': imports('../clickhouse/http/client.ts'),
    'src/capture/files.ts': imports('node:fs'),
    'src/capture/workload.ts': imports('../workloads/readWorkload.ts'),
    'src/clickhouse/http/capture.ts': imports('../../capture/redactSql.ts'),
    'src/clickhouse/http/workers.ts': imports('../../runner/workers/pool.ts'),
    'src/runner/compare.ts': imports('../compare/compareRun.ts'),
    'src/runner/clickhouse.ts': imports('../clickhouse/http/client.ts'),
    'src/runner/pool.ts': imports('./workers/pool.ts'),
    'src/runner/stalls/pool.ts': imports('../workers/pool.ts'),
    'src/app/files.ts': imports('piscina'),
    'src/servers/store.ts': imports('../store/readRun.ts'),
    'src/cli/runner.ts': imports('piscina'),
    'src/cli/flags/runner.ts': imports('../../runner/workers/pool.ts'),
    'src/newRoom/model.ts': imports('../model/run.ts'),
    'src/model/newFolder/model.ts': imports('../run.ts'),
    'bench/program.ts': imports('../src/cli/program.ts'),
    'calibration/live/program.ts': imports('../../src/cli/program.ts'),
    'attack/program.ts': imports('../src/cli/program.ts'),
  };
  const allowed = {
    'src/store/files.ts': imports('../files/wholeFile.ts'),
    'src/sql/model.ts': imports('../model/workload.ts'),
    'src/clickhouse/target/lexer.ts': imports('../../sql/sqlLexer.ts'),
    'src/clickhouse/target/port.ts': imports('../../runner/executor.ts'),
    'src/compare/model.ts': imports('../model/run.ts'),
    'src/capture/lexer.ts': imports('../sql/sqlLexer.ts'),
    'src/compare/timing/room.ts': imports('../statistics/location.ts'),
    'src/report/page/library.ts': imports('handlebars'),
    'src/report/page/charts/scale.ts': imports('d3-scale'),
    'src/report/page/lexer.ts': imports('../../sql/sqlLexer.ts'),
    'src/workloads/lint/reader.ts': imports('../../sql/sqlLexer.ts'),
    'src/workloads/lint/model.ts': imports('../../model/lint.ts'),
    'src/runner/workers/clickhouse.ts': imports('../../clickhouse/http/client.ts'),
    'src/cli/compare.ts': imports('../compare/compareRun.ts'),
    'bench/app.ts': imports('../src/app/ab.ts'),
  };
  expect(await refused({ ...forbidden, ...allowed })).toEqual(Object.keys(forbidden));
});

it('the linter refuses a cycle of types alone', async () => {
  const words = (own: string, other: string) =>
    `import type { ${other} } from './${other}.ts';\nexport interface ${own} {\n  readonly other: ${other};\n}\n`;
  const cycle = { 'src/model/one.ts': words('one', 'two'), 'src/model/two.ts': words('two', 'one') };
  const straight = {
    'src/model/three.ts': words('three', 'four'),
    'src/model/four.ts': 'export interface four {\n  readonly x: number;\n}\n',
  };
  expect(await refused({ ...cycle, ...straight })).toEqual(Object.keys(cycle));
});

it('the linter keeps the clock out of compare', async () => {
  const clock = 'export const x: number = Date.now();\n';
  expect(await refused({ 'src/compare/clock.ts': clock, 'src/cli/clock.ts': clock })).toEqual(['src/compare/clock.ts']);
});

it('the rules of the linter and the table for contributors are what src/rooms.json says', async () => {
  const files = ['biome.rooms.json', 'CONTRIBUTING.md'];
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  const rooms = JSON.parse(await readFile('src/rooms.json', 'utf8')) as Rooms;
  const sources = (await readdir('src', { recursive: true })).filter((one) => one.endsWith('.ts'));
  const folders = [...new Set(sources.map((one) => dirname(one)).filter((one) => one !== '.'))].sort();
  expect(JSON.parse(texts[0] ?? '').overrides).toEqual(roomRules(rooms, folders));
  expect(texts[1]).toContain(roomTable(rooms));
});

async function sourceFiles(): Promise<readonly string[]> {
  return (await readdir('src', { recursive: true })).filter((one) => one.endsWith('.ts'));
}

it('no file of src is called as another', async () => {
  const names = (await sourceFiles()).map((one) => basename(one));
  expect(names.filter((one, at) => names.indexOf(one) !== at)).toEqual([]);
});

it('a file under 40 or over 200 lines has its reason in src/sizes.json', async () => {
  const reasons = JSON.parse(await readFile('src/sizes.json', 'utf8')) as Readonly<Record<string, readonly string[]>>;
  const odd: string[] = [];
  for (const file of await sourceFiles()) {
    const lines = (await readFile(join('src', file), 'utf8')).split('\n').length - 1;
    if (lines < 40 || lines > 200) odd.push(file);
  }
  expect(Object.values(reasons).flat().sort()).toEqual(odd.sort());
});
