import { UserError } from '../../model/errors.ts';
import type { RunIdentity } from '../../model/storedRun.ts';
import { archiveKey, newestFirst, passes, type RunArchive, type StoreTrouble } from '../archive.ts';
import { folderSeries } from './folderSeries.ts';
import { NoStoredRun, type ReadHead, storedFile } from './storedFile.ts';
import { cannotReadStore, cannotStore } from './storeErrors.ts';
import { checkWhole, fileNameOf, readHeadSync, readRunFile, storeFolder } from './storeFolder.ts';

export interface FolderPlace {
  /** Absolute. */
  readonly folder: string;
  /** For people. */
  readonly shown: string;
  readonly madeBy: string;
  readonly now: () => number;
  /** Told what of the store cannot be used, a line each. */
  readonly warn: (line: string) => void;
}

/** A store in a folder: one immutable file a push, and nothing that two pushes share. */
export function folderArchive({ folder, shown, madeBy, now, warn }: FolderPlace): RunArchive {
  const files = storeFolder(folder);
  /** Files never change, so what was read of one holds; null for one that cannot be used, of which was told. */
  const heads = new Map<string, ReadHead | null>();
  const reading = <T>(work: () => Promise<T>): Promise<T> =>
    work().catch((error: unknown) => Promise.reject(cannotReadStore(error, shown)));

  const readHead = (name: string): ReadHead | null => {
    const known = heads.get(name);
    if (known !== undefined) return known;
    let head: ReadHead | null = null;
    try {
      const found = readHeadSync(files.path(name));
      const own = fileNameOf(archiveKey(found.head.identity));
      if (own !== name) throw new NoStoredRun(`it is ${own}, under another name`);
      head = found;
    } catch (error) {
      // Somebody may have pruned it since the folder was listed.
      if (isGone(error)) return null;
      warn(`${files.path(name)} is left out: ${reasonOf(error)}; hogbench store verify tells more`);
    }
    heads.set(name, head);
    return head;
  };

  const all = async (): Promise<readonly ReadHead[]> => {
    const { stored } = await files.names();
    return stored.flatMap((name) => readHead(name) ?? []);
  };

  return {
    shown,
    async push(run, figures) {
      const name = fileNameOf(archiveKey(run.identity));
      try {
        await files.prepare(madeBy);
        if (await isWhole(files.path(name))) return 'known';
        const pieces = storedFile(run, figures, madeBy);
        if (await files.publish(name, pieces)) return 'stored';
        if (await isWhole(files.path(name))) return 'known';
        // What stands there is damaged, and this is what it was.
        await files.publish(name, pieces, true);
        return 'stored';
      } catch (error) {
        throw cannotStore(error, shown);
      }
    },
    list: (filter = {}) =>
      reading(async () => {
        const found = (await all()).map((one) => one.head.identity).filter((one) => passes(one, filter));
        return found.sort(newestFirst).slice(0, filter.last);
      }),
    pull: (identity) =>
      reading(async () => {
        await files.names();
        const name = fileNameOf(archiveKey(identity));
        const read = readHead(name);
        if (read === null) throw notThere(identity, shown);
        try {
          return await readRunFile(files.path(name), read);
        } catch (error) {
          if (!(error instanceof NoStoredRun)) throw error;
          throw new UserError(
            'target',
            `run ${identity.runId} cannot be used: ${error.message}`,
            'Push its run file again, which puts it right; hogbench store verify checks all others.',
            files.path(name),
          );
        }
      }),
    series: (query) => reading(async () => folderSeries(await all(), query, (key) => files.path(fileNameOf(key)))),
    async remove(identities) {
      try {
        for (const one of identities) {
          const name = fileNameOf(archiveKey(one));
          await files.remove(name);
          heads.delete(name);
        }
        await files.removeStale(now());
      } catch (error) {
        throw cannotReadStore(error, shown);
      }
    },
    verify: () =>
      reading(async () => {
        const { stored, unfinished } = await files.names();
        const troubles: StoreTrouble[] = [];
        for (const name of stored) {
          try {
            const { head } = await checkWhole(files.path(name));
            if (fileNameOf(archiveKey(head.identity)) !== name) throw new NoStoredRun('it has the name of another run');
          } catch (error) {
            if (isGone(error)) continue;
            troubles.push({ where: files.path(name), what: reasonOf(error) });
          }
        }
        return { runs: stored.length, troubles, leftOvers: unfinished.length };
      }),
    close: async () => undefined,
  };
}

async function isWhole(path: string): Promise<boolean> {
  return checkWhole(path).then(
    () => true,
    (error: unknown) => {
      if (error instanceof UserError) throw error;
      return false;
    },
  );
}

function notThere({ runId }: RunIdentity, shown: string): UserError {
  return new UserError('usage', `run ${runId} is not in the store`, 'hogbench store list shows what is.', shown);
}

function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** @throws UserError for what is no damage: a file of a newer program */
function reasonOf(error: unknown): string {
  if (error instanceof UserError) throw error;
  return error instanceof Error ? error.message : String(error);
}
