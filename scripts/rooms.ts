// Writes the linter's import rules and the table of CONTRIBUTING.md from src/rooms.json.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Rooms, roomRules, roomTable } from './roomRules.ts';

const root = new URL('../', import.meta.url);
const rooms = JSON.parse(readFileSync(new URL('src/rooms.json', root), 'utf8')) as Rooms;
const files = readdirSync(new URL('src', root), { recursive: true, encoding: 'utf8' }).filter((one) =>
  one.endsWith('.ts'),
);
const folders = [...new Set(files.map((one) => dirname(one)).filter((one) => one !== '.'))].sort();
const config = {
  $schema: './node_modules/@biomejs/biome/configuration_schema.json',
  overrides: roomRules(rooms, folders),
};
writeFileSync(new URL('biome.rooms.json', root), `${JSON.stringify(config, null, 1)}\n`);
const guide = new URL('CONTRIBUTING.md', root);
const text = readFileSync(guide, 'utf8');
const table = /(<!-- rooms -->\n)[\s\S]*?(\n<!-- end of rooms -->)/;
writeFileSync(
  guide,
  text.replace(table, (_, before: string, after: string) => `${before}${roomTable(rooms)}${after}`),
);
