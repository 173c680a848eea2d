import { text } from 'node:stream/consumers';
import type { Params } from '../../model/workload.ts';
import { type ScratchTable, scratchPrefix } from '../../model/writing.ts';
import { scratchParameter } from '../../sql/writingStatement.ts';
import type { Client } from '../http/control.ts';
import { isServerError } from '../http/refusals.ts';

/** A database that is never made: the name stands in for the scratch database while the server parses a statement. */
const standIn = scratchPrefix;

const syntaxError = 62;

const allowedNodes: Readonly<Record<ScratchTable['kind'], readonly string[]>> = {
  insert: ['InsertQuery'],
  optimize: ['OptimizeQuery'],
  mutation: ['AlterQuery', 'DeleteQuery', 'UpdateQuery'],
  create: ['CreateQuery'],
};

const allowedCommands = /^(UPDATE|DELETE|MATERIALIZE_\w+|(ADD|DROP|CLEAR|MODIFY|RENAME)_(COLUMN|INDEX|PROJECTION))$/;

/**
 * Lets the server parse a statement that writes, and looks at whether it reads the same statement as we do: one that
 * writes to this table of the scratch database and does nothing else. Executes nothing.
 *
 * @returns what is wrong; undefined when nothing is
 */
export async function writeObjection(
  control: Pick<Client, 'stream'>,
  sql: string,
  params: Params,
  writes: ScratchTable,
): Promise<string | undefined> {
  try {
    // A FORMAT at the end would be taken for data of an INSERT, so the format is a setting.
    const stream = await control.stream(`EXPLAIN AST ${sql}`, {
      params: { ...params, [scratchParameter]: standIn },
      settings: { default_format: 'TSVRaw' },
    });
    return treeObjection((await text(stream)).split('\n'), writes);
  } catch (error) {
    // What cannot be parsed cannot be executed: that case fails by itself.
    if (isServerError(error)) return error.code === syntaxError ? undefined : error.message;
    throw error;
  }
}

function treeObjection(lines: readonly string[], writes: ScratchTable): string | undefined {
  const root = lines[0]?.split(' ')[0] ?? '';
  if (!allowedNodes[writes.kind].includes(root)) return `the server reads it as ${root || 'nothing'}`;
  const children = lines.filter((line) => /^ \S/.test(line)).map((line) => line.trim());
  const names = children.filter((line) => line.startsWith('Identifier '));
  const isOurs = names.some(
    (line, at) => line === `Identifier ${standIn}` && names[at + 1] === `Identifier ${writes.table}`,
  );
  if (!isOurs) return `the server does not read it as writing to ${writes.table} of the scratch database`;
  const commands = lines.flatMap((line) => /^\s*AlterCommand (\w+)/.exec(line)?.[1] ?? []);
  const other = commands.find((command) => !allowedCommands.test(command));
  return other === undefined ? undefined : `the server reads ${other} in it, which is not measured`;
}
