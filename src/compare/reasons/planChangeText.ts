import type {
  Exchanged,
  PlanAmounts,
  PlanChange,
  PlanFound,
  PlanIndex,
  ReadFrom,
  StepCount,
} from '../../model/planChange.ts';
import type { PlanDifference } from '../../model/planComparison.ts';
import { formatMove, formatRow, fromTo, plural } from '../../text/quantity.ts';
import { conditionText } from './conditionText.ts';

/** A difference of two plans as a report has it. */
export function differenceInWords({ change, amounts }: PlanFound): PlanDifference {
  return { kind: change.kind, text: changeText(change), detail: detailText(change, amounts) };
}

function changeText(change: PlanChange): string {
  switch (change.kind) {
    case 'index':
      return indexText(change);
    case 'table':
      return change.what === 'read' ? readText(change.from) : timesText(change);
    case 'columns':
      return columnsText(change);
    case 'prewhere':
      return prewhereText(change);
    case 'final':
      return change.isNow ? `reads ${change.table} with FINAL` : `no longer reads ${change.table} with FINAL`;
    case 'order':
      return `${change.isNow ? 'reads' : 'no longer reads'} ${change.table} in the order of its key`;
    case 'aggregation':
      return `aggregation in the order of the key ${change.isGained ? 'gained' : 'lost'}`;
    case 'sorting':
      return `sorting that only finishes the order of the key ${change.isGained ? 'gained' : 'lost'}`;
    case 'join':
      return joinText(change);
    case 'steps':
      return `${change.what === 'gained' ? 'further steps' : 'steps left out'}: ${change.steps.map(stepText).join(', ')}`;
    case 'streams': {
      const { baseline, candidate } = change.streams;
      return `at most ${plural(candidate, 'stream')} side by side instead of ${baseline}`;
    }
    case 'estimate': {
      const { baseline, candidate } = change.rows;
      return `the server expects ${candidate > baseline ? 'more' : 'fewer'} rows of ${change.table}`;
    }
  }
}

function indexText(change: Extract<PlanChange, { kind: 'index' }>): string {
  switch (change.what) {
    case 'usage': {
      // A skip index names no keys, and its name says enough.
      const keys = change.keys.length === 0 ? '' : ` for ${change.keys.join(', ')}`;
      return `${nameOf(change.index)} ${change.isUsed ? 'now used' : 'no longer used'}${keys}`;
    }
    case 'keys': {
      const lost = change.lost.length === 0 ? [] : [`no longer uses ${change.lost.join(', ')}`];
      const gained = change.gained.length === 0 ? [] : [`now uses ${change.gained.join(', ')}`];
      return `${nameOf(change.index)} ${[...lost, ...gained].join(', ')}`;
    }
    case 'condition':
      return `${nameOf(change.index)}: ${conditionText(change)}`;
    case 'reach':
      return `${nameOf(change.index)} leaves out ${change.leavesOutLess ? 'less' : 'more'} by a condition of the same parts`;
    case 'granules':
      return `reads ${change.isMore ? 'more' : 'fewer'} granules of ${change.table}`;
  }
}

function nameOf({ type, name, table }: PlanIndex): string {
  return `${indexLabel(type, name)} of ${table}`;
}

/** `primary key`, `partition key`, `skip index idx_total`. */
function indexLabel(type: string, name: string | null): string {
  if (type === 'PrimaryKey') return 'primary key';
  if (type === 'Partition') return 'partition key';
  if (type === 'MinMax') return 'min-max index of the partition key';
  return `${type === 'Skip' ? 'skip index' : type}${name === null ? '' : ` ${name}`}`;
}

function readText({ baseline, candidate }: Extract<PlanChange, { what: 'read' }>['from']): string {
  if (baseline === null) return candidate === null ? '' : `also reads ${readName(candidate)}`;
  if (candidate === null) return `no longer reads ${readName(baseline)}`;
  if (baseline.kind === 'projection' && candidate.kind !== 'projection')
    return `projection ${baseline.table} no longer used, reads ${candidate.table}`;
  if (candidate.kind === 'projection' && baseline.kind !== 'projection')
    return `projection ${candidate.table} used instead of reading ${baseline.table}`;
  return `reads ${candidate.table} instead of ${baseline.table}`;
}

function readName({ kind, table }: ReadFrom): string {
  return kind === 'projection' ? `projection ${table}` : table;
}

function timesText({ from, times }: Extract<PlanChange, { what: 'times' }>): string {
  return `reads ${readName(from)} ${plural(times.candidate, 'time')} instead of ${times.baseline}`;
}

function columnsText({ table, lost, gained }: Extract<PlanChange, { kind: 'columns' }>): string {
  if (lost.length === 0) return `also reads ${columnList(gained)} of ${table}`;
  if (gained.length === 0) return `no longer reads ${columnList(lost)} of ${table}`;
  return `reads ${columnList(gained)} instead of ${columnList(lost)} of ${table}`;
}

function prewhereText(change: Extract<PlanChange, { kind: 'prewhere' }>): string {
  if (change.what === 'dropped') return `PREWHERE on ${change.table} no longer used`;
  const { lost, gained }: Exchanged = change;
  const parts = [
    ...(gained.length === 0 ? [] : [`now filters by ${columnList(gained)}`]),
    ...(lost.length === 0 ? [] : [`no longer by ${columnList(lost)}`]),
  ];
  return `PREWHERE on ${change.table} ${parts.join(', ')}`;
}

const mostNamed = 4;

/** `column a`, `columns a, b`. */
function columnList(columns: readonly string[]): string {
  const more = columns.length > mostNamed ? ` and ${columns.length - mostNamed} more` : '';
  return `${columns.length === 1 ? 'column' : 'columns'} ${columns.slice(0, mostNamed).join(', ')}${more}`;
}

function joinText(change: Extract<PlanChange, { kind: 'join' }>): string {
  switch (change.what) {
    case 'count':
      return `${plural(change.counts.candidate, 'join')} instead of ${change.counts.baseline}`;
    case 'algorithm':
      return `join algorithm changed from ${change.names.baseline} to ${change.names.candidate}`;
    case 'type':
      return `${change.names.baseline} became ${change.names.candidate}`;
    case 'sequence':
      return 'tables joined in another order';
  }
}

function stepText({ type, count }: StepCount): string {
  return count === 1 ? type : `${type} (${count})`;
}

function detailText(change: PlanChange, amounts: PlanAmounts | null): string {
  if (change.kind === 'estimate') return formatMove(change.rows.baseline, change.rows.candidate, 'rows', true);
  if (change.kind === 'join' && change.what === 'sequence')
    return fromTo(change.tables.baseline.join(', '), change.tables.candidate.join(', '));
  return amounts === null ? '' : amountsText(amounts);
}

/** `granules 12 of 120 → 37 of 120`, or what the one side that is known reads. */
function amountsText(amounts: PlanAmounts): string {
  if (amounts.kind === 'selected') {
    const { baseline, candidate } = amounts.granules;
    const counts = [baseline.selected, baseline.initial, candidate.selected, candidate.initial];
    const [from, ofAll, to, ofAllAfter] = formatRow(counts, 'count', true);
    const isSame = baseline.selected === candidate.selected && baseline.initial === candidate.initial;
    const before = `granules ${from} of ${ofAll}`;
    return isSame ? `${before} in both` : fromTo(before, `${to} of ${ofAllAfter}`);
  }
  const { baseline, candidate } = amounts.granules;
  if (baseline === candidate) return '';
  if (baseline === null) return candidate === null ? '' : plural(candidate, 'granule');
  if (candidate === null) return plural(baseline, 'granule');
  return `granules ${formatMove(baseline, candidate, 'count', true)}${amounts.kind === 'all' ? ' in all' : ''}`;
}
