import type { StatementFault } from '../../model/serverAnswers.ts';
import type { ServerError } from '../http/refusals.ts';

/** The server's suggestion, which stands last. */
const suggestion = /\.?:? ?\(?[Mm]aybe you meant:? ?\[?['`]?([\w.]+)['`]?.*$/s;

/** The words of a statement that messages are about, the most telling first. */
const subjects: readonly RegExp[] = [
  /[Ii]dentifiers? [`']([^`']+)[`']/,
  /(?:Missing columns|Column|column|There's no column|Missing column):? [`']([^`']+)[`']/,
  /[Uu]nknown function `?(\w+)/,
  /[Ff]unction with name [`']?(\w+)/,
  /setting [`']([^`']+)[`']/i,
  /(?:Table|Database) ([\w.`]+) (?:does not|doesn't) exist/,
  /[Ff]unction [`']?(\w+)/,
];

/** What a refusal says of a statement: the message without what it suggests, that name, the word it is about. */
export function faultOf({ message: whole }: Pick<ServerError, 'message'>): StatementFault {
  const hint = suggestion.exec(whole)?.[1];
  const message = whole.replace(suggestion, '').replace(/[.,:\s]+$/, '');
  const name = subjects.map((one) => one.exec(message)?.[1]).find((one) => one !== undefined);
  return {
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(name === undefined ? {} : { name: name.replaceAll('`', '') }),
  };
}
