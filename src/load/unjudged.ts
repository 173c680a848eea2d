import type { TrialReport } from '../model/loadReport.ts';

/** What keeps a trial from a good word without any promise: nothing that would be judged, and classes of which nothing was answered. */
export function unjudged({ classes }: TrialReport): readonly string[] {
  const judged = classes.filter(({ background }) => !background);
  if (judged.length === 0) return ['every class is there to disturb, and none is judged'];
  return judged
    .filter(
      ({ verdict, requests, good, percentiles }) =>
        verdict === undefined && requests > 0 && good === 0 && percentiles.length === 0,
    )
    .map(({ name, requests, failed }) => {
      const how = failed[0] === undefined ? '' : `: ${failed[0].name}`;
      return `nothing is promised of ${name}, and all ${requests} of its requests failed${how}`;
    });
}
