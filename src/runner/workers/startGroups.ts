import type { SampleRequest } from '../executor.ts';

/** The requests of a batch in order, those that are to start together in one group. */
export function startGroups(requests: readonly SampleRequest[]): readonly (readonly SampleRequest[])[] {
  const groups: SampleRequest[][] = [];
  for (const request of requests) {
    const last = groups.at(-1);
    if (request.withPrevious === true && last !== undefined) last.push(request);
    else groups.push([request]);
  }
  return groups;
}

/** The halves of a pair as they are sent: in duet mode both start at once, unless one server has to run both. */
export function pairStart(requests: readonly SampleRequest[], duet: boolean | undefined): readonly SampleRequest[] {
  if (duet !== true || requests.some((one) => one.at !== undefined)) return requests;
  return requests.map((request, index) => (index === 0 ? request : { ...request, withPrevious: true }));
}
