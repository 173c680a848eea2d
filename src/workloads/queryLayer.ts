import { basename, dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { readCaseFile } from './caseFile.ts';
import { kindOf, type ReadText, readBudget, readSource } from './files.ts';
import { emptyLayer, type Layer, readFolderLayer } from './layer.ts';
import { manifestFile } from './manifest.ts';

/** A folder with a `workload.yaml`, from where its places are shown. */
export interface WorkloadFolder {
  readonly cwd: string;
  readonly folder: string;
}

/** Reads one SQL file by itself, over the folder whose workload it belongs to, or over another one. */
export async function readFileLayer(cwd: string, file: string, over?: WorkloadFolder): Promise<Layer> {
  const text = await readSource(cwd, dirname(file), file, readBudget());
  return readTextLayer(text, basename(file).replace(/\.sql$/i, ''), over ?? (await folderOfFile(cwd, file)));
}

/** Reads statements alone, with the dataset, database and settings of a folder. */
export async function readTextLayer(text: ReadText, name: string, over: WorkloadFolder | undefined): Promise<Layer> {
  if (over !== undefined) {
    const layer = await readFolderLayer(over.cwd, over.folder, { texts: [text] });
    return { ...layer, name, description: '' };
  }
  const { cases, detached, problems } = readCaseFile(text.source, { stem: text.stem });
  return { ...emptyLayer, name, cases, detached, problems: [...text.problems, ...problems] };
}

/**
 * The folder whose workload takes in a file: the nearest with a `workload.yaml`, from that of the file up to the working
 * folder. Above that nobody is asked, and outside of it only the file's own folder is.
 */
export async function folderOfFile(cwd: string, file: string): Promise<WorkloadFolder | undefined> {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    if ((await kindOf(resolve(cwd, folder, manifestFile))) !== 'missing') return { cwd, folder };
    const fromHere = relative(cwd, resolve(cwd, folder));
    const isBelow = fromHere !== '' && fromHere.split(sep)[0] !== '..' && !isAbsolute(fromHere);
    if (!isBelow || basename(folder).startsWith('.')) return undefined;
  }
}
