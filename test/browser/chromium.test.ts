import { expect, test } from 'vitest';
import { chromiumSource, launchChromium } from '../support/chromium.ts';

test('the Chromium of the npm package is used where it runs, another only where one is named', () => {
  expect(chromiumSource({}, 'linux', 'x64')).toEqual({ kind: 'packed' });
  expect(chromiumSource({ HOGBENCH_CHROMIUM: '' }, 'linux', 'x64')).toEqual({ kind: 'packed' });
  const given = { kind: 'given', path: '/opt/chrome' };
  expect(chromiumSource({ HOGBENCH_CHROMIUM: '/opt/chrome' }, 'darwin', 'arm64')).toEqual(given);
  expect(chromiumSource({ HOGBENCH_CHROMIUM: '/opt/chrome' }, 'linux', 'x64')).toEqual(given);
});

test.each([
  ['darwin', 'arm64'],
  ['darwin', 'x64'],
  ['linux', 'arm64'],
])('on %s %s the tests are skipped with what to set', (platform, arch) => {
  const source = chromiumSource({}, platform, arch);
  expect(source).toEqual({ kind: 'none', reason: expect.stringContaining('set HOGBENCH_CHROMIUM') });
});

test('a Chromium that does not start fails with what to do, not with a stack of a browser', async () => {
  await expect(launchChromium({ kind: 'given', path: '/nowhere/chrome' })).rejects.toThrow(
    /^\/nowhere\/chrome does not start: .*\nHOGBENCH_CHROMIUM must be the path of/,
  );
});
