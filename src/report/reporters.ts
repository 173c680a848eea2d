import type { ComparisonReport } from '../model/comparison.ts';
import { renderBencher } from './ci/bencher.ts';
import { renderBenchmarkJson } from './ci/benchmarkJson.ts';
import { renderAnnotations } from './ci/githubAnnotations.ts';
import { renderJunit } from './ci/junit.ts';
import { renderOpenMetrics } from './ci/openMetrics.ts';
import { renderSarif } from './ci/sarif.ts';
import { renderComment } from './comment/comment.ts';
import { renderCsv } from './data/csv.ts';
import { jsonPieces } from './data/json.ts';
import { type Format, type FormatName, formats } from './formats.ts';
import { renderMarkdown } from './markdown/markdown.ts';
import { renderHtml } from './page/html.ts';
import { renderTerminal } from './terminal/terminal.ts';
import type { Telling } from './words/reportLink.ts';

/** What is known of where a report is read. Most formats look the same everywhere. */
export interface RenderOptions extends Telling {
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  /** On a terminal: all that is known, instead of what has to be read. */
  readonly verbose?: boolean | undefined;
}

/** A format, and what makes a report in it. */
export interface Reporter extends Format {
  readonly name: string;
  /** A pure function of its arguments. A report that can be long comes in pieces. */
  readonly render: (report: ComparisonReport, options: RenderOptions) => string | Iterable<string>;
}

const renders: Readonly<Record<FormatName, Reporter['render']>> = {
  terminal: renderTerminal,
  html: renderHtml,
  markdown: renderMarkdown,
  json: jsonPieces,
  junit: renderJunit,
  csv: renderCsv,
  comment: renderComment,
  sarif: renderSarif,
  github: renderAnnotations,
  bencher: renderBencher,
  benchmark: renderBenchmarkJson,
  openmetrics: renderOpenMetrics,
};

/** The reporter of a format. */
export function reporterOf(name: FormatName): Reporter {
  return { name, ...formats[name], render: renders[name] };
}

/** Every reporter, in the order of the formats. */
export const reporters: readonly Reporter[] = (Object.keys(formats) as FormatName[]).map(reporterOf);
