import { describe, expect, it } from 'vitest';
import { namesArm, otherPlace } from '../../../src/app/searchedArms.ts';
import type { Environment } from '../../../src/model/environment.ts';
import { anArm, anEnvironment } from '../compare/builders.ts';

const table = { database: 'shop', table: 'orders', engine: 'MergeTree', parts: 1, rows: 5, bytes: 9 };
const replica = { url: 'http://b:8123', host: 'b', version: '26.7.1', serverId: '2', rows: {} };
const one = anEnvironment({ serverId: '1', dataset: [table], limits: { cores: 1 } });
const several = { ...one, replicas: [{ ...replica, url: 'http://a:8123', serverId: '1' }, replica] };

describe('a search for capacity', () => {
  it('is of an arm that has the same target and settings', () => {
    const arm = anArm('candidate', { target: 'new' });
    expect(namesArm(arm, arm)).toBe(true);
    expect(namesArm(anArm('candidate', { target: 'other' }), arm)).toBe(false);
    expect(namesArm({ ...arm, workload: 'w, max_threads=1' }, arm)).toBe(false);
    expect(namesArm(undefined, arm)).toBe(false);
  });

  it.each<[string, Partial<Environment>]>([
    ['build', { serverBuild: 'def' }],
    ['number of cores', { serverCores: 4 }],
    ['number of hosts', { serverHosts: 2 }],
    ['of replicas', { replicas: several.replicas }],
    ['set of tables', { dataset: [] }],
    ['set of tables', { dataset: [table, { ...table, table: 'users' }] }],
    ['number of rows in shop.orders', { dataset: [{ ...table, rows: 6 }] }],
  ])('was elsewhere with another %s, whoever owns the servers', (what, part) => {
    for (const embedded of [false, true]) expect(otherPlace({ ...one, ...part }, one, embedded)).toContain(what);
  });

  it('knows servers of others by their ids, and ours by their machine', () => {
    expect(otherPlace(one, one, false)).toBeUndefined();
    expect(otherPlace({ ...one, serverId: '9' }, one, false)).toBe('another server');
    expect(otherPlace({ ...one, serverId: '9' }, one, true)).toBeUndefined();
    const untold = anEnvironment({ dataset: [table], limits: { cores: 1 } });
    expect(otherPlace(untold, one, false)).toBeUndefined();
    for (const part of [{ serverHost: 'b' }, { clientCpu: 'slow' }, { limits: { cores: 2 } }]) {
      expect(otherPlace({ ...one, ...part }, one, true)).toMatch(/^another (machine|processor|limit)/);
      expect(otherPlace({ ...one, ...part }, one, false)).toBeUndefined();
    }
  });

  it('takes ours for the same on whatever ports their replicas are', () => {
    const elsewhere = { ...several, replicas: several.replicas.map((each) => ({ ...each, url: `${each.url}9` })) };
    expect(otherPlace(elsewhere, several, true)).toBeUndefined();
    expect(otherPlace(elsewhere, several, false)).toBe('another set of replicas');
  });

  it('was elsewhere where one of the replicas is another server', () => {
    expect(otherPlace(several, several, false)).toBeUndefined();
    const moved = {
      ...several,
      replicas: several.replicas.map((each) => ({ ...each, serverId: `${each.serverId}0` })),
    };
    expect(otherPlace(moved, several, false)).toBe('another server');
  });
});
