import type { RunIdentity } from '../../model/storedRun.ts';
import { tableLines } from '../../text/displayWidth.ts';
import { absent, formatCount, formatMoment } from '../../text/quantity.ts';
import { mapStrings, terminalText } from '../../text/safeText.ts';

const titles = ['run', 'began', 'baseline', 'commit', 'branch', 'workload', 'cases', 'server'];

/** Stored runs for a terminal of `width` columns, one a line. */
export function renderStoredRuns(runs: readonly RunIdentity[], width: number): string {
  const lines = tableLines(titles, mapStrings(runs, terminalText).map(cells), width);
  return `${lines.join('\n')}\n`;
}

function cells(one: RunIdentity): readonly string[] {
  const part = one.part === undefined ? '' : `, part ${one.part}`;
  const status = one.status === 'complete' ? part : ` (${one.status})${part}`;
  return [
    `${one.runId}${status}`,
    formatMoment(one.startedAt),
    one.name ?? absent,
    one.commit === undefined ? absent : `${one.commit.slice(0, 7)}${one.uncommitted === true ? ' + changes' : ''}`,
    one.branch ?? absent,
    one.workload,
    formatCount(one.cases),
    `${one.machine.kind === 'embedded' ? 'embedded ' : ''}${one.serverVersion}`,
  ];
}
