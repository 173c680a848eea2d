import { readFileSync } from 'node:fs';

/** From package.json, which stands one above both src and dist. */
export const hogbenchVersion: string = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
).version;
