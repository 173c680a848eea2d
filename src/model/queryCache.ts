import { eventCount, type ServerFacts } from './serverFacts.ts';

/**
 * Whether the server took an answer, or a part of it, out of its query cache: then it did not do the work. hogbench switches that cache off,
 * and a setting of a statement, a case or an arm wins over it.
 */
export function isCached({ events }: Pick<ServerFacts, 'events'>): boolean {
  return (eventCount(events, 'QueryCacheHits') ?? 0) > 0;
}
