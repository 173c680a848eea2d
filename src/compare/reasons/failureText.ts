import type { CutExecutions, Failures, Reason, ServerMessage, Trial } from '../../model/reason.ts';
import { formatSeconds, plural } from '../../text/quantity.ts';
import { shortMessage } from '../serverMessage.ts';

/** A server's message as part of a sentence: one line, without its full stop. */
export function messageText(message: ServerMessage): string {
  const text = message.kind === 'said' ? message.text : syntaxErrorText(message);
  return shortMessage(text).replace(/\.+$/, '');
}

/** "Syntax error at queries/a.sql:13:16, near `> 3`" */
function syntaxErrorText({ place, near }: Extract<ServerMessage, { kind: 'syntaxError' }>): string {
  return `Syntax error at ${place}, ${near === '' ? 'where it ends' : `near \`${near}\``}`;
}

/** "3 of 5 executions timed out (limit 30 s). 1 of 5 failed: message." */
export function failuresText({ tried, failed, timedOut, unanswered, limitMs, message }: Failures): string {
  const limit = limitMs === null ? '' : ` (limit ${formatSeconds(limitMs)})`;
  const said = message === null ? '' : `: ${messageText(message)}`;
  return [
    ...(timedOut > 0 ? [`${timedOut} of ${plural(tried, 'execution')} timed out${limit}.`] : []),
    ...(failed > 0 ? [`${failed} of ${plural(tried, 'execution')} failed${said}.`] : []),
    ...(unanswered > 0 ? [`The server did not answer anything during ${unanswered} of these.`] : []),
  ].join(' ');
}

/** Which arms failed, and how; one sentence is enough where both failed alike. */
export function failedText({ baseline, candidate }: Extract<Reason, { kind: 'failed' }>['arms']): string {
  const [before, after] = [baseline, candidate].map((one) => (one === null ? '' : failuresText(one)));
  if (baseline === null) return `The candidate failed, the baseline did not: ${after}`;
  if (candidate === null) return `The baseline failed, the candidate did not: ${before}`;
  return before === after ? `Both arms failed: ${before}` : `Both arms failed. Baseline: ${before} Candidate: ${after}`;
}

/** "Cut by a limit: 3 of 10 executions of the baseline and 10 of 10 of the candidate" */
export function cutText(arms: Extract<Reason, { kind: 'cut' }>['arms']): string {
  const part = (arm: 'baseline' | 'candidate', { cut, of }: CutExecutions): readonly string[] =>
    cut === 0 ? [] : [`${cut} of ${plural(of, 'execution')} of the ${arm}`];
  const parts = [...part('baseline', arms.baseline), ...part('candidate', arms.candidate)];
  return (
    `Cut by a limit: ${parts.join(' and ')}. The server stopped early and answered with a part, by an overflow mode of ` +
    'break or any or by leaving out a shard. Executions that were cut are not counted.'
  );
}

/** What came of a case that only the candidate has. */
export function trialText(trial: Trial): string {
  switch (trial.kind) {
    case 'untried':
      return 'Only the candidate has this case, and it was not tried.';
    case 'ran':
      return `Only the candidate has this case; it ran there without an error (${plural(trial.executions, 'execution')}).`;
    case 'failed':
      return `Only the candidate has this case, and it fails there: ${messageText(trial.message)}.`;
    case 'timedOut':
      return `Only the candidate has this case, and it timed out there after ${formatSeconds(trial.limitMs)}.`;
  }
}
