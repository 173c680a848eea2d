import { createHash } from 'node:crypto';
import Handlebars from 'handlebars';
import type { TrafficChangeReport } from '../../model/trafficChange.ts';
import { mapStrings, visibleText } from '../../text/safeText.ts';
import { changeTemplate } from '../page/templates/changeTemplate.ts';
import { pageStyle } from '../page/templates/style.ts';
import { trafficStyle } from '../page/templates/trafficTemplate.ts';
import {
  changeCells,
  changeHeadline,
  changeTitles,
  kindText,
  moreText,
  sureText,
  unreadText,
  windowRemarks,
  windowText,
} from '../words/changeCells.ts';
import { createSqlLayout } from '../words/sqlLayout.ts';

const style = `${pageStyle}${trafficStyle}`;
const contentPolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'`;

/** Characters of SQL that are laid out: half a second's worth. */
const laidOut = 150_000;

/** `hogbench top --against` as one HTML file that needs nothing else, and no script. */
export function renderChangeHtml(report: TrafficChangeReport): string {
  const isolated = Handlebars.create();
  const options = { strict: true, knownHelpersOnly: true, noEscape: false };
  return isolated.compile(
    changeTemplate,
    options,
  )({
    ...changeView(mapStrings(report, visibleText)),
    contentPolicy,
    style: new Handlebars.SafeString(style),
  });
}

function changeView(report: TrafficChangeReport): object {
  const layOut = createSqlLayout(laidOut);
  const rows = report.rows.map((row, at) => ({
    ...{ anchor: `row-${at + 1}`, name: row.name, kind: row.kind, cells: changeCells(row, report.by) },
    sql: row.sql === undefined || row.sql === '' ? '' : (layOut([row.sql])?.[0] ?? row.sql),
  }));
  return {
    headline: changeHeadline(report),
    windows: [windowText('before', report.before), windowText('after', report.after)],
    titles: changeTitles(report),
    kinds: report.kinds.map((total) => ({
      anchor: total.kind,
      text: kindText(total, report),
      rows: rows.filter((row) => row.kind === total.kind),
      more: moreText(total, report),
    })),
    queries: rows.filter((row) => row.sql !== ''),
    sure: sureText(report),
    unread: unreadText(report),
    remarks: [...windowRemarks(report), ...report.remarks],
  };
}
