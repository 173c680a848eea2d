import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

let space: Workspace;

beforeAll(async () => {
  space = await makeWorkspace({
    'one/workload.yaml': 'sources: [url, file]\n',
    'one/q.sql': '-- name: q\nSELECT 1;\n',
    'base/workload.yaml': 'sources: [s3]\n',
    'base/q.sql': '-- name: q\nSELECT 1;\n',
    'over/workload.yaml': 'extends: ../base\n',
    'wrong/workload.yaml': 'sources: [everything]\n',
    'wrong/q.sql': '-- name: q\nSELECT 1;\n',
  });
});
afterAll(() => space.remove());

const ab = (workload: string, ...more: readonly string[]): readonly string[] => ['ab', workload, '--dry-run', ...more];

test('a workload that reads more than its tables is not measured unless that is allowed', async () => {
  const refused = await space.run(ab('one'));
  expect(refused.code).toBe(2);
  expect(refused.err).toContain('reads url, file on the embedded server, which is not allowed');
  expect(refused.err).toContain('--allow-sources url,file');
  expect((await space.run(ab('one', '--allow-sources', 'url'))).code).toBe(2);
  expect((await space.run(ab('over'))).code).toBe(2);
});

test('the flag and the variable allow it', async () => {
  expect((await space.run(ab('one', '--allow-sources', 'file,url'))).err).not.toContain('not allowed');
  expect((await space.run(ab('over'), { env: { HOGBENCH_ALLOW_SOURCES: 's3' } })).err).not.toContain('not allowed');
});

test('a config that is only found allows nothing', async () => {
  await space.write('hogbench.config.yaml', 'defaults: {allow-sources: "url,file"}\n');
  const found = await space.run(ab('one'));
  expect(found.code).toBe(2);
  await space.write('hogbench.config.yaml', '');
});

test('names that are no sources are refused, with their place', async () => {
  const declared = await space.run(ab('wrong'));
  expect(declared.code).toBe(2);
  expect(declared.err).toMatch(/wrong\/workload\.yaml:1:\d+/);
  const allowed = await space.run(ab('one', '--allow-sources', 'all'));
  expect(allowed.code).toBe(2);
  expect(allowed.err).toContain('names no source: all');
});
