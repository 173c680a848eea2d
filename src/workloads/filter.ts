import { UserError } from '../model/errors.ts';
import type { Case } from '../model/workload.ts';
import { globPattern } from '../text/glob.ts';
import { nearest } from '../text/nearest.ts';
import { quoted, shown } from '../text/quote.ts';

interface Filter {
  readonly text: string;
  /** Filters of one group widen each other: all name globs, or all filters of one tag. */
  readonly group: string;
  accepts(one: Case): boolean;
}

/**
 * The cases that pass. `product=web_analytics` asks for a tag's value; anything else is a glob on a
 * case's name or whole id (`trends_*`, `trends_dau[team=2]`). `*` stands for any text, `?` for one
 * character, in names and values alike; brackets stand for themselves.
 *
 * Several name globs, or several values of one tag, widen the choice (or); a tag and a name, or two
 * different tags, narrow it (and). No filter keeps all.
 * @throws UserError usage when a filter, or all of them together, matches nothing
 */
export function filterCases(cases: readonly Case[], filters: readonly string[]): readonly Case[] {
  const parsed = filters.map(parseFilter);
  for (const filter of parsed) {
    if (!cases.some((one) => filter.accepts(one))) throw nothingMatches(filter, cases);
  }
  const groups = [...new Set(parsed.map((filter) => filter.group))];
  const kept = cases.filter((one) =>
    groups.every((group) => parsed.some((filter) => filter.group === group && filter.accepts(one))),
  );
  if (kept.length > 0 || filters.length === 0) return kept;
  const what = `no case matches ${filters.map(quoted).join(' and ')} at once`;
  throw new UserError('usage', what, 'Different tags, and a tag and a name, narrow each other: drop one of them.');
}

function parseFilter(text: string): Filter {
  const tag = /^([^=[\]*?]+)=(.*)$/s.exec(text);
  if (!tag) {
    const pattern = globPattern(text);
    return { text, group: 'name', accepts: (one) => pattern.test(one.name) || pattern.test(one.id) };
  }
  const key = tag[1] ?? '';
  const pattern = globPattern(tag[2] ?? '');
  const accepts = ({ tags }: Case): boolean => Object.hasOwn(tags, key) && pattern.test(String(tags[key]));
  return { text, group: `tag ${key}`, accepts };
}

const mostListed = 10;

function nothingMatches(filter: Filter, cases: readonly Case[]): UserError {
  const what = `no case matches ${quoted(filter.text)}`;
  const key = filter.group.startsWith('tag ') ? filter.group.slice('tag '.length) : undefined;
  if (key === undefined) {
    return new UserError(
      'usage',
      what,
      known(
        'names',
        filter.text,
        cases.map((one) => one.name),
      ),
    );
  }
  const values = cases.flatMap(({ tags }) => (Object.hasOwn(tags, key) ? [String(tags[key])] : []));
  const value = filter.text.slice(key.length + 1);
  const fix =
    values.length > 0
      ? known(`values of ${quoted(key)}`, value, values)
      : known(
          'tags',
          key,
          cases.flatMap(({ tags }) => Object.keys(tags)),
        );
  return new UserError('usage', what, fix);
}

function known(what: string, typed: string, all: readonly string[]): string {
  const distinct = [...new Set(all)];
  const near = nearest(typed, distinct);
  if (near !== undefined) return `Did you mean ${quoted(near)}?`;
  const more = distinct.length > mostListed ? `, and ${distinct.length - mostListed} more` : '';
  return `Known ${what}: ${distinct.slice(0, mostListed).map(shown).join(', ') || 'none'}${more}.`;
}
