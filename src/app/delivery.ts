import type { FileText } from '../files/wholeFile.ts';
import type { ComparisonReport } from '../model/comparison.ts';
import { UserError } from '../model/errors.ts';
import { type RenderOptions, type Reporter, reporters } from '../report/reporters.ts';
import type { Telling } from '../report/words/reportLink.ts';
import { hogbenchVersion } from './hogbenchVersion.ts';
import type { OutputFolder } from './outputFolder.ts';
import { writeReport } from './resultFiles.ts';

/** A report that is wanted, and where it goes. */
export interface Delivery {
  readonly reporter: Reporter;
  /** The place as people know it. */
  readonly shown: string;
  readonly write: (text: FileText) => Promise<void>;
}

/** How reports are rendered that go to a file. */
export const asFile: RenderOptions = { color: false, width: 120, version: hogbenchVersion };

/** What a comparison leaves in its output folder unasked. */
export function keptIn(output: OutputFolder): readonly Delivery[] {
  return reporters.flatMap((reporter) => {
    const { file, isKept } = reporter;
    if (file === null || !isKept) return [];
    return [{ reporter, shown: output.shown(file), write: (text) => output.write(file, text) }];
  });
}

/** A file that was asked for by name. */
export function deliveryTo(reporter: Reporter, path: string, cwd: string, force: boolean): Delivery {
  return { reporter, shown: path, write: (text) => writeReport(cwd, path, text, force) };
}

/**
 * Renders and writes reports one after the other. One that cannot be rendered or written does not keep the others from
 * it, nor the verdict from being told: what failed is handed back.
 */
export async function deliver(
  report: ComparisonReport,
  deliveries: readonly Delivery[],
  telling: Telling = {},
): Promise<readonly UserError[]> {
  const failures: UserError[] = [];
  for (const { reporter, shown, write } of deliveries)
    try {
      await write(rendered(reporter, report, { ...asFile, ...telling }, shown));
    } catch (error) {
      failures.push(error instanceof UserError ? error : unrendered(reporter, error, shown));
    }
  return failures;
}

/**
 * The pieces of a report.
 * @param shown where it goes, for people
 * @throws UserError target, while it is read, when the reporter fails
 */
export function* rendered(
  reporter: Reporter,
  report: ComparisonReport,
  options: RenderOptions,
  shown: string,
): Generator<string> {
  try {
    const text = reporter.render(report, options);
    if (typeof text === 'string') yield text;
    else yield* text;
  } catch (error) {
    throw unrendered(reporter, error, shown);
  }
}

function unrendered({ name }: Reporter, error: unknown, shown: string): UserError {
  const why = error instanceof Error ? error.message : String(error);
  return new UserError(
    'target',
    `the ${name} report could not be made (${why})`,
    'This is an error of hogbench: please report it. The run file holds all samples, for hogbench report and its other formats.',
    shown,
  );
}
