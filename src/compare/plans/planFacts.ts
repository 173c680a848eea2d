import type { ReadFrom, Selected } from '../../model/planChange.ts';
import { type Fields, isFields, type PlanNode, steps } from './planTree.ts';

/** One index that the server looked at to leave parts and granules out; steps follow on each other. */
export interface IndexStep {
  /** Tells indexes of one read apart: type and name. */
  readonly id: string;
  /** `PrimaryKey`, `Partition`, `MinMax`, `Skip`, as the server says it. */
  readonly type: string;
  readonly name: string | null;
  readonly keys: readonly string[];
  readonly condition: string;
  /** A condition that is always true leaves nothing out. */
  readonly used: boolean;
  readonly granules: Selected | null;
}

/** A step that brings rows in: of a table, a projection, another server. */
export interface TableRead extends ReadFrom {
  readonly readType: string | null;
  readonly final: boolean;
  readonly granules: number | null;
  readonly indexes: readonly IndexStep[];
  /** Read from disk, those of PREWHERE included; null where the server does not say. */
  readonly columns: readonly string[] | null;
  /** Columns that PREWHERE filters by; null without PREWHERE. */
  readonly prewhere: readonly string[] | null;
}

export interface JoinStep {
  readonly kind: string;
  readonly algorithm: string | null;
  readonly clauses: string;
}

/** What two plans are compared by. */
export interface PlanFacts {
  readonly reads: readonly TableRead[];
  readonly joins: readonly JoinStep[];
  readonly aggregationsInOrder: number;
  /** Sorts that only finish an order in which rows come. */
  readonly finishingSorts: number;
  /** How many steps of each type there are, without those of the fields above and mere expressions. */
  readonly steps: ReadonlyMap<string, number>;
}

export function planFacts(plans: readonly PlanNode[]): PlanFacts {
  const all = [...steps(plans)];
  const sorts = all.filter((one) => one.type === 'Sorting');
  return {
    reads: all.filter(isRead).map(tableRead),
    joins: all.filter((one) => /Join$/.test(one.type) && one.type !== 'ArrayJoin').map(joinStep),
    aggregationsInOrder: all.filter((one) => one.type === 'Aggregating' && one.fields.Order !== undefined).length,
    finishingSorts: sorts.filter((one) => one.fields['Prefix Sort Description'] !== undefined).length,
    steps: tally(all.filter((one) => !isRead(one) && !/Join$|^Expression$/.test(one.type)).map((one) => one.type)),
  };
}

/** Reads that happen on other servers; what stands above them there is done for every server alike. */
export function remoteReads(plans: readonly PlanNode[]): readonly TableRead[] {
  const remote = [...steps(plans)].filter((one) => /Remote/.test(one.type));
  return [...steps(remote.flatMap((one) => one.children))].filter(isRead).map(tableRead);
}

/** A step without anything below it, unless it reads what another read left out. */
function isRead({ type, children }: PlanNode): boolean {
  return children.length === 0 && !type.startsWith('LazilyRead');
}

function tableRead({ type, description, fields }: PlanNode): TableRead {
  const isMergeTree = /MergeTree/.test(type);
  const indexes = listOf(fields.Indexes).filter(isFields).map(indexStep);
  const filters = filtersOf(fields);
  const prewhere = filters?.flatMap((one) => namesOf(one.Inputs)) ?? null;
  const computed = filters?.flatMap((one) => namesOf(one.Outputs)).filter((one) => prewhere?.includes(one) !== true);
  const header = namesOf(fields.Header).filter((one) => computed?.includes(one) !== true);
  return {
    table: description === '' ? type : description,
    kind: isMergeTree ? (description === '' || description.includes('.') ? 'table' : 'projection') : 'other',
    readType: textOf(fields['Read Type'] ?? fields.ReadType),
    final: fields.FINAL === true,
    granules: countOf(fields.Granules) ?? indexes.at(-1)?.granules?.selected ?? null,
    indexes,
    // What another server sends is results, not columns of a table.
    columns: fields.Header === undefined || /Remote/.test(type) ? null : distinct([...header, ...(prewhere ?? [])]),
    prewhere: prewhere === null ? null : distinct(prewhere),
  };
}

function indexStep(fields: Fields): IndexStep {
  const type = (textOf(fields.Type) ?? 'index').replace('-', '');
  const name = textOf(fields.Name);
  const condition = textOf(fields.Condition) ?? 'true';
  const [initial, selected] = [countOf(fields['Initial Granules']), countOf(fields['Selected Granules'])];
  return {
    id: name === null ? type : `${type} ${name}`,
    type,
    name,
    keys: listOf(fields.Keys).filter((one) => typeof one === 'string'),
    condition,
    used: condition !== 'true',
    granules: initial === null || selected === null ? null : { selected, initial },
  };
}

/** Expressions that filter while reading: of PREWHERE, of a row policy, or made by the server. Null without any. */
function filtersOf(fields: Fields): readonly Fields[] | null {
  const info = fields['Prewhere info'];
  if (!isFields(info)) return null;
  return Object.values(info).flatMap((filter) => (isFields(filter) ? Object.values(filter).filter(isFields) : []));
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}

function joinStep({ type, fields }: PlanNode): JoinStep {
  const kind = [textOf(fields.Strictness), textOf(fields.Type)]
    .filter((one) => one !== null && one !== 'ALL')
    .join(' ');
  return {
    kind: kind === '' ? type : `${kind} JOIN`,
    algorithm: textOf(fields.Algorithm),
    clauses: textOf(fields.Clauses) ?? '',
  };
}

export function tally(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const one of names) counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function namesOf(value: unknown): readonly string[] {
  return listOf(value).flatMap((one) => (isFields(one) && typeof one.Name === 'string' ? [one.Name] : []));
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function countOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
