import type { ServerRelease, SettingChange, VersionChange } from '../../model/versionChange.ts';
import { formatCount, fromTo, plural } from '../../text/quantity.ts';

/** What changed between the servers of the arms, in words that all formats share. */
export interface VersionWords {
  readonly title: string;
  /** `ClickHouse 26.3.1.1 → ClickHouse 26.7.2.1`. */
  readonly servers: string;
  /** `132 settings differ in effect`. */
  readonly count: string;
  readonly settings: readonly SettingWords[];
  readonly refused: readonly { readonly caseId: string; readonly text: string }[];
  /** `2 cases return other results`; empty where none is known to. */
  readonly results: string;
  readonly otherResults: readonly string[];
}

interface SettingWords {
  readonly name: string;
  readonly baseline: string;
  readonly candidate: string;
  /** Since when and why, and how many cases it does not concern. */
  readonly why: string;
}

const titles: Readonly<Record<VersionChange['kind'], string>> = {
  versions: 'What changed between the versions',
  builds: 'What changed between the builds',
  compatibility: 'What compatibility changes',
};

/** Puts into words what changed; of `report.versions` with harmless strings. */
export function versionWords(change: VersionChange): VersionWords {
  const { kind, servers, settings, refused, otherResults } = change;
  return {
    title: titles[kind],
    servers: fromTo(releaseText(servers.baseline, kind), releaseText(servers.candidate, kind)),
    count: settingsText(change),
    settings: (settings ?? []).map(settingWords),
    refused: refused.map(({ caseId, arm, message }) => ({ caseId, text: `refused by the ${arm}: ${message}` })),
    results: otherResults.length === 0 ? '' : `${plural(otherResults.length, 'case')} with other results`,
    otherResults,
  };
}

/** `ClickHouse 26.7.2.1 with compatibility 26.3`. */
export function releaseText({ version, build, compatibility }: ServerRelease, kind: VersionChange['kind']): string {
  const named = kind === 'builds' ? `ClickHouse ${version}, build ${build}` : `ClickHouse ${version}`;
  return compatibility === null ? named : `${named} with compatibility ${compatibility}`;
}

/** How many settings differ in effect. That none does is said of lists that are whole alone. */
export function settingsText({ settings, more }: VersionChange): string {
  if (settings === null) return 'which settings differ in effect is not known: a server does not tell them';
  const count = settings.length + more;
  const differ =
    count === 0
      ? 'no setting differs in effect'
      : `${plural(count, 'setting')} ${count === 1 ? 'differs' : 'differ'} in effect`;
  return more === 0 ? differ : `${differ}, of which ${formatCount(settings.length)} were recorded`;
}

function settingWords({ scope, name, values, told, setBy }: SettingChange): SettingWords {
  const since = told === null ? "not in the newer server's list of changes" : toldText(told);
  const own = setBy === 0 ? '' : `; ${plural(setBy, 'case')} set${setBy === 1 ? 's' : ''} it`;
  return {
    name: scope === 'table' ? `${name} (of tables)` : name,
    baseline: valueText(values.baseline),
    candidate: valueText(values.candidate),
    why: `${since}${own}`,
  };
}

function toldText({ version, reason }: NonNullable<SettingChange['told']>): string {
  const plain = reason.trim().replace(/\.$/, '');
  return plain === '' ? version : `${version}: ${plain}`;
}

function valueText(value: string | null): string {
  if (value === null) return '(unknown there)';
  return value === '' ? '(empty)' : value;
}
