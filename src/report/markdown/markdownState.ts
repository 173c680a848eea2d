import type { ComparisonReport } from '../../model/comparison.ts';
import { stateRows } from '../words/stateWords.ts';
import { folded, longestName, shortCode, shortText, tableRow } from './markdownFit.ts';

/** The tables of the servers over time, folded; empty where nothing happened to them, and where nobody looked. */
export function stateBlock({ state }: Pick<ComparisonReport, 'state'>, room: number): string {
  if (state === undefined || state.debts.length + state.drift.length === 0) return '';
  return folded(
    {
      summary: 'State of the servers',
      head: [
        tableRow([
          'table',
          'arm',
          'parts',
          'in the fullest partition',
          'readings with merges or mutations',
          'replication',
        ]),
        '| --- | --- | --- | --- | --- | --- |',
      ],
      items: stateRows(state),
      noun: 'table',
      render: ({ table, arm, parts, fullest, work, replication }) =>
        tableRow([
          shortCode(table),
          ...[arm, parts, fullest, work, replication].map((one) => shortText(one, longestName)),
        ]),
    },
    room,
  );
}
