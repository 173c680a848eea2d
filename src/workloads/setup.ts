import { join, resolve } from 'node:path';
import type { Problem } from '../model/errors.ts';
import type { SetupScript } from '../model/workload.ts';
import { splitStatements } from '../sql/statements.ts';
import { quoted } from '../text/quote.ts';
import { unterminatedProblems } from './caseFile.ts';
import { adviceForMissing, kindOf, type ReadBudget, readSource } from './files.ts';
import type { Manifest, ReadManifest } from './manifest.ts';

/** Reads the manifest's `schema` and `data` scripts, in this order. */
export async function readSetup(
  cwd: string,
  folder: string,
  read: ReadManifest,
  budget: ReadBudget,
): Promise<{ scripts: readonly SetupScript[]; problems: readonly Problem[] }> {
  const scripts: SetupScript[] = [];
  const problems: Problem[] = [];
  const listed = (['schema', 'data'] as const satisfies readonly (keyof Manifest)[]).flatMap((key) =>
    (read.manifest[key] ?? []).map((path, at) => ({ path, place: read.placeOf([key, at]) })),
  );
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
