import type { Params, ParamValue } from '../model/workload.ts';

const longestValue = 10_000;
const shownOfLong = 1000;

/** Parameters for a report: the run file has the megabytes of a long list, and a report says how it begins. */
export function reportedParams(params: Params): Params {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, reported(value)]));
}

function reported(value: ParamValue): ParamValue {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (text.length <= longestValue) return value;
  return `${text.slice(0, shownOfLong)}… (${text.length} characters)`;
}
