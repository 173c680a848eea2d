import type { Trial } from '../model/loadRun.ts';
import type { Notice } from '../model/notice.ts';
import { formatShare, plural } from '../text/quantity.ts';
import { shown } from '../text/quote.ts';

/** Sampled answers that the server took out of its query cache: another load than that of the queries, unless production has it so. */
export function cachedRemarks(trials: readonly Pick<Trial, 'requests'>[]): readonly Notice[] {
  const told = trials
    .flatMap(({ requests }) => requests)
    .flatMap(({ outcome, evidence, caseId }) =>
      outcome.kind === 'completed' && evidence?.kind === 'facts'
        ? [{ caseId, cached: evidence.facts.cached === true }]
        : [],
    );
  const cached = told.filter((one) => one.cached);
  if (cached.length === 0) return [];
  const cases = [...new Set(cached.map(({ caseId }) => caseId))];
  const which = cases.length === 1 ? `all of ${shown(cases[0] ?? '')}` : `of ${cases.length} cases`;
  const text = `the query cache answered ${cached.length} of ${plural(told.length, 'sampled answer')} (${formatShare(cached.length / told.length)}), ${which}: hogbench switches it off, and a use_query_cache of a statement, a case, a class, the target or --set wins`;
  return [{ code: 'query-cache', level: 'caution', text }];
}
