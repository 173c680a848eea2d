import { afterAll, beforeAll, expect, it } from 'vitest';
import { play } from '../../scripts/rehearsal/play.ts';
import { pushes } from '../../scripts/rehearsal/pushes.ts';
import { openStage, type Stage } from '../../scripts/rehearsal/stage.ts';
import { rehearsalTable } from '../../scripts/rehearsal/table.ts';
import { textOf } from '../support/documents.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.remove());

const nextYear = `${new Date().getUTCFullYear() + 1}-12-31`;

it('the documents show what each push comes to', () => {
  expect(textOf('docs/ci.md')).toContain(rehearsalTable(pushes(nextYear)));
});

it.each(pushes(nextYear))('a pull request: $title', async (push) => {
  const { gate, posted, left, summary, wrong } = await play(push, stage);
  expect(wrong).toEqual([]);
  expect(left).toEqual(
    expect.arrayContaining(['findings.sarif', 'junit.xml', 'metrics.txt', 'report.md', 'run.jsonl.gz']),
  );
  expect(summary).toContain(push.firstLine);
  expect(gate.out.replaceAll(/\s+/g, ' ')).toContain('no budget asked of 1 identical case');
  // What the job says and what the pull request shows is one verdict.
  expect(gate.out).toContain(`exit ${push.exitCode}`);
  expect(posted).not.toContain('one report a week');
});
