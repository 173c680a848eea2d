import type { ChangeKind, GroupChange, KindTotal, TrafficChangeReport } from '../model/trafficChange.ts';
import { surveyRemarks } from './surveyRemarks.ts';
import type { TrafficLog } from './trafficLog.ts';

/** All kinds, in the order in which they are told. */
export const kinds: readonly ChangeKind[] = ['new', 'grown', 'shrunk', 'gone', 'unclear'];

/** How many groups there are of a kind, and what they make up. */
export function totalOf(kind: ChangeKind, changes: readonly GroupChange[]): KindTotal {
  const own = changes.filter((one) => one.kind === kind);
  return { kind, groups: own.length, unsure: own.filter((one) => !one.isSure).length, ...sums(own) };
}

function sums(changes: readonly GroupChange[]): { readonly beforePerDay: number; readonly afterPerDay: number } {
  return {
    beforePerDay: changes.reduce((sum, one) => sum + one.before.perDay, 0),
    afterPerDay: changes.reduce((sum, one) => sum + one.after.perDay, 0),
  };
}

/** What is in neither of the two rankings that were read. */
export function unreadOf(
  total: GroupChange,
  changes: readonly GroupChange[],
  before: number,
  after: number,
): TrafficChangeReport['unread'] {
  const read = sums(changes);
  const ran = (side: 'before' | 'after'): number => changes.filter((one) => one[side].executions > 0).length;
  const groups = Math.max(before - ran('before'), after - ran('after'), 0);
  const rest = (all: number, known: number): number => (groups === 0 ? 0 : Math.max(0, all - known));
  return {
    groups,
    beforePerDay: rest(total.before.perDay, read.beforePerDay),
    afterPerDay: rest(total.after.perDay, read.afterPerDay),
  };
}

/** Remarks about both logs, each once; `shared` is how many groups of one are in the other. */
export function remarksOf(before: TrafficLog, after: TrafficLog, shared: number | undefined): readonly string[] {
  const [earlier, later] = [surveyRemarks(before), surveyRemarks(after)];
  const both = earlier.filter((one) => later.includes(one));
  return [
    ...both,
    ...earlier.filter((one) => !both.includes(one)).map((one) => `the earlier window: ${one}`),
    ...later.filter((one) => !both.includes(one)).map((one) => `the later window: ${one}`),
    ...(before.name !== after.name && shared === 0
      ? [
          'no group of one log is in the other: servers of different versions may hash shapes otherwise; --group-by compares tags',
        ]
      : []),
  ];
}
