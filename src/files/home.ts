import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * The folder for what hogbench keeps between runs: `HOGBENCH_HOME`, else `$XDG_CACHE_HOME/hogbench`,
 * else `~/.cache/hogbench`. Always absolute. An empty variable counts as not set.
 */
export function defaultHome(env: Readonly<Record<string, string | undefined>>): string {
  if (env.HOGBENCH_HOME) return resolve(env.HOGBENCH_HOME);
  if (env.XDG_CACHE_HOME) return resolve(env.XDG_CACHE_HOME, 'hogbench');
  return join(env.HOME ? resolve(env.HOME) : homedir(), '.cache', 'hogbench');
}

/** The folder that holds versions of the engine, one subfolder each. */
export function engineFolder(env: Readonly<Record<string, string | undefined>>): string {
  return join(defaultHome(env), 'engines');
}

/** The folder that holds the datasets of embedded servers, one subfolder each. */
export function cacheFolder(env: Readonly<Record<string, string | undefined>>): string {
  return join(defaultHome(env), 'embedded');
}
