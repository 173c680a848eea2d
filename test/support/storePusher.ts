// Run as a child: pushes made-up runs into a store, one after the other, and tells of each that is in it.
import { connect } from '../../src/clickhouse/http/client.ts';
import { tablesArchive } from '../../src/servers/tables/tablesArchive.ts';
import type { RunArchive } from '../../src/store/archive.ts';
import { folderArchive } from '../../src/store/folder/folderArchive.ts';
import { madeUpFigures, madeUpRun } from './storedRuns.ts';

/** A folder, or the URL of a server with user and password; then the first run and how many. */
const [place = '', first = '0', count = '1'] = process.argv.slice(2);

function open(): RunArchive {
  const made = { shown: 'store', madeBy: '0.1.0' };
  if (!place.startsWith('http'))
    return folderArchive({ ...made, folder: place, now: Date.now, warn: (line) => console.error(line) });
  const { origin, username, password } = new URL(place);
  const client = connect({ url: origin, user: username, password: decodeURIComponent(password) });
  return tablesArchive(client, { ...made, database: 'hogbench' }, () => client.close());
}

const figures = madeUpFigures(Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`case_${i}`, i + 1])));
const store = open();
for (let run = Number(first); run < Number(first) + Number(count); run += 1) {
  const runFile = Buffer.alloc(3_000_000, run);
  const { createHash } = await import('node:crypto');
  const sha256 = createHash('sha256').update(runFile).digest('hex');
  const { identity } = madeUpRun(run, { sha256, bytes: runFile.length });
  process.stdout.write(`begins ${run}\n`);
  await store.push({ identity, runFile }, figures);
  process.stdout.write(`has ${run}\n`);
}
await store.close();
