import type { ComparisonReport } from '../../model/comparison.ts';
import type { OptionInEffect } from '../../model/run.ts';

/** `in effect: margin 10% from --margin; target staging from HOGBENCH_TARGET`; empty where all is as usual. */
export function optionsText({ options = [] }: Pick<ComparisonReport, 'options'>): string {
  return options.length === 0 ? '' : `in effect: ${options.map(optionText).join('; ')}`;
}

/** Whether anything comes from elsewhere than the command line, which the reader of a terminal has before him. */
export function isFromElsewhere({ options = [] }: Pick<ComparisonReport, 'options'>): boolean {
  return options.some(({ from }) => !from.startsWith('--') || from.includes(','));
}

function optionText({ name, value, from, found }: OptionInEffect): string {
  return `${name} ${value} from ${from}${found === true ? ' (found, not named)' : ''}`;
}
