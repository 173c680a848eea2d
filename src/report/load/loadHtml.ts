import { createHash } from 'node:crypto';
import Handlebars from 'handlebars';
import type { LoadReport } from '../../model/loadReport.ts';
import { mapStrings, visibleText } from '../../text/safeText.ts';
import { chartStyle } from '../page/templates/chartStyle.ts';
import {
  curveTemplate,
  loadStyle,
  overTimeTemplate,
  percentilesTemplate,
  waitingTemplate,
} from '../page/templates/loadChartsTemplate.ts';
import {
  capacityTemplate,
  classTableTemplate,
  loadClassTemplate,
  loadTemplate,
} from '../page/templates/loadTemplate.ts';
import { pageStyle } from '../page/templates/style.ts';
import { loadView } from './loadView.ts';

const style = `${pageStyle}${chartStyle}${loadStyle}`;
const contentPolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'`;

/** A load as one HTML file that needs nothing else, and no script. */
export function loadHtml(report: LoadReport): string {
  const isolated = Handlebars.create();
  const options = { strict: true, knownHelpersOnly: true, noEscape: false };
  const partials = {
    capacity: capacityTemplate,
    classTable: classTableTemplate,
    curve: curveTemplate,
    loadClass: loadClassTemplate,
    overTime: overTimeTemplate,
    percentiles: percentilesTemplate,
    waiting: waitingTemplate,
  };
  for (const [name, template] of Object.entries(partials))
    isolated.registerPartial(name, isolated.compile(template, options));
  return isolated.compile(
    loadTemplate,
    options,
  )({
    ...loadView(mapStrings(report, visibleText)),
    contentPolicy,
    style: new Handlebars.SafeString(style),
  });
}
