import type { RunArm } from '../model/arm.ts';
import type { Sample } from '../model/sample.ts';
import type { MeasureInput, Targets } from './measureInput.ts';
import { type SourceOf, sourceOf } from './selfCheckCases.ts';
import type { Refusals } from './target.ts';

/** Knows when a round has shown that further ones would tell nothing. */
export class Futility {
  private readonly targets: Targets;
  private readonly source: SourceOf;
  /** Arms whose server's log has told what can be. */
  private readonly believed: Set<RunArm>;

  constructor({ plan, targets, before }: Pick<MeasureInput, 'plan' | 'targets' | 'before'>) {
    this.targets = targets;
    this.source = sourceOf(plan);
    this.believed = new Set(before.samples.filter(hasFacts).map(({ arm }) => arm));
  }

  /** Why further rounds of an arm would tell nothing, by the samples of one; undefined when they may. */
  reason(arm: RunArm, samples: readonly Sample<RunArm>[]): string | undefined {
    const own = samples.filter((one) => this.source(one.caseId, one.arm).arm === arm);
    return unreadable(own) ?? this.implausible(arm, own) ?? notPermitted(own, this.targets[arm]?.refusals);
  }

  /** A server whose log has told nothing but what cannot be will tell nothing else. */
  private implausible(arm: RunArm, samples: readonly Sample<RunArm>[]): string | undefined {
    if (samples.some(hasFacts)) this.believed.add(arm);
    const details = samples.flatMap(({ evidence }) =>
      evidence?.kind === 'missing' && evidence.cause === 'implausible' ? [evidence.detail] : [],
    );
    if (this.believed.has(arm) || details[0] === undefined || details.length < samples.length) return undefined;
    return `nothing can be judged by what the server tells: ${details[0]}`;
  }
}

function hasFacts({ evidence }: Sample<RunArm>): boolean {
  return evidence?.kind === 'facts';
}

/** A log that this user can never read makes every further execution pointless. */
function unreadable(samples: readonly Sample<RunArm>[]): string | undefined {
  const isUnreadable = ({ evidence }: Sample<RunArm>): boolean =>
    evidence?.kind === 'missing' && (evidence.cause === 'not-permitted' || evidence.cause === 'log-disabled');
  const first = samples[0]?.evidence;
  if (first?.kind !== 'missing' || !samples.every(isUnreadable)) return undefined;
  return `nothing can be judged without the server's log: ${first.detail}`;
}

/** A user who may change no setting may not even switch a cache off: the server refuses every execution. */
function notPermitted(samples: readonly Sample<RunArm>[], refusals: Refusals | undefined): string | undefined {
  const refused = samples.flatMap(({ outcome }) =>
    outcome.kind === 'failed' && refusals?.forbidsSettings(outcome) === true ? [outcome.message] : [],
  );
  if (refused[0] === undefined || refused.length < samples.length) return undefined;
  return `the user may not change settings (a profile with readonly = 2 lets it): ${refused[0]}`;
}
