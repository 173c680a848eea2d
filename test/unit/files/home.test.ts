import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { freePorts } from '../../../src/clickhouse/local/ports.ts';
import { defaultHome } from '../../../src/files/home.ts';

test('home is HOGBENCH_HOME, else below the cache folder, else below the home folder', () => {
  const env = { HOGBENCH_HOME: '/own', XDG_CACHE_HOME: '/cache', HOME: '/home/me' };
  expect(defaultHome(env)).toBe('/own');
  expect(defaultHome({ ...env, HOGBENCH_HOME: '' })).toBe('/cache/hogbench');
  expect(defaultHome({ HOME: '/home/me' })).toBe('/home/me/.cache/hogbench');
  expect(defaultHome({ HOGBENCH_HOME: 'here' })).toBe(resolve('here'));
});

test('free ports are as many as asked for and all different', async () => {
  const ports = await freePorts(8);
  expect(new Set(ports).size).toBe(8);
  // Not of those that systems hand out: another program would get one before the server listens there.
  expect(ports.every((port) => port >= 10_000 && port < 30_000)).toBe(true);
});
