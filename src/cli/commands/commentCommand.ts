import { asOneReport, readReport } from '../../app/savedReports.ts';
import type { Services } from '../../app/services.ts';
import type { ComparisonReport } from '../../model/comparison.ts';
import { UserError } from '../../model/errors.ts';
import { failingVerdicts, firedRules, type GateRules, gateOutcome } from '../../model/gateOutcome.ts';
import { type CommentMark, commentKey } from '../../pullRequest/commentMark.ts';
import { ghGraphql } from '../../pullRequest/ghGraphql.ts';
import { type PlacedComment, type PullRequest, placeComment } from '../../pullRequest/placeComment.ts';
import { renderComment, renderNoVerdict } from '../../report/comment/comment.ts';
import { renderMarkdown } from '../../report/markdown/markdown.ts';
import { verdictLine } from '../../report/words/verdictLine.ts';
import { terminalLines } from '../../text/safeText.ts';
import type { ExitCode } from '../exitCode.ts';
import { gateRulesOf } from '../flags/gateFlags.ts';
import { commandGate } from '../flags/gateSection.ts';
import { type Flags, OptionSource } from '../flags/optionSource.ts';
import { pullRequestOf } from '../flags/pullRequestFlags.ts';
import { readConfig } from '../flags/readConfig.ts';
import { tellingOf } from '../flags/reportFiles.ts';
import type { Io } from '../io.ts';
import { endingWithVerdict, endWithVerdict } from '../verdictEnd.ts';

/**
 * Judges a saved run as a gate does, and writes its comment on a pull request: the one that is there is edited. A run that has no verdict
 * gives a comment that says so, so that no older verdict stands as if it were of this change.
 */
export function commentCommand(file: string, flags: Flags, io: Io, services: Services): Promise<ExitCode> {
  return endingWithVerdict(flags, io, () => comment(file, flags, io, services));
}

async function comment(file: string, flags: Flags, io: Io, services: Services): Promise<ExitCode> {
  const config = await readConfig(flags, io);
  const source = new OptionSource(flags, io, config);
  const flagged = gateRulesOf(source, config, io);
  const rules = await commandGate(config, false, io, services);
  const gate = {
    ...(rules === undefined ? flagged : rules.flags(flagged)),
    options: [...flagged.options, ...(rules?.options ?? [])],
  };
  const telling = tellingOf(source, io, gate);
  const where = pullRequestOf(source, io);
  const place = (text: string, mark: Pick<CommentMark, 'state' | 'failing'>): Promise<PlacedComment> =>
    placeComment(text, { ...mark, ...whose(source, io) }, where, ghGraphql(io.cwd, io.env));
  const report = await readReport(file, { gate }, io)
    .then((read) => {
      const saved = asOneReport(read, file);
      if (saved.kind === 'oneArm') throw noVerdict(file);
      checkCommit(saved.report, source.flagText('commit'), file);
      return rules === undefined ? saved.report : rules.judge(saved.report, gate);
    })
    .catch(async (error: unknown) => {
      tellPlaced(await place(renderNoVerdict(telling), { state: 'calm', failing: 0 }), where, 'no verdict', io);
      throw error;
    });
  const text = source.on('full') ? renderMarkdown(report, telling) : renderComment(report, telling);
  tellPlaced(await place(text, markOfReport(report, gate)), where, verdictLine(report, gate), io);
  const passes = source.on('gate') ? {} : { passes: 'without --gate' };
  return endWithVerdict(report, { json: false, color: false, ...passes, rules: gate, failures: [] }, io);
}

/** Of a workflow's run nothing in the file decides, since the file can be a stranger's. */
function whose(source: OptionSource, { env }: Io): Pick<CommentMark, 'key' | 'sequence'> {
  const names = [env.GITHUB_WORKFLOW ?? '', env.GITHUB_JOB ?? '', source.flagText('key') ?? ''];
  const number = env.GITHUB_ACTIONS === 'true' ? (env.GITHUB_RUN_NUMBER ?? '') : '';
  return { key: commentKey(names), sequence: /^[0-9]{1,15}$/.test(number) ? Number(number) : null };
}

function markOfReport(report: ComparisonReport, gate: GateRules): Pick<CommentMark, 'state' | 'failing'> {
  const outcome = gateOutcome(report, gate);
  const state = outcome === 'resultsDiffer' || outcome === 'regression' ? outcome : 'calm';
  const verdicts = failingVerdicts(report, gate);
  const failing = report.cases.filter(({ verdict }) => verdicts.has(verdict)).length + firedRules(report).length;
  return { state, failing };
}

/** @throws UserError usage for a run of another commit, and for one that names none */
function checkCommit({ arms }: ComparisonReport, commit: string | undefined, file: string): void {
  if (commit === undefined) return;
  const measured = arms.find(({ arm }) => arm === 'candidate')?.revision?.commit;
  if (measured === commit) return;
  throw new UserError(
    'usage',
    measured === undefined
      ? 'the run names no commit, so that nobody knows whether it is of this one'
      : `the run is of commit ${measured}, not of ${commit}`,
    'Measure this commit with --base, and post the run that comes of it.',
    file,
  );
}

function noVerdict(file: string): UserError {
  return new UserError(
    'usage',
    'a run of one arm has no verdicts to post',
    'Compare two arms: hogbench ab queries --base main.',
    file,
  );
}

function tellPlaced(placed: PlacedComment, { owner, name, number }: PullRequest, verdict: string, io: Io): void {
  const on = `${owner}/${name}#${number}`;
  const said = {
    created: `commented on ${on}: ${verdict}`,
    edited: `edited the comment on ${on}: ${verdict}`,
    worse: `commented anew on ${on}, since it got worse: ${verdict}`,
    outdated: `nothing written on ${on}: a later run has commented already`,
  }[placed.kind];
  const left = placed.kind === 'worse' && !placed.hides ? ['the older comment could not be hidden'] : [];
  const url = placed.kind === 'outdated' ? [] : [placed.url];
  io.stderr(terminalLines([said, ...url, ...left]));
}
