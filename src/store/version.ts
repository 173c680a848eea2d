import { UserError } from '../model/errors.ts';

/** The version of the run file this program writes, and the newest it reads. */
export const schemaVersion = 1;

/**
 * Looks at the first record of a file before anything else is believed of it.
 *
 * Stepwise upgrades belong here: version 2 brings a list `{ from: 1, upgrade: (record) => record }`,
 * one step a version, applied to each record before it is checked. A step is never edited afterwards.
 *
 * @throws UserError when the record is no header of a run file, or is of a newer version.
 */
export function checkVersion(first: unknown, path: string): void {
  if (typeof first !== 'object' || first === null || !('format' in first) || first.format !== 'hogbench-run') {
    throw new UserError(
      'usage',
      'This is not a hogbench run file.',
      'Name a file written by `hogbench run --out`.',
      path,
    );
  }
  const version = 'schemaVersion' in first ? first.schemaVersion : undefined;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    throw new UserError('usage', 'The run file states no schema version.', 'Measure again into a new file.', path);
  }
  if (version > schemaVersion) {
    throw new UserError(
      'usage',
      `The run file has schema version ${version}; this hogbench reads up to version ${schemaVersion}.`,
      'Read it with the hogbench that wrote it, or update this one.',
      path,
    );
  }
}
