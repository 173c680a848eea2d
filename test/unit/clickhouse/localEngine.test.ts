import { describe, expect, test } from 'vitest';
import { type EngineHost, resolveEngine } from '../../../src/clickhouse/local/engine.ts';
import { UserError } from '../../../src/model/errors.ts';

const INSTALLED = ['ffi-rs', '@chdb/lib-linux-x64-gnu/libchdb.so', '@chdb/lib-darwin-arm64/libchdb.so'];

function host(change: Partial<EngineHost> & { readonly installed?: readonly string[] } = {}): EngineHost {
  const installed = change.installed ?? INSTALLED;
  return {
    platform: 'linux',
    arch: 'x64',
    glibc: true,
    locate: (module) => (installed.includes(module) ? `/modules/${module}` : undefined),
    ...change,
  };
}

function refusal(change: Parameters<typeof host>[0]): UserError {
  try {
    resolveEngine(host(change));
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('resolveEngine', () => {
  test('finds the library of the platform', () => {
    expect(resolveEngine(host()).libraryPath).toBe('/modules/@chdb/lib-linux-x64-gnu/libchdb.so');
    const mac = resolveEngine(host({ platform: 'darwin', arch: 'arm64' }));
    expect(mac.libraryPath).toBe('/modules/@chdb/lib-darwin-arm64/libchdb.so');
  });

  test.each([
    { missing: 'ffi-rs', installed: INSTALLED.filter((module) => module !== 'ffi-rs') },
    { missing: '@chdb/lib-linux-x64-gnu', installed: ['ffi-rs'] },
    { missing: '@chdb/lib-linux-x64-gnu and ffi-rs', installed: [] },
  ])('says what to install when $missing is missing', ({ missing, installed }) => {
    const error = refusal({ installed });
    expect(error.kind).toBe('usage');
    expect(error.message).toContain(`needs ${missing}.`);
    expect(error.fix).toContain(`npm install ${missing.replace(' and', '')}`);
    expect(error.fix).toContain('can be measured without it');
  });

  test.each([
    { change: { platform: 'win32' }, named: 'win32-x64' },
    { change: { glibc: false }, named: 'linux-x64 with musl' },
    { change: { arch: 'riscv64' }, named: 'linux-riscv64' },
  ])('says that $named is not supported', ({ change, named }) => {
    const error = refusal(change);
    expect(error.message).toContain(`does not run on ${named}.`);
    expect(error.fix).not.toContain('npm install');
  });
});
