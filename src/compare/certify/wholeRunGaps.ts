import type { ArmName } from '../../model/arm.ts';
import type { Missing, MissingByText } from '../../model/certificate.ts';
import type { ComparisonReport } from '../../model/comparison.ts';
import { damagedCode, debtCode, lessDataCode } from '../../model/decided.ts';
import type { Environment } from '../../model/environment.ts';

/** What keeps a comparison from being certified beside what `provedEquivalent` asks: how the run as a whole was made, and on what. */
export function wholeRunGaps(report: ComparisonReport): readonly Missing[] {
  return [
    ...ofState(report),
    ...ofNotices(report),
    ...ofServers(report),
    ...(report.selfCheck === null || report.selfCheck.kind === 'off' ? [{ kind: 'selfCheckOff' } as const] : []),
    ...ofResults(report),
    ...ofOptions(report),
  ];
}

/** Remarks on a whole run that keep it from being certified. */
const fatal = new Map<string, MissingByText['kind']>([
  [debtCode, 'debt'],
  [lessDataCode, 'lessData'],
  [damagedCode, 'lost'],
  ['same-arms', 'oneServer'],
  ['design-differs', 'ownDesign'],
  ['server-state-unknown', 'stateUnknown'],
]);

function ofNotices({ notices }: ComparisonReport): readonly Missing[] {
  return notices.flatMap(({ code, level, text }): readonly Missing[] => {
    const kind = fatal.get(code);
    return kind === undefined || level !== 'caution' ? [] : [{ kind, text }];
  });
}

function ofState({ state }: ComparisonReport): readonly Missing[] {
  const isRead = (arm: ArmName): boolean =>
    state?.servers.some(({ arms, readings }) => readings > 0 && arms.includes(arm)) === true;
  return isRead('baseline') && isRead('candidate') ? [] : [{ kind: 'stateUnread' }];
}

/** Whether two names are two servers. */
function ofServers({ arms }: ComparisonReport): readonly Missing[] {
  const [one, other] = arms.map(({ environment }) => environment);
  if (one === undefined || other === undefined) return [];
  // What is restarted between sessions is ours, and known to be a server of its own.
  if (one.target === other.target || one.restarts === true || other.restarts === true) return [];
  const [ids, others] = [serverIds(one), serverIds(other)];
  if (ids.some((id) => id !== undefined && others.includes(id))) return [{ kind: 'sameServer', isOne: true }];
  return [...ids, ...others].includes(undefined) ? [{ kind: 'sameServer', isOne: null }] : [];
}

/** Of all servers that the sessions of an arm take turns on: one that is in both arms is compared with itself. */
function serverIds({ serverId, replicas = [] }: Environment): readonly (string | undefined)[] {
  return [serverId, ...replicas.map((replica) => replica.serverId)];
}

/** A workload may excuse some cases, and not be excused altogether. */
function ofResults({ cases }: ComparisonReport): readonly Missing[] {
  const ignored = cases.filter(({ results }) => results === 'ignored').length;
  return 2 * ignored > cases.length ? [{ kind: 'resultsIgnored', cases: ignored, of: cases.length }] : [];
}

function ofOptions({ options = [] }: ComparisonReport): readonly Missing[] {
  const found = options.filter((one) => one.found === true).map(({ name, value }) => `${name} ${value}`);
  const filtered = options.flatMap(({ name, value }): readonly Missing[] =>
    name === 'filter' ? [{ kind: 'filtered', filter: value }] : [],
  );
  return [...filtered, ...(found.length === 0 ? [] : [{ kind: 'foundOptions', options: found } as const])];
}
