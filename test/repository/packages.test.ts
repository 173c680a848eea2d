import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { auditVerdict } from '../../scripts/auditVerdict.ts';
import { thirdPartyPackages, thirdPartyText } from '../../scripts/thirdPartyText.ts';

const lock: unknown = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const { dependencies, bundleDependencies, optionalDependencies, scripts } = JSON.parse(
  readFileSync('package.json', 'utf8'),
);
const permissive = ['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'CC0-1.0', 'Python-2.0', 'Zlib'];

test('the list of third-party software is that of the lock', () => {
  expect(readFileSync('docs/third-party.md', 'utf8')).toBe(thirdPartyText(lock));
});

test('what users get has no install script, and a permissive licence', () => {
  const packages = thirdPartyPackages(lock);
  expect(packages.length).toBeGreaterThan(30);
  expect(packages.filter((one) => one.hasInstallScript)).toEqual([]);
  const licences = new Set(packages.flatMap((one) => one.licence.replaceAll(/[()]/g, '').split(' AND ')));
  expect([...licences].filter((one) => ![...permissive, 'BSL-1.0'].includes(one))).toEqual([]);
});

test('a package with an install script or without a licence would be seen', () => {
  const [one] = thirdPartyPackages({ packages: { 'node_modules/x': { version: '1.0.0', hasInstallScript: true } } });
  expect(one).toMatchObject({ name: 'x', hasInstallScript: true, licence: 'unknown' });
});

test('the tarball holds every production package, and what is fetched is pinned', () => {
  expect(bundleDependencies.toSorted()).toEqual(Object.keys(dependencies).toSorted());
  for (const version of Object.values(optionalDependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
  for (const hook of ['preinstall', 'install', 'postinstall', 'prepare']) expect(scripts).not.toHaveProperty(hook);
});

test('the built special functions need no package', () => {
  const built = readFileSync('dist/compare/statistics/specialFunctions.js', 'utf8');
  expect(built).not.toMatch(/from ["']@stdlib|require\(["']@stdlib/);
  const program = `import { studentCdf, trigamma } from './dist/compare/statistics/specialFunctions.js';
    console.log(studentCdf(0, 5), trigamma(1).toFixed(9));`;
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  expect(said.trim()).toBe('0.5 1.644934067');
});

test('an audit fails for what is high or critical, and says when there was none', () => {
  const report = (found: object): string => JSON.stringify({ metadata: { vulnerabilities: found } });
  expect(auditVerdict(report({ high: 1 }))).toEqual({
    line: 'npm audit: 0 critical, 1 high, 0 moderate, 0 low',
    fails: true,
  });
  expect(auditVerdict(report({ critical: 2, low: 1 })).fails).toBe(true);
  expect(auditVerdict(report({ moderate: 3 })).fails).toBe(false);
  for (const answer of ['', '<html>', '{"statusCode":405,"error":{}}'])
    expect(auditVerdict(answer)).toEqual({ line: expect.stringContaining('not audited'), fails: false });
});
