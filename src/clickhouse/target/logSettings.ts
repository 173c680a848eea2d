import type { Settings } from '../../model/workload.ts';
import type { Control } from '../http/control.ts';
import { sentRefusal } from './knownSettings.ts';

/** Sent with every execution, so that a profile that samples its log, or keeps none, costs no evidence. */
const everyQuery: Settings = {
  log_queries: 1,
  log_queries_probability: 1,
  log_queries_min_query_duration_ms: 0,
  log_queries_min_type: 'QUERY_START',
};

const guard: Settings = { readonly: 2 };

/** Those that this server has and this user may set. */
export async function logSettings(control: Control): Promise<Settings> {
  if ((await sentRefusal(control, everyQuery, guard)) === undefined) return everyQuery;
  const allowed: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(everyQuery))
    if ((await sentRefusal(control, { [name]: value }, guard)) === undefined) allowed[name] = value;
  return allowed;
}
