import type { Removal } from '../clickhouse/local/datasetFolders.ts';
import type { EpochMs, Milliseconds } from '../model/units.ts';

export const dayMs: Milliseconds = 24 * 60 * 60 * 1000;

/** A dataset is built again in seconds or minutes, and takes hundreds of megabytes. */
export const keepUnusedDays = 30;

/** One line for people about a cached dataset that was to be removed. */
export function removalLine({ name, lastUsedAt, outcome }: Removal, now: EpochMs): string {
  const days = Math.max(0, Math.floor((now - lastUsedAt) / dayMs));
  const when = days === 0 ? 'last used today' : `last used ${days} ${days === 1 ? 'day' : 'days'} ago`;
  switch (outcome.kind) {
    case 'removed':
      return `removed the cached dataset ${name}, ${when}`;
    case 'inUse':
      return `kept the cached dataset ${name}: a server is running on it`;
    case 'failed':
      return `could not remove the cached dataset ${name}: ${outcome.message}`;
  }
}
