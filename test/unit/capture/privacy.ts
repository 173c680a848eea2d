import { PrivacyTally } from '../../../src/capture/privacyReport.ts';
import { noRule } from '../../../src/capture/privacyRules.ts';
import { Pseudonyms } from '../../../src/capture/pseudonyms.ts';
import type { Privacy } from '../../../src/capture/redactSql.ts';

export function privacy(over: Partial<Privacy> = {}): Privacy {
  return {
    pseudonyms: new Pseudonyms('key'),
    rules: { allow: noRule, drop: noRule, hash: noRule },
    eventColumns: ['event'],
    keepLiterals: false,
    tally: new PrivacyTally(),
    ...over,
  };
}
