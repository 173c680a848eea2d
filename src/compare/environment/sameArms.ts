import type { ArmCase } from '../../model/arm.ts';
import type { Run } from '../../model/run.ts';

/** What a server is sent for a case, as text: equal texts mean equal executions. `1` and `'1'` are one setting. */
export function sentText({ sql, params, settings, writes }: Omit<ArmCase, 'arm'>): string {
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
  const baselines = new Map<string, ArmCase>();
  const candidates = new Map<string, ArmCase>();
  for (const each of cases) (each.arm === 'baseline' ? baselines : candidates).set(each.caseId, each);
  const [one, other] = arms.map((arm) => arm.environment.serverId);
  const isOneServer = one !== undefined && one === other;
  let [same, compared] = [0, 0];
  for (const [caseId, baseline] of baselines) {
    const candidate = candidates.get(caseId);
    if (candidate === undefined) continue;
    compared++;
    if (isOneServer && sentText(baseline) === sentText(candidate)) same++;
  }
  return { same, compared };
}
