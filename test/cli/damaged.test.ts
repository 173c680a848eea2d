import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fakeServices } from '../support/fakeServices.ts';
import type { TestIo } from '../support/testIo.ts';
import { abArguments, makeWorkspace, shop, type Workspace } from '../support/workspace.ts';

let space: Workspace;

beforeEach(async () => {
  space = await makeWorkspace(shop);
});
afterEach(() => space.remove());

type Lines = readonly string[];

/** Writes the lines of a run file anew, after `change`; one gzip member a line. */
async function rewrite(name: string, change: (lines: Lines) => Lines): Promise<void> {
  const file = join(space.folder, name);
  const lines = gunzipSync(await readFile(file))
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '');
  await writeFile(file, Buffer.concat(change(lines).map((line) => gzipSync(`${line}\n`))));
}

const isSample = (line: string): boolean => line.startsWith('{"kind":"sample"');

/** Leaves some executions out, as if they had never been written. */
function withoutSome(lines: Lines): Lines {
  const samples = lines.filter(isSample);
  const gone = new Set(samples.slice(3, 7));
  return lines.filter((line) => !gone.has(line));
}

/** Spoils one line. */
const withBadLine = (lines: Lines): Lines => lines.map((line) => (line.includes('"digest":') ? `${line}x` : line));

it.each([
  ['executions are missing in between', withoutSome],
  ['a line is no record', withBadLine],
])('where %s, every report says so, and nothing is called equivalent', async (_, change) => {
  await space.run(['ab', 'main', '--seed', '1']);
  expect((await space.run(['report', 'hogbench-out/run.jsonl.gz'])).out).toContain('equivalent within');
  await rewrite('hogbench-out/run.jsonl.gz', change);
  const files = ['--html', 'a.html', '--markdown', 'a.md', '--json', 'a.json', '--junit', 'a.xml'];
  const ran = await space.run(['report', 'hogbench-out/run.jsonl.gz', ...files]);
  const said = 'Parts of run.jsonl.gz are lost';
  expect(ran.out).toContain(said);
  for (const name of ['a.html', 'a.md', 'a.json', 'a.xml']) expect(await space.read(name)).toContain(said);
  const report = JSON.parse(await space.read('a.json'));
  expect(report.counts).toMatchObject({ equivalent: 0, improved: 0 });
  expect(report.suite).toBeNull();
  expect(await space.read('a.xml')).toContain('<error type="damaged"');
});

it('what is worse stands', async () => {
  const services = fakeServices({ script: (_, arm) => (arm === 'candidate' ? { readRows: 900_000 } : {}) });
  await space.run(abArguments, { services });
  await rewrite('hogbench-out/run.jsonl.gz', withoutSome);
  const { out } = await space.run(['report', 'hogbench-out/run.jsonl.gz', '--json']);
  expect(JSON.parse(out).counts.regressed).toBeGreaterThan(0);
});

it('compare says it of either side, and does not pass', async () => {
  const argv = ['run', 'main', '--sessions', '5', '--rounds', '3'];
  await space.run([...argv, '--out', 'a', '--seed', '1']);
  await space.run([...argv, '--out', 'b', '--seed', '2']);
  const whole = await space.run(['compare', 'a/run.jsonl.gz', 'b/run.jsonl.gz']);
  expect(whole.out).not.toContain('are lost');
  await rewrite('b/run.jsonl.gz', withoutSome);
  for (const pair of [
    ['a/run.jsonl.gz', 'b/run.jsonl.gz'],
    ['b/run.jsonl.gz', 'a/run.jsonl.gz'],
  ]) {
    const ran = await space.run(['compare', ...pair]);
    expect(ran.out).toContain('are lost');
    expect(ran.code).toBe(3);
  }
});

it('a run that is gone on with from a damaged file does not pass', async () => {
  let io: TestIo | undefined;
  const services = fakeServices({ onBatch: (batches) => batches === 12 && io?.interrupt() });
  await space.run(abArguments, {
    services,
    io: (made) => {
      io = made;
    },
  });
  await rewrite('hogbench-out/run.jsonl.gz', withoutSome);
  const ran = await space.run([...abArguments, '--resume', 'hogbench-out/run.jsonl.gz']);
  expect(ran.err).toContain('start a new run');
  expect(ran.out).toContain('are lost');
  expect(ran.code).toBe(3);
  expect(await space.read('hogbench-out/report.md')).toContain('are lost');
});
