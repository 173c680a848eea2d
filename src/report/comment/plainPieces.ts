import type { NamedArm, Revision } from '../../model/arm.ts';
import { absent, fromTo, unknown } from '../../text/quantity.ts';
import { revisionName } from '../../text/revisionName.ts';

// What may stand in a comment, piece by piece. Each is matched against the whole of what it may look like, so that nothing has to
// be found and taken out.

const plainName = /^[A-Za-z0-9](?:[A-Za-z0-9_.:-]|\/(?!\/)){0,59}$/;
const plainValue = /^[0-9][0-9.:-]{0,19}$/;
const figure = /^-?[0-9][0-9,.]{0,15}(?: ?(?:µs|ms|s|B|KiB|MiB|GiB|TiB|M|G|x))?$/;
const interval = /^(?:exact|[0-9][0-9,.]{0,11}–[0-9][0-9,.]{0,11})$/;
const replicates = /^[0-9]{1,6}(?:\+[0-9]{1,6})?$/;
const commit = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const version = /^[0-9]{1,4}(?:\.[0-9]{1,6}){1,3}$/;

/**
 * A case as code, which GitHub reads no link and no mention in: `` `trends[team=2,word=?]` ``. A name of other characters is told by its number.
 * @param number from 1, its place in the report
 */
export function caseName(caseId: string, number: number): string {
  const [, name = '', params] = /^([^[]*)(?:\[(.*)\])?$/s.exec(caseId) ?? [];
  if (!plainName.test(name)) return `case ${number}`;
  if (params === undefined) return `\`${name}\``;
  const shown = params.split(',').slice(0, 8).map(paramText);
  return `\`${name}[${shown.join(',')}]\``;
}

/** Numbers and dates tell cases apart; any other value is somebody's text. */
function paramText(pair: string): string {
  const at = pair.indexOf('=');
  const [key, value] = [pair.slice(0, Math.max(at, 0)), pair.slice(at + 1)];
  return `${plainName.test(key) ? key : '?'}=${plainValue.test(value) ? value : '?'}`;
}

export function figureText(text: string): string {
  return text === absent || figure.test(text) ? text : unknown;
}

export function intervalText(text: string): string {
  return interval.test(text) ? text : absent;
}

export function replicatesText(text: string): string {
  return replicates.test(text) ? text : absent;
}

export function versionText(text: string): string {
  return version.test(text) ? text : 'of an unknown version';
}

/**
 * `main@1a2b3c4 → feature@4d5e6f1`, as code. A name of other characters is left out; empty where an arm has no revision, or one
 * whose commit is none.
 */
export function revisionNames(arms: readonly Pick<NamedArm, 'revision'>[]): string {
  const names = arms.flatMap(({ revision }) => (revision === undefined ? [] : plainRevision(revision)));
  return names.length < arms.length ? '' : `\`${fromTo(...names)}\``;
}

function plainRevision({ name, ...rest }: Revision): readonly string[] {
  if (!commit.test(rest.commit)) return [];
  return [revisionName(name !== undefined && plainName.test(name) ? { name, ...rest } : rest)];
}

/** What a verdict rests on, where it is one of ours to name. */
export function metricText(metric: string | undefined): string {
  if (metric === undefined) return '';
  const [, name = '', percentile] = /^(.*?)(?:\.(p[0-9]{2}))?$/s.exec(metric) ?? [];
  const shown = metricNames.get(name);
  if (shown === undefined) return 'another counter';
  return percentile === undefined ? shown : `${percentile} of ${shown}`;
}

const metricNames: ReadonlyMap<string, string> = new Map([
  ['running_time', 'running time'],
  ['server_time', 'server time'],
  ['PerfInstructions', 'instructions'],
  ['cpu_time', 'CPU time'],
  ['memory', 'peak memory'],
  ['read_rows', 'rows read'],
  ['read_bytes', 'bytes read'],
  ['SelectedMarks', 'selected marks'],
  ['SelectedParts', 'selected parts'],
  ['SelectedRows', 'selected rows'],
  ['SelectedBytes', 'selected bytes'],
  ['table_bytes', 'table on disk'],
  ['table_parts', 'parts of the table'],
]);
