import type { Capacity, LoadReport } from '../../model/loadReport.ts';
import { cutTo } from '../../text/displayWidth.ts';
import { absent, formatMoment, formatMs, formatNumber } from '../../text/quantity.ts';
import { type ArmsView, armsView } from '../words/armsView.ts';
import { type CapacityChart, capacityChart } from './capacityChart.ts';
import {
  capacityClaim,
  capacityCostText,
  capacityRatioText,
  costRatioText,
  givesWayText,
  marginText,
  probesByRate,
  sustainedText,
} from './capacityWords.ts';
import { classTitles, type TrialView, trialView } from './loadClassView.ts';
import { percentileOf, sloText } from './loadFigures.ts';
import { loadGateTitle } from './loadGateLines.ts';
import { type LoadGateWords, loadGateWords } from './loadGateWords.ts';
import { armTexts, askedText, cautionTexts, drivingText, furtherReasons, noteTexts, shownTrials } from './loadHead.ts';
import { type LoadMark, loadMark, probeMark } from './loadMarks.ts';
import { verdictSentence } from './loadVerdictLine.ts';
import { type MatrixView, matrixView } from './matrixView.ts';

interface RulesView {
  readonly title: string;
  readonly rows: readonly (LoadGateWords & { readonly tone: string })[];
  readonly more: number;
}

interface CapacityView {
  readonly arm: string;
  readonly claim: string;
  readonly givesWay: string;
  readonly sustained: string;
  /** Empty where its target has no price. */
  readonly cost: string;
  readonly chart: CapacityChart | null;
  readonly titles: readonly string[];
  readonly rows: readonly { readonly rate: string; readonly mark: LoadMark; readonly cells: readonly string[] }[];
}

/** All that the page of a load shows. */
export interface LoadView {
  readonly headline: string;
  readonly mark: LoadMark;
  readonly isSound: boolean;
  readonly command: string;
  readonly runId: string;
  readonly startedAt: string;
  readonly where: readonly string[];
  readonly asked: string;
  readonly driving: string;
  readonly reasons: readonly string[];
  readonly cautions: readonly string[];
  readonly moreCautions: number;
  readonly promises: readonly { readonly name: string; readonly promise: string }[];
  readonly rules: RulesView | null;
  readonly ratio: string;
  readonly costRatio: string;
  readonly capacities: readonly CapacityView[];
  readonly matrix: MatrixView | null;
  readonly classTitles: readonly string[];
  readonly trials: readonly TrialView[];
  readonly moreTrials: number;
  readonly folded: readonly TrialView[];
  readonly arms: ArmsView;
  readonly notes: readonly string[];
}

/** Trials with drawings, and those below them with tables alone: a page of a search stays below a few megabytes. */
const most = { drawn: 6, folded: 60, cautions: 12, curveClasses: 6, findings: 200 };

/** Of a name in a narrow column. */
const longestName = 32;

const tones = { '✗': 'bad', '?': 'unsure', '!': 'unsure', '·': 'calm' } as const;

function rulesView(report: LoadReport): RulesView | null {
  const { gate } = report;
  if (gate === undefined) return null;
  const rows = gate.findings.slice(0, most.findings).map((one) => {
    const words = loadGateWords(one, report);
    return { ...words, tone: tones[words.mark] };
  });
  return { title: loadGateTitle(report), rows, more: gate.findings.length - rows.length };
}

function capacityView(capacity: Capacity, report: LoadReport): CapacityView {
  const byId = new Map(report.trials.map((trial) => [trial.plan.id, trial]));
  const names = report.classes.slice(0, most.curveClasses).map(({ name }) => name);
  return {
    arm: (report.capacity?.length ?? 0) > 1 ? capacity.arm : '',
    claim: capacityClaim(capacity),
    givesWay: givesWayText(capacity),
    sustained: sustainedText(capacity),
    cost: capacityCostText(capacity),
    chart: capacityChart(capacity, report),
    titles: [...names.map((name) => `${cutTo(name, longestName)} p95`), 'done/s', 'good/s', 'nearest', 'of its limit'],
    rows: probesByRate(capacity).map((probe) => {
      const trial = byId.get(probe.trial);
      const latencies = names.map((name) => {
        const of = trial?.classes.find((one) => one.name === name);
        const found = of === undefined ? undefined : percentileOf(of, 0.95);
        return found === undefined ? absent : formatMs(found.ms);
      });
      return {
        rate: formatNumber(probe.rate),
        mark: probeMark(probe, trial),
        cells: [
          ...latencies,
          ...[probe.achieved, probe.good].map(formatNumber),
          cutTo(probe.nearest, longestName),
          marginText(probe),
        ],
      };
    }),
  };
}

/** Arranges a load for the page. Its strings must already be visible text. */
export function loadView(report: LoadReport): LoadView {
  const shown = shownTrials(report, false);
  const drawn = shown.slice(0, most.drawn);
  const others = report.trials.filter((trial) => !drawn.includes(trial));
  const cautions = cautionTexts(report);
  const { kind } = report.verdict;
  return {
    headline: verdictSentence(report),
    mark: loadMark(report),
    isSound: kind !== 'invalid' && kind !== 'incomplete',
    command: report.command,
    runId: report.runId,
    startedAt: formatMoment(report.startedAt),
    where: armTexts(report),
    asked: askedText(report),
    driving: drivingText(report),
    reasons: furtherReasons(report).slice(0, most.cautions),
    cautions: cautions.slice(0, most.cautions),
    moreCautions: Math.max(0, cautions.length - most.cautions),
    promises: report.classes.map(({ name, slo }) => ({
      name,
      promise: slo === undefined ? 'nothing is promised' : sloText(slo),
    })),
    rules: rulesView(report),
    ratio: capacityRatioText(report),
    costRatio: costRatioText(report),
    capacities: (report.capacity ?? []).map((one) => capacityView(one, report)),
    matrix: matrixView(report),
    classTitles,
    trials: drawn.map((trial) => trialView(trial, report)),
    moreTrials: Math.max(0, others.length - most.folded),
    folded: others.slice(0, most.folded).map((trial) => ({ ...trialView(trial, report), classes: [], moreClasses: 0 })),
    arms: armsView(report.arms),
    notes: noteTexts(report),
  };
}
