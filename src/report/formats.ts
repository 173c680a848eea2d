/** What is known of a format without loading what renders it, which takes longer than the help of a command. */
export interface Format {
  /** What the help says of its flag, `--html FILE`. */
  readonly about: string;
  /** What its file is called in a folder of results; null for what is printed. */
  readonly file: string | null;
  /** Whether a comparison leaves it in its output folder unasked. */
  readonly isKept: boolean;
  readonly contentType: string;
}

export type FormatName = 'terminal' | 'html' | 'markdown' | 'json' | 'junit' | 'csv' | 'comment' | CiFormatName;

/** What CI services and dashboards read. */
type CiFormatName = 'sarif' | 'github' | 'bencher' | 'benchmark' | 'openmetrics';

/** Every format that verdicts are told in; what renders it stands in `reporters.ts`. */
export const formats: Readonly<Record<FormatName, Format>> = {
  terminal: { about: 'print a table', file: null, isKept: false, contentType: 'text/plain' },
  html: { about: 'write the HTML report', file: 'report.html', isKept: true, contentType: 'text/html' },
  markdown: { about: 'write the Markdown summary', file: 'report.md', isKept: true, contentType: 'text/markdown' },
  json: { about: 'write JSON', file: 'report.json', isKept: true, contentType: 'application/json' },
  junit: { about: 'write JUnit XML', file: 'junit.xml', isKept: false, contentType: 'application/xml' },
  csv: { about: 'write one line per case and metric', file: 'report.csv', isKept: false, contentType: 'text/csv' },
  comment: {
    about: "write a comment for a stranger's pull request: only verdicts, figures and plain names",
    file: 'comment.md',
    isKept: false,
    contentType: 'text/markdown',
  },
  sarif: {
    about: 'write findings as SARIF',
    file: 'report.sarif',
    isKept: false,
    contentType: 'application/sarif+json',
  },
  github: { about: 'write GitHub annotations', file: 'annotations.txt', isKept: false, contentType: 'text/plain' },
  bencher: {
    about: 'write Bencher Metric Format',
    file: 'bencher.json',
    isKept: false,
    contentType: 'application/json',
  },
  benchmark: {
    about: 'write JSON for github-action-benchmark (customSmallerIsBetter)',
    file: 'benchmark.json',
    isKept: false,
    contentType: 'application/json',
  },
  openmetrics: {
    about: 'write OpenMetrics text',
    file: 'openmetrics.txt',
    isKept: false,
    contentType: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
  },
};

/** The formats that have a flag with a file, in the order of the help. JSON has forms of its own, which also print. */
export const formatFlags: readonly FormatName[] = (Object.keys(formats) as FormatName[]).filter(
  (name) => formats[name].file !== null && name !== 'json',
);
