import type { Settings } from '../model/workload.ts';

/** Sent with every execution: a cache answers the second run of a query and hides what it costs. */
export const measuredSettings: Settings = {
  use_query_cache: 0,
  use_query_condition_cache: 0,
  use_uncompressed_cache: 0,
};
