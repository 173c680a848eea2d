import { formatPlace, UserError } from '../model/errors.ts';
import type { LoadClass } from '../model/loadClass.ts';
import type { Case, Workload } from '../model/workload.ts';
import { suggestion } from '../text/nearest.ts';
import { quoted } from '../text/quote.ts';

/** Cases by their classes. */
export interface Classified {
  /** Those of the workload, or one that takes every case where it has none. */
  readonly classes: readonly LoadClass[];
  /** Name of the class, by case id. */
  readonly classOf: Readonly<Record<string, string>>;
}

type Tagged = Pick<Case, 'id' | 'tags' | 'place'>;

/** The name of the class of a workload that says nothing of classes. */
export const onlyClass = 'all';

const mostNamed = 2;

/**
 * Puts each case into its class. Values of tags are compared as text, as a filter does.
 * @throws UserError usage for a case in no class or in two, and for a class without cases
 */
export function classify(cases: readonly Tagged[], classes: readonly LoadClass[] = []): Classified {
  if (classes.length === 0) return classify(cases, [{ name: onlyClass, match: {}, settings: {} }]);
  const placed = cases.map((one) => ({ one, takenBy: classes.filter((each) => takes(each, one)) }));
  for (const each of classes)
    if (!placed.some(({ takenBy }) => takenBy.includes(each))) throw withoutCases(each, cases);
  refuseNone(placed.filter(({ takenBy }) => takenBy.length === 0).map(({ one }) => one));
  refuseTwo(placed.filter(({ takenBy }) => takenBy.length > 1));
  return {
    classes,
    classOf: Object.fromEntries(placed.flatMap(({ one, takenBy }) => takenBy.map(({ name }) => [one.id, name]))),
  };
}

/**
 * The classes that count for some cases of a workload. One of which a filter took no case is left out; one that is empty without
 * any filter stays, and is refused by `classify`. A query by itself that is in none of them is in none: tags are not asked of it.
 */
export function classesInPlay(
  chosen: readonly Tagged[],
  { cases, classes = [], alone }: { readonly cases: readonly Tagged[] } & Pick<Workload, 'classes' | 'alone'>,
): readonly LoadClass[] {
  const having = (from: readonly Tagged[]) => classes.filter((each) => from.some((one) => takes(each, one)));
  const taking = having(chosen);
  if (alone) return chosen.every((one) => taking.some((each) => takes(each, one))) ? taking : [];
  const withCases = having(cases);
  return classes.filter((each) => taking.includes(each) || !withCases.includes(each));
}

function takes({ match }: LoadClass, { tags }: Tagged): boolean {
  return Object.entries(match).every(
    ([tag, values]) => Object.hasOwn(tags, tag) && values.some((value) => String(value) === String(tags[tag])),
  );
}

function withoutCases({ name, match }: LoadClass, cases: readonly Tagged[]): UserError {
  const what = `no case is in the class ${quoted(name)}`;
  for (const [tag, values] of Object.entries(match)) {
    const having = cases.filter(({ tags }) => Object.hasOwn(tags, tag));
    if (having.length === 0) {
      const tags = [...new Set(cases.flatMap((one) => Object.keys(one.tags)))];
      return new UserError('usage', what, `No case has the tag ${quoted(tag)}: ${suggestion(tag, tags.slice(0, 10))}.`);
    }
    const known = [...new Set(having.map(({ tags }) => String(tags[tag])))];
    if (values.some((value) => known.includes(String(value)))) continue;
    const near = suggestion(String(values[0]), known.slice(0, 10));
    return new UserError('usage', what, `No case has one of its values of ${quoted(tag)}: ${near}.`);
  }
  return new UserError('usage', what, 'Correct its `match`, drop it, or let the filter take cases of it.');
}

function refuseNone(cases: readonly Tagged[]): void {
  const [first] = cases;
  if (first === undefined) return;
  throw new UserError(
    'usage',
    `${named(cases)} ${cases.length === 1 ? 'is' : 'are'} in no class`,
    'Let the `match` of a class take them, or leave them out with --filter.',
    formatPlace(first.place),
  );
}

function refuseTwo(placed: readonly { readonly one: Tagged; readonly takenBy: readonly LoadClass[] }[]): void {
  const [first] = placed;
  if (first === undefined) return;
  const { one, takenBy } = first;
  const more =
    placed.length === 1 ? '' : `, and so ${placed.length === 2 ? 'is 1 more' : `are ${placed.length - 1} more`}`;
  throw new UserError(
    'usage',
    `${quoted(one.id)} is in the classes ${takenBy.map(({ name }) => quoted(name)).join(' and ')}${more}`,
    'Each case has one promise: narrow the `match` of one of them.',
    formatPlace(one.place),
  );
}

function named(cases: readonly Tagged[]): string {
  const some = cases.slice(0, mostNamed).map(({ id }) => quoted(id));
  const more = cases.length - some.length;
  return more > 0 ? `${some.join(', ')} and ${more} more` : some.join(' and ');
}
