import type { Notice } from '../../model/notice.ts';
import { formatCount } from '../../text/quantity.ts';
import type { ProcessLuck, ReplicaDifference, ReplicaTurns, ServerFindings } from '../environment/servers.ts';
import type { SavedEnvironments } from '../saved/savedEnvironments.ts';

/** On which server processes a run was measured, and what that means for its differences. */
export function serverNotices({ turns, replicas, luck, shared }: ServerFindings): readonly Notice[] {
  return [
    ...turns.map((one): Notice => ({ code: 'sessions-on-replicas', level: 'note', text: turnsText(one) })),
    ...replicas.map((one): Notice => ({ code: 'replicas-differ', level: 'caution', text: replicasText(one) })),
    ...luckNotice(luck),
    ...(shared.length === 0
      ? []
      : [{ code: 'duet-on-one-machine', level: 'caution', text: sharedText(shared) } as const]),
  ];
}

function turnsText({ arms, turns }: ReplicaTurns): string {
  const listed = turns.map(
    ({ host, sessions }) => `${host} (${sessions.length === 1 ? 'session' : 'sessions'} ${sessions.join(', ')})`,
  );
  return `The ${arms.join(' and ')} ran on replicas in turn: ${listed.join('; ')}.`;
}

function replicasText({ arm, versions, tables }: ReplicaDifference): string {
  const found = [
    ...(versions.length === 0 ? [] : [`versions ${versions.join(' and ')}`]),
    ...tables.map(({ table, rows }) => `${table} has ${rows.map(formatCount).join(' and ')} rows`),
  ];
  return `The replicas of the ${arm} differ: ${found.join('; ')}. Sessions on different replicas measured different things.`;
}

function luckNotice(luck: ProcessLuck): readonly Notice[] {
  if (luck.kind === 'none') return [];
  if (luck.kind === 'spread') {
    const counts = luck.replicas.map(({ arm, count }) => `${count} of the ${arm}`).join(' and ');
    const text = `No server process was restarted, but the sessions were spread over replicas, ${counts}: what was confirmed does not rest on the luck of one process.`;
    return [{ code: 'process-luck', level: 'note', text }];
  }
  const text =
    'The arms are two server processes that were not restarted: a difference can be the luck of a process, ' +
    'such as its memory layout. Measure other replicas too before trusting a small one.';
  const part = luck.spread.map((arm) => ` Only the ${arm} was measured on several replicas.`).join('');
  return [{ code: 'process-luck', level: 'caution', text: text + part }];
}

function sharedText(hosts: readonly string[]): string {
  return `Both arms have servers on ${hosts.join(', ')}, and the halves of a pair ran at the same time: they took its cores from each other. Duet mode is meant for arms on two machines.`;
}

/** The server processes of two saved runs. */
export function placeNotices({
  servers,
  otherProcess,
}: Pick<SavedEnvironments, 'servers' | 'otherProcess'>): readonly Notice[] {
  const text =
    'Each run measured one server process, and not the same one: a difference can be the luck of a process, such as ' +
    'its memory layout, which sessions of one process do not show. Measure again after a restart before trusting a small one.';
  return [
    ...servers.flatMap(serverNotices),
    ...(otherProcess ? [{ code: 'process-luck', level: 'caution', text } as const] : []),
  ];
}
