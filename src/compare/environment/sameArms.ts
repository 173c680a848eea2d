import type { ArmCase } from '../../model/arm.ts';
import type { Run } from '../../model/run.ts';

/** What a server is sent for a case, as text: equal texts mean equal executions. `1` and `'1'` are one setting. */
export function sentText({ sql, params, settings, writes }: ArmCase): string {
  const sorted = Object.entries(settings)
    .map(([name, value]) => [name, String(value)])
    .sort();
  return JSON.stringify([sql, params, sorted, ...(writes?.fresh === undefined ? [] : [writes.fresh])]);
}

/** Of the cases that both arms have, those that both send alike to one server. */
export interface CasesSentAlike {
  readonly same: number;
  readonly compared: number;
}

export function casesSentAlike({ arms, cases }: Pick<Run, 'arms' | 'cases'>): CasesSentAlike {
  const sent = new Map(cases.map((each) => [`${each.arm} ${each.caseId}`, sentText(each)]));
  const pairs = cases.flatMap(({ arm, caseId }) =>
    arm === 'baseline' && sent.has(`candidate ${caseId}`) ? [caseId] : [],
  );
  const [one, other] = arms.map((arm) => arm.environment.serverId);
  const isOneServer = one !== undefined && one === other;
  const same = pairs.filter((id) => isOneServer && sent.get(`baseline ${id}`) === sent.get(`candidate ${id}`));
  return { same: same.length, compared: pairs.length };
}
