import type { Place, Problem } from '../model/errors.ts';
import type { Params, ParamValue } from '../model/workload.ts';
import type { Parameter } from '../sql/parameters.ts';
import { expectedInstead } from '../sql/parameterTypes.ts';
import type { Binding } from './annotations.ts';
import { suggestion } from './nearest.ts';
import { quoted, shown } from './quote.ts';

/** `name[team=2,date_from=2026-01-01]`, keys in the order of the binding; the bare name without any. */
export function caseId(name: string, params: Params): string {
  const pairs = Object.entries(params).map(([key, value]) => `${key}=${idText(value)}`);
  return pairs.length === 0 ? name : `${name}[${pairs.join(',')}]`;
}

/** Text that could be taken for the id's own syntax is quoted, so that two bindings never share an id. */
function idText(value: ParamValue): string {
  if (typeof value === 'string' && /^[^\s,=[\]"\p{Cc}]([^,=[\]"\p{Cc}]*[^\s,=[\]"\p{Cc}])?$/u.test(value)) return value;
  return JSON.stringify(value);
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
        mend: `add ${quoted(example)} above the statement`,
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
      mend: `add ${quoted(`${name}: …`)}`,
    });
  }
  for (const [key, value] of Object.entries(binding.params)) {
    if (!names.includes(key)) {
      const what = `the statement has no parameter ${quoted(key)}`;
      const unbound = names.filter((name) => !Object.hasOwn(binding.params, name));
      const mend =
        names.length === 0
          ? 'drop it, or use it in the statement as {name:Type}'
          : suggestion(key, unbound.length > 0 ? unbound : names);
      problems.push({ rule: 'parameter', place: binding.placeOf(key), what, mend });
    }
    const types = new Set(parameters.filter((parameter) => parameter.name === key).map((parameter) => parameter.type));
    for (const type of types) {
      const instead = expectedInstead(value, type);
      if (instead === undefined) continue;
      const what = `${quoted(`${key}: ${JSON.stringify(value)}`)} does not fit ${quoted(`{${key}:${type}}`)}`;
      problems.push({ rule: 'parameter', place: binding.placeOf(key), what, mend: `give ${shown(instead)}` });
    }
  }
  return problems;
}
