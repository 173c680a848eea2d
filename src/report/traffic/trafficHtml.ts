import { createHash } from 'node:crypto';
import Handlebars from 'handlebars';
import type { TrafficReport } from '../../model/traffic.ts';
import { formatShare } from '../../text/quantity.ts';
import { mapStrings, visibleText } from '../../text/safeText.ts';
import { pageStyle } from '../page/templates/style.ts';
import { trafficTemplate } from '../page/templates/trafficTemplate.ts';
import {
  coverageText,
  failureText,
  ownerTable,
  trafficCells,
  trafficHeadline,
  trafficTitles,
  trafficWhere,
} from '../words/trafficCells.ts';

const contentPolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(pageStyle).digest('base64')}'; base-uri 'none'; form-action 'none'`;

/** `hogbench top` as one HTML file that needs nothing else. */
export function renderTrafficHtml(report: TrafficReport): string {
  const safe = mapStrings(report, visibleText);
  const owners = ownerTable(safe.coverage);
  const template = Handlebars.create().compile(trafficTemplate, {
    strict: true,
    knownHelpersOnly: true,
    noEscape: false,
  });
  return template({
    contentPolicy,
    style: new Handlebars.SafeString(pageStyle),
    headline: trafficHeadline(safe),
    where: trafficWhere(safe),
    titles: trafficTitles(safe),
    rows: safe.rows.map((row) => ({
      cells: trafficCells(row, safe.by).slice(1),
      name: row.name,
      share: `${formatShare(row.share)} of ${safe.by}`,
      failures: failureText(row, safe.errorNames),
      tags: Object.entries(row.tags).map(([key, value]) => ({ key, value })),
      example: row.exampleId ?? '',
      sql: row.sql ?? '',
    })),
    coverage: coverageText(safe.coverage),
    owners: { titles: owners.titles, rows: owners.rows.map(([name, ...cells]) => ({ name, cells })) },
    remarks: safe.remarks,
  });
}
