import { OddAnswer } from './oddAnswer.ts';
import type { RowShape } from './rowShape.ts';

const longestReason = 300;

/**
 * The rows of an answer in JSONEachRow: a row a line, or an array of them where a setting of a statement or a profile asks for that.
 * @throws OddAnswer for what is no JSON, or no row of that shape
 */
export function answerRows<Row>(text: string, shape: RowShape<Row>, where: string): readonly Row[] {
  const found: unknown = text.startsWith('[') ? parsed(text, where) : lines(text, where);
  if (!Array.isArray(found)) throw new OddAnswer('it holds no rows', where);
  return found.map((json, at) => {
    const row = shape.safeParse(json);
    if (row.success) return row.data;
    const [issue] = row.error.issues;
    const field = issue?.path.join('.').slice(0, longestReason) || 'it';
    throw new OddAnswer(`row ${at + 1}, ${field}: ${issue?.message.slice(0, longestReason) ?? ''}`, where);
  });
}

function lines(text: string, where: string): readonly unknown[] {
  return text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [parsed(line, where)]));
}

function parsed(json: string, where: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new OddAnswer('it is no JSON', where);
  }
}
