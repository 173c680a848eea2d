import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, expect, it } from 'vitest';
import type { Bounds } from '../../attack/bounds.ts';
import { makePlace } from '../../attack/folders.ts';
import { identityOf } from '../../attack/hogbench.ts';
import { attackByKills, survivors } from '../../attack/kills.ts';
import { mischiefFiles, type Trial, tryMischief } from '../../attack/mischief.ts';
import { attackByMutations } from '../../attack/mutations.ts';
import { attackBySecrets } from '../../attack/secrets.ts';
import { Tally } from '../../attack/tally.ts';
import { seededRandom } from '../../src/model/random.ts';

const seed = 7;
const places: { remove(): Promise<void> }[] = [];
afterAll(async () => {
  for (const place of places) await place.remove();
});

function bounds(tries: number): Bounds {
  const endAt = Number.POSITIVE_INFINITY;
  return { random: seededRandom(seed), seed, endAt, tries, atOnce: 1, say: () => {} };
}

async function lossesOf(part: Tally['part'], attack: (tally: Tally) => Promise<void>) {
  const tally = new Tally(part);
  await attack(tally);
  expect(tally.rows()).not.toEqual([]);
  return tally.losses;
}

it('sees a process that goes on', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const identity = identityOf(child.pid ?? 0);
  try {
    expect(await survivors(new Set([identity ?? '']), 0)).toHaveLength(1);
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  expect(await survivors(new Set([identity ?? '']), 0)).toEqual([]);
});

it('holds 200 damaged and hostile files', async () => {
  expect(await lossesOf('mutations', (tally) => attackByMutations(tally, bounds(200)))).toEqual([]);
});

it('loses no run to a kill', async () => {
  expect(await lossesOf('kills', (tally) => attackByKills(tally, bounds(1)))).toEqual([]);
}, 300_000);

it('leaks no planted secret', async () => {
  expect(await lossesOf('secrets', (tally) => attackBySecrets(tally, bounds(1)))).toEqual([]);
}, 300_000);

const trials: readonly Omit<Trial, 'command' | 'every'>[] = [
  { how: 'garbage', at: 'evidence', interrupt: false },
  { how: 'evil', at: 'server', interrupt: false },
  { how: 'hang-in-body', at: 'evidence', interrupt: true },
];
it.each(trials)(
  'ends a run against a server that misbehaves: $how at $at',
  async (trial) => {
    const place = await makePlace(mischiefFiles);
    places.push(place);
    expect(await tryMischief({ ...trial, command: 'ab', every: 1 }, place)).toEqual([]);
  },
  300_000,
);
