import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Io } from '../../src/cli/io.ts';
import { main } from '../../src/cli/program.ts';
import type { CaseComparison, ComparisonReport, Verdict } from '../../src/model/comparison.ts';
import { realServices } from '../../src/servers/realServices.ts';
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

/** Has one `hogbench ab --counters-only` compare all pairs, each a case of its own, by the command line. */
export async function productAnswers(
  pairs: readonly Pair[],
  server: Server,
  io: Io,
  folder: string,
): Promise<readonly ProductAnswer[]> {
  for (const arm of ['baseline', 'candidate'] as const) {
    await mkdir(join(folder, arm), { recursive: true });
    await writeFile(join(folder, arm, 'queries.sql'), pairs.map((pair, at) => caseText(pair[arm], at)).join('\n\n'));
  }
  const out: string[] = [];
  const said: string[] = [];
  const own: Io = {
    ...io,
    cwd: folder,
    env: { ...io.env, HOGBENCH_PASSWORD: server.password },
    stdout: (text) => void out.push(text),
    stderr: (text) => void said.push(text),
  };
  const target = server.url.replace('http://', `http://${server.user}@`);
  const arms = ['--baseline-workload', 'baseline', '--candidate-workload', 'candidate', '--target', target];
  const how = ['--counters-only', '--json', '--quiet', '--seed', '1', '--show-rows', 'off'];
  const code = await main(['ab', ...arms, ...how], own, realServices);
  if (out.length === 0) throw new Error(`hogbench ab ended with ${code}: ${said.join('')}`);
  const { cases } = JSON.parse(out.join('')) as ComparisonReport;
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
