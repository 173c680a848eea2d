import { isZoneAsked } from '../model/timeZones.ts';
import {
  isAggregate,
  isInterval,
  isJodaFormat,
  isMode,
  isNumberText,
  isSeparator,
  isSequencePattern,
  isTime,
  isUnit,
} from './constantWords.ts';
import { regexParts } from './patterns.ts';
import { isCodeWord } from './sensitive.ts';
import { allStays, type TextPart, timeFormatParts, typeParts } from './textParts.ts';

/** What a function asks of a constant, and what a query needs of it. */
export interface Constant {
  /** In words of the report: `type`, `time zone`. */
  readonly name: string;
  /** True for a text that is nothing but words of the engine, or a name that stays. */
  readonly keeps: (text: string) => boolean;
  /** The words of the engine in a text that has others too; those others may be replaced. */
  readonly parts?: (text: string, elsewhere: (name: string) => boolean) => readonly TextPart[] | undefined;
  /** True where digits in any number are harmless: a time may be written with ten of them. */
  readonly longNumbers?: boolean;
  /** True where any other text does the same work: a key that is looked up. */
  readonly anyText?: boolean;
}

/** Constants that are nothing but words of the engine. */
/** A constant that is words of the engine as a whole, or none. */
export const words = (name: string, keeps: (text: string) => boolean): Constant => ({ name, keeps });
/** Texts with a grammar, whose words of the engine stay. */
/** A text with a grammar, of which the words of the engine stay. */
export const syntax = (name: string, parts: (text: string) => readonly TextPart[]): Constant => ({
  name,
  keeps: (text) => text.length < 1000 && allStays(parts(text)),
  parts,
});

export const type: Constant = {
  name: 'type',
  keeps: (text) => text.length < 10_000 && allStays(typeParts(text) ?? [{ text, stays: false }]),
  parts: typeParts,
};
export const unit: Constant = words('unit of time', isUnit);
export const time: Constant = { ...words('time', isTime), longNumbers: true };
export const zone: Constant = words('time zone', isZoneAsked);
export const timeFormat: Constant = syntax('format of time', timeFormatParts);
/** What is between has to be in the data too. */
export const parsedFormat: Constant = words(
  'format of time',
  (text) => text.length < 1000 && allStays(timeFormatParts(text)),
);
export const jodaFormat: Constant = words('format of time', isJodaFormat);
export const interval: Constant = words('interval', isInterval);
export const number: Constant = { ...words('number', isNumberText), anyText: true };
export const aggregate: Constant = words('name of an aggregate function', isAggregate);
const codeName = (name: string): Constant => words(name, isCodeWord);
export const propertyKey: Constant = { ...codeName('property key'), anyText: true };
export const element: Constant = codeName('name of an element');
export const dictionary: Constant = codeName('name in a dictionary');
export const named: Constant = codeName('name on the server');
export const mode: Constant = words('mode of a function', (text) => isMode(text) || isSequencePattern(text));
export const ownMode: Constant = words('mode of a function', (text) => isCodeWord(text) || isSequencePattern(text));
export const separator: Constant = words('separator', isSeparator);
export const regex: Constant = { name: 'regular expression', keeps: () => false, parts: regexParts };
export const columnsPattern: Constant = words(
  'pattern of column names',
  (text) => /^[\w^$.|()*+?\\[\]-]{1,100}$/.test(text) && !/\d{7}/.test(text),
);
