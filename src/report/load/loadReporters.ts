import type { LoadReport } from '../../model/loadReport.ts';
import type { Telling } from '../words/reportLink.ts';
import { loadHtml } from './loadHtml.ts';
import { loadJson } from './loadJson.ts';
import { loadMarkdown } from './loadMarkdown.ts';
import { type LoadTerminalOptions, loadTerminal } from './loadTerminal.ts';

/** What is known of where the report of a load is read. Most formats look the same everywhere. */
export interface LoadRenderOptions extends LoadTerminalOptions, Telling {}

/** A format that loads are told in, and what makes a report in it. */
export interface LoadFormat {
  readonly name: 'terminal' | 'html' | 'markdown' | 'json';
  /** What its file is called in a folder of results; null for what is printed. */
  readonly file: string | null;
  readonly contentType: string;
  /** A pure function of its arguments. */
  readonly render: (report: LoadReport, options: LoadRenderOptions) => string;
}

/** Every format of the report of a load. All but the terminal's are left in the folder of results. */
export const loadReporters: readonly LoadFormat[] = [
  { name: 'terminal', file: null, contentType: 'text/plain', render: loadTerminal },
  { name: 'html', file: 'report.html', contentType: 'text/html', render: loadHtml },
  { name: 'markdown', file: 'report.md', contentType: 'text/markdown', render: loadMarkdown },
  { name: 'json', file: 'report.json', contentType: 'application/json', render: loadJson },
];
