/** What the report says beside the counts. */
export interface PrivacyFacts {
  readonly keepLiterals: boolean;
  /** Whether pseudonyms come from a key of the user's, and so are the same in every capture. */
  readonly hasKey: boolean;
}

const actions: Readonly<Record<string, string>> = { keep: 'kept', hash: 'replaced', drop: 'redacted' };

/** `privacy.md`: what was kept, replaced and left out, with every literal that was kept. */
export function privacyReport(tally: PrivacyTally, { keepLiterals, hasKey }: PrivacyFacts): string {
  return [
    '# What this workload tells',
    '',
    keepLiterals
      ? '**Literals are as they were in the log (`--keep-literals`): treat this folder like the log itself.** Comments, and tags that name people, were left out all the same.'
      : `String literals were replaced, except those that a query's shape needs. Pseudonyms come from ${hasKey ? 'the key in HOGBENCH_PRIVACY_KEY: equal texts are equal in every capture with that key' : 'a key that was drawn for this capture and forgotten'}. Numbers and dates are as they were, but for numbers that a rule names.`,
    '',
    ...table(
      ['literals', 'why', 'count'],
      [...tally.literals].map(([key, count]) => {
        const [action = '', reason = ''] = key.split('\0');
        return [actions[action] ?? action, reason, String(count)];
      }),
    ),
    ...section('Literals that were kept', keptTable(tally)),
    ...section('Tags that were kept', countTable(['tag', 'cases'], tally.keptTags)),
    ...section('Tags that were left out', countTable(['tag', 'cases'], tally.droppedTags)),
    ...section('Settings that were left out', table(['setting', 'why'], [...tally.droppedSettings].sort())),
  ].join('\n');
}

function keptTable(tally: PrivacyTally): readonly string[] {
  const rows = [...tally.kept].sort(([, a], [, b]) => b.count - a.count);
  return table(
    ['literal', 'why', 'count'],
    rows.map(([text, { reason, count }]) => [code(text), reason, String(count)]),
  );
}

function countTable(titles: readonly string[], counts: ReadonlyMap<string, number>): readonly string[] {
  return table(
    titles,
    [...counts].sort(([a], [b]) => a.localeCompare(b)).map(([key, count]) => [code(key), String(count)]),
  );
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`## ${title}`, '', ...lines];
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(titles), line(titles.map(() => '---')), ...rows.map(line), ''];
}

/** Text from the log as code: no markup and no line break comes out of it. */
function code(text: string): string {
  const visible = text.replace(
    /[\p{Cc}\p{Cf}\u2028\u2029]/gu,
    (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`,
  );
  const safe = visible.replace(/[&<>|`*_[\]\\$!#@]/g, (char) => `&#${char.codePointAt(0)};`);
  return `<code>${safe}</code>`;
}

/** What the privacy rules did, counted. Holds texts only of what was kept. */
export class PrivacyTally {
  /** Literals by action and reason. */
  readonly literals: Map<string, number> = new Map();
  /** Distinct literals that were kept, with their reason and how often. */
  readonly kept: Map<string, { readonly reason: string; count: number }> = new Map();
  /** Tags that were left out, by key. */
  readonly droppedTags: Map<string, number> = new Map();
  readonly keptTags: Map<string, number> = new Map();
  /** Settings that were left out, by name and reason. */
  readonly droppedSettings: Map<string, string> = new Map();

  /** An empty one, for what is looked at and not written. */
  apart(): PrivacyTally {
    return new PrivacyTally();
  }

  literal(action: 'keep' | 'hash' | 'drop', reason: string, kept: string | undefined): void {
    raise(this.literals, `${action}\0${reason}`);
    if (kept === undefined) return;
    const known = this.kept.get(kept);
    if (known === undefined) this.kept.set(kept, { reason, count: 1 });
    else known.count += 1;
  }

  tag(key: string, isKept: boolean): void {
    raise(isKept ? this.keptTags : this.droppedTags, key);
  }

  setting(name: string, reason: string): void {
    this.droppedSettings.set(name, reason);
  }
}

function raise(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
