import type { Command } from 'commander';
import { UserError } from '../../model/errors.ts';
import type { LintReport } from '../../model/lint.ts';
import type { Workload } from '../../model/workload.ts';
import { renderLintGithub } from '../../report/lintGithub.ts';
import { renderLintJson } from '../../report/lintJson.ts';
import { renderLintSarif } from '../../report/lintSarif.ts';
import { renderLintText } from '../../report/lintText.ts';
import { shownPath } from '../../workloads/files.ts';
import { lintWorkload, type StatementRemark, statementsOf } from '../../workloads/lint/lintWorkload.ts';
import type { TableColumns } from '../../workloads/lint/tableColumns.ts';
import { readWorkload } from '../../workloads/readWorkload.ts';
import { type Config, readConfig } from '../config.ts';
import { type ExitCode, exitCode } from '../exitCode.ts';
import type { Io } from '../io.ts';
import { type Flags, OptionSource } from '../options.ts';
import { serverQuestions, serverTables } from '../serverRemarks.ts';
import type { Services } from '../services.ts';
import { parseTarget, type TargetSpec } from '../targetSpec.ts';
import { hogbenchVersion } from '../version.ts';
import { locateWorkload } from '../workloadPath.ts';

type Render = (report: LintReport) => string;

const formats: Readonly<Record<string, Render>> = {
  text: renderLintText,
  json: renderLintJson,
  sarif: (report) => renderLintSarif(report, hogbenchVersion),
  github: renderLintGithub,
};

export function addLintFlags(command: Command): Command {
  return command
    .description('Check a workload: annotations, SQL, settings, and what would make its results change.')
    .argument('[workload]', 'folder of .sql files, one .sql file, or a shipped workload (default: this folder)')
    .option('--target <target>', 'who parses the SQL: embedded, a configured name, or a URL (default: embedded)')
    .option('--offline', 'ask no server')
    .option('--format <format>', 'text, json, sarif or github (default: text)')
    .addHelpText(
      'after',
      '\nExits 1 when there is an error; warnings and notes pass.\n\nExample:\n  hogbench lint queries --target staging --format github',
    );
}

/** Exits 1 for errors, also for those of reading, which are usage errors of every other command. */
export async function lint(workload: string | undefined, flags: Flags, io: Io, services: Services): Promise<ExitCode> {
  const config = await readConfig(io.cwd);
  const source = new OptionSource(flags, io, config);
  const render = formatOf(source.text('format') ?? 'text');
  const found = await locateWorkload(workload ?? '.', io.cwd);
  const read = await readWorkload(found.path, found.cwd);
  const server = source.on('offline')
    ? noServer
    : await askServer(read.workload, targetOf(source, config, io), io, services);
  const findings = lintWorkload(read, server.remarks, server.tables).map((finding) => ({
    ...finding,
    place: { ...finding.place, file: shownPath(found.cwd, finding.place.file) },
  }));
  const report: LintReport = {
    workload: read.workload.name,
    statements: statementsOf(read.workload.cases).length,
    ...(server.name === undefined ? {} : { parsedBy: server.name }),
    findings,
  };
  io.stdout(render(report));
  return findings.some((finding) => finding.level === 'error') ? exitCode.lintErrors : exitCode.fine;
}

interface ChosenTarget {
  readonly target: TargetSpec;
  /** False for the default, which need not be installed. */
  readonly chosen: boolean;
}

function targetOf(source: OptionSource, config: Config, io: Io): ChosenTarget {
  const name = source.text('target');
  return { target: parseTarget(name ?? 'embedded', config, io), chosen: name !== undefined };
}

async function askServer(
  workload: Workload,
  { target, chosen }: ChosenTarget,
  io: Io,
  services: Services,
): Promise<ServerAnswer> {
  const questions = serverQuestions(workload, !chosen);
  if (questions.request.statements.length === 0) return noServer;
  const judgement = await services.judge(target, questions.request, io);
  if (judgement === undefined) {
    io.stderr(
      'hogbench: the embedded ClickHouse is not installed, so the SQL is not parsed; --target names a server\n',
    );
    return noServer;
  }
  return { name: target.name, remarks: questions.remarks(judgement), tables: serverTables(judgement) };
}

interface ServerAnswer {
  readonly name?: string;
  readonly remarks: readonly StatementRemark[];
  readonly tables: TableColumns;
}

const noServer: ServerAnswer = { remarks: [], tables: new Map() };

function formatOf(name: string): Render {
  const render = Object.hasOwn(formats, name) ? formats[name] : undefined;
  if (render !== undefined) return render;
  throw new UserError('usage', `--format has no ${name}`, `Use one of ${Object.keys(formats).join(', ')}.`);
}
