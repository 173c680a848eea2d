import type { ArmComparison } from '../../model/armsReport.ts';
import type { VersionChange } from '../../model/versionChange.ts';
import { absent, plural } from '../../text/quantity.ts';
import { schemaTitle, schemaUnknown, schemaWords, type TableWords } from '../words/schemaWords.ts';
import { releaseText, settingsText, versionWords } from '../words/versionWords.ts';

/** What is not the same in all arms, a row for each thing. */
export interface ChangesBySide {
  readonly title: string;
  readonly rows: readonly ChangeRow[];
  /** What is not among the rows; empty where nothing is. */
  readonly rest: string;
}

interface ChangeRow {
  readonly name: string;
  readonly baseline: string;
  /** Of the candidates, in their order. */
  readonly cells: readonly string[];
}

/** Of settings; the page of each candidate has all. */
const mostSettings = 20;
const alike = 'made alike';
const same = 'as the baseline';

/** Tables and servers of all candidates beside the baseline's; nothing of what all have alike. */
export function changesBySide(comparisons: readonly ArmComparison[]): readonly ChangesBySide[] {
  return [tablesBySide(comparisons), serversBySide(comparisons)].filter(({ rows }) => rows.length > 0);
}

function tablesBySide(comparisons: readonly ArmComparison[]): ChangesBySide {
  const byArm = comparisons.map(({ report: { schema } }) => ({
    isUnknown: schema?.tables === null,
    isAlike: schema === undefined,
    tables: new Map(
      schema === undefined ? [] : schemaWords(schema).map((one, at) => [schema.tables?.[at]?.table ?? one.name, one]),
    ),
  }));
  const names = new Set(
    byArm.flatMap(({ tables }) => [...tables].filter(([, { differs }]) => differs).map(([name]) => name)),
  );
  const unknown = byArm.some(({ isUnknown }) => isUnknown)
    ? [{ name: 'tables', baseline: '', cells: byArm.map(({ isUnknown }) => (isUnknown ? schemaUnknown : '')) }]
    : [];
  const rows = [...names].flatMap((name) =>
    tableRows(
      name,
      byArm.map(({ tables }) => tables.get(name)),
      byArm.map(({ isAlike }) => isAlike),
    ),
  );
  return { title: schemaTitle, rows: [...unknown, ...rows], rest: '' };
}

/**
 * A table, and below it each of its figures that any candidate has.
 * @param isAlike candidates of which nothing is made otherwise: so is this table, where the baseline has it
 */
function tableRows(
  name: string,
  tables: readonly (TableWords | undefined)[],
  isAlike: readonly boolean[],
): readonly ChangeRow[] {
  const labels = new Set(tables.flatMap((one) => (one?.rows ?? []).map(({ label }) => label)));
  const figures = [...labels].map((label): ChangeRow => {
    const found = tables.map((one) => one?.rows.find((row) => row.label === label));
    return {
      name: `${name}: ${label}`,
      baseline: found.find((row) => row !== undefined)?.baseline ?? absent,
      cells: found.map((row) =>
        row === undefined ? absent : `${row.candidate}${row.change === '' ? '' : ` (${row.change})`}`,
      ),
    };
  });
  const isInBaseline = figures.some(({ baseline }) => baseline !== absent);
  const without = (at: number): string => (isAlike[at] === true && isInBaseline ? alike : absent);
  const remarks = tables.map((one) => one?.remark ?? '');
  return [
    {
      name,
      baseline: '',
      cells: tables.map((one, at) => (one === undefined ? without(at) : stateOf(name, one))),
    },
    ...figures,
    ...(remarks.some((text) => text !== '') ? [{ name: `${name}: remarks`, baseline: '', cells: remarks }] : []),
  ];
}

function stateOf(table: string, { name, state }: TableWords): string {
  return name === table ? state : `${state} (${name})`;
}

function serversBySide(comparisons: readonly ArmComparison[]): ChangesBySide {
  const changes = comparisons.map(({ report }) => report.versions);
  const title = 'What changed between the servers';
  const known = changes.filter((one) => one !== undefined);
  const [first] = known;
  if (first === undefined) return { title, rows: [], rest: '' };
  const kind = known.some((one) => one.kind === 'builds') ? 'builds' : first.kind;
  const settings = settingRows(changes);
  const left = settings.length - mostSettings;
  const rows: readonly ChangeRow[] = [
    {
      name: 'server',
      baseline: releaseText(first.servers.baseline, kind),
      cells: changes.map((one) => (one === undefined ? same : releaseText(one.servers.candidate, kind))),
    },
    { name: 'settings', baseline: '', cells: changes.map((one) => (one === undefined ? absent : settingsText(one))) },
    { name: 'refused statements', baseline: '', cells: changes.map(refusedText) },
    { name: 'results', baseline: '', cells: changes.map(resultsText) },
    ...settings.slice(0, mostSettings),
  ];
  return { title, rows, rest: left > 0 ? `and ${plural(left, 'more setting')} on the pages of the candidates` : '' };
}

function refusedText(change: VersionChange | undefined): string {
  if (change === undefined) return absent;
  const of = (arm: string): number => change.refused.filter((one) => one.arm === arm).length;
  const parts = [
    of('candidate') === 0 ? '' : `${plural(of('candidate'), 'case')} refused here`,
    of('baseline') === 0 ? '' : `${plural(of('baseline'), 'case')} refused by the baseline`,
  ].filter((text) => text !== '');
  return parts.length === 0 ? 'none is known of' : parts.join(', ');
}

function resultsText(change: VersionChange | undefined): string {
  if (change === undefined) return absent;
  const { results } = versionWords(change);
  return results === '' ? 'none is known to differ' : results;
}

/**
 * What a candidate's list does not name is as in the baseline where the list is whole, and else not known: nor is it of one whose program is
 * the baseline's, since settings were not compared there.
 */
function settingRows(changes: readonly (VersionChange | undefined)[]): readonly ChangeRow[] {
  const byArm = changes.map((one) => ({
    otherwise: one !== undefined && one.settings !== null && one.more === 0 ? same : absent,
    settings: new Map((one === undefined ? [] : versionWords(one).settings).map((row) => [row.name, row])),
  }));
  const names = new Set(byArm.flatMap(({ settings }) => [...settings.keys()]));
  return [...names].map((name) => ({
    name,
    baseline: byArm.flatMap(({ settings }) => settings.get(name) ?? [])[0]?.baseline ?? absent,
    cells: byArm.map(({ settings, otherwise }) => settings.get(name)?.candidate ?? otherwise),
  }));
}
