import type { Certificate } from '../../model/certificate.ts';
import type { ArmsTerminalOptions } from '../arms/armsTerminal.ts';
import { stableJson } from '../data/json.ts';
import { certificateHtml } from './certificateHtml.ts';
import { certificateMarkdown } from './certificateMarkdown.ts';
import { certificateTerminal } from './certificateTerminal.ts';

/** A format that a certificate is told in, and what makes it. */
export interface CertificateFormat {
  readonly name: 'terminal' | 'html' | 'markdown' | 'json';
  /** What its file is called in a folder of results; null for what is printed. */
  readonly file: string | null;
  /** A pure function of its arguments. */
  readonly render: (certificate: Certificate, options: ArmsTerminalOptions) => string;
}

/** Every format of a certificate. All but the terminal's are left in the folder of results, beside the reports that it rests on. */
export const certificateReporters: readonly CertificateFormat[] = [
  { name: 'terminal', file: null, render: certificateTerminal },
  { name: 'html', file: 'certificate.html', render: certificateHtml },
  { name: 'markdown', file: 'certificate.md', render: certificateMarkdown },
  { name: 'json', file: 'certificate.json', render: stableJson },
];
