import type { GateFinding, GateMissing } from '../../model/gateJudgement.ts';

/** What to do about a finding; empty where it says that itself. */
export function gateFix({ asks, outcome, expected, found, allowance, evidence }: GateFinding): string {
  if (asks !== 'allowance') {
    if (found.kind === 'missing' && found.why.kind === 'maybeRenamed')
      return 'Give it its old name (`-- name: …`) to judge it; or change the rule where it is gone for good.';
    if (found.kind === 'missing' && found.why.kind === 'fewExecutions') return moreText(found.why, evidence.executions);
    if (outcome !== 'fired' || allowance === undefined) return '';
    return `Make it cheaper, or raise up_to at ${allowance.place} with a reason that covers it.`;
  }
  if (outcome === 'undecided' && expected.kind === 'since')
    return 'Fetch the whole history and name the base with --base; or end it with until: a day. It allows nothing until then.';
  if (outcome === 'undecided') return '';
  if (expected.kind !== 'needed')
    return 'Remove it; or, where it is still worth its cost, give it a new end and say why. It allows nothing any more.';
  return found.kind === 'missing' ? 'Remove it, or correct the name.' : 'Remove it.';
}

type FewExecutions = Extract<GateMissing, { readonly kind: 'fewExecutions' }>;

/** How a percentile gets executions enough. Where sessions differ, those that there are count as fewer. */
function moreText(
  { executions, needed }: FewExecutions,
  { baseline, candidate }: GateFinding['evidence']['executions'],
): string {
  const measured = Math.max(baseline, candidate);
  if (measured < needed || executions === 0)
    return `\`--min-pairs ${needed}\` measures enough; of one arm, \`--sessions\` and \`--rounds\` do.`;
  const enough = Math.ceil((needed * measured) / executions);
  return `Sessions differ, so that they count as fewer than they are: \`--min-pairs ${enough}\` measures about enough.`;
}
