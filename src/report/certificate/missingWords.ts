import type { ArmName } from '../../model/arm.ts';
import type {
  CertifiedArm,
  CertifiedGroup,
  Missing,
  OtherCases,
  Reservation,
  RowsBeside,
} from '../../model/certificate.ts';
import type { Seen } from '../../model/debt.ts';
import type { CountedCases } from '../../model/workload.ts';
import { formatChange, formatCount, formatNumber, formatShare, plural } from '../../text/quantity.ts';
import { gapText } from '../words/proofWords.ts';

/** One thing that keeps an arm from being certified: `2 cases regressed`. */
export function missingText(missing: Missing): string {
  switch (missing.kind) {
    case 'group': {
      const name = groupName(missing);
      return missing.high === null
        ? `${name} has a total without an interval`
        : `an interval of ${name} reaches ${formatChange(missing.high)}, beyond the margin of ${formatShare(missing.margin)}`;
    }
    case 'noClass':
      return `no case of the baseline has the tag ${missing.tag}, so no class of it was judged (--totals-by)`;
    case 'debt':
    case 'stateUnknown':
    case 'lessData':
    case 'lost':
    case 'oneServer':
    case 'ownDesign':
      return missing.text.replace(/\.$/, '');
    case 'stateUnread':
      return 'what the servers were busy with was not read';
    case 'tablesUnread':
      return `what the server of the ${missing.arm} did to tables that cases read is not known: ${namedTables(missing.tables)}`;
    case 'dataUnknown':
      return 'neither server tells how many rows are in the tables that cases read';
    case 'rowsVanished':
      return `rows of ${missing.table} went away from the candidate while it was measured: ${rowsText(missing.from)}, then ${rowsText(missing.to)}`;
    case 'baselineBusier': {
      const what = missing.by === 'foreign' ? 'other queries' : 'merges or mutations on other tables';
      const ran = (arm: ArmName): string =>
        `beside the ${arm} at ${seenText(missing.seen[arm])}, ${formatNumber(missing.mean[arm])} at once on average`;
      return `${what} ran ${ran('baseline')}, and ${ran('candidate')}: what slows the baseline down may be they`;
    }
    case 'selfCheckOff':
      return 'nothing was measured as baseline against baseline: leave out --no-self-check';
    case 'sameServer':
      return missing.isOne === null
        ? 'the servers do not tell whether they are one (serverUUID())'
        : 'a server is in both arms, by two names';
    case 'resultsIgnored':
      return `the workload lets results of ${formatCount(missing.cases)} of ${plural(missing.of, 'case')} differ, which is most of them`;
    case 'foundOptions':
      return `a config that nobody named decides ${missing.options.join(', ')}: name it with --config`;
    case 'replicasUnmeasured':
      return `${formatCount(missing.cases)} of ${plural(missing.of, 'case')} did not run on all ${formatCount(missing.replicas)} replicas of the ${missing.arm}`;
    case 'filtered':
      return `cases were left out by --filter ${missing.filter}`;
    case 'coverage':
      if (missing.otherCases !== undefined)
        return `${otherCasesText(missing.otherCases)}, and ${formatShare(missing.asked)} are asked for`;
      if (missing.unchecked !== undefined && missing.covered !== null)
        return `the workload does not say of which cases its share of ${formatShare(missing.covered)} was reckoned, and ${formatShare(missing.asked)} are asked for: capture it anew, or add cases: ${missing.unchecked.cases} and weights: ${missing.unchecked.weights} to stands_for where it is of these`;
      return missing.covered === null
        ? `the workload does not say which share of production it stands for, and ${formatShare(missing.asked)} are asked for`
        : `the workload stands for ${formatShare(missing.covered)} of production, and ${formatShare(missing.asked)} are asked for`;
    case 'capacity':
      return missing.text;
    default:
      return gapText(missing);
  }
}

/** `the workload's share of production was reckoned from 41 cases, and it has 40`. */
export function otherCasesText({ reckonedFrom, has }: OtherCases): string {
  const counted = ({ cases, weights }: CountedCases): string =>
    `${plural(cases, 'case')} with weights of ${weights} in all`;
  return `the workload's share of production was reckoned from ${counted(reckonedFrom)}, and it has ${counted(has)}`;
}

function seenText({ readings, of }: Seen): string {
  return `${formatCount(readings)} of ${plural(of, 'reading')}`;
}

function rowsText({ candidate, baseline }: RowsBeside): string {
  return baseline === null ? plural(candidate, 'row') : `${plural(candidate, 'row')} beside ${formatCount(baseline)}`;
}

const mostNamed = 4;

function namedTables(tables: readonly string[]): string {
  const more = tables.length - mostNamed;
  return `${tables.slice(0, mostNamed).join(', ')}${more > 0 ? ` and ${formatCount(more)} more` : ''}`;
}

/** What a reader has to know, though it keeps nothing from being certified. */
export function cautionsOf({ reservations, cautions }: CertifiedArm): readonly string[] {
  return [...reservations.map(reservationText), ...cautions];
}

function reservationText(one: Reservation): string {
  switch (one.kind) {
    case 'wideMargin':
      return `The margin of ${formatShare(one.margin)} is wider than the usual ${formatShare(one.usual)}: so much slower counts as equivalent.`;
    case 'resultsIgnored':
      return `Results of ${formatCount(one.cases)} of ${plural(one.of, 'case')} need not agree, by the workload, and were not read.`;
    case 'undecided':
      return `${formatCount(one.cases)} of ${plural(one.of, 'case')} ${one.cases === 1 ? 'is' : 'are'} undecided by ${one.cases === 1 ? 'itself' : 'themselves'}: what is said of time there is said of the whole.`;
    case 'identical':
      return `${formatCount(one.cases)} of ${plural(one.of, 'case')} ${one.cases === 1 ? 'is' : 'are'} sent alike to one server and ${one.cases === 1 ? 'was' : 'were'} not measured.`;
    case 'noSelfCheck':
      return 'No case was measured as baseline against baseline: a false alarm, or a lucky run, would go unnoticed.';
    case 'noGroups':
      return 'None of the tags product, query_type and team_id tells the cases apart: the workload is judged as a whole, and no class of it by itself. --totals-by names other tags.';
    case 'oneCase':
      return 'The workload is of one case: it is judged by its own verdict, and nothing else is.';
  }
}

/** `product=web_analytics`, or `cases without product`. */
export function groupName({ tag, value }: Pick<CertifiedGroup, 'tag' | 'value'>): string {
  return value === null ? `cases without ${tag}` : `${tag}=${value}`;
}
