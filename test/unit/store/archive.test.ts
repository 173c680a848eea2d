import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect } from 'vitest';
import type { RunArchive } from '../../../src/store/archive.ts';
import { folderArchive } from '../../../src/store/folder/folderArchive.ts';
import { archiveContract } from '../../support/archiveContract.ts';
import { memoryArchive } from '../../support/memoryArchive.ts';

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((one) => rm(one, { recursive: true }))));

async function inFolder(): Promise<RunArchive> {
  const folder = await mkdtemp(join(tmpdir(), 'hogbench-store-'));
  folders.push(folder);
  const warn = (line: string): void => expect.fail(line);
  return folderArchive({ folder, shown: 'store', madeBy: '0.1.0', now: () => 0, warn });
}

describe('a store in memory', () => archiveContract(async () => memoryArchive()));
describe('a store in a folder', () => archiveContract(inFolder));
