import type { ComparisonReport } from '../../model/comparison.ts';
import { versionWords } from '../words/versionWords.ts';
import { fitting, folded, shortCode, shortText, tableRow } from './markdownFit.ts';

const shareOfRefused = 0.3;

/** What changed between the servers of the arms, folded; empty where they are the same program. */
export function versionBlock({ versions }: Pick<ComparisonReport, 'versions'>, room: number): string {
  if (versions === undefined) return '';
  const { title, servers, count, settings, refused, results } = versionWords(versions);
  const told = fitting(
    refused,
    ({ caseId, text }) => `- ${shortCode(caseId)}: ${shortText(text)}`,
    room * shareOfRefused,
  );
  const head = [
    `${shortText(servers)}: ${shortText(count)}.`,
    '',
    ...told,
    ...(results === '' ? [] : [`- ${results}`]),
    ...(told.length === 0 && results === '' ? [] : ['']),
  ];
  const summary = title;
  if (settings.length === 0)
    return folded({ summary, head: [], items: head, render: (line) => line, noun: 'line' }, room);
  const table = [tableRow(['setting', 'baseline', 'candidate', 'since']), '| --- | --- | --- | --- |'];
  return folded(
    {
      ...{ summary, head: [...head, ...table], items: settings, noun: 'setting' },
      render: ({ name, baseline, candidate, why }) =>
        tableRow([shortCode(name), shortCode(baseline), shortCode(candidate), shortText(why)]),
    },
    room,
  );
}
