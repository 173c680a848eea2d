// Writes what `hogbench init` writes into the pages of docs/recipes: `npm run recipes`.
import { readFileSync, writeFileSync } from 'node:fs';
import { markedBlock, recipeBlocks } from './recipeBlocks.ts';

for (const block of recipeBlocks) {
  const page = new URL(`../docs/recipes/${block.page}.md`, import.meta.url);
  const text = readFileSync(page, 'utf8');
  const start = text.indexOf(`<!-- init: ${block.name} -->`);
  const last = '<!-- end of init -->';
  const end = text.indexOf(last, start);
  if (start < 0 || end < 0) throw new Error(`${page.pathname} has no place for ${block.name}`);
  writeFileSync(page, text.slice(0, start) + markedBlock(block) + text.slice(end + last.length));
}
