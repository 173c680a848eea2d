import { createHash } from 'node:crypto';
import Handlebars from 'handlebars';
import type { TrafficReport } from '../../model/traffic.ts';
import { mapStrings, visibleText } from '../../text/safeText.ts';
import { pageStyle } from '../page/templates/style.ts';
import { shareBarTemplate, trafficStyle, trafficTemplate, trendTemplate } from '../page/templates/trafficTemplate.ts';
import { trafficView } from './trafficView.ts';

const style = `${pageStyle}${trafficStyle}`;
const contentPolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'`;

/** `hogbench top` as one HTML file that needs nothing else, and no script. */
export function renderTrafficHtml(report: TrafficReport): string {
  const isolated = Handlebars.create();
  const options = { strict: true, knownHelpersOnly: true, noEscape: false };
  isolated.registerPartial('shareBar', isolated.compile(shareBarTemplate, options));
  isolated.registerPartial('trend', isolated.compile(trendTemplate, options));
  return isolated.compile(
    trafficTemplate,
    options,
  )({
    ...trafficView(mapStrings(report, visibleText)),
    contentPolicy,
    style: new Handlebars.SafeString(style),
  });
}
