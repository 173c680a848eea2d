/** A longer condition hides the rest of its sentence. */
const longestShown = 80;
/** Of a condition that is cut, what stands before the first difference. */
const leadIn = 20;

/** What differs between two conditions, in the server's words, cut to about 80 characters around their first difference. */
export function conditionText({ lost, gained }: { readonly lost: string; readonly gained: string }): string {
  if (lost === '') return `also uses ${quoted(gained, 0)}`;
  if (gained === '') return `no longer uses ${quoted(lost, 0)}`;
  const from = Math.max(0, firstDifference(lost, gained) - leadIn);
  return `${quoted(lost, from)} became ${quoted(gained, from)}`;
}

function firstDifference(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  return at;
}

/** The text whole where it is short, else from `from` on. */
function quoted(text: string, from: number): string {
  if (text.length <= longestShown) return `\`${text}\``;
  const start = Math.min(from, text.length - longestShown);
  const end = start + longestShown;
  return `\`${start === 0 ? '' : '…'}${text.slice(start, end)}${end < text.length ? '…' : ''}\``;
}
