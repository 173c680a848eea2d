import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { documents, textOf } from '../support/documents.ts';

/** `src/model/rules.ts` and the like, in backticks. */
function pathsIn(text: string): readonly string[] {
  return [...text.matchAll(/`((?:src|test|attack|bench|calibration|scripts|workloads)\/[\w./-]+)`/g)].map(
    (match) => match[1] ?? '',
  );
}

it('files and folders that the documents name are there', () => {
  const named = documents.flatMap((document) => pathsIn(textOf(document)).map((path) => ({ document, path })));
  expect(named.length).toBeGreaterThan(40);
  expect(named.filter(({ path }) => !existsSync(path))).toEqual([]);
});
