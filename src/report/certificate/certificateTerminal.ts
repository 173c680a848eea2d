import type { Certificate, CertifiedArm } from '../../model/certificate.ts';
import { wrap } from '../../text/displayWidth.ts';
import { formatCount, plural } from '../../text/quantity.ts';
import { mapStrings, terminalText } from '../../text/safeText.ts';
import type { ArmsTerminalOptions } from '../arms/armsTerminal.ts';
import { type Paint, painter } from '../words/paint.ts';
import { basisOf, factsOf, totalsText } from './certificateWords.ts';
import { cautionsOf, groupName, missingText } from './missingWords.ts';

const narrowest = 60;
const most = { groups: 12, missing: 12, cautions: 8 };

/** The certificate for a terminal, all but its last line. */
export function certificateTerminal(
  certificate: Certificate,
  { color, width: columns, verbose = false }: ArmsTerminalOptions,
): string {
  const safe = mapStrings(certificate, terminalText);
  const width = Math.max(narrowest, columns);
  const paint = painter(color);
  const blocks = [
    basisOf(safe).flatMap((text) => wrap(text, width)),
    ...safe.arms.map((arm) => armLines(arm, width, verbose, paint)),
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function armLines(arm: CertifiedArm, width: number, verbose: boolean, paint: Paint): readonly string[] {
  const title = `${arm.certified ? '✅' : '❌'} ${arm.label}: ${arm.certified ? 'certified' : 'not certified'}`;
  const missing = [...new Set(arm.missing.map(missingText))];
  const shown = verbose ? missing.length : most.missing;
  const facts = factsOf(arm);
  const wide = Math.max(...facts.map(([name]) => name.length));
  return [
    paint('strong', title),
    ...missing.slice(0, shown).flatMap((text) => indented(`missing: ${text}`, width)),
    ...(missing.length > shown ? [`  and ${formatCount(missing.length - shown)} more: --verbose has all`] : []),
    ...facts.flatMap(([name, text]) => hanging(`  ${name.padEnd(wide)}  `, text, width)),
    ...cut(
      arm.groups.map((one) => `  ${groupName(one)}  ${totalsText(one)}`),
      verbose ? arm.groups.length : most.groups,
      (rest) => plural(rest, 'more group'),
    ),
    ...cut(cautionsOf(arm), verbose ? cautionsOf(arm).length : most.cautions, (rest) =>
      plural(rest, 'more caution'),
    ).flatMap((text) => indented(`caution: ${text}`, width).map((line) => paint('unsure', line))),
  ];
}

function cut(texts: readonly string[], count: number, more: (rest: number) => string): readonly string[] {
  const rest = texts.length - count;
  return rest <= 0 ? texts : [...texts.slice(0, count), `  and ${more(rest)}: --verbose has all`];
}

function indented(text: string, width: number): readonly string[] {
  return hanging('  ', text, width);
}

function hanging(start: string, text: string, width: number): readonly string[] {
  return wrap(text, width - start.length).map((line, at) => (at === 0 ? start : ' '.repeat(start.length)) + line);
}
