import { isFields, type PlanNode } from './planTree.ts';

/** Said of every plan, and of no use to a reader. */
const unsaid: ReadonlySet<string> = new Set([
  'Need filter',
  'Outputs',
  'Prewhere filter remove filter column',
  'Removes Filter',
  'Skip merging',
]);

/** A longer list of columns or a longer filter hides the rest of a plan. */
const longestLine = 600;

/** A plan for reading: one step a line, what it reads from indented below, what is known of it one field a line. */
export function planText(plans: readonly PlanNode[]): string {
  return plans.flatMap((one) => lines(one, '')).join('\n');
}

/** A plan that was made for reading, without the ends of its longest lines. */
export function shortLines(text: string): string {
  return text.replace(new RegExp(`^(.{${longestLine}}).+`, 'gm'), '$1…');
}

function lines({ type, description, fields, children }: PlanNode, indent: string): readonly string[] {
  const inner = `${indent}  `;
  return [
    `${indent}${type}${description === '' ? '' : ` (${description})`}`,
    ...Object.entries(fields).flatMap(([name, value]) => fieldLines(name, value, `${inner}  `)),
    ...children.flatMap((one) => lines(one, inner)),
  ];
}

function fieldLines(name: string, value: unknown, indent: string): readonly string[] {
  if (unsaid.has(name)) return [];
  if (Array.isArray(value) && name === 'Indexes')
    return [`${indent}Indexes:`, ...value.map((one) => `${indent}  ${indexText(one)}`)];
  if (isFields(value)) return Object.entries(value).flatMap(([key, one]) => fieldLines(key, one, indent));
  const text = Array.isArray(value) ? value.map(itemText).join(', ') : itemText(value);
  return text === '' ? [] : [`${indent}${name}: ${text}`];
}

/** `PrimaryKey, Keys: team_id, Condition: (team_id in [2, 2]), parts 2/2, granules 32/92`. */
function indexText(index: unknown): string {
  if (!isFields(index)) return itemText(index);
  const { Type: type, Name: name, ...others } = index;
  const share = (what: string): readonly string[] =>
    typeof others[`Selected ${what}`] === 'number'
      ? [`${what.toLowerCase()} ${others[`Selected ${what}`]}/${others[`Initial ${what}`]}`]
      : [];
  const rest = Object.entries(others).flatMap(([key, value]) =>
    /^(Selected|Initial) (Parts|Granules)$/.test(key)
      ? []
      : [`${key}: ${Array.isArray(value) ? value.map(itemText).join(', ') : itemText(value)}`],
  );
  const title = [type, name].filter((one) => typeof one === 'string').join(' ');
  return [title, ...rest, ...share('Parts'), ...share('Granules')].join(', ');
}

function itemText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (!isFields(value)) return JSON.stringify(value) ?? '';
  if (typeof value.Name === 'string') return value.Name;
  if (typeof value.Column === 'string') return `${value.Column}${value.Ascending === false ? ' DESC' : ''}`;
  return JSON.stringify(value);
}
