import { stringify } from 'yaml';
import type { TrafficGroup, TrafficRanking } from '../model/traffic.ts';
import type { StandsFor } from '../model/workload.ts';
import { formatCount, formatShare, formatValue } from '../text/quantity.ts';
import type { CapturedCase } from './capturedCases.ts';

/** A group with the cases that were made of it; none when all its executions had to be skipped. */
export interface CapturedGroup {
  readonly name: string;
  readonly group: TrafficGroup;
  readonly cases: readonly CapturedCase[];
}

const longestTimeoutMs = 60 * 60_000;
const usualTimeoutMs = 60_000;

/** The `.sql` file of one group: a comment about the group, then its cases. */
export function groupFile(
  { group, cases }: CapturedGroup,
  ranking: TrafficRanking,
  names: Readonly<Record<string, string>>,
): string {
  const about = aboutGroup(group, ranking, names).map((line) => `-- ${line}`);
  return `${about.join('\n')}\n\n${cases.map((one) => caseText(one, group, ranking.by)).join('\n')}`;
}

function aboutGroup(
  group: TrafficGroup,
  ranking: TrafficRanking,
  names: Readonly<Record<string, string>>,
): readonly string[] {
  const failures = Object.entries(group.failureCodes).map(([code, count]) =>
    `${count} with ${code} ${names[code] ?? ''}`.trim(),
  );
  return [
    `Share of ${ranking.by}: ${formatShare(group.share)}. ${ranking.by === 'cost' ? '' : `Share of cost: ${formatShare(group.costShare)}. `}Executions: ${formatCount(group.executions)}.`,
    `Time in production: p50 ${formatValue(group.p50Us, 'us')}, p95 ${formatValue(group.p95Us, 'us')}, p99 ${formatValue(group.p99Us, 'us')}.`,
    ...(failures.length === 0 ? [] : [`Failures in production: ${failures.join(', ')}.`]),
    ...(group.cut === 0 ? [] : [`Executions whose text the log cut, not replayed: ${group.cut}.`]),
  ];
}

const roles: Readonly<Record<CapturedCase['role'], string>> = {
  p50: 'of median cost',
  p95: 'at the 95th percentile of cost',
  max: 'the dearest of all',
  failed: 'one that failed, and may fail again',
  stratum: 'one of a small or rare part of the traffic',
};

function caseText(one: CapturedCase, group: TrafficGroup, by: TrafficRanking['by']): string {
  const timeoutMs = Math.min(longestTimeoutMs, one.durationMs * 3);
  const description = `${formatShare(group.share)} of ${by}; ${roles[one.role]}; query_id ${shownId(one.queryId)}`;
  const lines = [
    `name: ${one.name}`,
    `description: ${yamlText(description)}`,
    ...(Object.keys(one.tags).length === 0 ? [] : [`tags: ${flow(one.tags)}`]),
    `weight: ${writtenWeight(one)}`,
    ...(Object.keys(one.settings).length === 0 ? [] : [`settings: ${flow(one.settings)}`]),
    ...(timeoutMs > usualTimeoutMs ? [`timeout: ${Math.ceil(timeoutMs / 1000)}s`] : []),
  ];
  return `${lines.map((line) => `-- ${line}`).join('\n')}\n${one.sql};\n`;
}

/** As the file has it. */
export function writtenWeight({ weight }: Pick<CapturedCase, 'weight'>): number {
  return Number(weight.toPrecision(6));
}

/** An id is free text that a client chose; one that holds a word, which could be a name, is not shown. */
export function shownId(id: string): string {
  const words = id.match(/[A-Za-z]{3,}/g) ?? [];
  return /^[\w.:-]{1,120}$/.test(id) && words.every((word) => /^[a-f]+$/i.test(word)) ? id : 'not shown';
}

function flow(map: Readonly<Record<string, string | number | boolean>>): string {
  const pairs = Object.entries(map).map(([key, value]) => `${yamlText(key)}: ${yamlText(value)}`);
  return `{${pairs.join(', ')}}`;
}

function yamlText(value: string | number | boolean): string {
  return typeof value === 'string' && !/^[A-Za-z_][\w.-]*$/.test(value)
    ? JSON.stringify(value)
    : stringify(value).trim();
}

/** `workload.yaml` of a captured folder. */
export function manifestText(fields: {
  readonly name: string;
  readonly description: string;
  readonly database: string;
  /** What clock functions of its queries see, so that a replay reads the days that production read. */
  readonly now: string;
  /** The file of its recorded times. */
  readonly timing?: string | undefined;
  /** Of what production ran, that groups with a case have. */
  readonly standsFor: StandsFor;
}): string {
  const { name, description, database, now, timing, standsFor } = fields;
  const optional = { ...(database === '' ? {} : { database }), now, ...(timing === undefined ? {} : { timing }) };
  return stringify({ name, description, ...optional, stands_for: standsFor }, { lineWidth: 0 });
}

/** `marked.md`: cases that were left out of the workload, each with the reason and its cleaned text. */
export function markedText(marked: readonly { readonly captured: CapturedCase; readonly reason: string }[]): string {
  return [
    '# Cases that were left out',
    '',
    'The text of each may not do the work of the statement it was made of. To have it as a case, let the text in question through',
    'with `capture.privacy.allow`, or capture with `--keep-literals`.',
    ...marked.flatMap(({ captured, reason }) => [
      '',
      `## ${captured.name}`,
      '',
      `${formatCount(captured.weight)} executions a day, query_id ${shownId(captured.queryId)}: ${reason}.`,
      '',
      ...captured.sql.split('\n').map((line) => `    ${line}`),
    ]),
    '',
  ].join('\n');
}
