import type { PerArm } from '../../model/arm.ts';
import type { Notice } from '../../model/notice.ts';
import type { ResultDifference, ResultDoubt } from '../../model/reason.ts';
import { fromTo } from '../../text/quantity.ts';
import { answerDifference, contentsText, otherRowsText, rowsText } from './answerText.ts';

/** "The result changed: 121 rows instead of 118." */
export function changedText(difference: ResultDifference): string {
  return `The result changed: ${differenceText(difference)}.`;
}

function differenceText(difference: ResultDifference): string {
  if (difference.kind === 'answers') {
    const { parts, answers } = difference;
    return answerDifference(parts, answers.baseline, answers.candidate);
  }
  const { baseline, candidate } = difference.rows;
  if (baseline !== candidate) return otherRowsText(baseline, candidate);
  return `${rowsText(baseline)} in both arms, with ${contentsText(difference.lastDigits)}`;
}

interface DoubtWords {
  readonly code: string;
  readonly level: Notice['level'];
  readonly text: string;
  /** What follows from it is part of `text` already. */
  readonly saysNotCompared: boolean;
}

function wordsOf(why: ResultDoubt | null): DoubtWords {
  if (why === null) return notCompared('they were not read.');
  switch (why.kind) {
    case 'unavailable':
      return notCompared(why.reason);
    case 'none':
      return notCompared('an arm has none.');
    case 'otherVersion':
      return notCompared('the arms were read by two versions of hogbench. Measure both with one.');
    case 'keysUnread':
      return notCompared('rows that tie may come in any order, and the keys of their order could not be read.');
    case 'once':
      return {
        ...{ code: 'result-differs-once', level: 'caution', saysNotCompared: false },
        text: 'Results differ, but an arm was read only once.',
      };
    case 'baselineVaries':
      return {
        ...{ code: 'result-not-deterministic', level: 'note', saysNotCompared: true },
        text: 'This query is not deterministic: the baseline alone returned different results, so results were not compared.',
      };
    case 'candidateVaries':
      return {
        ...{ code: 'candidate-not-deterministic', level: 'caution', saysNotCompared: false },
        text: 'The candidate is not deterministic: it returned different results for the same query; the baseline did not.',
      };
    case 'tiesAtLimit':
      return {
        ...{ code: 'result-ties-at-limit', level: 'caution', saysNotCompared: true },
        text: 'Results were not compared to the end: rows that tie stand where the LIMIT cuts, and any of them is right. Order by one more column to tell them apart.',
      };
    case 'orderLoosened':
      return {
        ...{ code: 'order-loosened', level: 'caution', saysNotCompared: false },
        text: 'The candidate promises less order than the baseline does. This time its rows came in an order that the baseline allows, by luck.',
      };
  }
}

function notCompared(why: string): DoubtWords {
  const text = `Results were not compared: ${why}`;
  return { code: 'result-not-compared', level: 'caution', text, saysNotCompared: true };
}

/** Why results were not compared, as the reason of a verdict: what follows from it comes first. */
export function unreadText(why: ResultDoubt | null): string {
  const { text, saysNotCompared } = wordsOf(why);
  return saysNotCompared ? text : `Whether the results agree is not known. ${text}`;
}

/** The same beside a case. */
export function unreadNotice(why: ResultDoubt | null, caseId: string): Notice {
  const { code, level, text } = wordsOf(why);
  return { code, level, text, caseId };
}

/** Arms that ask for their answer in different formats, which was read in one. */
export function formatsNotice({ baseline, candidate }: PerArm<string | undefined>, caseId: string): Notice {
  const text = `Read in one format, both answers are the same. The arms ask for others, which were not compared: ${fromTo(baseline ?? 'none', candidate ?? 'none')}.`;
  return { code: 'format-differs', level: 'caution', text, caseId };
}
