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

/** How a choice is told, by what a candidate has to be. */
interface Wording {
  readonly be: string;
  readonly noOther: (chosen: string) => string;
  readonly chosen: (chosen: string) => string;
  readonly same: (arms: string) => string;
  readonly near: (arms: string) => string;
}

const equivalent: Wording = {
  be: 'proved equivalent',
  noOther: (chosen) => `No arm but ${chosen} is proved equivalent`,
  chosen: (chosen) => `The cheapest that is proved equivalent is ${chosen}`,
  same: (arms) => `${arms} are proved equivalent and cost the same`,
  near: (arms) => `${arms} are proved equivalent, and what they cost cannot be told apart`,
};

/** A baseline is not certified: it is what others are held against. */
const certified: Wording = {
  be: 'certified',
  noOther: () => 'No candidate is certified',
  chosen: (chosen) => `The cheapest of the baseline and what is certified is ${chosen}`,
  same: (arms) => `${arms} cost the same`,
  near: (arms) => `what ${arms} cost cannot be told apart`,
};

/**
 * Which arm is the cheapest that is proved equivalent, or why none is named, as a sentence.
 * @param proof of the one arm that is not the baseline; absent where there are several
 */
export function cheapestText(choice: CheapestChoice, proof?: EquivalenceProof): string {
  return sentences(choice, equivalent, proof === undefined ? '' : gapsText(proof));
}

/** The same of a certificate, which asks for more than equivalence and lists itself what is missing. */
export function cheapestCertifiedText(choice: CheapestChoice): string {
  return sentences(choice, certified, '');
}

function sentences(choice: CheapestChoice, wording: Wording, why: string): string {
  const { excluded } = choice;
  const verb = excluded.length === 1 ? 'is' : 'are';
  const left =
    excluded.length === 0 ? '' : ` ${listed(excluded)} ${verb} not ${wording.be}${why === '' ? '' : `: ${why}`}.`;
  return `${choiceText(choice, wording)}.${capital(left)}`;
}

/** The name of an arm keeps its letters. */
function capital(text: string): string {
  return text.replace(/^ the /, ' The ');
}

function choiceText(choice: CheapestChoice, wording: Wording): string {
  switch (choice.kind) {
    case 'chosen':
      return choice.among.length === 1 && choice.excluded.length > 0
        ? `${wording.noOther(named(choice.label))}, so there is nothing to choose from`
        : wording.chosen(named(choice.label));
    case 'tie':
      return `No cheapest is named: ${(choice.same ? wording.same : wording.near)(listed(choice.labels))}`;
    case 'currencies':
      return `No cheapest is named: prices are in ${choice.currencies.join(' and ')}`;
    case 'unpriced':
      return `No cheapest is named: what ${listed(choice.labels)} ${choice.labels.length === 1 ? 'costs' : 'cost'} is not known of the whole workload`;
    case 'noneProved':
      return `No cheapest is named: none is ${wording.be}`;
  }
}
