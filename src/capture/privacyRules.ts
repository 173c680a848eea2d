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
  const folded = globs.length === 0 ? '' : text.toLowerCase();
  return globs.some((glob) => matches(glob.toLowerCase().split('*'), folded));
}

/** The first piece begins the text, the last ends it, and those between follow one another: linear in the text. */
function matches(pieces: readonly string[], text: string): boolean {
  const [first = ''] = pieces;
  const last = pieces.at(-1) ?? '';
  if (pieces.length === 1) return text === first;
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at <= text.length - last.length;
}
