import type { LintReport } from '../../model/lint.ts';
import { renderLintGithub } from './lintGithub.ts';
import { renderLintJson } from './lintJson.ts';
import { renderLintSarif } from './lintSarif.ts';
import { renderLintText } from './lintText.ts';

/** A form that findings of lint are told in. */
export interface LintReporter {
  /** As `--format` knows it. */
  readonly name: string;
  /** Whether its text holds commands that the place which shows it obeys. */
  readonly isCommands: boolean;
  /** @param version of hogbench, for formats that name the tool */
  readonly render: (report: LintReport, version: string) => string;
}

/** Every form of lint's findings; the first is the usual one. */
export const lintReporters: readonly [LintReporter, ...LintReporter[]] = [
  { name: 'text', isCommands: false, render: renderLintText },
  { name: 'json', isCommands: false, render: renderLintJson },
  { name: 'sarif', isCommands: false, render: renderLintSarif },
  { name: 'github', isCommands: true, render: renderLintGithub },
];
