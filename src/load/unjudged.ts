import type { TrialReport } from '../model/loadReport.ts';
import { isNeverAnswered, partlyFailed } from './failedShare.ts';

/**
 * What keeps a trial from a good word without any promise: nothing that would be judged, classes of which nothing was answered, and, where a
 * rate is searched, those of which too little was.
 */
export function unjudged(trial: TrialReport): readonly string[] {
  const judged = trial.classes.filter(({ background }) => !background);
  if (judged.length === 0) return ['every class is there to disturb, and none is judged'];
  const inPart = partlyFailed(trial).filter(({ verdict }) => verdict !== 'kept');
  return [
    ...neverAnswered(trial),
    ...inPart.map(({ of, isInRate, text }) =>
      isInRate
        ? `nothing is promised of ${of}, but it is in the rate, and ${text}`
        : `nothing is promised of ${of}, but others were measured beside it, and ${text}`,
    ),
  ];
}

/** Classes of which nothing is promised, and nothing was answered. */
export function neverAnswered({ classes }: TrialReport): readonly string[] {
  return classes
    .filter((one) => !one.background && one.verdict === undefined && isNeverAnswered(one))
    .map(({ name, requests, failed }) => {
      const how = failed[0] === undefined ? '' : `: ${failed[0].name}`;
      return `nothing is promised of ${name}, and all ${requests} of its requests failed${how}`;
    });
}
