import type { DigestReading } from '../model/answer.ts';
import type { RunArm } from '../model/arm.ts';
import type { ExplanationReading } from '../model/explanation.ts';
import type { Notice } from '../model/notice.ts';
import type { Sample } from '../model/sample.ts';
import { formatSeconds } from '../text/quantity.ts';
import type { MeasureInput } from './measureInput.ts';
import type { RequestMaker } from './requests.ts';
import { after } from './waiting.ts';

/** Nothing is measured any more, so plans may be read side by side. */
const inFlight = 4;

/**
 * Reads the plans of the cases that the rule names, in every arm, and records them; then the processors' times of those
 * that want them. Whatever goes wrong costs the plan alone and is recorded as its reason. What an interrupted run has
 * read is not read again.
 */
export async function explainCases(
  input: MeasureInput,
  request: RequestMaker,
  samples: readonly Sample<RunArm>[],
  digests: readonly DigestReading<RunArm>[],
  limitMs: number,
  arms: readonly RunArm[] = input.plan.arms,
): Promise<void> {
  const { explain, progress, signal, before } = input;
  if (explain === undefined || signal.aborted) return;
  // A statement that writes has no plan that a server shows.
  const writing = new Set(input.cases.flatMap((one) => (one.writes === undefined ? [] : [one.caseId])));
  const wanted = explain(samples, digests)
    .filter(({ caseId }) => !writing.has(caseId))
    .flatMap(({ caseId, profiled }) => arms.map((arm) => ({ caseId, arm, profiled })));
  if (wanted.length === 0) return;
  const known = new Map<string, ExplanationReading<RunArm>>();
  for (const one of before.explanations ?? []) if (one.explanation.kind === 'explained') known.set(keyOf(one), one);
  const explaining = new Explaining(input, request, AbortSignal.any([signal, after(limitMs)]), known);
  progress.phase('reading plans');
  progress.remaining(wanted.length);
  await explaining.plans(wanted);
  await explaining.profiles(wanted.filter((one) => one.profiled));
  const missed = new Set(wanted.filter((one) => !known.has(keyOf(one))).map((one) => one.caseId)).size;
  if (missed > 0 && !signal.aborted) input.recorder.notice(outOfTime(missed, limitMs));
}

interface Wanted {
  readonly caseId: string;
  readonly arm: RunArm;
}

class Explaining {
  private readonly input: MeasureInput;
  private readonly request: RequestMaker;
  private readonly limit: AbortSignal;
  private readonly known: Map<string, ExplanationReading<RunArm>>;

  constructor(
    input: MeasureInput,
    request: RequestMaker,
    limit: AbortSignal,
    known: Map<string, ExplanationReading<RunArm>>,
  ) {
    this.input = input;
    this.request = request;
    this.limit = limit;
    this.known = known;
  }

  async plans(wanted: readonly Wanted[]): Promise<void> {
    const queue = wanted.filter((one) => !this.known.has(keyOf(one)));
    const worker = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined && !this.limit.aborted; next = queue.shift())
        await this.explain(next);
    };
    await Promise.all(Array.from({ length: inFlight }, worker));
  }

  /** One after the other: two executions at once would take each other's time. */
  async profiles(wanted: readonly Wanted[]): Promise<void> {
    for (const one of wanted) {
      const reading = this.known.get(keyOf(one));
      const target = this.input.targets[one.arm];
      const request = this.request(one.caseId, one.arm, 'profile');
      if (this.limit.aborted || target === undefined || request === undefined) continue;
      if (reading?.explanation.kind !== 'explained' || reading.processors !== undefined) continue;
      const profile = () => target.profile(request, this.limit).catch(() => undefined);
      // A lost profile costs nothing that a verdict rests on, and a busy machine may lose one.
      const processors = (await profile()) ?? (this.limit.aborted ? undefined : await profile());
      if (processors !== undefined) this.record({ ...reading, processors });
    }
  }

  private async explain({ caseId, arm }: Wanted): Promise<void> {
    const target = this.input.targets[arm];
    const request = this.request(caseId, arm, 'explain');
    if (target === undefined || request === undefined) return;
    try {
      this.record({ caseId, arm, explanation: await target.explain(request, this.limit) });
    } catch (error) {
      if (this.limit.aborted) return;
      const reason = error instanceof Error ? error.message : String(error);
      this.record({ caseId, arm, explanation: { kind: 'unavailable', reason } });
    }
    this.input.progress.step(caseId);
  }

  private record(reading: ExplanationReading<RunArm>): void {
    this.input.recorder.explanation(reading);
    this.known.set(keyOf(reading), reading);
  }
}

function keyOf({ caseId, arm }: Wanted): string {
  return `${arm} ${caseId}`;
}

function outOfTime(cases: number, limitMs: number): Notice {
  const text = `Reading plans took longer than ${formatSeconds(limitMs)}; ${cases} ${cases === 1 ? 'case has' : 'cases have'} none.`;
  return { code: 'plans-out-of-time', level: 'note', text };
}
