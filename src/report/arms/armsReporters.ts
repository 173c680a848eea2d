import type { ArmsReport } from '../../model/armsReport.ts';
import type { Telling } from '../words/reportLink.ts';
import { armsCsv } from './armsCsv.ts';
import { armsHtml } from './armsHtml.ts';
import { armsJson } from './armsJson.ts';
import { armsMarkdown } from './armsMarkdown.ts';
import { type ArmsTerminalOptions, armsTerminal } from './armsTerminal.ts';

/** What is known of where a report of several arms is read. */
export interface ArmsRenderOptions extends ArmsTerminalOptions, Telling {
  /** Names of the pages that tell a candidate in full, by its label. */
  readonly pages?: ReadonlyMap<string, string> | undefined;
}

/** A format that shows several arms side by side, and what makes a report in it. */
export interface ArmsFormat {
  readonly name: 'terminal' | 'html' | 'markdown' | 'json' | 'csv';
  /** What a comparison leaves in its folder of results; null for what is not left there unasked. */
  readonly file: string | null;
  /** A pure function of its arguments. */
  readonly render: (report: ArmsReport, options: ArmsRenderOptions) => string;
}

/** The other formats hold one comparison, and are written once for each candidate. */
export const armsReporters: readonly ArmsFormat[] = [
  { name: 'terminal', file: null, render: armsTerminal },
  { name: 'html', file: 'report.html', render: armsHtml },
  { name: 'markdown', file: 'report.md', render: armsMarkdown },
  { name: 'json', file: 'report.json', render: armsJson },
  { name: 'csv', file: null, render: armsCsv },
];
