import { z } from 'zod';
import { readPacked } from '../files/packedText.ts';
import { whyUnread } from '../files/regularFile.ts';
import { UserError } from '../model/errors.ts';
import {
  mostRecorded,
  mostTimedCases,
  type RecordedTiming,
  timingFormat,
  timingVersion,
} from '../model/recordedTiming.ts';

const most = { file: 64 * 1024 ** 2, text: 128 * 1024 ** 2, caseId: 1000, us: 1e15 } as const;

const count = z.int().min(0);

const aboutField = z.object({
  format: z.literal(timingFormat),
  version: z.literal(timingVersion),
  executions: count.max(mostRecorded),
  duration_us: count.max(most.us),
  stand_for: count,
  of_log: count,
  cases: z.array(z.string().max(most.caseId)).max(mostTimedCases),
});

const firstField = z.object({ format: z.literal(timingFormat), version: z.int() });

/**
 * Reads when production sent which case.
 * @param file its path
 * @param shown how it is called to people
 * @throws UserError usage for what cannot be read, is of another version, or is no such file from its first to its last line
 */
export async function readTiming(file: string, shown: string): Promise<RecordedTiming> {
  const text = await readPacked(file, most).catch((error: unknown) => {
    throw unusable(`the recorded times cannot be read (${whyUnread(error)})`, shown);
  });
  const end = text.indexOf('\n');
  const about = aboutOf(end < 0 ? text : text.slice(0, end), shown);
  const offsetsMs = new Float64Array(about.executions);
  const caseIndex = new Uint32Array(about.executions);
  const line = /\[(\d{1,15}),(\d{1,6})\]\n/y;
  line.lastIndex = end < 0 ? text.length : end + 1;
  let us = 0;
  for (let at = 0; at < about.executions; at += 1) {
    const read = line.exec(text);
    const place = Number(read?.[2]);
    us += Number(read?.[1]);
    if (!(place < about.cases.length) || !(us < about.duration_us)) throw damaged(`line ${at + 2}`, shown);
    offsetsMs[at] = us / 1000;
    caseIndex[at] = place;
  }
  if (about.executions > 0 && line.lastIndex !== text.length) throw damaged('what follows its last line', shown);
  return {
    caseIds: about.cases,
    offsetsMs,
    caseIndex,
    durationMs: about.duration_us / 1000,
    standFor: about.stand_for,
    ofLog: about.of_log,
  };
}

function aboutOf(line: string, shown: string): z.infer<typeof aboutField> {
  const json = parsed(line);
  const about = aboutField.safeParse(json);
  if (about.success) return about.data;
  const first = firstField.safeParse(json);
  if (first.success && first.data.version !== timingVersion)
    throw unusable(
      `the recorded times are of version ${first.data.version}, and version ${timingVersion} is read`,
      shown,
    );
  throw damaged('its first line', shown);
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function damaged(what: string, shown: string): UserError {
  return unusable(`the recorded times are damaged: ${what} cannot be read`, shown);
}

function unusable(what: string, shown: string): UserError {
  return new UserError(
    'usage',
    what,
    'Capture again with --timing, or get the file again from where it came from.',
    shown,
  );
}
