import type { Certificate, CertifiedArm } from '../../model/certificate.ts';
import { cutTo } from '../../text/displayWidth.ts';
import { plural } from '../../text/quantity.ts';
import { mapStrings, markdownText } from '../../text/safeText.ts';
import { basisOf, certificateLine, factsOf, totalsText } from './certificateWords.ts';
import { cautionsOf, groupName, missingText } from './missingWords.ts';

/** Of a text from outside. */
const longestText = 300;
const most = { arms: 7, groups: 30, missing: 20, cautions: 10 };

/** The certificate as GitHub-flavoured Markdown. */
export function certificateMarkdown(certificate: Certificate): string {
  const safe = mapStrings(certificate, (text) => markdownText(cutTo(text, longestText)));
  const blocks = [
    `### ${safe.certified ? '✅' : '❌'} ${certificateLine(safe)}`,
    basisOf(safe)
      .map((text) => `- ${text}`)
      .join('\n'),
    ...safe.arms.slice(0, most.arms).map(armBlock),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function armBlock(arm: CertifiedArm): string {
  const missing = [...new Set(arm.missing.map(missingText))];
  const cautions = cautionsOf(arm);
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    `#### ${arm.certified ? '✅' : '❌'} ${arm.label}`,
    ...missing.slice(0, most.missing).map((text) => `- missing: ${text}`),
    ...(missing.length > most.missing ? [`- and ${plural(missing.length - most.missing, 'more')}`] : []),
    '',
    row(['', '']),
    row(['---', '---']),
    ...factsOf(arm).map(row),
    ...arm.groups.slice(0, most.groups).map((one) => row([groupName(one), totalsText(one)])),
    ...(arm.groups.length > most.groups
      ? [row([`and ${plural(arm.groups.length - most.groups, 'more group')}`, ''])]
      : []),
    '',
    ...cautions.slice(0, most.cautions).map((text) => `> ${text}`),
    ...(cautions.length > most.cautions ? [`> and ${plural(cautions.length - most.cautions, 'more caution')}`] : []),
  ].join('\n');
}
