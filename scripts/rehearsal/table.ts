import type { Push } from './pushes.ts';

const asked: Readonly<Record<string, string>> = {
  addComment: 'a comment',
  updateIssueComment: 'the same, edited in place',
  'addComment,minimizeComment': 'a new one, since it got worse; the older one is hidden',
};

/** What each push comes to, as docs/ci.md shows it. */
export function rehearsalTable(pushes: readonly Push[]): string {
  const rows = pushes.map(({ title, exitCode, firstLine, calls }, index) =>
    [`${index + 1}. ${title}`, exitCode, `\`${firstLine}\``, asked[calls.join()]].join(' | '),
  );
  return ['push | exit | the comment begins | the pull request gets', '--- | --- | --- | ---', ...rows]
    .map((row) => `| ${row} |`)
    .join('\n');
}
