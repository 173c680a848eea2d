import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ab, planAb } from '../../src/app/ab.ts';
import { withResults } from '../../src/app/results.ts';
import { usualMeasuring } from '../../src/app/runPlans.ts';
import type { ArmSpec } from '../../src/app/services.ts';
import { findWorkload } from '../../src/app/workloadPath.ts';
import type { World } from '../../src/app/world.ts';
import type { CaseComparison, Verdict } from '../../src/model/comparison.ts';
import { realServices } from '../../src/servers/realServices.ts';
import { nobody } from '../quietWorld.ts';
import type { Server } from './plainAnswer.ts';
import type { Pair } from './rewritings.ts';
import { type Setting, type Statement, statementText } from './statement.ts';

/** What `hogbench ab` says of a pair. */
export interface ProductAnswer {
  readonly verdict: Verdict;
  /** Of the results alone; silent where they were not compared, or the case has no result. */
  readonly results: 'changed' | 'same' | 'silent';
  readonly reason: string;
}

/** Has one comparison of exact counters and results answer for all pairs, each a case of its own. */
export async function productAnswers(
  pairs: readonly Pair[],
  server: Server,
  home: World,
  folder: string,
): Promise<readonly ProductAnswer[]> {
  for (const arm of ['baseline', 'candidate'] as const) {
    await mkdir(join(folder, arm), { recursive: true });
    await writeFile(join(folder, arm, 'queries.sql'), pairs.map((pair, at) => caseText(pair[arm], at)).join('\n\n'));
  }
  const said: string[] = [];
  const world: World = { ...home, cwd: folder, warn: (line) => void said.push(line) };
  const target = { kind: 'remote', name: server.url, replicas: [], allowSetup: false, ...server } as const;
  const arms: readonly ArmSpec[] = [
    { arm: 'baseline', target, workload: await findWorkload('baseline', folder), settings: {} },
    { arm: 'candidate', target, workload: await findWorkload('candidate', folder), settings: {} },
  ];
  const options = { ...usualMeasuring(true), seed: 1 };
  const work = planAb({ arms, all: true }, options);
  if (work === undefined) throw new Error('there are no pairs');
  const { report } = await withResults(
    'a calibration',
    world,
    async () => undefined,
    (results) => ab(work, { showRows: 'off' }, options, { world, services: realServices, listener: nobody, results }),
  );
  const { cases } = report;
  await rm(folder, { recursive: true, force: true });
  const byName = new Map(cases.map((one) => [one.caseId, one]));
  return pairs.map((_, at) => {
    const found = byName.get(nameOf(at));
    if (found === undefined) throw new Error(`hogbench ab says nothing of ${nameOf(at)}: ${said.join('')}`);
    return answerOf(found);
  });
}

function nameOf(at: number): string {
  return `pair_${at}`;
}

function caseText(statement: Statement, at: number): string {
  const { requestSettings } = statement;
  const settings = requestSettings.length === 0 ? '' : `-- settings: {${requestSettings.map(yamlEntry).join(', ')}}\n`;
  return `-- name: ${nameOf(at)}\n${settings}${statementText(statement)}\n;`;
}

function yamlEntry({ name, value }: Setting): string {
  return `${name}: ${typeof value === 'number' ? value : `'${value}'`}`;
}

function answerOf({ verdict, reason, results, notices }: CaseComparison): ProductAnswer {
  if (verdict === 'resultChanged') return { verdict, results: 'changed', reason };
  if (results === 'same' || results === 'changed') return { verdict, results, reason };
  const why = notices.find((one) => one.code.startsWith('result') || one.code.startsWith('candidate-not'));
  return { verdict, results: 'silent', reason: why?.text ?? reason };
}
