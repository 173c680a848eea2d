import { createHash } from 'node:crypto';
import type { Place, Problem } from '../model/errors.ts';
import type { Params, ParamValue } from '../model/workload.ts';
import type { Parameter } from '../sql/parameters.ts';
import { givenText } from '../sql/values/given.ts';
import { keptValue, writeParameter } from '../sql/values/parameterText.ts';
import { suggestion } from '../text/nearest.ts';
import { quoted, shown } from '../text/quote.ts';
import type { Binding } from './annotations.ts';

/** `name[team=2,date_from=2026-01-01]`, keys in the order of the binding; the bare name without any. */
export function caseId(name: string, params: Params): string {
  const pairs = Object.entries(params).map(([key, value]) => `${key}=${bounded(idText(value))}`);
  return pairs.length === 0 ? name : `${name}[${pairs.join(',')}]`;
}

/** A list of thousands of ids would make names nobody can read, and files of megabytes: its digest stands for the rest. */
const longestIdText = 16_384;

function bounded(text: string): string {
  if (text.length <= longestIdText) return text;
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 16);
  return `${text.slice(0, 40)}…#${digest}`;
}

/** Text that could be taken for the id's own syntax is quoted, so that two bindings never share an id. */
function idText(value: ParamValue): string {
  if (typeof value === 'string' && /^[^\s,=[\]"\p{Cc}]([^,=[\]"\p{Cc}]*[^\s,=[\]"\p{Cc}])?$/u.test(value)) return value;
  return JSON.stringify(value);
}

/** What a case keeps of a binding that fits its statement. */
export function keptParams(parameters: readonly Parameter[], { params }: Binding): Params {
  const types = new Map(parameters.map(({ name, type }) => [name, type]));
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, keptValue(value, types.get(name) ?? '')]),
  );
}

/** Holds the bindings of a statement against its `{name:Type}` parameters. */
export function checkBindings(
  parameters: readonly Parameter[],
  bindings: readonly Binding[],
  placeOf: (parameter: Parameter) => Place,
): readonly Problem[] {
  const [first] = parameters;
  if (first && bindings.length === 0) {
    const example = `-- params: {${[...new Set(parameters.map((parameter) => parameter.name))].map((name) => `${name}: …`).join(', ')}}`;
    return [
      {
        rule: 'parameter',
        place: placeOf(first),
        what: `parameter ${quoted(first.name)} has no value`,
        fix: `add ${quoted(example)} above the statement`,
      },
    ];
  }
  return bindings.flatMap((binding) => checkBinding(parameters, binding));
}

function checkBinding(parameters: readonly Parameter[], binding: Binding): readonly Problem[] {
  const names = [...new Set(parameters.map((parameter) => parameter.name))];
  const problems: Problem[] = [];
  for (const name of names.filter((one) => !Object.hasOwn(binding.params, one))) {
    problems.push({
      rule: 'parameter',
      place: binding.placeOf(),
      what: `parameter ${quoted(name)} has no value here`,
      fix: `add ${quoted(`${name}: …`)}`,
    });
  }
  for (const [key, value] of Object.entries(binding.params)) {
    if (!names.includes(key)) {
      const what = `the statement has no parameter ${quoted(key)}`;
      const unbound = names.filter((name) => !Object.hasOwn(binding.params, name));
      const fix =
        names.length === 0
          ? 'drop it, or use it in the statement as {name:Type}'
          : suggestion(key, unbound.length > 0 ? unbound : names);
      problems.push({ rule: 'parameter', place: binding.placeOf(key), what, fix });
    }
    const types = [...new Set(parameters.filter((parameter) => parameter.name === key).map(({ type }) => type))];
    const written = types.map((type) => ({ type, text: writeParameter(value, type) }));
    for (const { type, text } of written) {
      if (!('instead' in text)) continue;
      const what = `${quoted(`${key}: ${givenText(value)}`)} does not fit ${quoted(`{${key}:${type}}`)}`;
      problems.push({ rule: 'parameter', place: binding.placeOf(key), what, fix: `give ${shown(text.instead)}` });
    }
    const texts = written.flatMap(({ text }) => ('text' in text ? [text.text] : []));
    if (texts.length === types.length && new Set(texts).size > 1) {
      const what = `${quoted(key)} would be sent in a different form for each of its types ${types.map(quoted).join(' and ')}`;
      problems.push({ rule: 'parameter', place: binding.placeOf(key), what, fix: 'use a parameter for each type' });
    }
  }
  return problems;
}
