import { z } from 'zod';

const answerSchema = z.object({
  metadata: z.object({ vulnerabilities: z.record(z.string(), z.number()) }),
});

/**
 * What the answer of `npm audit --json` means: high and critical vulnerabilities fail. An answer that is no report,
 * as of a registry without audits, fails nothing and is said to be none.
 */
export function auditVerdict(answer: string): { readonly line: string; readonly fails: boolean } {
  const parsed = answerSchema.safeParse(jsonOf(answer));
  if (!parsed.success) return { line: 'npm audit: not audited, the registry gave no report', fails: false };
  const { high = 0, critical = 0, moderate = 0, low = 0 } = parsed.data.metadata.vulnerabilities;
  const counts = `${critical} critical, ${high} high, ${moderate} moderate, ${low} low`;
  return { line: `npm audit: ${counts}`, fails: high + critical > 0 };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
