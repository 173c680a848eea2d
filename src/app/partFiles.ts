import { realpath, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { UserError } from '../model/errors.ts';
import { runFileKind } from '../store/runFileKind.ts';
import { outputNames } from './outputFolder.ts';
import { shownPath } from './resultFiles.ts';
import type { World } from './world.ts';

/**
 * The run files of parts, none of which lies where the joined run goes.
 * @param parts run files, or folders that one was left in
 * @throws UserError usage
 */
export async function partFiles(parts: readonly string[], out: string, world: World): Promise<readonly string[]> {
  const files = await Promise.all(parts.map((part) => partFile(part, world)));
  await checkApart(files, resolve(world.cwd, out, outputNames.run), world);
  return files;
}

/**
 * What the parts are of, which has to be the same for all of them.
 * @throws UserError usage for parts of both kinds, and for a file that is no run
 */
export async function kindOfParts(parts: readonly string[], world: World): Promise<'comparison' | 'load'> {
  const kinds: { readonly place: string; readonly kind: 'comparison' | 'load' }[] = [];
  for (const part of parts) {
    const file = await partFile(part, world);
    kinds.push({ place: shownPath(world.cwd, file), kind: await runFileKind(file) });
  }
  const [first] = kinds;
  const other = kinds.find(({ kind }) => kind !== first?.kind);
  if (first === undefined || other === undefined) return first?.kind ?? 'comparison';
  throw new UserError(
    'usage',
    `${first.place} holds a ${first.kind}, and ${other.place} a ${other.kind}: they are no parts of one run`,
    'Name the parts of one of them.',
  );
}

async function partFile(part: string, { cwd }: World): Promise<string> {
  const path = resolve(cwd, part);
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return isFolder ? join(path, outputNames.run) : path;
}

/** Results of an earlier run are moved aside, and a part must not be taken for one. */
async function checkApart(files: readonly string[], target: string, { cwd }: World): Promise<void> {
  const real = (path: string): Promise<string> => realpath(path).catch(() => path);
  const taken = await real(target);
  for (const file of files)
    if ((await real(file)) === taken)
      throw new UserError(
        'usage',
        'this part lies where the joined run goes',
        'Choose another folder with --out.',
        shownPath(cwd, file),
      );
}
