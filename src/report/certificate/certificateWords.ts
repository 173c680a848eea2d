import type { Certificate, CertifiedArm, HeldClass, HeldRate } from '../../model/certificate.ts';
import type { SuiteRatio } from '../../model/suite.ts';
import type { VersionChange } from '../../model/versionChange.ts';
import {
  formatChange,
  formatCount,
  formatMoment,
  formatMs,
  formatNumber,
  formatRatio,
  formatShare,
  plural,
  unknown,
} from '../../text/quantity.ts';
import { quoted } from '../../text/quote.ts';
import { limitText, percentileName } from '../load/loadFigures.ts';
import { cheapestCertifiedText } from '../words/cheapestWords.ts';
import { dayText } from '../words/moneyWords.ts';
import { missingText, otherCasesText } from './missingWords.ts';

/** `certified within 5%: new`, or what is not and why, in one line. */
export function certificateLine({ certified, arms, margin }: Certificate): string {
  if (arms.length === 0) return 'not certified: nothing was compared';
  if (certified) return `certified within ${formatShare(margin)}: ${arms.map(({ label }) => label).join(', ')}`;
  const parts = arms.map(({ label, certified: is, missing }) => {
    const [first, ...others] = [...new Set(missing.map(missingText))];
    const more = others.length === 0 ? '' : `; and ${formatCount(others.length)} more`;
    return is
      ? `${label} is certified within ${formatShare(margin)}`
      : `${label} is not certified (${first ?? 'incomplete'}${more})`;
  });
  return parts.join('; ');
}

/** `-3.1% (-4.0% to -2.2%)`. */
function ratioText(total: SuiteRatio | null): string {
  if (total === null) return unknown;
  const { ratio, interval } = total;
  if (interval === null) return `${formatChange(ratio)} (no interval)`;
  return `${formatChange(ratio)} (${formatChange(interval.low)} to ${formatChange(interval.high)})`;
}

/** `time -3.1% (-4.0% to -2.2%); geometric mean …`, as the whole and each class are judged. */
export function totalsText({ total, geometricMean }: Pick<CertifiedArm, 'total' | 'geometricMean'>): string {
  return `time ${ratioText(total)}; geometric mean ${ratioText(geometricMean)}`;
}

/** What is known of an arm, a title and a text each. */
export function factsOf(arm: CertifiedArm): readonly (readonly [title: string, text: string])[] {
  const { cases, capacity, cost, versions } = arm;
  const results = [
    `${formatCount(cases.sameResults)} of ${plural(cases.compared, 'case')} return the same`,
    ...(cases.resultsIgnored === 0 ? [] : [`${formatCount(cases.resultsIgnored)} need not, by the workload`]),
    ...(cases.identical === 0 ? [] : [`${formatCount(cases.identical)} sent alike to one server and not measured`]),
  ].join('; ');
  const each = `${formatCount(cases.equivalent)} equivalent, ${formatCount(cases.improved)} improved, ${formatCount(cases.undecided)} undecided by themselves`;
  return [
    ['Server', arm.server],
    ['Workload', arm.workload],
    ['Results', results],
    ['Whole workload', totalsText(arm)],
    ['Case by case', each],
    ['Capacity', capacityText(arm)],
    ...(capacity?.classes ?? []).map(({ name, baseline, candidate }) => {
      const promised = candidate.latency.map(
        ({ share, mostMs }) => `${percentileName(share)} of ${limitText(mostMs)} at most`,
      );
      const promise = promised.length === 0 ? '' : `; promised: ${promised.join(', ')}`;
      return [`of ${name}`, `${heldText(baseline)} to ${heldText(candidate)}${promise}`] as const;
    }),
    ...(cost === undefined ? [] : [['Costs', dayText(cost, arm.costCoverage)] as const]),
    ...(versions === undefined ? [] : [['Versions', versionsText(versions, arm.label)] as const]),
  ];
}

/** What the pages of the comparison list is not told again. */
function versionsText({ servers, settings, more, refused, otherResults }: VersionChange, label: string): string {
  const changed =
    settings === null
      ? 'settings in effect are not known'
      : `${plural(settings.length + more, 'setting')} in effect changed`;
  return `${servers.baseline.version} to ${servers.candidate.version}: ${changed}, ${plural(refused.length, 'statement')} refused, ${plural(otherResults.length, 'result')} changed; report-${label}.html lists them`;
}

function capacityText({ capacity, missing }: CertifiedArm): string {
  if (capacity === undefined)
    return missing.some(({ kind }) => kind === 'capacity')
      ? 'not proved: see what is missing'
      : 'was not asked for (--capacity)';
  const { startedAt, baseline, candidate, ratio, slo, binding } = capacity;
  const held = ({ rate, low, high }: HeldRate): string =>
    `${formatNumber(rate)}/s (${high === null ? `${formatNumber(low)} or more` : `${formatNumber(low)} to ${formatNumber(high)}`})`;
  const reach =
    ratio.high === null
      ? `${formatRatio(ratio.low)} or more`
      : `${formatRatio(ratio.low)} to ${formatRatio(ratio.high)}`;
  const first = binding === undefined ? '' : `; ${quoted(binding)} gives way first`;
  const by = slo === undefined ? '' : `; promised by --slo ${slo}`;
  return `${held(baseline)} to ${held(candidate)}, ${formatRatio(ratio.ratio)} (${reach})${first}${by}; searched for at ${formatMoment(startedAt)}`;
}

/** `12.4/s with p95 812 ms` */
function heldText({ offered, latency }: HeldClass): string {
  const times = latency.map(({ share, ms }) => `${percentileName(share)} ${ms === null ? unknown : formatMs(ms)}`);
  return `${formatNumber(offered)}/s${times.length === 0 ? '' : ` with ${times.join(', ')}`}`;
}

/** What the certificate as a whole rests on, a sentence each. */
export function basisOf(certificate: Certificate): readonly string[] {
  const { coverage, otherCases, unchecked, margin, level, comparisons, cheapest, baseline } = certificate;
  const cost = baseline.cost === undefined ? '' : ` It costs ${dayText(baseline.cost, baseline.costCoverage)}.`;
  return [
    `Baseline: ${baseline.label}${baseline.server === '' ? '' : `, ${baseline.workload} on ${baseline.server}`}.${cost}`,
    otherCases !== undefined
      ? `What is certified is this workload: ${otherCasesText(otherCases)}.`
      : coverage === null
        ? 'The workload does not say which share of production it stands for: what is certified is this workload.'
        : `The workload stands for ${formatShare(coverage.executions)} of production's executions and ${formatShare(coverage.cost)} of their cost, by its workload.yaml${unchecked === undefined ? '' : ', which does not say of which cases'}.`,
    `Certified is what is proved to cost at most ${formatShare(margin)} more: intervals of ${formatShare(level)} end within that${comparisons > 1 ? `, corrected for ${formatCount(comparisons)} candidates` : ''}.`,
    ...(cheapest === undefined ? [] : [cheapestCertifiedText(cheapest)]),
  ];
}
