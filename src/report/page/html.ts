import { createHash } from 'node:crypto';
import Handlebars from 'handlebars';
import type { ComparisonReport } from '../../model/comparison.ts';
import { mapStrings, visibleText } from '../../text/safeText.ts';
import { type PageView, pageView } from './pageView.ts';
import {
  caseTemplate,
  diffTemplate,
  findingTemplate,
  planTemplate,
  ratioFigureTemplate,
  rowDifferenceTemplate,
  sentTemplate,
} from './templates/caseTemplate.ts';
import { chartStyle } from './templates/chartStyle.ts';
import * as charts from './templates/chartsTemplate.ts';
import { gateTableTemplate, gateTemplate } from './templates/gateTemplate.ts';
import { factsTemplate, headStyle, headTemplate, verdictBarTemplate } from './templates/headTemplate.ts';
import { moneyTemplate } from './templates/moneyTemplate.ts';
import { barsTemplate, markTemplate, overviewTemplate, pointsTemplate } from './templates/overviewTemplate.ts';
import { pageTemplate } from './templates/pageTemplate.ts';
import { schemaTemplate } from './templates/schemaTemplate.ts';
import { pageScript } from './templates/script.ts';
import { stateTemplate } from './templates/stateTemplate.ts';
import { pageStyle } from './templates/style.ts';
import {
  armsTemplate,
  breakableTemplate,
  controlsTemplate,
  rowTemplate,
  totalsHeadTemplate,
  totalsTemplate,
  totalTemplate,
} from './templates/tablesTemplate.ts';
import { versionTemplate } from './templates/versionTemplate.ts';

const style = `${headStyle}${pageStyle}${chartStyle}`;

function sourceHash(source: string): string {
  return `'sha256-${createHash('sha256').update(source).digest('base64')}'`;
}

/** Only this style and this script may act, nothing is loaded: a name that got through as markup stays inert. */
const contentPolicy = [
  "default-src 'none'",
  `style-src ${sourceHash(style)}`,
  `script-src ${sourceHash(pageScript)}`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

interface PageInput extends PageView {
  readonly contentPolicy: string;
  /** Our own text, and the only two that reach the page unescaped. */
  readonly style: Handlebars.SafeString;
  readonly script: Handlebars.SafeString;
}

function compilePage(): Handlebars.TemplateDelegate<PageInput> {
  const isolated = Handlebars.create();
  const options = { strict: true, knownHelpersOnly: true, noEscape: false };
  const partials = {
    arms: armsTemplate,
    bars: barsTemplate,
    breakable: breakableTemplate,
    gate: gateTemplate,
    gateTable: gateTableTemplate,
    case: caseTemplate,
    controls: controlsTemplate,
    diff: diffTemplate,
    differences: charts.differencesTemplate,
    distribution: charts.distributionTemplate,
    facts: factsTemplate,
    finding: findingTemplate,
    forest: charts.forestTemplate,
    ground: charts.groundTemplate,
    head: headTemplate,
    interval: charts.intervalTemplate,
    levels: charts.levelsTemplate,
    mark: markTemplate,
    money: moneyTemplate,
    overview: overviewTemplate,
    ownInterval: charts.ownIntervalTemplate,
    pairs: charts.pairsTemplate,
    plan: planTemplate,
    points: pointsTemplate,
    ratioFigure: ratioFigureTemplate,
    row: rowTemplate,
    sent: sentTemplate,
    rowDifference: rowDifferenceTemplate,
    sessions: charts.sessionsTemplate,
    shapes: charts.shapesTemplate,
    state: stateTemplate,
    ticks: charts.ticksTemplate,
    total: totalTemplate,
    totalBar: charts.totalBarTemplate,
    totals: totalsTemplate,
    totalsHead: totalsHeadTemplate,
    verdictBar: verdictBarTemplate,
    schema: schemaTemplate,
    versions: versionTemplate,
  };
  for (const [name, template] of Object.entries(partials)) {
    isolated.registerPartial(name, isolated.compile(template, options));
  }
  return isolated.compile<PageInput>(pageTemplate, options);
}

/** The report as one HTML file that needs nothing else: no network, no other file. */
export function renderHtml(report: ComparisonReport): string {
  return compilePage()({
    ...pageView(mapStrings(report, visibleText)),
    contentPolicy,
    style: new Handlebars.SafeString(style),
    script: new Handlebars.SafeString(pageScript),
  });
}
