import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import { UserError } from '../../model/errors.ts';
import type { RunIdentity, StoredFigure } from '../../model/storedRun.ts';
import { identitySchema } from '../../schema/stored/identitySchema.ts';
import type { ArchivedRun } from '../archive.ts';
import { type CaseName, figureTable, type MetricHead } from './figureTable.ts';

/** The layout of stored files that this program writes, and the newest it reads. */
export const fileLayout = 1;

/** What a stored file begins with: whose it is, and where in it what lies. */
export interface StoredHead {
  readonly madeBy: string;
  readonly identity: RunIdentity;
  readonly metrics: readonly MetricHead[];
  readonly caseCount: number;
  /** In this order behind the head. */
  readonly sections: { readonly blocks: Section; readonly cases: Section; readonly run: Section };
}

interface Section {
  readonly bytes: number;
  readonly sha256: string;
}

/** Where a section lies in its file, `[start, end)` in bytes. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Of a stored file: its head, and where the rest lies. */
export interface ReadHead {
  readonly head: StoredHead;
  readonly blocks: Stretch;
  readonly cases: Stretch;
  readonly run: Stretch;
}

/** Why bytes are no stored run; for a sentence. */
export class NoStoredRun extends Error {
  override readonly name = 'NoStoredRun';
}

const mostHeadBytes = 1024 * 1024;
const mostCaseBytes = 64 * 1024 * 1024;
/** `hogbench-stored-run 1 0000001234 <sha256 of the head>` and a line break. */
const firstLine = /^hogbench-stored-run (\d{1,6}) (\d{10}) ([\da-f]{64})\n/;
const longestFirstLine = 128;

/** What a file needs to be read of, so that its head is most likely in it. */
export const usualHeadBytes = 4096;

/** The pieces of a stored file, in order. */
export function storedFile(
  { identity, runFile }: ArchivedRun,
  figures: readonly StoredFigure[],
  madeBy: string,
): readonly Uint8Array[] {
  const { cases, metrics, blocks } = figureTable(figures);
  const packed = gzipSync(JSON.stringify(cases));
  const head: StoredHead = {
    madeBy,
    identity,
    metrics,
    caseCount: cases.length,
    sections: { blocks: section(blocks), cases: section(packed), run: section(runFile) },
  };
  const text = Buffer.from(`${JSON.stringify(head)}\n`);
  const size = String(text.length).padStart(10, '0');
  const first = Buffer.from(`hogbench-stored-run ${fileLayout} ${size} ${sha256(text)}\n`);
  return [first, text, blocks, packed, runFile];
}

function section(bytes: Uint8Array): Section {
  return { bytes: bytes.length, sha256: sha256(bytes) };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * How many bytes from its beginning the head of a file ends at.
 * @param beginning of the file, 128 bytes or more where it has them
 * @throws NoStoredRun, and UserError usage for a layout that is newer than this program
 */
export function headEnd(beginning: Buffer, path: string): number {
  return placeOfHead(beginning, path).end;
}

function placeOfHead(beginning: Buffer, path: string): Stretch & { readonly sha256: string; readonly layout: number } {
  const found = firstLine.exec(beginning.toString('latin1', 0, longestFirstLine));
  if (found === null) throw new NoStoredRun('it does not begin like one');
  const [all, layout, size, hash = ''] = found;
  if (Number(layout) > fileLayout) throw newer(Number(layout), beginning, path);
  if (Number(layout) < 1 || Number(size) > mostHeadBytes) throw new NoStoredRun('its first line cannot be true');
  return { start: all.length, end: all.length + Number(size), sha256: hash, layout: Number(layout) };
}

/** @throws NoStoredRun, and UserError usage for a layout that is newer than this program */
export function parseHead(beginning: Buffer, size: number, path: string): ReadHead {
  const place = placeOfHead(beginning, path);
  const text = beginning.subarray(place.start, place.end);
  if (sha256(text) !== place.sha256) throw new NoStoredRun('its head is damaged');
  const parsed = headSchema.safeParse(JSON.parse(text.toString('utf8')));
  if (!parsed.success) throw new NoStoredRun(reasonOf(parsed.error));
  const head = parsed.data;
  const { sections } = head;
  const blocks = { start: place.end, end: place.end + sections.blocks.bytes };
  const cases = { start: blocks.end, end: blocks.end + sections.cases.bytes };
  const run = { start: cases.end, end: cases.end + sections.run.bytes };
  if (run.end !== size) throw new NoStoredRun(`it has ${size} bytes, and should have ${run.end}`);
  return { head, blocks, cases, run };
}

/** The cases of a file, from what their section holds. @throws NoStoredRun */
export function parseCases(packed: Buffer, { sections, caseCount }: StoredHead): readonly CaseName[] {
  if (sha256(packed) !== sections.cases.sha256) throw new NoStoredRun('its list of cases is damaged');
  const cases = casesSchema.safeParse(
    JSON.parse(gunzipSync(packed, { maxOutputLength: mostCaseBytes }).toString('utf8')),
  );
  if (!cases.success || cases.data.length !== caseCount) throw new NoStoredRun('its list of cases is none');
  return cases.data;
}

/** A head that only a newer program knows says who made it, if anything. */
function newer(layout: number, beginning: Buffer, path: string): UserError {
  const madeBy = /"madeBy":"([\w.+-]{1,40})"/.exec(beginning.toString('latin1'))?.[1];
  return new UserError(
    'usage',
    `the stored run has layout ${layout}${madeBy === undefined ? '' : `, made by hogbench ${madeBy}`}; this hogbench reads up to layout ${fileLayout}`,
    'Update this hogbench; or give it a store of its own.',
    path,
  );
}

const count = z.int().min(0);
const sectionSchema = z.strictObject({ bytes: count, sha256: z.string().regex(/^[\da-f]{64}$/) });
const headSchema: z.ZodType<StoredHead> = z
  .strictObject({
    madeBy: z.string().max(100),
    identity: identitySchema,
    metrics: z
      .array(
        z.strictObject({
          metric: z.string().max(200),
          unit: z.enum(['us', 'bytes', 'rows', 'count']),
          total: z.number(),
          cases: count,
          casesHash: z.string().max(64),
        }),
      )
      .max(10_000),
    caseCount: count,
    sections: z.strictObject({ blocks: sectionSchema, cases: sectionSchema, run: sectionSchema }),
  })
  .refine(({ sections, metrics, caseCount }) => sections.blocks.bytes === metrics.length * caseCount * 12, {
    error: 'its figures are not as many as its cases',
  });
const casesSchema: z.ZodType<readonly CaseName[]> = z.array(z.tuple([z.string(), z.string()]));

function reasonOf(error: z.ZodError): string {
  const [issue] = error.issues;
  return `${issue?.path.join('.') || 'its head'}: ${issue?.message ?? ''}`.slice(0, 200);
}
