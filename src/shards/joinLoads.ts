import { distinct } from '../compare/measuredPlaces.ts';
import { UserError } from '../model/errors.ts';
import type { LoadRun } from '../model/loadRun.ts';
import type { Notice } from '../model/notice.ts';
import { listed } from '../model/run.ts';
import type { Milliseconds } from '../model/units.ts';
import type { JoinChoices } from './joinRuns.ts';
import { apartMs, joinTrials } from './joinTrials.ts';
import { asLoadPart, type NamedLoad } from './loadPart.ts';
import { joinedId, joinedStatus, missingParts, missingText } from './partsOfRun.ts';
import { checkSameLoad } from './sameLoad.ts';

/** Machines that began further apart did not load together. */
const mostApartMs: Milliseconds = 1000;

/**
 * Joins what several machines offered, in whatever order it is given: one load, judged as if one machine had offered it. Where the
 * machines did not begin together, the joined load is incomplete: its rate was offered by none of its seconds.
 * @throws UserError usage for loads that are no parts of one load, for a part that is there twice, and for one that is missing
 */
export function joinLoads(loads: readonly NamedLoad[], { partial }: JoinChoices): LoadRun {
  const parts = loads.map(asLoadPart).sort((a, b) => a.shard.index - b.shard.index);
  checkSameLoad(parts);
  const [first] = parts;
  if (first === undefined) throw new UserError('usage', 'there is nothing to join', 'Name the run files of the parts.');
  const { of, run: name } = first.shard;
  const known = parts.map((part) => part.known);
  const missing = missingParts(known, of);
  if (missing.length > 0 && !partial)
    throw new UserError(
      'usage',
      `${missingText(missing, of)}, and with it what it offered`,
      'Name the run files of all parts. A load of which a part is lost has to be offered again; --partial shows the others, and passes no gate.',
    );
  const runs = parts.map(({ run }) => run);
  const plans = new Map(runs.flatMap(({ trials }) => trials.map(({ plan }) => [plan.id, plan])));
  const trialsOf = [...plans.keys()].map((id) => runs.map(({ trials }) => trials.find(({ plan }) => plan.id === id)));
  const sampleSize = Math.min(...runs.map((run) => run.sampleSize));
  const apart = apartMs(trialsOf);
  const { arms, cases, classes, classOf, command, driving, seed, recordedDigest } = first.run;
  const scheduling = distinct(runs.flatMap((run) => run.scheduling ?? []));
  return {
    id: joinedId(known),
    startedAt: Math.min(...runs.map(({ startedAt }) => startedAt)),
    ...{ command, seed, arms, cases, classes, classOf },
    driving: {
      ...driving,
      workers: runs.reduce((sum, run) => sum + run.driving.workers, 0),
      maxInFlight: runs.reduce((sum, run) => sum + run.driving.maxInFlight, 0),
    },
    sampleSize,
    ...(scheduling.length === 0 ? {} : { scheduling }),
    ...(recordedDigest === undefined ? {} : { recordedDigest }),
    ...listed(distinct(runs.flatMap(({ options }) => options ?? []))),
    shards: {
      of,
      ...(name === undefined ? {} : { run: name }),
      parts: parts.map(({ run, shard }) => ({
        ...{ index: shard.index, runId: run.id, startedAt: run.startedAt, arms: run.arms },
      })),
    },
    trials: [...plans.values()]
      .map((plan, at) => joinTrials(plan, trialsOf[at] ?? [], sampleSize))
      .sort((a, b) => a.plan.id - b.plan.id),
    notices: [...distinct(runs.flatMap(({ notices }) => notices)), ...apartNotices(apart)],
    status: joinedStatus(known, missing, of, apart > mostApartMs ? ['the parts did not load together'] : []),
  };
}

function apartNotices(ms: Milliseconds): readonly Notice[] {
  if (ms <= mostApartMs) return [];
  const text = `By their clocks the parts began up to ${(ms / 1000).toFixed(1)} s apart, so that the whole rate was not offered all the time. Give all machines the same --start-at, and set their clocks by the same source.`;
  return [{ code: 'load-parts-apart', level: 'caution', text }];
}
