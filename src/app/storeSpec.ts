import { resolve } from 'node:path';
import type { RemoteSpec } from '../model/targetSpec.ts';
import type { RunArchive } from '../store/archive.ts';
import { folderArchive } from '../store/folder/folderArchive.ts';
import { hogbenchVersion } from './hogbenchVersion.ts';
import { shownPath } from './resultFiles.ts';
import type { Services } from './services.ts';
import type { World } from './world.ts';

/** Where runs are kept, before anything has been opened. */
export type StoreSpec =
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'tables'; readonly target: RemoteSpec; readonly database: string };

/**
 * Opens a store for the length of some work.
 * @throws UserError target for a server that cannot be reached; what the work throws
 */
export async function withStore<T>(
  spec: StoreSpec,
  world: World,
  services: Pick<Services, 'openTables'>,
  work: (store: RunArchive) => Promise<T>,
): Promise<T> {
  const store = await openStore(spec, world, services);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

async function openStore(spec: StoreSpec, world: World, services: Pick<Services, 'openTables'>): Promise<RunArchive> {
  if (spec.kind === 'tables') return services.openTables(spec, world);
  const folder = resolve(world.cwd, spec.folder);
  return folderArchive({
    ...{ folder, shown: shownPath(world.cwd, folder), madeBy: hogbenchVersion },
    ...{ now: world.now, warn: world.warn },
  });
}
