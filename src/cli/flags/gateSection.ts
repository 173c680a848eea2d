import {
  gateFlags,
  gateInEffect,
  plainGate,
  type ReadGate,
  readGateSection,
  refuseProblems,
  withGate,
} from '../../app/gateUse.ts';
import type { Services } from '../../app/services.ts';
import { asksCountersAlone } from '../../gate/presets.ts';
import type { ComparisonReport } from '../../model/comparison.ts';
import type { GateRules } from '../../model/gateOutcome.ts';
import type { OptionInEffect } from '../../model/run.ts';
import type { Config } from '../../schema/config/config.ts';
import { checkNamedInCi } from '../../schema/config/configOrigin.ts';
import type { Io } from '../io.ts';

/** A gate as one command goes by it. */
export interface CommandGate {
  readonly gate: ReadGate;
  /** What of it is told in every report, and who set it. */
  readonly options: readonly OptionInEffect[];
  /** The flags, with what the config says beside its rules. */
  flags<T extends GateRules>(flags: T): T;
  /** It asks nothing that a run of exact counters alone leaves open. */
  readonly countersOnly: boolean;
  /** What it makes of a report. */
  judge(report: ComparisonReport, flags: GateRules): Promise<ComparisonReport>;
}

/**
 * The gate of a config. In CI it is taken from a config that was named alone: a change could bring its own rules and allowances.
 * @param always judges without any rules, too, so that what fails is listed
 * @returns undefined where the config has no rules and nobody asked for a gate
 * @throws UserError usage for rules and allowances that are none
 */
export async function commandGate(
  config: Config,
  always: boolean,
  io: Io,
  services: Services,
): Promise<CommandGate | undefined> {
  const gate = await configGate(config, io);
  if (gate === undefined) return always ? gateWith(plainGate, [], io, services) : undefined;
  return gateWith(gate, gateInEffect(gate, config.origin.kind === 'found'), io, services);
}

/**
 * The gate of a config, as it is written. In CI as `commandGate`.
 * @returns undefined where the config has none
 * @throws UserError usage for rules and allowances that are none
 */
export async function configGate(config: Config, io: Io): Promise<ReadGate | undefined> {
  if (config.gate === undefined) return undefined;
  checkNamedInCi(config.origin, 'gate', io.env);
  const { gate, problems } = await readGateSection(config, config.gate, io);
  refuseProblems(problems);
  return gate;
}

function gateWith(gate: ReadGate, options: readonly OptionInEffect[], io: Io, services: Services): CommandGate {
  return {
    gate,
    options,
    countersOnly: asksCountersAlone(gate.preset, gate.rules),
    flags: (flags) => gateFlags(flags, gate),
    judge: (report, flags) => withGate(report, gate, flags, io, services),
  };
}
