import type { CapacityRange } from '../app/capacity.ts';
import { loadTrial } from '../app/load.ts';
import { matrixTrials } from '../app/loadMatrix.ts';
import type { LoadWork } from '../app/loadWork.ts';
import type { LoadTimes } from '../app/recordedTimes.ts';
import type { Arrival } from '../model/loadClass.ts';
import type { OfferedLoad, TrialPlan } from '../model/loadPlan.ts';
import { formatCount, formatSeconds, formatShare, plural } from '../text/quantity.ts';
import { terminalLines } from '../text/safeText.ts';
import { type ExitCode, exitCode } from './exitCode.ts';
import type { LoadFlags } from './flags/loadFlags.ts';
import type { Io } from './io.ts';

/** What a search would try, for `--dry-run`. */
export function describeSearch(
  work: LoadWork,
  how: LoadFlags,
  { from = 1, to = 1000 }: CapacityRange,
  io: Io,
): ExitCode {
  const rates = work.offered.map((one) => ('rate' in one.arrival && !one.background ? one.arrival.rate : 0));
  const all = rates.reduce((sum, rate) => sum + rate, 0);
  io.stdout(
    terminalLines([
      ...headLines(work),
      ...work.offered.map((one, at) => {
        const share = (rates[at] ?? 0) / all;
        return `  ${casesText(one, work)}, ${share > 0 ? `${formatShare(share)} of the rate that is searched` : arrivalText(one.arrival)}; ${promiseText(one, work)}`;
      }),
      `  rates from ${formatCount(from)} to ${formatCount(to)} requests a second; seed ${how.seed}`,
    ]),
  );
  return exitCode.fine;
}

/** What would be offered, for `--dry-run`. */
export function describeLoad(work: LoadWork, how: LoadFlags, recorded: LoadTimes, isMatrix: boolean, io: Io): ExitCode {
  const plans = isMatrix ? matrixTrials(work, how) : [loadTrial(work, how, recorded)];
  const [first] = plans;
  const lasts = plans.reduce((sum, { warmupMs, durationMs }) => sum + warmupMs + durationMs, 0);
  io.stdout(
    terminalLines([
      ...headLines(work),
      ...(first === undefined ? [] : offeredLines(work, isMatrix ? { ...first, offered: work.offered } : first)),
      ...(isMatrix ? [`  ${plural(plans.length, 'cell')}, each class alone and beside each other one`] : []),
      `  for ${formatSeconds(lasts)}, warm-up included; seed ${how.seed}`,
    ]),
  );
  return exitCode.fine;
}

function headLines({ arms }: LoadWork): readonly string[] {
  return [
    'Nothing was sent. This would be:',
    ...arms.map(({ arm, target, workload }) => `  ${arm}: workload ${workload.name} on ${target.name}`),
  ];
}

function offeredLines(work: LoadWork, { offered }: Pick<TrialPlan, 'offered'>): readonly string[] {
  return offered.map((one) => `  ${casesText(one, work)}, ${arrivalText(one.arrival)}; ${promiseText(one, work)}`);
}

function casesText({ of }: OfferedLoad, { classOf }: LoadWork): string {
  return `${of}: ${plural(Object.values(classOf).filter((name) => name === of).length, 'case')}`;
}

function promiseText({ of, background }: OfferedLoad, { classes }: LoadWork): string {
  if (background) return 'to disturb';
  const slo = classes.find(({ name }) => name === of)?.slo;
  return slo === undefined ? 'nothing is promised' : 'promises are judged';
}

function arrivalText(arrival: Arrival): string {
  switch (arrival.kind) {
    case 'poisson':
    case 'constant':
      return `${formatCount(arrival.rate)} requests a second, ${arrival.kind === 'poisson' ? 'at random' : 'evenly'}`;
    case 'recorded':
      return `as recorded${arrival.speed === 1 ? '' : `, ${formatCount(arrival.speed)} times as fast`}`;
    case 'closed':
      return `${plural(arrival.users, 'user')}${arrival.thinkMs === 0 ? '' : `, thinking for ${formatSeconds(arrival.thinkMs)}`}`;
  }
}
