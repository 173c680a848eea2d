import { createHash } from 'node:crypto';
import Handlebars from 'handlebars';
import type { Certificate } from '../../model/certificate.ts';
import { formatMoment } from '../../text/quantity.ts';
import { mapStrings, visibleText } from '../../text/safeText.ts';
import { certificateStyle, certificateTemplate } from '../page/templates/certificateTemplate.ts';
import { pageStyle } from '../page/templates/style.ts';
import { basisOf, certificateLine, factsOf, totalsText } from './certificateWords.ts';
import { cautionsOf, groupName, missingText } from './missingWords.ts';

const style = `${pageStyle}${certificateStyle}`;
const contentPolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'`;

/** The certificate as one page that needs nothing else, for the screen and for paper. */
export function certificateHtml(certificate: Certificate): string {
  const safe = mapStrings(certificate, visibleText);
  const isolated = Handlebars.create();
  const template = isolated.compile(certificateTemplate, { strict: true, knownHelpersOnly: true, noEscape: false });
  return template({
    headline: certificateLine(safe),
    certified: safe.certified,
    runId: safe.runId,
    startedAt: formatMoment(safe.startedAt),
    basis: basisOf(safe),
    arms: safe.arms.map((arm) => ({
      label: arm.label,
      certified: arm.certified,
      missing: [...new Set(arm.missing.map(missingText))],
      facts: factsOf(arm).map(([title, text]) => ({ title, text })),
      groups: arm.groups.map((one) => ({
        name: groupName(one),
        cases: one.cases,
        total: totalsText(one),
        isWithin: one.kind === 'within',
        state: { within: 'within the margin', beyond: 'beyond the margin', undecided: 'not proved' }[one.kind],
      })),
      cautions: cautionsOf(arm),
    })),
    contentPolicy,
    style: new Handlebars.SafeString(style),
  });
}
