import type { LintReport } from '../../model/lint.ts';
import type { LintLevel } from '../../model/rules.ts';
import { type AnnotationLevel, annotationLine } from '../ci/annotationLine.ts';

const levels: Readonly<Record<LintLevel, AnnotationLevel>> = { error: 'error', warning: 'warning', note: 'notice' };

/** GitHub Actions' workflow commands: each finding becomes an annotation of the pull request's lines. */
export function renderLintGithub({ findings, attribution }: LintReport): string {
  // What stands in no file becomes an annotation of the whole job.
  return [...findings, ...(attribution?.findings ?? [])]
    .map((finding) =>
      annotationLine({
        level: levels[finding.level],
        title: finding.rule,
        message: `${finding.what} — ${finding.fix}`,
        place: 'place' in finding ? finding.place : undefined,
      }),
    )
    .join('');
}
