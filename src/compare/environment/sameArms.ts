import type { ArmCase } from '../../model/arm.ts';
import type { Notice } from '../../model/notice.ts';
import type { Run } from '../../model/run.ts';
import { plural } from '../../text/quantity.ts';

/** What a server is sent for a case, as text: equal texts mean equal executions. `1` and `'1'` are one setting. */
export function sentText({ sql, params, settings, writes }: ArmCase): string {
  const sorted = Object.entries(settings)
    .map(([name, value]) => [name, String(value)])
    .sort();
  return JSON.stringify([sql, params, sorted, ...(writes?.fresh === undefined ? [] : [writes.fresh])]);
}

/** Cases that both arms send alike to one server: whatever differs in them is noise, and a reader has to know. */
export function sameArmsNotices({ arms, cases }: Pick<Run, 'arms' | 'cases'>): readonly Notice[] {
  const [one, other] = arms.map((arm) => arm.environment.serverId);
  if (one === undefined || one !== other) return [];
  const sent = new Map(cases.map((each) => [`${each.arm} ${each.caseId}`, sentText(each)]));
  const pairs = cases.flatMap(({ arm, caseId }) =>
    arm === 'baseline' && sent.has(`candidate ${caseId}`) ? [caseId] : [],
  );
  const same = pairs.filter((id) => sent.get(`baseline ${id}`) === sent.get(`candidate ${id}`));
  if (same.length === 0) return [];
  const all = same.length === pairs.length;
  const which = all ? 'Both arms send' : `In ${same.length} of ${plural(pairs.length, 'case')} both arms send`;
  const text = `${which} the same to the same server: whatever differs there is noise.`;
  return [{ code: 'same-arms', level: all ? 'caution' : 'note', text }];
}
