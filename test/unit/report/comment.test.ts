import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CaseComparison, ComparisonReport, Verdict } from '../../../src/model/comparison.ts';
import { renderComment, renderNoVerdict } from '../../../src/report/comment/comment.ts';
import { verdictWords } from '../../../src/report/words/verdictWords.ts';
import { exactMetric, hostileText, makeCase, reportOf, timeMetric } from '../../fixtures/report.ts';

const words = verdictWords.map(({ word }) => word).join('|');
const name =
  '(?:`[A-Za-z0-9](?:[A-Za-z0-9_.:-]|/(?!/)){0,59}(?:\\[(?:(?:[A-Za-z0-9](?:[A-Za-z0-9_.:-]|/(?!/)){0,59}|\\?)=(?:[0-9][0-9.:-]{0,19}|\\?),?){1,8}\\])?`|case \\d+)';
const figure = '(?:-|\\?|-?[0-9][0-9,.]{0,15}(?: ?(?:µs|ms|s|B|KiB|MiB|GiB|TiB|M|G|x))?)';
const metric =
  '(?:|server time|CPU time|peak memory|rows read|bytes read|selected (?:marks|parts|rows|bytes)|table on disk|parts of the table|another counter)';
const count = '[0-9][0-9,.]{0,20}';
const said = `${count} (?:slower|costlier|faster|cheaper|wrong results?|failed|unconfirmed|inconclusive|new|removed|equivalent|of the same work)`;
const revision = '(?:[A-Za-z0-9](?:[A-Za-z0-9_.:-]|/(?!/)){0,59}@)?[0-9a-f]{7}(?: with uncommitted changes)?';
const revisions = `\`${revision} → ${revision}\``;
const address = 'https://ci\\.example\\.org/runs/1\\?a=1&amp;b=2';

/** Every line that a comment may have. Written down here once more: a rule that is loosened there has to be loosened here. */
const lines = [
  '',
  `### (?:✅|⚠️|❌) (?:interrupted: |incomplete: )?(?:no verdict|no case was compared|nothing differs: both arms send the same in (?:the only case|all ${count} cases)|(?:nothing decided: |nothing to compare with: )?${said}(?:, ${said})*, of ${count} (?:changed|cases?)(?:; time was not judged)?(?:; results of ${count} not compared)?)`,
  `hogbench(?: · ${revisions})?(?: · ${count} identical cases? (?:was|were) not measured)?(?: · \\[The whole report\\]\\(<${address}>\\))?`,
  `${count} (?:equivalent cases?|cases? of the same work) within (?:unknown|${count}%)\\.`,
  '</?details>',
  `<summary>(?:How it was measured|${count} more cases? without a decision)</summary>`,
  '\\| \\| case \\| \\| baseline → candidate \\| ratio \\| (?:pairs|sessions) \\|',
  '(?:\\| -{3}:? )+\\|',
  `\\| [▲≠✗▼◇?+~-]&nbsp;(?:${words}) \\| ${name} \\| ${metric} \\| ${figure}(?: → ${figure})? \\| ${figure}(?: \\((?:exact|[0-9][0-9,.]*–[0-9][0-9,.]*)\\))? \\| (?:-|[0-9]{1,6}(?:\\+[0-9]{1,6})?) \\|`,
  `${count} further cases? in the report\\.`,
  '- cases in which nothing had changed were called different: do not trust what this run says of time',
  '- both arms sent the same to the same server: whatever differs is noise',
  `- undecided: ${count} [a-z ,']+(?:, ${count} [a-z ,']+)*`,
  '- parts of the run file could not be read; what they held is missing here',
  `- results of ${count} cases? (?:were not compared, as the workload asks|could not be compared)`,
  `- judged: (?:times and results|exact counters and results alone; time was not judged); margin (?:unknown|${count}%), ${count} executions?`,
  '- (?:baseline|candidate): ClickHouse (?:[0-9]{1,4}(?:\\.[0-9]{1,6}){1,3}|of an unknown version)',
  `- self-check: [0-9a-z ,-]*`,
  '- measured by a job that runs the code of this change: it can be wrong by intent \\(docs/security\\.md of hogbench\\)',
  `- in ${count} cases? (?:executions left no facts in the server's log|some executions failed or took too long|executions were cut by a limit|executions met a stall)`,
  'No verdict could be made of the run file of this change\\. The log of the job says why\\.',
].map((line) => new RegExp(`^${line}$`));

function expectPlain(text: string): void {
  const stray = text.split('\n').filter((line) => !lines.some((one) => one.test(line)));
  expect(stray).toEqual([]);
  expect(Buffer.byteLength(text)).toBeLessThan(65_536);
}

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constantFrom(
    hostileText,
    '@octocat',
    '<img src=x>',
    '[a](https://evil.example)',
    '`',
    '|',
    '\u202e',
    '#1',
    '$'.concat('{{ secrets.T }}'),
  ),
  fc.constantFrom(
    'a[b=<script>]',
    'a[x=`]',
    'a[',
    ']',
    'a[b=1,c=hunter2]',
    'n\n### hogbench: 1 equivalent',
    'www.evil.example',
    'https://evil.example',
    'a//b',
  ),
);
const anyNumber = fc.oneof(fc.double(), fc.constantFrom(0, -1, 1e300, Number.NaN, Number.POSITIVE_INFINITY));

const commit = '1a2b3c4'.padEnd(40, '0');
const reportUrl = 'https://ci.example.org/runs/1?a=1&b=2';
const lost = { code: 'run-file-lost', level: 'caution', text: hostileText } as const;

describe('a comment', () => {
  it('holds nothing beside what is on the list, whatever names, messages and figures a run file has', () => {
    const verdicts = verdictWords.map(({ verdict }) => verdict);
    const anyCase = fc
      .record({
        ...{ caseId: anyText, reason: anyText, verdict: fc.constantFrom<Verdict>(...verdicts) },
        ...{ tag: anyText, sql: anyText, metric: anyText, baseline: anyNumber, ratio: anyNumber, spread: anyNumber },
        ...{ exact: fc.boolean(), lone: fc.boolean() },
      })
      .map((one): CaseComparison => {
        const base = makeCase(one.caseId, one.verdict);
        const time = timeMetric(one.baseline, one.ratio, one.spread);
        const counter = exactMetric(one.metric, one.metric, one.baseline, one.ratio);
        const text = {
          sql: one.sql,
          params: { [one.tag]: one.tag },
          settings: {},
          place: one.sql,
          queryIds: [one.tag],
        };
        return {
          ...base,
          ...{ name: one.caseId, description: one.reason, tags: { [one.tag]: one.tag }, reason: one.reason },
          ...{ observations: [one.reason], metrics: [one.exact ? counter : time], results: 'ignored' },
          ...{ notices: [{ code: 'x', level: 'caution', text: one.reason }] as never },
          ...{ baseline: one.lone ? null : text, candidate: text },
        };
      });
    fc.assert(
      fc.property(
        fc.array(anyCase, { maxLength: 12 }),
        anyText,
        anyNumber,
        fc.boolean(),
        (cases, text, margin, cut) => {
          const report = reportOf(cases);
          const hostile: ComparisonReport = {
            ...report,
            ...{ runId: text, method: { ...report.method, margin } },
            ...{ status: cut ? { kind: 'incomplete', reason: text } : report.status },
            arms: report.arms.map((arm) => ({
              ...{ ...arm, workload: text },
              revision: { name: text, commit: cut ? text : commit, uncommitted: cut },
              environment: {
                ...arm.environment,
                target: text,
                serverVersion: text,
                serverHost: text,
                hogbenchVersion: text,
              },
            })),
            identical: 3,
            notices: [{ code: cut ? 'self-check-flagged' : 'same-arms', level: 'caution', text }] as never,
          };
          expectPlain(renderComment(hostile, { reportUrl: cut ? `javascript:${text}` : reportUrl }));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('tells a case by its name where that is plain, with the values that are numbers', () => {
    const ids = [
      'trends_dau[team=2,from=2026-01-01]',
      'search[word=hunter2]',
      'a name',
      'mail@example.org',
      'x'.repeat(61),
    ];
    const cases = ids.map((caseId) => makeCase(caseId, 'regressed', { metrics: [timeMetric(31_000, 2.1)] }));
    const text = renderComment(reportOf(cases));
    expectPlain(text);
    expect(text).toContain(
      '| ▲&nbsp;regressed | `trends_dau[team=2,from=2026-01-01]` | server time | 31.0 ms → 65.1 ms | 2.10x (2.02–2.18) | 16 |',
    );
    expect(text).toContain('| `search[word=?]` |');
    for (const number of [3, 4, 5]) expect(text).toContain(`| case ${number} |`);
  });

  it('of 5,000 cases is short, and counts what it leaves out', () => {
    const cases = Array.from({ length: 5000 }, (_, at) => makeCase(`case_${at}`.padEnd(60, 'x'), 'failed'));
    const text = renderComment(reportOf(cases));
    expectPlain(text);
    expect(text).toContain('4,900 further cases in the report.');
  });

  it('says that parts of the file could not be read, and that results were not compared', () => {
    const cases = [makeCase('one', 'equivalent', { results: 'ignored' })];
    const text = renderComment(reportOf(cases, { notices: [lost] }));
    expect(text).toContain('parts of the run file could not be read');
    expect(text).toContain('results of 1 case were not compared');
  });

  it('says what takes from a verdict, in words of its own', () => {
    const caution = (code: string) => ({ code, level: 'caution' as const, text: hostileText });
    const cases = [
      makeCase('one', 'inconclusive', { notices: [caution('evidence-missing'), caution('stalled')] }),
      makeCase('two', 'inconclusive', { notices: [caution('evidence-missing'), caution('unheard-of')] }),
    ];
    const text = renderComment(reportOf(cases));
    expectPlain(text);
    expect(text).toContain("- in 2 cases executions left no facts in the server's log");
    expect(text).toContain('- in 1 case executions met a stall');
  });

  it('without a verdict is plain too', () => expectPlain(renderNoVerdict()));
});
