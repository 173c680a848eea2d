import type { CheapestChoice, EquivalenceProof } from '../../model/cheapest.ts';
import { gapsText } from './proofWords.ts';

/** The two sides of a comparison are called by common nouns. */
function named(label: string): string {
  return label === 'baseline' || label === 'candidate' ? `the ${label}` : label;
}

/** `a`, `a and b`, `a, b and c`. */
function listed(labels: readonly string[]): string {
  const names = labels.map(named);
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/**
 * Which arm is the cheapest that is proved equivalent, or why none is named, as a sentence.
 * @param proof of the one arm that is not the baseline; absent where there are several
 */
export function cheapestText(choice: CheapestChoice, proof?: EquivalenceProof): string {
  const why = proof === undefined ? '' : gapsText(proof);
  const excluded =
    choice.excluded.length === 0
      ? ''
      : ` ${listed(choice.excluded)} ${choice.excluded.length === 1 ? 'is' : 'are'} not proved equivalent${why === '' ? '' : `: ${why}`}.`;
  return `${choiceText(choice)}.${capital(excluded)}`;
}

function capital(text: string): string {
  return text.replace(/^ ./, (start) => start.toUpperCase());
}

function choiceText(choice: CheapestChoice): string {
  switch (choice.kind) {
    case 'chosen':
      return choice.among.length === 1 && choice.excluded.length > 0
        ? `No arm but ${named(choice.label)} is proved equivalent, so there is nothing to choose from`
        : `The cheapest that is proved equivalent is ${named(choice.label)}`;
    case 'tie':
      return choice.same
        ? `No cheapest is named: ${listed(choice.labels)} are proved equivalent and cost the same`
        : `No cheapest is named: ${listed(choice.labels)} are proved equivalent, and what they cost cannot be told apart`;
    case 'currencies':
      return `No cheapest is named: prices are in ${choice.currencies.join(' and ')}`;
    case 'unpriced':
      return `No cheapest is named: what ${listed(choice.labels)} ${choice.labels.length === 1 ? 'costs' : 'cost'} is not known of the whole workload`;
    case 'noneProved':
      return 'No cheapest is named: none is proved equivalent';
  }
}
