// Plays a pull request, push by push, on a git repository, an embedded server, and a GitHub that only remembers. Says what each push
// came to, and ends with 1 where that is not what is known beforehand: npm run rehearse, with -- --verbose for all that is printed and posted
import { play } from './rehearsal/play.ts';
import { pushes } from './rehearsal/pushes.ts';
import { openStage } from './rehearsal/stage.ts';

const isVerbose = process.argv.includes('--verbose');
const day = 24 * 3600 * 1000;
const until = new Date(Date.now() + 90 * day).toISOString().slice(0, 10);

const stage = await openStage();
let failed = 0;
try {
  for (const [index, push] of pushes(until).entries()) {
    const { typed, gate, comment, posted, calls, left, summary, wrong } = await play(push, stage);
    say(`\n${index + 1}. ${push.title}`);
    if (typed !== undefined) say(`   $ ${typed.line}\n${indented(typed.out)}`);
    say(`   $ ${gate.line}`);
    say(`     ${gate.seconds.toFixed(1)} s, ${lastLine(gate.out)}`);
    say(`   $ ${comment.line}`);
    say(`     ${lastLine(comment.err)}`);
    say(`   the pull request shows   ${posted.split('\n', 1)[0]}`);
    say(`   GitHub was asked         ${calls.join(', ')}`);
    say(`   hogbench-out             ${left.join(', ')}`);
    say(`   summary of the job       ${summary.trimStart().split('\n', 1)[0]}, ${summary.length} characters`);
    if (isVerbose) say(`${indented(gate.out)}\n${indented(posted)}`);
    for (const one of wrong) say(`   NOT AS EXPECTED: ${one}`);
    failed += wrong.length === 0 ? 0 : 1;
  }
} finally {
  await stage.remove();
}
say(failed === 0 ? '\nall as expected' : `\n${failed} not as expected`);
process.exitCode = failed === 0 ? 0 : 1;

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1) ?? '';
}

function indented(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `     ${line}`)
    .join('\n');
}
