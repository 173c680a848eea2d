import { relative, resolve } from 'node:path';
import type { StoreSpec } from '../../app/storeSpec.ts';
import { UserError } from '../../model/errors.ts';
import type { Config, StoreConfig } from '../../schema/config/config.ts';
import { checkNamedInCi } from '../../schema/config/configOrigin.ts';
import { quoted } from '../../text/quote.ts';
import type { Io } from '../io.ts';
import { parseTarget } from './chosenTarget.ts';
import type { OptionSource } from './optionSource.ts';

const usualFolder = '.hogbench/store';
const usualDatabase = 'hogbench';
const databasePattern = /^[A-Za-z_]\w{0,62}$/;

/**
 * Where runs are kept: `--store` before HOGBENCH_STORE before the config's `store`, else a folder here.
 * @throws UserError usage for an unknown target, an embedded one, and a store that a config names in CI which nobody named
 */
export function chosenStore(source: OptionSource, config: Config, io: Io): StoreSpec {
  const given = source.given('store');
  if (given !== undefined) return storeNamed(given.text, given.from, config, io);
  const { store, origin } = config;
  if (store === undefined) return { kind: 'folder', folder: usualFolder };
  checkNamedInCi(origin, 'store', io.env);
  if ('target' in store) return tablesOf(store.target, store, 'store.target', config, io, true);
  const from = origin.kind === 'none' ? io.cwd : origin.folder;
  return { kind: 'folder', folder: relative(io.cwd, resolve(from, store.folder)) || '.' };
}

function storeNamed(text: string, from: string, config: Config, io: Io): StoreSpec {
  const target = /^target:(.*)$/s.exec(text)?.[1];
  if (target !== undefined) return tablesOf(target, config.store, from, config, io, false);
  if (/^https?:\/\//i.test(text))
    throw new UserError(
      'usage',
      `${from} names a server as if it were a folder`,
      `Write target: before a URL or a configured name: --store target:http://host:8123`,
    );
  if (text.trim() === '') throw new UserError('usage', `${from} names no folder`, 'Name a folder, or target:NAME.');
  return { kind: 'folder', folder: text };
}

function tablesOf(
  name: string,
  store: StoreConfig | undefined,
  from: string,
  config: Config,
  io: Io,
  byConfig: boolean,
): StoreSpec {
  const target = parseTarget(name, config, io, byConfig);
  if (target.kind === 'embedded')
    throw new UserError(
      'usage',
      `${from} names an embedded server, which ends with the command`,
      'Name a folder, or a server that stays: target:NAME.',
    );
  const own = store !== undefined && 'target' in store && store.target === name ? store.database : undefined;
  const database = own ?? usualDatabase;
  if (!databasePattern.test(database))
    throw new UserError(
      'usage',
      `${quoted(database)} is no name of a database for a store`,
      'Write letters, digits and _.',
      'store.database',
    );
  return { kind: 'tables', target, database };
}
