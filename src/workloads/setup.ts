import { join, resolve } from 'node:path';
import type { Problem } from '../model/errors.ts';
import type { SetupScript } from '../model/workload.ts';
import { mostDefinitions, readScheduling } from '../sql/schedulingStatement.ts';
import { splitStatements } from '../sql/statements.ts';
import { quoted } from '../text/quote.ts';
import { unterminatedProblems } from './caseFile.ts';
import { adviceForMissing, kindOf, leadsOut, type ReadBudget, readSource } from './files.ts';
import type { Manifest, ReadManifest } from './manifest.ts';

interface ReadScripts {
  readonly scripts: readonly SetupScript[];
  readonly problems: readonly Problem[];
}

/** Reads the scripts that the manifest names under a key, in their order. */
export async function readScripts(
  cwd: string,
  folder: string,
  read: ReadManifest,
  budget: ReadBudget,
  key: keyof Manifest & ('schema' | 'alter' | 'data' | 'scheduling'),
): Promise<ReadScripts> {
  const scripts: SetupScript[] = [];
  const problems: Problem[] = [];
  const listed = (read.manifest[key] ?? []).map((path, at) => ({ path, place: read.placeOf([key, at]) }));
  for (const { path, place } of listed) {
    const file = join(folder, path);
    if ((await kindOf(resolve(cwd, file))) !== 'file') {
      problems.push({
        rule: 'manifest',
        place,
        what: `there is no file ${quoted(file)}`,
        fix: await adviceForMissing(cwd, file),
      });
      continue;
    }
    const script = await readSource(cwd, folder, file, budget);
    const split = splitStatements(script.source.text);
    problems.push(...script.problems, ...unterminatedProblems(script.source, split.unterminated));
    const statements = split.statements.map(({ sql, start }) => ({ sql, place: script.source.placeAt(start) }));
    scripts.push({ file, statements });
  }
  return { scripts, problems };
}

/** Reads the manifest's `scheduling` scripts, which define resources and workloads of a server and do nothing else. */
export async function readSchedulingScripts(
  cwd: string,
  folder: string,
  read: ReadManifest,
  budget: ReadBudget,
): Promise<ReadScripts> {
  const { scripts, problems } = await readScripts(cwd, folder, read, budget, 'scheduling');
  const all = scripts.flatMap(({ statements }) => statements);
  const others = all.filter(({ sql }) => readScheduling(sql) === undefined);
  const found = others.map(
    ({ place }): Problem => ({
      rule: 'scheduling',
      place,
      what: 'a scheduling script only creates resources and workloads',
      fix: 'write CREATE OR REPLACE WORKLOAD online IN all SETTINGS …, or CREATE RESOURCE query (QUERY), with plain names, and without IF NOT EXISTS and ON CLUSTER',
    }),
  );
  const names = new Set<string>();
  for (const { sql, place } of all) {
    const name = readScheduling(sql)?.name ?? '';
    if (name !== '' && names.has(name))
      found.push({ rule: 'scheduling', place, what: `${quoted(name)} is created twice`, fix: 'drop one of the two' });
    names.add(name);
  }
  const surplus = all.at(mostDefinitions);
  if (surplus !== undefined)
    found.push({
      rule: 'scheduling',
      place: surplus.place,
      what: `there are more than ${mostDefinitions} definitions`,
      fix: 'write fewer',
    });
  return { scripts, problems: [...problems, ...found] };
}

/** The file of recorded times that the manifest names, which lies in the workload's folder; it is read when a load wants it. */
export async function readTimingPath(
  cwd: string,
  folder: string,
  { manifest, placeOf }: ReadManifest,
): Promise<{ readonly path: string | undefined; readonly problems: readonly Problem[] }> {
  if (manifest.timing === undefined) return { path: undefined, problems: [] };
  const file = join(folder, manifest.timing);
  const path = resolve(cwd, file);
  const problem = (what: string, fix: string) => ({
    path: undefined,
    problems: [{ rule: 'manifest' as const, place: placeOf(['timing']), what, fix }],
  });
  if ((await kindOf(path)) !== 'file')
    return problem(`there is no file ${quoted(file)}`, await adviceForMissing(cwd, file));
  if (await leadsOut(resolve(cwd, folder), path))
    return problem('the recorded times lie outside of the folder of the workload', 'copy them into the folder');
  return { path, problems: [] };
}
