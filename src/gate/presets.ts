import type { GateLevel, GatePreset } from '../model/gateJudgement.ts';
import type { GateRule, RuleAsk } from '../model/gateRules.ts';
import type { Verdict } from '../model/verdictKind.ts';
import { ruleMetric } from './ruleMetrics.ts';

/** What a preset says beside its rules. */
export interface PresetChoices {
  readonly strict: boolean;
  /** A share; absent: one decided case is enough. */
  readonly minDecided?: number;
  readonly rules: readonly GateRule[];
}

/** Noise moves them; results and exact counters it does not. */
const noisy = ['server_time', 'running_time', 'cpu_time', 'PerfInstructions', 'memory'];
/** Another server, or another layout of tables, reads otherwise without being worse. */
const ofLayout = ['read_rows', 'read_bytes', 'SelectedMarks', 'SelectedParts'];

/** The rules that a config begins with. Its own come after them, and so win. */
export function presetChoices(preset: GatePreset): PresetChoices {
  const rule = (ask: RuleAsk, level: GateLevel): GateRule => {
    return { source: { kind: 'preset', preset }, match: { name: null, tags: [] }, ask, level };
  };
  const metrics = (names: readonly string[], level: GateLevel): readonly GateRule[] =>
    names.flatMap((name) => {
      const of = ruleMetric(name);
      return of === undefined ? [] : [rule({ kind: 'level', of }, level)];
    });
  const verdict = (name: Verdict, level: GateLevel): GateRule => rule({ kind: 'verdict', verdict: name }, level);
  switch (preset) {
    case 'default':
      return { strict: false, rules: [] };
    case 'counters-only':
      return { strict: false, rules: metrics(noisy, 'warn') };
    case 'strict':
      return { strict: true, rules: [verdict('unconfirmed', 'error'), verdict('removed', 'error')] };
    case 'migration':
      return { strict: false, minDecided: 0.8, rules: [...metrics(ofLayout, 'warn'), verdict('removed', 'error')] };
  }
}

/**
 * Whether time fails nowhere, so that a run which counted alone answers all that is asked: the preset says so, and no rule of the config
 * takes it back for a metric that such a run does not judge.
 * @param rules of the config, without those of its preset
 */
export function asksCountersAlone(preset: GatePreset, rules: readonly GateRule[]): boolean {
  if (preset !== 'counters-only') return false;
  return !rules.some(({ ask, level }) => {
    if (level !== 'error') return false;
    return ask.kind === 'verdict' ? ask.verdict === 'regressed' : noisy.includes(ask.of.metric);
  });
}
