import { createHash } from 'node:crypto';
import Handlebars from 'handlebars';
import type { HistoryReport } from '../../model/history.ts';
import { mapStrings, visibleText } from '../../text/safeText.ts';
import { chartStyle } from '../page/templates/chartStyle.ts';
import { historyStyle, historyTemplate } from '../page/templates/historyTemplate.ts';
import { pageStyle } from '../page/templates/style.ts';
import { historyView } from './historyView.ts';

const style = `${pageStyle}${chartStyle}${historyStyle}`;
const contentPolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'`;

/** `hogbench history` as one HTML file that needs nothing else, and no script. */
export function renderHistoryHtml(report: HistoryReport): string {
  const template = Handlebars.create().compile(historyTemplate, {
    strict: true,
    knownHelpersOnly: true,
    noEscape: false,
  });
  return template({
    ...historyView(mapStrings(report, visibleText)),
    contentPolicy,
    style: new Handlebars.SafeString(style),
  });
}
