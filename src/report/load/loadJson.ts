import type { LoadReport } from '../../model/loadReport.ts';
import { publishedLoad } from '../../model/publishedLoad.ts';
import { stableJson } from '../data/json.ts';

/** A load as one JSON document, its keys in a stable order: what docs/load-report.schema.json says. */
export function loadJson(report: LoadReport): string {
  return stableJson(publishedLoad(report));
}
