/** A figure within the text of a fault or reason: three digits, and no more. */
export function shortNumber(value: number): string {
  return String(Number(value.toPrecision(3)));
}
