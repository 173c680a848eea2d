import type { LintFinding, LintReport } from '../model/lint.ts';
import type { TargetSpec } from '../model/targetSpec.ts';
import type { Workload } from '../model/workload.ts';
import { shownPath } from '../workloads/files.ts';
import { filterCases } from '../workloads/filter.ts';
import { lintWorkload } from '../workloads/lint/lintWorkload.ts';
import type { ServerSaid } from '../workloads/lint/remark.ts';
import { statementsOf } from '../workloads/lint/statementView.ts';
import { type ReadWorkload, readWorkload } from '../workloads/readWorkload.ts';
import { serverQuestions } from './serverRemarks.ts';
import type { Services } from './services.ts';
import { locateWorkload } from './workloadPath.ts';
import type { World } from './world.ts';

/** What of a workload is checked, and who parses it. */
export interface LintRequest {
  /** Cases to check: names with * and ?, or tags; empty for all. */
  readonly filter: readonly string[];
  /** Absent: no server is asked. */
  readonly server?: ChosenTarget | undefined;
  /** What else there is to say, which takes the whole workload. */
  readonly alsoOf?: ((workload: Workload) => Promise<readonly LintFinding[]>) | undefined;
}

export interface ChosenTarget {
  readonly target: TargetSpec;
  /** False for the default, which need not be installed. */
  readonly chosen: boolean;
}

/** Reads a workload, lets a server parse it, and tells all that is to be said of it. */
export async function lint(
  path: string,
  { filter, server, alsoOf }: LintRequest,
  world: World,
  services: Services,
): Promise<LintReport> {
  const found = await locateWorkload(path, world.cwd);
  const whole = await readWorkload(found.path, found.cwd);
  const read = filtered(whole, filter);
  const answer = server === undefined ? undefined : await askServer(read.workload, server, world, services);
  const findings = lintWorkload(read, answer?.said).map((finding) => ({
    ...finding,
    place: { ...finding.place, file: shownPath(found.cwd, finding.place.file) },
  }));
  return {
    workload: read.workload.name,
    statements: statementsOf(read.workload.cases).length,
    ...(answer === undefined ? {} : { parsedBy: answer.name }),
    findings: [...findings, ...((await alsoOf?.(whole.workload)) ?? [])],
  };
}

/** Problems of reading stay: they keep every other command from running any case. */
function filtered(read: ReadWorkload, filters: readonly string[]): ReadWorkload {
  if (filters.length === 0) return read;
  const cases = filterCases(read.workload.cases, filters);
  const files = new Set(cases.map((one) => one.place.file));
  return {
    ...read,
    workload: { ...read.workload, cases },
    detached: read.detached.filter((place) => files.has(place.file)),
  };
}

async function askServer(
  workload: Workload,
  { target, chosen }: ChosenTarget,
  world: World,
  services: Services,
): Promise<{ readonly name: string; readonly said: ServerSaid } | undefined> {
  const questions = serverQuestions(workload, !chosen);
  if (questions.request.statements.length === 0) return undefined;
  const judgement = await services.judge(target, questions.request, world);
  if (judgement === undefined) {
    world.warn('hogbench: the embedded ClickHouse is not installed, so the SQL is not parsed; --target names a server');
    return undefined;
  }
  return { name: target.name, said: questions.read(judgement) };
}
