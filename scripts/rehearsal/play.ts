import type { Push } from './pushes.ts';
import type { Ended, Stage } from './stage.ts';

/** What came of a push. */
export interface Played {
  readonly push: Push;
  readonly typed: Ended | undefined;
  readonly gate: Ended;
  readonly comment: Ended;
  readonly posted: string;
  /** What GitHub was asked. */
  readonly calls: readonly string[];
  /** What the gate left, by folder. */
  readonly left: readonly string[];
  /** What the push added to the summary of its job. */
  readonly summary: string;
  /** In what it is not as it is known to be; empty: in nothing. */
  readonly wrong: readonly string[];
}

/** As a workflow calls them. */
const gateLine =
  'hogbench gate queries --base main --counters-only --config hogbench.config.yaml --quiet --force --junit hogbench-out/junit.xml --sarif hogbench-out/findings.sarif --openmetrics hogbench-out/metrics.txt';
const commentLine = 'hogbench comment hogbench-out/run.jsonl.gz --counters-only --config hogbench.config.yaml';

/** Plays one push: the author types and commits, the job gates and comments. */
export async function play(push: Push, stage: Stage): Promise<Played> {
  const [asked, told] = [(await stage.github()).calls.length, (await stage.summary()).length];
  const typed = push.typed === undefined ? undefined : stage.shell(push.typed);
  await stage.commit(push.files, push.title);
  const gate = stage.shell(gateLine);
  const comment = stage.shell(commentLine);
  const { calls, comments } = await stage.github();
  const posted = comments.findLast(({ isMinimized }) => !isMinimized)?.body ?? '';
  const played = {
    ...{ push, typed, gate, comment, posted, calls: calls.slice(asked) },
    left: await stage.files('hogbench-out'),
    summary: (await stage.summary()).slice(told),
  };
  return { ...played, wrong: wrongIn(played) };
}

function wrongIn({ push, typed, gate, comment, posted, calls }: Omit<Played, 'wrong'>): readonly string[] {
  const writing = calls.filter((one) => one !== 'comments');
  const expectations: readonly (readonly [boolean, string])[] = [
    [typed === undefined || typed.code === 0, `${typed?.line}: exit ${typed?.code}: ${typed?.err}`],
    [gate.code === push.exitCode, `gate: exit ${gate.code} instead of ${push.exitCode}: ${gate.out}${gate.err}`],
    [comment.code === 0, `comment: exit ${comment.code}: ${comment.out}${comment.err}`],
    [posted.startsWith(`### ${push.firstLine}\n`), `the comment begins otherwise: ${posted.split('\n', 1)[0]}`],
    [posted.includes(push.says ?? ''), `the comment does not say "${push.says}": ${posted}`],
    [writing.join() === push.calls.join(), `GitHub was asked ${writing.join()} instead of ${push.calls.join()}`],
  ];
  return expectations.filter(([holds]) => !holds).map(([, what]) => what);
}
