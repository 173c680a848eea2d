import { setTimeout as pause } from 'node:timers/promises';
import { holderText } from '../app/outputFolder.ts';
import type { World } from '../app/world.ts';
import { type Claim, claimFolder } from '../files/folderClaim.ts';
import { makePlainFolder } from '../files/plainFolder.ts';
import { UserError } from '../model/errors.ts';

/** How long a command waits for another one, and how often it looks, in milliseconds. */
interface Patience {
  readonly waitMs: number;
  readonly lookMs: number;
}

/** Longer than nearly every run; a server that somebody keeps open for a day must not hold a pipeline as long. */
const usual: Patience = { waitMs: 30 * 60_000, lookMs: 1000 };

/**
 * Makes the folder of an embedded dataset and claims it for as long as its servers run, restarts included, since a
 * server's own lock is free in between. While another process has it, waits in line and says for whom.
 * Gives what releases it.
 * @throws UserError usage when it is still in use after half an hour; interrupted when `signal` aborts. Rejects with the
 * error of the system when the folder cannot be written.
 */
export async function claimDataset(
  folder: string,
  signal: AbortSignal,
  world: World,
  patience: Patience = usual,
): Promise<() => Promise<void>> {
  const giveUpAt = performance.now() + patience.waitMs;
  let told = '';
  for (;;) {
    const claim = await tryClaim(folder, world);
    if (claim.kind === 'held') return claim.release;
    const holder = holderText(claim.holder);
    if (performance.now() > giveUpAt)
      throw new UserError('usage', `The data directory is in use by ${holder}.`, elsewhere, folder);
    if (holder !== told)
      for (const line of [`waiting for ${holder}, which uses this dataset: ${folder}`, hint]) world.warn(line);
    told = holder;
    await pause(patience.lookMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted)
      throw new UserError('interrupted', 'Interrupted while waiting for a dataset.', 'Start it again.', folder);
  }
}

const elsewhere = 'Wait for it to end, or set HOGBENCH_HOME to another folder.';
const hint = '  Ctrl-C ends the waiting; HOGBENCH_HOME=/another/folder goes on at once, with a dataset of its own.';

/** A folder that is removed between the two steps is made again. */
async function tryClaim(folder: string, world: World): Promise<Claim> {
  for (let attempt = 1; ; attempt += 1) {
    await makePlainFolder(world.cwd, folder);
    try {
      return await claimFolder(folder, command(), world.now());
    } catch (error) {
      const isGone = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      if (!isGone || attempt === 5) throw error;
    }
  }
}

/** What this process does, without its arguments: they may hold secrets. */
function command(): string {
  const name = process.argv[2] ?? '';
  return /^[a-z]{1,12}$/.test(name) ? `hogbench ${name}` : 'hogbench';
}
