/** Texts a rule speaks of; each a glob in which `*` stands for any text, without regard to case. */
export interface PrivacyRule {
  /** Columns, or property keys, that a literal is compared with. */
  readonly columns: readonly string[];
  readonly literals: readonly string[];
  readonly tags: readonly string[];
}

/**
 * `allow` keeps a text as it is; `drop` blots it out, so that not even equality shows; `hash` gives it a pseudonym although
 * it would be kept, as numbers and names of events are. The strictest rule wins.
 */
export interface PrivacyRules {
  readonly allow: PrivacyRule;
  readonly drop: PrivacyRule;
  readonly hash: PrivacyRule;
}

export const noRule: PrivacyRule = { columns: [], literals: [], tags: [] };

/** True when a glob of the list matches the whole text. */
export function matchesAny(globs: readonly string[], text: string): boolean {
  return globs.some((glob) => globPattern(glob).test(text));
}

function globPattern(glob: string): RegExp {
  const source = glob.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${source}$`, 'isu');
}
