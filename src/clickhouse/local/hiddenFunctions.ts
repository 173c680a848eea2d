import type { Source } from '../../model/workload.ts';

/** The names that `hiddenFunctions` can give. */
export const hiddenNames: readonly string[] = ['file'];

/** What the server says instead of reading a file. */
export const fileRefusal = 'file() reads files of this machine, which the embedded server does not allow a workload';

/**
 * SQL functions that stand before those of the engine with the same name. The function `file` reads any file of the
 * machine and asks for no right, unlike the table function; only one that is in the server's folder when it starts can
 * take its name.
 */
export function hiddenFunctions(sources: readonly Source[]): Readonly<Record<string, string>> {
  return sources.includes('file')
    ? {}
    : { file: `CREATE FUNCTION file AS (path) -> toString(throwIf(isNotNull(path) OR 1, '${fileRefusal}'))` };
}

/** The file below `user_defined` that holds a function. */
export function functionFile(name: string): string {
  return `function_${name}.sql`;
}
