import type { Notice } from '../../model/notice.ts';
import { isCached } from '../../model/queryCache.ts';
import type { Sample } from '../../model/sample.ts';
import { plural } from '../../text/quantity.ts';
import { shown } from '../../text/quote.ts';

const mostNamed = 5;

/** Answers that cost next to nothing, whatever the query does: in both arms they are alike. */
export function queryCacheNotice(samples: readonly Sample[]): readonly Notice[] {
  const cached = samples.filter(({ evidence }) => evidence?.kind === 'facts' && isCached(evidence));
  if (cached.length === 0) return [];
  const ids = [...new Set(cached.map(({ caseId }) => caseId))];
  const named = ids.slice(0, mostNamed).map(shown).join(', ');
  const more = ids.length > mostNamed ? ` and ${ids.length - mostNamed} more` : '';
  const text =
    `The query cache answered ${cached.length} of ${plural(samples.length, 'execution')}, in ${plural(ids.length, 'case')}: ${named}${more}. ` +
    'What is told of them is not the work of the query. hogbench switches that cache off, and a `use_query_cache` of a statement, a case or an arm wins: take it out.';
  return [{ code: 'query-cache', level: 'caution', text }];
}
