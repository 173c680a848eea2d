import { z } from 'zod';
import { scratchDatabase, scratchPrefix } from '../../model/writing.ts';
import { identifier, stringLiteral } from '../../sql/literals.ts';
import type { Control, ControlOptions } from '../http/control.ts';
import { nameField, textField } from '../http/rowShape.ts';

/** What marks a database as ours, and tells when nobody can need it any more. */
export function scratchComment(untilMs: number): string {
  return `scratch of hogbench, not needed after ${new Date(untilMs).toISOString()}`;
}

const commentShape = /^scratch of hogbench, not needed after (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)$/;

/** Drops a database of ours and all in it; waits until its files are gone. */
export async function dropScratch(control: Control, database: string, options: ControlOptions = {}): Promise<void> {
  if (!database.startsWith(scratchPrefix)) throw new Error(`${database} is no scratch database`);
  await control.command(`DROP DATABASE IF EXISTS ${identifier(database)} SYNC`, options);
}

/** Drops what is left of one run. */
export async function dropScratchOfRun(control: Control, runId: string): Promise<void> {
  const options = { cleanUp: true };
  for (const { name } of await scratchDatabases(control, scratchDatabase(runId, ''), options))
    await dropScratch(control, name, options);
}

/** What is left of runs that were killed. */
export interface LeftScratch {
  readonly dropped: readonly string[];
  /** Another run may still need them. */
  readonly kept: readonly { readonly name: string; readonly until: Date }[];
}

/**
 * Drops the scratch databases of runs that were killed, known by name and comment. One that another run may still
 * be using is kept, unless nobody else can be (`exclusive`).
 */
export async function dropLeftScratch(control: Control, exclusive: boolean, now: number): Promise<LeftScratch> {
  const dropped: string[] = [];
  const kept: { name: string; until: Date }[] = [];
  for (const { name, comment } of await scratchDatabases(control, scratchPrefix)) {
    const until = new Date(commentShape.exec(comment)?.[1] ?? Number.NaN);
    // Without our comment it is somebody's who likes the same name.
    if (Number.isNaN(until.getTime())) continue;
    if (exclusive || until.getTime() < now) {
      await dropScratch(control, name);
      dropped.push(name);
    } else kept.push({ name, until });
  }
  return { dropped, kept };
}

function scratchDatabases(
  control: Control,
  start: string,
  options: ControlOptions = {},
): Promise<readonly { readonly name: string; readonly comment: string }[]> {
  return control.rows(
    `SELECT name, comment FROM system.databases WHERE startsWith(name, ${stringLiteral(start)}) ORDER BY name`,
    z.object({ name: nameField, comment: textField }),
    options,
  );
}
