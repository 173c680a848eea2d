import type { LintReport } from '../../model/lint.ts';
import type { LintLevel } from '../../model/rules.ts';
import { visibleLine } from '../../text/safeText.ts';

const commands: Readonly<Record<LintLevel, string>> = { error: 'error', warning: 'warning', note: 'notice' };

/** GitHub Actions' workflow commands: each finding becomes an annotation of the pull request's lines. */
export function renderLintGithub({ findings, attribution }: LintReport): string {
  const lines = findings.map(({ rule, level, place, what, fix }) => {
    const where = `file=${property(place.file)},line=${place.line},col=${place.column},title=${property(rule)}`;
    return `::${commands[level]} ${where}::${message(`${what} — ${fix}`)}\n`;
  });
  // What stands in no file becomes an annotation of the whole job.
  const logged = (attribution?.findings ?? []).map(
    ({ rule, level, what, fix }) => `::${commands[level]} title=${property(rule)}::${message(`${what} — ${fix}`)}\n`,
  );
  return [...lines, ...logged].join('');
}

function message(text: string): string {
  return escaped(visibleLine(text));
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
