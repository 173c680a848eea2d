import { terminalText } from '../../text/safeText.ts';

/** What GitHub shows an annotation as. */
export type AnnotationLevel = 'error' | 'warning' | 'notice';

/** Where an annotation stands. Lines and columns count from 1. */
export interface AnnotationPlace {
  /** From the root of the repository. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Its last line, where whole lines are meant; absent: the one column. */
  readonly end?: { readonly line: number } | undefined;
}

export interface Annotation {
  readonly level: AnnotationLevel;
  readonly title: string;
  readonly message: string;
  /** Absent: it is about the whole job. */
  readonly place?: AnnotationPlace | undefined;
}

/**
 * An annotation as the workflow command of GitHub Actions, with its line break. What is text in it stays text: escaped as GitHub's own
 * toolkit does, properties more than the message.
 */
export function annotationLine({ level, title, message, place }: Annotation): string {
  const properties = {
    ...(place === undefined
      ? {}
      : { file: place.file, line: place.line, ...(place.end ? { endLine: place.end.line } : { col: place.column }) }),
    title,
  };
  const written = Object.entries(properties).map(([name, value]) => `${name}=${escapedProperty(String(value))}`);
  return `::${level} ${written.join(',')}::${escaped(terminalText(message))}\n`;
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escaped(terminalText(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
