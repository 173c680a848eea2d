import { createHash } from 'node:crypto';

/** The name by which results call the folder that their paths begin at. */
export const sarifRoot = '%SRCROOT%';

/** A stretch of a file. Lines and columns count from 1. */
export interface SarifPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The last line, and one beyond its last column; absent: one column. */
  readonly end?: { readonly line: number; readonly column: number } | undefined;
}

/** Services refuse a result without a place. What stands in no file gets that of the file that says what is asked of it. */
export const noPlace: SarifPlace = { file: 'hogbench.config.yaml', line: 1, column: 1 };

/** The physical location of a result. */
export function sarifLocation({ file, line, column, end = { line, column: column + 1 } }: SarifPlace): object {
  return {
    artifactLocation: file.startsWith('/') ? { uri: uriOf(file) } : { uri: uriOf(file), uriBaseId: sarifRoot },
    region: { startLine: line, startColumn: column, endLine: end.line, endColumn: end.column },
  };
}

/** A relative reference for a path below the root, a file URI for any other. */
function uriOf(file: string): string {
  const path = file.replaceAll('\\', '/').split('/').map(encodedPart).join('/');
  return file.startsWith('/') ? `file://${path}` : path;
}

/** Half of a pair of characters has no place in a URI. */
function encodedPart(part: string): string {
  return encodeURIComponent(part.replace(/\p{Cs}/gu, '\ufffd'));
}

/**
 * What is the same for a finding wherever in its file it stands, so that an alert survives lines above it: a hash and, as
 * services write it, which of its kind it is.
 * @param seen how often each hash came until now; one of its own for each document
 */
export function sarifFingerprint(identity: readonly unknown[], seen: Map<string, number>): string {
  const hash = createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 16);
  const count = (seen.get(hash) ?? 0) + 1;
  seen.set(hash, count);
  return `${hash}:${count}`;
}
