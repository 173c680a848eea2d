import { mostAtOnce } from '../../app/runPlans.ts';
import { parseJobOutput, parsePolicy, parseRowDisplay, parseSources, parseVerdicts } from './choices.ts';
import type { Readings } from './flagRow.ts';
import { parseCount, parseCoverage, parseDuration, parseLookBack, parsePercent } from './values.ts';
import { parseWebAddress } from './webAddress.ts';

/** How the text of a flag becomes what it means; each throws a UserError of kind usage for a text that means nothing. */
export const readers: { readonly [K in keyof Readings]: (text: string, what: string) => Readings[K] } = {
  count: (text, what) => parseCount(text, what),
  atOnce: (text, what) => parseCount(text, what, 1, mostAtOnce),
  number: (text, what) => parseCount(text, what, 0),
  share: parsePercent,
  coverage: parseCoverage,
  duration: parseDuration,
  lookBack: parseLookBack,
  verdicts: parseVerdicts,
  rowDisplay: parseRowDisplay,
  sources: parseSources,
  policy: parsePolicy,
  jobOutput: parseJobOutput,
  webAddress: parseWebAddress,
};
