import type { ProbedRate, TrialReport } from '../../model/loadReport.ts';
import type { Milliseconds } from '../../model/units.ts';
import { probedRate } from './margin.ts';
import { beyondClient, isSpoilt } from './rateVerdict.ts';
import { saturationOf } from './saturation.ts';

/** One trial as a search sees it. */
export interface TriedRate {
  readonly probe: ProbedRate;
  readonly report: TrialReport;
  /** Our own machine could not offer so much: it tells nothing of the server. */
  readonly beyondClient: boolean;
  /** Something else than the rate went wrong with it: it is run again. */
  readonly isSpoilt: boolean;
  readonly sustained: boolean;
  /** Judged time. */
  readonly durationMs: Milliseconds;
  readonly growing: boolean;
  /** Requests a second that it ended while more came in; undefined where it was not overloaded. */
  readonly saturation: number | undefined;
}

/** Undefined where nothing was promised, or where it is not a trial of a search. */
export function triedRate(report: TrialReport): TriedRate | undefined {
  const { kind } = report.plan.purpose;
  if (kind !== 'probe' && kind !== 'sustained') return undefined;
  const probe = probedRate(report);
  if (probe === undefined) return undefined;
  return {
    probe,
    report,
    beyondClient: beyondClient(report),
    isSpoilt: isSpoilt(report),
    sustained: kind === 'sustained',
    durationMs: report.plan.durationMs,
    growing: report.steady.kind === 'growing',
    saturation: probe.verdict === 'missed' ? saturationOf(report) : undefined,
  };
}
