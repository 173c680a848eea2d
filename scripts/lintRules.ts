// Writes the table of rules of docs/lint.md: `npm run rules`.
import { readFileSync, writeFileSync } from 'node:fs';
import { ruleTable } from './ruleTable.ts';

const page = new URL('../docs/lint.md', import.meta.url);
const table = /(<!-- rules -->\n)[\s\S]*?(\n<!-- end of rules -->)/;
const text = readFileSync(page, 'utf8');
writeFileSync(
  page,
  text.replace(table, (_, before: string, after: string) => `${before}${ruleTable()}${after}`),
);
