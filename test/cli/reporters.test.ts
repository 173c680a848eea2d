import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { outputNames } from '../../src/app/outputFolder.ts';
import { reporters } from '../../src/report/reporters.ts';
import { type FakeOptions, fakeServices } from '../support/fakeServices.ts';
import { abArguments, makeWorkspace, type Ran, shop, type Workspace } from '../support/workspace.ts';

/** Two formats of somebody else: one names the cases, the other breaks half-way. */
vi.mock('../../src/report/formats.ts', async (original) => {
  const actual = await original<typeof import('../../src/report/formats.ts')>();
  const toy = { about: 'a toy', contentType: 'text/plain' };
  const broken = { ...toy, file: 'broken.txt', isKept: true };
  const names = { ...toy, file: 'names.txt', isKept: false };
  return {
    formats: { broken, ...actual.formats, names },
    formatFlags: ['broken', ...actual.formatFlags, 'names'],
  };
});
vi.mock('../../src/report/reporters.ts', async (original) => {
  const actual = await original<typeof import('../../src/report/reporters.ts')>();
  const toys: Readonly<Record<string, (typeof actual.reporters)[number]['render']>> = {
    names: ({ cases }) => cases.map(({ caseId, verdict }) => `${caseId} ${verdict}\n`),
    *broken() {
      yield 'a beginning';
      throw new TypeError('a toy broke');
    },
  };
  const reporters = actual.reporters.map((one) => ({ ...one, render: toys[one.name] ?? one.render }));
  return { ...actual, reporters };
});

let space: Workspace;

beforeEach(async () => {
  space = await makeWorkspace(shop);
});
afterEach(() => space.remove());

const slower: FakeOptions = {
  script: (_, arm) => (arm === 'candidate' ? { readRows: 900_000 } : {}),
};
const measured = (fake: FakeOptions, ...more: readonly string[]): Promise<Ran> =>
  space.run([...abArguments, ...more], { services: fakeServices(fake) });

it('a reporter in the list is a flag of every command that has verdicts, and nothing else knows its name', async () => {
  for (const command of ['ab', 'demo', 'compare', 'report']) {
    const { out } = await space.run([command, '--help']);
    for (const { name, file } of reporters)
      expect(out.includes(`--${name} `), `${command} --${name}`).toBe(file !== null);
    expect(out).toContain('--force');
  }
  await measured(slower, '--names', 'a/names.txt');
  const text = await space.read('a/names.txt');
  expect(text.split('\n').filter((line) => line.endsWith(' regressed')).length).toBe(4);
  expect((await space.run(['report', 'hogbench-out/run.jsonl.gz', '--names', 'b.txt'])).code).toBe(0);
  expect(await space.read('b.txt')).toBe(text);
});

it('one that throws costs neither the verdict nor the other reports; a pass becomes 5, a failure stays what it is', async () => {
  const passed = await measured({}, '--junit', 'junit.xml');
  expect(passed.code).toBe(5);
  expect(passed.out).toContain('No regression in 4 cases');
  expect(passed.err).toContain('broken.txt: the broken report could not be made (a toy broke)');
  expect(passed.err).not.toContain('could not be written');
  expect(await space.read('junit.xml')).toContain('<testsuites');
  const left = await readdir(join(space.folder, 'hogbench-out'));
  expect(left.sort()).toEqual(['report.html', 'report.json', 'report.md', 'run.jsonl.gz']);
  expect((await measured(slower)).code).toBe(1);
  const again = await space.run(['report', 'hogbench-out/run.jsonl.gz', '--broken', 'x.txt', '--csv', 'cases.csv']);
  expect(again.code).toBe(5);
  expect(again.err).toContain('x.txt: the broken report');
  expect(await space.read('cases.csv')).toContain('orders_by_day,regressed');
});

it('ab writes what is asked for, and knows before it measures when it could not', async () => {
  await space.write('junit.xml', 'mine');
  const refused = await measured({}, '--junit', 'junit.xml');
  expect(refused.code).toBe(2);
  expect(refused.err).toContain('the file exists');
  expect(refused.out).toBe('');
  expect(await space.read('junit.xml')).toBe('mine');
  const files = {
    html: '<!doctype html>',
    markdown: '### ✅ ',
    junit: '<testsuites',
    csv: 'case,',
    comment: '### ✅ ',
  };
  const flags = Object.keys(files).flatMap((name) => (name === 'junit' ? [] : [`--${name}`, `out/${name}`]));
  await measured({}, ...flags, '--junit', 'junit.xml', '--force');
  expect(await space.read('junit.xml')).toContain('<testsuites');
  for (const [name, text] of Object.entries(files))
    if (name !== 'junit') expect(await space.read(`out/${name}`)).toContain(text);
});

it('a dry run writes no report, and makes no folder for one', async () => {
  expect((await measured({}, '--dry-run', '--junit', 'new/junit.xml')).code).toBe(0);
  expect(await readdir(space.folder)).not.toContain('new');
});

it('what a comparison leaves in its folder is what the next one moves aside', async () => {
  const { formats } =
    await vi.importActual<typeof import('../../src/report/formats.ts')>('../../src/report/formats.ts');
  const kept = Object.values(formats).flatMap(({ file, isKept }) => (isKept ? [file] : []));
  expect([outputNames.run, ...kept].sort()).toEqual(Object.values(outputNames).sort());
});
