// Writes docs/third-party.md, what hogbench is delivered with and under which licences: `npx tsx scripts/thirdParty.ts`.
import { readFileSync, writeFileSync } from 'node:fs';
import { thirdPartyText } from './thirdPartyText.ts';

const root = new URL('../', import.meta.url);
const lock: unknown = JSON.parse(readFileSync(new URL('package-lock.json', root), 'utf8'));
writeFileSync(new URL('docs/third-party.md', root), thirdPartyText(lock));
