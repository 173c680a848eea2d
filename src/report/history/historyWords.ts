import type {
  ExcludedRun,
  HistoryChange,
  HistoryEvent,
  HistoryReport,
  HistoryRun,
  Reset,
} from '../../model/history.ts';
import {
  formatChange,
  formatCount,
  formatInterval,
  formatMoment,
  formatMove,
  formatRatio,
  formatShare,
  plural,
} from '../../text/quantity.ts';

/** Digits of a commit that people tell apart. */
const commitDigits = 7;

/** `4d5e6f7`, with a mark where files were not committed; `?` where nobody said. */
export function commitText({ commit, uncommitted }: Pick<HistoryRun, 'commit' | 'uncommitted'>): string {
  const short = commit === null ? '?' : commit.slice(0, commitDigits);
  return uncommitted === true ? `${short}+` : short;
}

/** `2026-01-31 12:00`. */
export function minuteText(epochMs: number): string {
  return formatMoment(epochMs).slice(0, 'yyyy-mm-dd hh:mm'.length);
}

function dayText(epochMs: number): string {
  return formatMoment(epochMs).slice(0, 'yyyy-mm-dd'.length);
}

/** `2 changes of server_time: 1 worse, 1 better; 1 more is tentative`. */
export function historyHeadline({ changes, metric, runs, searched }: HistoryReport): string {
  const confirmed = changes.filter(({ state }) => state === 'confirmed');
  const tentative = changes.length - confirmed.length;
  const count = (direction: HistoryChange['direction']): number =>
    confirmed.filter((one) => one.direction === direction).length;
  const parts = (['worse', 'better'] as const).flatMap((direction) =>
    count(direction) === 0 ? [] : [`${formatCount(count(direction))} ${direction}`],
  );
  const unsure = tentative === 0 ? '' : `${plural(tentative, 'tentative change')}`;
  if (confirmed.length > 0)
    return `${plural(confirmed.length, 'change')} of ${metric}: ${parts.join(', ')}${unsure === '' ? '' : `; and ${unsure}`}`;
  if (unsure !== '') return `no confirmed change of ${metric}, and ${unsure}`;
  if (runs.length === 0) return `no run tells ${metric}`;
  return searched.enough === 0
    ? `too few comparable runs to look for changes of ${metric}`
    : `no change of ${metric} found`;
}

/** `200 runs of 1,000 cases on main, 2026-01-01 to 2026-01-09, in .hogbench/store`. */
export function scopeText({ runs, searched, series, asked, store }: HistoryReport): string {
  const hasTotal = series.some(({ caseId }) => caseId === null);
  const cases = plural(searched.all - (hasTotal ? 1 : 0), 'case');
  const [first, last] = [runs[0], runs.at(-1)];
  const span =
    first === undefined || last === undefined
      ? ''
      : `, ${[...new Set([first, last].map(({ startedAt }) => dayText(startedAt)))].join(' to ')}`;
  const where = asked.branch === null ? '' : ` on ${asked.branch}`;
  const what = asked.workload === null ? '' : ` of ${asked.workload}`;
  return `${plural(runs.length, 'run')}${what} of ${cases}${where}${span}, in ${store}`;
}

/** A change in a line: `41.2 ms → 58.9 ms, 1.43x (1.38–1.48)`. */
export function sizeText({ before, after, ratio, low, high }: HistoryChange, { unit }: HistoryReport): string {
  const move = formatMove(before, after, unit ?? 'count', true);
  if (ratio === null) return move;
  const interval = low === null || high === null || low === high ? '' : ` (${formatInterval({ low, high })})`;
  return `${move}, ${formatRatio(ratio)}${interval}`;
}

/** Where a change is: which run shows it first, between which runs it lies, and what that says of commits. */
export function placeText(change: HistoryChange, { runs }: HistoryReport): string {
  const [before, first, latest] = [runs[change.lastBefore], runs[change.first], runs[change.latest]];
  if (before === undefined || first === undefined || latest === undefined) return '';
  const seen = `first seen in run ${first.runId} of ${commitText(first)}, ${minuteText(first.startedAt)}`;
  const between = `between run ${before.runId} and run ${latest.runId}`;
  if (before.commit === null || latest.commit === null)
    return `${seen}; it lies ${between}, of which nobody said which commits they are of`;
  if (before.commit === latest.commit)
    return `${seen}; it lies ${between}, both of commit ${commitText({ ...latest, uncommitted: null })}: what changed is not among its files`;
  const [from, to] = [before, latest].map((run) => commitText({ ...run, uncommitted: null }));
  const loose = [before, latest].some(({ uncommitted }) => uncommitted === true)
    ? ', or in files that were not committed (+)'
    : '';
  return `${seen}; it lies in ${from}..${to}${loose}`;
}

/** `12 runs agree`, or how many are still missing. */
export function agreeingText({ state, agreeing }: HistoryChange, { rule }: HistoryReport): string {
  if (state === 'confirmed') return `${plural(agreeing, 'run')} of the new level`;
  return `tentative: ${plural(agreeing, 'run')} of the new level, ${rule.fewestOnASide} are needed`;
}

const partNames = {
  machine: 'machine',
  server: 'server version',
  dataset: 'dataset',
  settings: 'server settings',
} as const;

/** `run 0000002a, 2026-01-03 10:00: server version 25.8 → 26.1; levels before it are another stretch`. */
export function eventText({ run, changed, reset }: HistoryEvent, { runs }: HistoryReport): string {
  const at = runs[run];
  const where = at === undefined ? '' : `from run ${at.runId}, ${minuteText(at.startedAt)}`;
  if (reset !== undefined) return `${where}: reset ${resetText(reset)}`;
  return `${where}: ${changed.map(({ part, from, to }) => `${partNames[part]} ${from} → ${to}`).join('; ')}`;
}

function resetText({ at, reason }: Reset): string {
  return reason === undefined ? at : `${at} (${reason})`;
}

const whyExcluded: Readonly<Record<ExcludedRun['reason'], string>> = {
  interrupted: 'interrupted',
  incomplete: 'incomplete',
  withoutMetric: 'without this metric',
};

function wouldShow(who: string, visible: HistoryReport['visible']): string {
  return visible === null
    ? ''
    : ` ${who} would show a step of ${formatChange(visible.ratio)} that lasts ${visible.runs} runs; a smaller one may be there unseen.`;
}

/** What was not looked at, what splits the history, and what the words mean; a sentence each. */
export function historyNotes(report: HistoryReport): readonly string[] {
  const { olderRuns, excluded, unknownResets, searched, visible, rule, runs } = report;
  const branches = new Set(runs.map(({ branch }) => branch));
  const reasons = (['interrupted', 'incomplete', 'withoutMetric'] as const).flatMap((reason) => {
    const count = excluded.filter((one) => one.reason === reason).length;
    return count === 0 ? [] : [`${formatCount(count)} ${whyExcluded[reason]}`];
  });
  const stretches = new Set(runs.map(({ stretch }) => stretch)).size;
  const short = searched.all - searched.enough;
  return [
    ...(olderRuns === 0
      ? []
      : [
          `${plural(olderRuns, 'older run')} of the store ${olderRuns === 1 ? 'was' : 'were'} not looked at: --last looks further back.`,
        ]),
    ...(reasons.length === 0 ? [] : [`Left out: ${plural(excluded.length, 'run')} (${reasons.join(', ')}).`]),
    ...(branches.size > 1
      ? [
          `These runs are of ${formatCount(branches.size)} branches, so that a change may be a branch's own: --branch looks at one.`,
        ]
      : []),
    ...(stretches > 1
      ? [
          `Runs are compared within ${formatCount(stretches)} stretches of one machine, server version, dataset and settings between resets: a step from one to the next says nothing of the code.`,
        ]
      : []),
    ...(short > 0
      ? [
          `Not searched: ${formatCount(short)} of ${formatCount(searched.all)} series, which have fewer than ${rule.fewestRuns} comparable runs.`,
        ]
      : []),
    ...(searched.enough > 0
      ? [
          searched.enough === 1
            ? `Searched 1 series; one in which nothing changed shows a change with a chance of at most ${formatShare(rule.falseDiscoveryRate)}.${wouldShow('With a chance of one half this one', visible)}`
            : `Searched ${formatCount(searched.enough)} series; of the changes that are told, at most ${formatShare(rule.falseDiscoveryRate)} are expected to be noise.${wouldShow('Half of the series', visible)}`,
        ]
      : []),
    ...(runs.some(({ uncommitted }) => uncommitted === true)
      ? ['+: files that are in no commit were part of the run.']
      : []),
    ...unknownResets.map((reset) => `No run that was looked at stands for the reset ${resetText(reset)}.`),
  ];
}
