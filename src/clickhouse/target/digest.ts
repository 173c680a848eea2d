import type { Digest } from '../../model/answer.ts';
import type { Settings } from '../../model/workload.ts';
import { tiedStatement } from '../../sql/orderedAnswer.ts';
import { inFormat, statedSettings, statementParts } from '../../sql/statementParts.ts';
import { AnswerDigester } from '../answer/answerDigester.ts';
import { readAnswer } from '../answer/answerStream.ts';
import type { OpenEnds } from '../answer/orderDigest.ts';
import type { Client, ControlOptions } from '../http/control.ts';
import { endsRun, isServerError } from '../http/refusals.ts';

export interface DigestOptions extends ControlOptions {
  /** How the answer is written: those of `readingSettings` that the server knows. */
  readonly reading: Settings;
  /** Sends the keys of the order too, and asks for all rows that tie with the last one. */
  readonly tied: boolean;
}

/**
 * Checksums of what a client receives of a statement. The statement is sent as it is, with its own settings where they stand and
 * those of the request with the request, in a format that shows names, types, rows, totals and extremes; its answer is read
 * to the end and nothing of it is kept.
 */
export async function resultDigest(
  control: Pick<Client, 'stream'>,
  statement: string,
  { reading, tied, ...options }: DigestOptions,
): Promise<Digest> {
  const { order, format } = statementParts(statement);
  const sent = tied ? tiedStatement(statement, order) : undefined;
  if (tied && sent === undefined) return { kind: 'unavailable', reason: 'the order of its rows cannot be read' };
  try {
    const settings = { ...options.settings, ...reading };
    const stream = await control.stream(inFormat(sent?.sql ?? statement, 'JSONCompact', reading), {
      ...options,
      settings,
    });
    const digester = new AnswerDigester(order, sent, cutBySettings(statement, options.settings));
    await readAnswer(stream, digester);
    return {
      ...digester.digest(),
      ...askedFormat(format?.name, { ...options.settings, ...statedSettings(statement) }),
    };
  } catch (error) {
    if (isServerError(error) && !endsRun(error)) return { kind: 'unavailable', reason: error.message };
    throw error;
  }
}

/** Whether settings leave rows out by their place, as a LIMIT does. */
function cutBySettings(statement: string, sent: Settings | undefined): OpenEnds {
  const settings = { ...sent, ...statedSettings(statement) };
  const isOn = (name: string): boolean => Number(settings[name] ?? 0) > 0;
  return { first: isOn('offset'), last: isOn('limit') };
}

/** The format that a client asks for, and what changes how it looks. */
function askedFormat(name: string | undefined, settings: Settings): { readonly format?: string } {
  const looks = Object.entries(settings).filter(([one]) => /^(output_)?format_|^bool_(true|false)_repr/.test(one));
  const parts = [...(name === undefined ? [] : [name]), ...looks.map(([one, value]) => `${one} = ${value}`).sort()];
  return parts.length === 0 ? {} : { format: parts.join(', ').slice(0, 200) };
}
