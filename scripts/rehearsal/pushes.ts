import { type Files, texts } from './shop.ts';

/** A push to the pull request, and what is known beforehand to come of it. */
export interface Push {
  readonly title: string;
  readonly files: Files;
  /** Typed by the author before the push. */
  readonly typed?: string;
  readonly exitCode: number;
  /** How the comment begins, and what else is in it. */
  readonly firstLine: string;
  readonly says?: string;
  /** What GitHub is asked, after the comments that are there. */
  readonly calls: readonly string[];
}

const [anew, inPlace] = [['addComment'], ['updateIssueComment']];
const worse = ['addComment', 'minimizeComment'];

/** @param until a day to come, `2027-01-01` */
export function pushes(until: string): readonly Push[] {
  return [
    {
      title: 'other line breaks, the same work',
      files: texts.cosmetic,
      exitCode: 0,
      firstLine: '✅ 1 of the same work and result, of 1 changed; time was not judged',
      calls: anew,
    },
    {
      title: 'a condition on the text of the day: pruning is lost',
      files: texts.lostPruning,
      exitCode: 1,
      firstLine: '❌ 1 costlier, of 1 changed; time was not judged',
      calls: worse,
    },
    {
      title: 'a condition on the month: three times the marks, not yet allowed',
      files: texts.byMonth,
      exitCode: 1,
      firstLine: '❌ 1 costlier, of 1 changed; time was not judged',
      calls: inPlace,
    },
    {
      title: 'the same, allowed by the author with a reason',
      files: {},
      typed: `hogbench allow top_skus --reason 'one report a week, by month for a new index' --until ${until} --config hogbench.config.yaml`,
      exitCode: 0,
      firstLine: '⚠️ 1 costlier (allowed), of 1 changed; time was not judged',
      calls: inPlace,
    },
    {
      title: 'pruning is lost again: the allowance is exceeded',
      files: texts.lostPruning,
      exitCode: 1,
      firstLine: '❌ 1 costlier than allowed, of 1 changed; time was not judged',
      says: 'beyond the 3.70x that is allowed',
      calls: worse,
    },
    {
      title: 'only line breaks again: nobody needs the allowance',
      files: texts.cosmetic,
      exitCode: 1,
      firstLine: '❌ 3 allowances to fix, of 1 changed; time was not judged',
      says: 'an allowance that nothing needs',
      calls: inPlace,
    },
  ];
}
