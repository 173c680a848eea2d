import type { CertifiedGroup, Missing } from '../../model/certificate.ts';
import type { ComparisonReport } from '../../model/comparison.ts';
import type { SuiteFigures, SuiteRatio } from '../../model/suite.ts';
import { classTags } from '../suite/tagGroups.ts';

/**
 * Classes of cases that are not proved to cost as little as the margin allows, and those that were asked for and that nothing is known of.
 * @param asked tags; undefined: the usual ones
 */
export function classGaps(report: ComparisonReport, asked: readonly string[] = []): readonly Missing[] {
  const { suite, method } = report;
  const known = tagsOf(report);
  // Without a total of the whole, that of no group is worth a line of its own.
  const groups = suite?.whole.geometricMean?.interval == null ? [] : suite.groups;
  return [
    ...groups.flatMap((group): readonly Missing[] =>
      kindOf(group, method.margin) === 'within'
        ? []
        : [{ kind: 'group', tag: group.tag, value: group.value, high: furthest(group), margin: method.margin }],
    ),
    ...asked.flatMap((tag): readonly Missing[] => (known.has(tag) ? [] : [{ kind: 'noClass', tag }])),
  ];
}

/** What is known of each class. */
export function certifiedClasses({ suite, method }: ComparisonReport): readonly CertifiedGroup[] {
  return (suite?.groups ?? []).map((group) => ({
    tag: group.tag,
    value: group.value,
    cases: group.cases,
    total: timeOf(group),
    geometricMean: group.geometricMean,
    kind: kindOf(group, method.margin),
  }));
}

/** By the clock that decides. */
export function timeOf({ costs }: SuiteFigures): SuiteRatio | null {
  const time =
    costs.find(({ metric }) => metric === 'running_time') ?? costs.find(({ metric }) => metric === 'server_time');
  return time === undefined ? null : { ratio: time.ratio, interval: time.interval, pValue: time.pValue };
}

/** Of which there are classes. One case alone has no totals: it is its class, and judged by its own verdict. */
function tagsOf({ suite, cases }: ComparisonReport): ReadonlySet<string> {
  if (suite !== null) return new Set(suite.groups.map(({ tag }) => tag));
  return new Set(cases.flatMap((one) => Object.keys(classTags(one))));
}

/** As the whole is judged: by the geometric mean, which each case has a like part in, and by every time that cases cost together. */
function intervalsOf({ geometricMean, costs }: SuiteFigures): readonly (SuiteRatio['interval'] | undefined)[] {
  const times = costs.filter(({ metric }) => metric === 'running_time' || metric === 'server_time');
  return [geometricMean?.interval, ...(times.length === 0 ? [null] : times.map(({ interval }) => interval))];
}

function kindOf(group: SuiteFigures, margin: number): CertifiedGroup['kind'] {
  const intervals = intervalsOf(group);
  if (intervals.some((one) => one != null && one.low > 1 + margin)) return 'beyond';
  return intervals.every((one) => one != null && one.high <= 1 + margin) ? 'within' : 'undecided';
}

function furthest(group: SuiteFigures): number | null {
  const highs = intervalsOf(group).map((one) => one?.high);
  return highs.reduce<number | null>(
    (most, one) => (most === null || one === undefined ? null : Math.max(most, one)),
    0,
  );
}
