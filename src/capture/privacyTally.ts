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
