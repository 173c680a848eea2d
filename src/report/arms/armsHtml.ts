import { createHash } from 'node:crypto';
import Handlebars from 'handlebars';
import type { ArmsReport } from '../../model/armsReport.ts';
import { armsOutcome } from '../../model/armsReport.ts';
import { usualRules } from '../../model/gateOutcome.ts';
import { formatMoment } from '../../text/quantity.ts';
import { mapStrings, visibleText } from '../../text/safeText.ts';
import { armsTemplate } from '../page/templates/armsTemplate.ts';
import { pageStyle } from '../page/templates/style.ts';
import type { Telling } from '../words/reportLink.ts';
import { sideBySide } from './sideBySide.ts';

const contentPolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(pageStyle).digest('base64')}'; base-uri 'none'; form-action 'none'`;

/** Several arms as one HTML file that needs nothing else, and no script; each candidate links to the page that tells it in full. */
export function armsHtml(
  report: ArmsReport,
  { pages, rules }: Pick<Telling, 'rules'> & { readonly pages?: ReadonlyMap<string, string> | undefined },
): string {
  const view = mapStrings(sideBySide(report, rules), visibleText);
  const isolated = Handlebars.create();
  const template = isolated.compile(armsTemplate, { strict: true, knownHelpersOnly: true, noEscape: false });
  return template({
    ...view,
    runId: report.runId,
    startedAt: formatMoment(report.startedAt),
    count: view.arms.length,
    isSound: armsOutcome(report, usualRules) !== 'invalid' && report.status.kind === 'complete',
    arms: view.arms.map((arm) => ({ ...arm, page: pages?.get(arm.label) ?? '' })),
    cases: view.cases.filter(({ isCalm }) => !isCalm).map(withAbsent),
    calm: view.cases.filter(({ isCalm }) => isCalm).map(withAbsent),
    contentPolicy,
    style: new Handlebars.SafeString(pageStyle),
  });
}

function withAbsent<T extends { readonly cells: readonly unknown[] }>(line: T): T {
  return { ...line, cells: line.cells.map((cell) => cell ?? null) };
}
