import { lintRules, ruleNames } from '../src/model/rules.ts';

/** All rules of lint as a Markdown table. */
export function ruleTable(): string {
  const rows = ruleNames.map((name) => `| \`${name}\` | ${lintRules[name].level} | ${lintRules[name].about} |`);
  return ['| rule | level | what it finds |', '|---|---|---|', ...rows].join('\n');
}
