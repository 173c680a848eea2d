/** What a text gives away by its looks alone. */
export type SensitiveKind = 'e-mail' | 'URL' | 'IP address' | 'UUID' | 'key' | 'long number' | 'host name';

const patterns: readonly (readonly [SensitiveKind, RegExp])[] = [
  ['e-mail', /[^\s@]@[^\s@]/],
  ['URL', /[a-z0-9+.-]:\/\/|\bwww\./i],
  ['IP address', /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])|^(?=.*::|(?:.*:){3})[0-9a-f:.%]+$/i],
  ['UUID', /[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}/i],
  ['key', /\b(?:ph[a-z]|sk|pk|rk|gh[a-z]|xox[a-z]|glpat|key|token)[_-][A-Za-z0-9]{8}|\bAKIA[A-Z0-9]{8}|\beyJ[\w-]{8}/],
  ['long number', /\d{7}/],
  [
    'host name',
    /[a-z0-9-]\.(?:com|net|org|io|dev|app|co|ai|me|info|biz|eu|de|fr|uk|nl|us|ch|es|it|pl|in|jp|cn|br)(?![\w-])/i,
  ],
];

/** The first thing a text gives away, wherever in it; undefined when it looks harmless. */
export function sensitiveKind(text: string): SensitiveKind | undefined {
  return patterns.find(([, pattern]) => pattern.test(text))?.[0] ?? (hasMixedRun(text) ? 'key' : undefined);
}

/** A long run of letters and digits mixed is no word of a language. Each run is looked at once: texts may be megabytes. */
function hasMixedRun(text: string): boolean {
  return (text.match(/[A-Za-z0-9]{16,}/g) ?? []).some((run) => /[A-Za-z]/.test(run) && /\d[A-Za-z]*\d/.test(run));
}

const codeWord = /^\$?[A-Za-z_][A-Za-z0-9_]*(?:[.:/-][A-Za-z0-9_]+)*$/;
const longestCodeWord = 80;

/** True for what programmers write: one word of ASCII letters, digits and joints, that gives nothing away. */
export function isCodeWord(text: string): boolean {
  return text.length <= longestCodeWord && codeWord.test(text) && sensitiveKind(text) === undefined;
}

/** True for settings whose values are free text, or conditions on data. */
export function holdsText(setting: string): boolean {
  return /^(?:additional_|query_cache_tag|log_comment|rewrite_in_to_join|quota_key)/.test(setting);
}
