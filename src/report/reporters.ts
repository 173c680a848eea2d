import type { ComparisonReport } from '../model/comparison.ts';
import { damagedCode } from '../model/decided.ts';
import { renderComment } from './comment/comment.ts';
import { renderCsv } from './data/csv.ts';
import { jsonPieces } from './data/json.ts';
import { renderJunit } from './data/junit.ts';
import { renderMarkdown } from './markdown/markdown.ts';
import { renderHtml } from './page/html.ts';
import { renderTerminal } from './terminal/terminal.ts';

/** What is known of where a report is read. Most formats look the same everywhere. */
export interface RenderOptions {
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

/** A format that verdicts are told in. */
export interface Reporter {
  /** Also its flag: `--html FILE`. */
  readonly name: string;
  /** What the help says of its flag. */
  readonly about: string;
  /** What its file is called in a folder of results; null for what is printed. */
  readonly file: string | null;
  /** Whether a comparison leaves it in its output folder unasked. */
  readonly isKept: boolean;
  readonly contentType: string;
  /** A pure function of its arguments. A report that can be long comes in pieces. */
  readonly render: (report: ComparisonReport, options: RenderOptions) => string | Iterable<string>;
}

export const terminalReporter: Reporter = {
  name: 'terminal',
  about: 'print a table',
  file: null,
  isKept: false,
  contentType: 'text/plain',
  render: renderTerminal,
};

const htmlReporter: Reporter = {
  name: 'html',
  about: 'write the HTML report',
  file: 'report.html',
  isKept: true,
  contentType: 'text/html',
  render: renderHtml,
};

const markdownReporter: Reporter = {
  name: 'markdown',
  about: 'write the Markdown summary',
  file: 'report.md',
  isKept: true,
  contentType: 'text/markdown',
  render: renderMarkdown,
};

export const jsonReporter: Reporter = {
  name: 'json',
  about: 'write JSON',
  file: 'report.json',
  isKept: true,
  contentType: 'application/json',
  render: jsonPieces,
};

const junitReporter: Reporter = {
  name: 'junit',
  about: 'write JUnit XML',
  file: 'junit.xml',
  isKept: false,
  contentType: 'application/xml',
  render: renderJunit,
};

const csvReporter: Reporter = {
  name: 'csv',
  about: 'write one line a case and metric',
  file: 'report.csv',
  isKept: false,
  contentType: 'text/csv',
  render: renderCsv,
};

export const commentReporter: Reporter = {
  name: 'comment',
  about: "write a comment for a stranger's pull request: verdicts, figures and plain names alone",
  file: 'comment.md',
  isKept: false,
  contentType: 'text/markdown',
  render: (report) =>
    renderComment(
      report,
      report.notices.some((one) => one.code === damagedCode),
    ),
};

/** Every format of a comparison. A new one is a function in a file of its own, and a line here. */
export const reporters: readonly Reporter[] = [
  terminalReporter,
  htmlReporter,
  markdownReporter,
  jsonReporter,
  junitReporter,
  csvReporter,
  commentReporter,
];
