import { z } from 'zod';
import type { ProcessorTime } from '../../model/explanation.ts';
import { stringLiteral } from '../../sql/literals.ts';
import type { Control, ControlOptions } from '../http/control.ts';
import { isServerError } from '../http/refusals.ts';
import { anyRow, countField, nameField, type RowShape } from '../http/rowShape.ts';
import { everyReplica } from './serverLogs.ts';

const timeRow: RowShape<ProcessorTime> = z.object({
  name: nameField,
  elapsedUs: countField,
  inputWaitUs: countField,
  outputWaitUs: countField,
});

/** Processors beyond these took hardly any time. */
const mostProcessors = 30;

export interface ProcessorsLogSource {
  readonly control: Control;
  /** Reads the log, where `control` may not. */
  readonly log?: Control;
  /** Reads the log of every replica of this cluster; absent for a single server. */
  readonly cluster?: string;
  /** Makes the servers write what they hold back; resolves to false when that is not permitted. */
  readonly flush: () => Promise<boolean>;
}

/**
 * Executes a statement once more with its processors logged, which costs time and so is not done in a measured
 * execution, and reads how long each kind of processor took.
 *
 * @returns undefined where the log is switched off, may not be read or flushed, or the execution failed
 */
export async function profileStatement(
  { control, log = control, cluster, flush }: ProcessorsLogSource,
  sql: string,
  options: ControlOptions & { readonly queryId: string },
): Promise<readonly ProcessorTime[] | undefined> {
  const { queryId, signal, settings } = options;
  const table = everyReplica('system.processors_profile_log', cluster);
  try {
    // A log that has never been written has no table.
    if (!(await flush())) return undefined;
    await log.rows(`SELECT name FROM ${table} LIMIT 0`, anyRow, signalOf(signal));
    const logged = { ...settings, log_processors_profiles: 1, default_format: 'Null' };
    await control.command(sql, { ...options, settings: logged });
    if (!(await flush())) return undefined;
    const times = await log.rows(logSql(table, queryId), timeRow, signalOf(signal));
    return times.length === 0 ? undefined : times;
  } catch (error) {
    if (isServerError(error)) return undefined;
    throw error;
  }
}

function logSql(table: string, queryId: string): string {
  return `
    SELECT name, toString(sum(elapsed_us)) AS elapsedUs, toString(sum(input_wait_elapsed_us)) AS inputWaitUs,
           toString(sum(output_wait_elapsed_us)) AS outputWaitUs
    FROM ${table}
    WHERE event_date >= today() - 1 AND initial_query_id = ${stringLiteral(queryId)}
    GROUP BY name
    ORDER BY sum(elapsed_us) DESC, name
    LIMIT ${mostProcessors}`;
}

function signalOf(signal: AbortSignal | undefined): ControlOptions {
  return signal === undefined ? {} : { signal };
}
