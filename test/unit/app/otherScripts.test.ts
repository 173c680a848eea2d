import { describe, expect, it } from 'vitest';
import { otherScripts } from '../../../src/app/otherScripts.ts';
import type { ArmSpec } from '../../../src/app/services.ts';
import type { RunArm } from '../../../src/model/arm.ts';
import type { TargetSpec } from '../../../src/model/targetSpec.ts';

const staging: Extract<TargetSpec, { kind: 'remote' }> = {
  ...{ kind: 'remote', name: 'staging', url: 'http://s:8123', user: 'default', password: '', allowSetup: true },
  replicas: [],
};
const embedded: TargetSpec = { kind: 'embedded', name: 'embedded:1x2', nodes: 2, replicas: 2 };

const names = ['baseline', 'candidate', 'candidate2', 'candidate3'] as const;

/** Arms one after the other: where they run, and what their scripts make. */
const armsOf = (...all: readonly (readonly [label: string, target: TargetSpec, sql: string, database?: string])[]) =>
  all.map(([label, target, sql, database], at): ArmSpec<RunArm> => {
    const statements = [{ sql, place: 'schema.sql:1:1' }];
    return {
      ...{ arm: names[at]!, label, target, settings: {} },
      workload: {
        ...{ name: label, description: '', folder: label, cases: [], requiredTags: [] },
        setup: [{ file: 'schema.sql', statements }],
        ...(database === undefined ? {} : { database }),
      } as unknown as ArmSpec['workload'],
    };
  });

const told = (arms: readonly ArmSpec<RunArm>[]) =>
  otherScripts(arms, false).map(({ arms: of, text }) => [of, /^The scripts of (.*) differ/.exec(text)?.[1]]);

describe('two sets of scripts for one database of a server', () => {
  it('are told whatever other arms there are, of those whose tables may not be there', () => {
    const pair = [['old', staging, 'by date'] as const, ['new', staging, 'by customer'] as const];
    expect(told(armsOf(...pair))).toEqual([[['candidate'], '`old` and `new`']]);
    expect(told(armsOf(...pair, ['x', embedded, 'by date']))).toEqual([[['candidate'], '`old` and `new`']]);
    expect(told(armsOf(['x', embedded, 'by date'], ...pair))).toEqual([
      [['candidate', 'candidate2'], '`old` and `new`'],
    ]);
    expect(told(armsOf(...pair, ['calm', staging, 'by date'], ['wide', staging, 'wide']))).toEqual([
      [['candidate', 'candidate3'], '`old`, `new`, `calm` and `wide`'],
    ]);
  });

  it('are refused with --setup, with the arms by name', () => {
    const arms = armsOf(['old', staging, 'a'], ['x', embedded, 'a'], ['new', staging, 'b']);
    expect(() => otherScripts(arms, true)).toThrow(/^`old` and `new` set up the same database of one server/);
  });

  it('are found by other names, users and ways to say the database', () => {
    const other = { ...staging, name: 'other', user: 'someone' };
    expect(told(armsOf(['old', staging, 'a'], ['new', other, 'b']))).toHaveLength(1);
    const shop = { ...staging, database: 'shop' };
    expect(told(armsOf(['old', shop, 'a', 'x'], ['new', shop, 'b', 'y']))).toHaveLength(1);
    expect(told(armsOf(['old', shop, 'a'], ['new', staging, 'b', 'shop']))).toHaveLength(1);
  });

  it('are none where scripts, servers or databases are apart', () => {
    const shop = { ...staging, database: 'shop' };
    expect(told(armsOf(['old', staging, 'a'], ['new', staging, 'a']))).toEqual([]);
    expect(told(armsOf(['old', shop, 'a', 'x'], ['new', shop, 'a', 'y']))).toEqual([]);
    expect(told(armsOf(['old', staging, 'a', 'x'], ['new', staging, 'b', 'y']))).toEqual([]);
    expect(told(armsOf(['old', staging, 'a'], ['new', { ...staging, url: 'http://t:8123' }, 'b']))).toEqual([]);
    expect(told(armsOf(['old', embedded, 'a'], ['new', embedded, 'b']))).toEqual([]);
  });
});
