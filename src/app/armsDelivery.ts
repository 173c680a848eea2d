import type { FileText } from '../files/wholeFile.ts';
import type { ArmsReport } from '../model/armsReport.ts';
import { UserError } from '../model/errors.ts';
import { type ArmsFormat, armsReporters } from '../report/arms/armsReporters.ts';
import { type Reporter, reporterOf } from '../report/reporters.ts';
import type { Telling } from '../report/words/reportLink.ts';
import { asFile, rendered } from './delivery.ts';
import { type OutputFolder, outputNames } from './outputFolder.ts';
import { writeReport } from './resultFiles.ts';

/** A report of several arms that is wanted, and where it goes: side by side, or of one candidate. */
export type ArmsDelivery = {
  /** The place as people know it. */
  readonly shown: string;
  readonly write: (text: FileText) => Promise<void>;
} & (
  | { readonly kind: 'sideBySide'; readonly format: ArmsFormat; readonly pages?: ReadonlyMap<string, string> }
  | { readonly kind: 'ofArm'; readonly label: string; readonly reporter: Reporter }
);

/** What a comparison of several arms leaves in its output folder unasked: side by side, and a page of each candidate. */
export function keptOfArms({ comparisons }: ArmsReport, output: OutputFolder): readonly ArmsDelivery[] {
  const place = (file: string) => ({
    shown: output.shown(file),
    write: (text: FileText) => output.write(file, text),
  });
  const pages = new Map(comparisons.map(({ label }) => [label, forArm(outputNames.html, label)] as const));
  return [
    ...armsReporters.flatMap((format): readonly ArmsDelivery[] =>
      format.file === null ? [] : [{ kind: 'sideBySide', format, pages, ...place(format.file) }],
    ),
    ...[...pages].map(
      ([label, file]): ArmsDelivery => ({ kind: 'ofArm', label, reporter: reporterOf('html'), ...place(file) }),
    ),
  ];
}

/** Files that were asked for by name. A format that holds one comparison becomes a file for each candidate. */
export function armsDeliveries(
  reporter: Reporter,
  path: string,
  labels: readonly string[],
  cwd: string,
  force: boolean,
): readonly ArmsDelivery[] {
  const place = (shown: string) => ({ shown, write: (text: FileText) => writeReport(cwd, shown, text, force) });
  const format = armsReporters.find(({ name }) => name === reporter.name);
  if (format !== undefined) return [{ kind: 'sideBySide', format, ...place(path) }];
  return labels.map((label) => ({ kind: 'ofArm', label, reporter, ...place(forArm(path, label)) }));
}

/** `report-b.html` of `report.html`. */
function forArm(path: string, label: string): string {
  const [, start = path, end = ''] = /^(.*?)(\.[^./\\]+)?$/s.exec(path) ?? [];
  return `${start}-${label}${end}`;
}

/** Renders and writes reports one after the other. What failed is handed back, and keeps no other from being written. */
export async function deliverArms(
  report: ArmsReport,
  deliveries: readonly ArmsDelivery[],
  telling: Telling = {},
): Promise<readonly UserError[]> {
  const failures: UserError[] = [];
  const options = { ...asFile, ...telling };
  for (const one of deliveries)
    try {
      if (one.kind === 'sideBySide') await one.write(one.format.render(report, { ...options, pages: one.pages }));
      else {
        const own = report.comparisons.find(({ label }) => label === one.label);
        if (own !== undefined) await one.write(rendered(one.reporter, own.report, options, one.shown));
      }
    } catch (error) {
      failures.push(error instanceof UserError ? error : unmade(one, error));
    }
  return failures;
}

function unmade({ shown }: ArmsDelivery, error: unknown): UserError {
  const why = error instanceof Error ? error.message : String(error);
  return new UserError(
    'target',
    `a report could not be made (${why})`,
    'This is an error of hogbench: please report it. The run file holds all samples.',
    shown,
  );
}
