import type { ArmsReport, PublishedArms } from '../../model/armsReport.ts';
import { publishedReport, stableJson } from '../data/json.ts';

/** Several arms as one JSON document, its keys in a stable order: what docs/report.schema.json says. */
export function armsJson(report: ArmsReport): string {
  const comparisons = report.comparisons.map((one) => ({ ...one, report: publishedReport(one.report) }));
  const published: PublishedArms = { ...report, comparisons };
  return stableJson(published);
}
