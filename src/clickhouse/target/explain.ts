import { z } from 'zod';
import type { Explanation, TableEstimate } from '../../model/explanation.ts';
import type { Settings } from '../../model/workload.ts';
import { statementKind } from '../../sql/statementKind.ts';
import { toBeExplained } from '../../sql/statementParts.ts';
import type { Control, ControlOptions } from '../http/control.ts';
import { isServerError } from '../http/refusals.ts';
import { countField, explainRow, nameField, OddAnswer, type RowShape } from '../http/rowShape.ts';
import { knownOf } from './knownSettings.ts';

/**
 * With either of them on, which granules are read is decided during execution, and the plan says nothing of it
 * (the second is there since 25.9).
 */
const planningSettings: Settings = { use_query_condition_cache: 0, use_skip_indexes_on_data_read: 0 };

/** A longer plan helps nobody, and swells the run file. */
const longestPlan = 200_000;

/** Those of `planningSettings` that this server knows. */
export function knownPlanningSettings(control: Control): Promise<Settings> {
  return knownOf(control, planningSettings, {});
}

/**
 * The plan of a statement: as JSON where the server can, else as text, with its pipeline and its estimate. What the
 * server refuses is a reason, or null for the two that only add to the plan. Rejects when the connection breaks.
 */
export async function explainStatement(
  control: Control,
  statement: string,
  options: ControlOptions,
): Promise<Explanation> {
  const sql = toBeExplained(statement);
  if (statementKind(sql) !== 'select') return { kind: 'unavailable', reason: 'only a SELECT can be explained' };
  const lines = async (kind: string): Promise<string> => {
    const rows = await control.rows(`EXPLAIN ${kind}\n${sql}`, explainRow, options);
    return rows.map((row) => row.explain).join('\n');
  };
  try {
    const json = await orRefused(lines('json = 1, indexes = 1, actions = 1, header = 1'));
    const condensed = json === null ? undefined : condensePlan(json);
    const plan = condensed ?? (await lines('indexes = 1'));
    if (plan.length > longestPlan) return { kind: 'unavailable', reason: 'the plan is too long to be kept' };
    const pipeline = await orRefused(lines('PIPELINE'));
    // JSON cannot show other servers' plans, and servers of some age show them in no form.
    const distributed = /ReadFrom\w*Remote/.test(plan) ? await orRefused(lines('indexes = 1, distributed = 1')) : null;
    return {
      kind: 'explained',
      form: condensed === undefined ? 'text' : 'json',
      plan,
      ...(distributed === null || distributed.length > longestPlan ? {} : { distributed }),
      pipeline: pipeline !== null && pipeline.length > longestPlan ? null : pipeline,
      estimate: await orRefused(estimate(control, sql, options)),
    };
  } catch (error) {
    // A format that its own settings change is no reason to end a run.
    if (isServerError(error) || error instanceof OddAnswer) return { kind: 'unavailable', reason: error.message };
    throw error;
  }
}

const estimateRow: RowShape<TableEstimate> = z.object({
  database: nameField,
  table: nameField,
  parts: countField,
  rows: countField,
  marks: countField,
});

async function estimate(control: Control, sql: string, options: ControlOptions): Promise<readonly TableEstimate[]> {
  return control.rows(`EXPLAIN ESTIMATE\n${sql}`, estimateRow, options);
}

async function orRefused<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (isServerError(error) || error instanceof OddAnswer) return null;
    throw error;
  }
}

/** Graphs of expressions make up nine tenths of a plan, and a reader sees their outcome in names of columns and filters. */
const graphs = /expression$/i;

/**
 * The plan of `EXPLAIN json = 1` without graphs of expressions, node ids, and headers of steps that read nothing.
 * Of an expression that filters while reading, stays what it takes and what it gives.
 *
 * @returns undefined when the text is no such plan
 */
export function condensePlan(text: string): string | undefined {
  try {
    const plans: unknown = JSON.parse(text);
    return Array.isArray(plans) ? JSON.stringify(plans.map(condense)) : undefined;
  } catch {
    return undefined;
  }
}

function condense(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(condense);
  if (typeof value !== 'object' || value === null) return value;
  const reads = !('Plans' in value);
  const kept = Object.entries(value).flatMap(([key, inner]): (readonly [string, unknown])[] => {
    if (key === 'Node Id' || (key === 'Header' && !reads)) return [];
    if (!graphs.test(key) || typeof inner !== 'object' || inner === null) return [[key, condense(inner)]];
    if (key === 'Expression' || !('Inputs' in inner)) return [];
    return [[key, { Inputs: inner.Inputs, ...('Outputs' in inner ? { Outputs: inner.Outputs } : {}) }]];
  });
  return Object.fromEntries(kept);
}
