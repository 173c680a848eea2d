import type { ArmName } from '../../model/arm.ts';
import type { Debt, Drift, Owed, Seen } from '../../model/debt.ts';
import { debtCode } from '../../model/decided.ts';
import type { Notice } from '../../model/notice.ts';
import { mostWatchedTables } from '../../model/serverState.ts';
import type { ServerOverTime } from '../../model/stateReport.ts';
import { formatCount, formatRatio, formatSeconds, plural } from '../../text/quantity.ts';
import { shortMessage } from '../serverMessage.ts';

const mostNamed = 4;

/** Why a case is not judged by time, and what to do. */
export function debtText({ debts, measured }: Owed): string {
  const figures =
    measured === null
      ? ''
      : ` As measured, time was ${formatRatio(measured.ratio)} (${formatRatio(measured.low)} to ${formatRatio(measured.high)}).`;
  return `${namedText(debts.map(oneDebtText))}. What that costs passes, so no cost by time is judged.${figures} Measure again when the server is done.`;
}

/** Of the whole run: how many cases are held back, and by what. */
export function debtNotice(owing: readonly Owed[]): readonly Notice[] {
  if (owing.length === 0) return [];
  const all = [...new Set(owing.flatMap(({ debts }) => debts.map(oneDebtText)))];
  const text = `The servers had work left on tables that ${plural(owing.length, 'case')} read: ${namedText(all)}. Of these cases no cost by time is judged, and totals leave them out. Measure again when the servers are done.`;
  return [{ code: debtCode, level: 'caution', text }];
}

function namedText(all: readonly string[]): string {
  const more = all.length - mostNamed;
  return `${all.slice(0, mostNamed).join('; ')}${more > 0 ? `; and ${formatCount(more)} more` : ''}`;
}

function oneDebtText(debt: Debt): string {
  const where = `${debt.table} of the ${debt.arm}`;
  switch (debt.kind) {
    case 'busy':
      return `Merges or mutations ran on ${where} at ${seenText(debt.seen)}${besideText(debt.arm, debt.other)}`;
    case 'parts': {
      const other = debt.other === null ? '' : `, in the ${otherOf(debt.arm)} ${formatCount(debt.other)}`;
      return `A partition of ${where} had up to ${plural(debt.most, 'part')}${other}`;
    }
    case 'delay':
      return `A replica of ${where} was up to ${formatSeconds(1000 * debt.seconds)} behind`;
  }
}

function seenText({ readings, of }: Seen): string {
  return `${formatCount(readings)} of ${plural(of, 'reading')}`;
}

function besideText(arm: ArmName, other: Seen | null): string {
  return other === null ? '' : `, in the ${otherOf(arm)} at ${formatCount(other.readings)} of ${formatCount(other.of)}`;
}

function otherOf(arm: ArmName): ArmName {
  return arm === 'baseline' ? 'candidate' : 'baseline';
}

/** What changed in the servers meanwhile. */
export function driftNotice(drifts: readonly Drift[]): readonly Notice[] {
  if (drifts.length === 0) return [];
  const text = `The servers did not stay as they were: ${namedText(drifts.map(driftText))}.`;
  return [{ code: 'server-drift', level: 'caution', text }];
}

function driftText(drift: Drift): string {
  const where = drift.arms.length > 1 ? 'both arms' : `the ${drift.arms.join('')}`;
  switch (drift.kind) {
    case 'work':
      return `merges or mutations ran on ${drift.table ?? 'tables that no case reads'} of ${where} at ${seenText(drift.seen)}`;
    case 'foreign':
      return `other queries ran beside ${where} at ${seenText(drift.seen)}, up to ${formatCount(drift.most)} at once`;
    case 'parts':
      return `${drift.table} of ${where} had ${formatCount(drift.least)} to ${plural(drift.most, 'part')}`;
    case 'rows':
      return `${drift.table} of ${where} had ${formatCount(drift.least)} to ${plural(drift.most, 'row')}`;
    case 'delay':
      return `a replica of ${drift.table} of ${where} was ${formatSeconds(1000 * drift.least)} to ${formatSeconds(1000 * drift.most)} behind`;
  }
}

/** What servers did not tell of their state, or were not asked for, so that nobody knows whether it spoke against a verdict. */
export function unknownStateNotice(
  servers: readonly Pick<ServerOverTime, 'arms' | 'missing' | 'tablesLeftOut'>[],
): readonly Notice[] {
  const told = servers.flatMap(({ arms, missing = [], tablesLeftOut = 0 }) => {
    const where = arms.length > 1 ? 'both arms' : `the ${arms.join('')}`;
    const beyond = `${plural(tablesLeftOut, 'table')} of ${where} beyond the first ${formatCount(mostWatchedTables)}`;
    return [
      ...missing.map(({ source, detail }) => `system.${source} of ${where} (${shortMessage(detail)})`),
      ...(tablesLeftOut === 0 ? [] : [beyond]),
    ];
  });
  if (told.length === 0) return [];
  return [
    {
      code: 'server-state-unknown',
      level: 'caution',
      text: `What the servers did beside the executions is not wholly known: ${namedText(told)}.`,
    },
  ];
}
