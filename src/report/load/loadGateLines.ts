import type { LoadGateFinding } from '../../model/loadGate.ts';
import type { LoadReport } from '../../model/loadReport.ts';
import { wrap, wrapFigures } from '../../text/displayWidth.ts';
import { formatCount } from '../../text/quantity.ts';
import type { Paint } from '../words/paint.ts';
import { loadGateCounts, loadGateWords, toldLoadFindings } from './loadGateWords.ts';

/** Findings that are told without being asked for all. */
const mostFindings = 12;

/** What rules make of a load, for a terminal: a count, then what did not pass. */
export function loadGateLines(
  report: LoadReport,
  { width, verbose, paint }: { readonly width: number; readonly verbose: boolean; readonly paint: Paint },
): readonly string[] {
  const { gate } = report;
  if (gate === undefined) return [];
  const told = verbose ? gate.findings : toldLoadFindings(gate);
  const shown = verbose ? told : told.slice(0, mostFindings);
  const more = told.length - shown.length;
  return [
    ...wrap(loadGateTitle(report), width).map((line) => paint('strong', line)),
    ...shown.flatMap((one) => findingLines(one, report, width, paint)),
    ...(more === 0 ? [] : [paint('faint', `and ${formatCount(more)} more: --verbose has all`)]),
  ];
}

/** `Gate (hogbench.config.yaml): 1 error, 2 passed` */
export function loadGateTitle({ gate }: LoadReport): string {
  if (gate === undefined) return '';
  return `Gate${gate.config === undefined ? '' : ` (${gate.config})`}: ${loadGateCounts(gate)}`;
}

const tones = { '✗': 'bad', '?': 'unsure', '!': 'unsure', '·': 'calm' } as const;
const indent = '  ';

function findingLines(finding: LoadGateFinding, report: LoadReport, width: number, paint: Paint): readonly string[] {
  const { mark, state, subject, expected, found, by } = loadGateWords(finding, report);
  const texts = [`${expected}, found ${found}`, `by ${by}`];
  return [
    `${paint(tones[mark], `${mark} ${state}`)}${indent}${paint('strong', subject)}`,
    ...texts.flatMap((text) => wrapFigures(text, width - indent.length).map((line) => `${indent}${line}`)),
  ];
}
