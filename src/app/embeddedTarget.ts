import { UserError } from '../model/errors.ts';
import { type NodeLimits, parseCores, parseMemory } from '../model/nodeLimits.ts';
import type { EmbeddedSpec } from '../model/targetSpec.ts';
import { parseTopology, topologyAdvice } from '../model/topology.ts';
import { quoted } from '../text/quote.ts';

/** What is said of servers of our own, by a name or by an entry of a config. */
export interface EmbeddedParts {
  readonly topology?: string | undefined;
  readonly version?: string | undefined;
  readonly cores?: string | number | undefined;
  readonly memory?: string | number | undefined;
}

/**
 * Reads the name of an embedded target: `embedded`, `embedded:2` (two shards), `embedded:2x1?cores=1&memory=2GiB` (shards by replicas, and
 * what each server may take), `embedded@26.7.0-stable.1` (another version of the engine).
 * @returns undefined where the text names another target
 * @throws UserError usage for a topology or a limit that cannot be
 */
export function embeddedTarget(text: string): EmbeddedSpec | undefined {
  const [all, version, topology, query] = /^embedded(?:@([^:?]*))?(?::([\dx]+))?(?:\?(.*))?$/s.exec(text) ?? [];
  if (all === undefined) return undefined;
  return embeddedSpec(text, { version, topology, ...partsOf(query ?? '', text) }, quoted(text));
}

/**
 * @param name what reports call the target
 * @param where what to call it in an error
 * @returns undefined where the topology is none
 * @throws UserError usage for a topology or a limit that cannot be
 */
export function embeddedSpec(name: string, parts: EmbeddedParts, where: string): EmbeddedSpec | undefined {
  const topology = parts.topology === undefined ? { nodes: 1 } : parseTopology(parts.topology);
  if (topology === undefined) return undefined;
  if (typeof topology === 'string') throw new UserError('usage', `${where} ${topology}`, topologyAdvice);
  const limits = limitsOf(parts, where);
  const { version } = parts;
  if (version !== undefined && !(version.length <= longestVersion && versionForm.test(version)))
    throw new UserError(
      'usage',
      `the engine of ${where} is no version: ${quoted(version)}`,
      'Write it as npm has it, such as embedded@26.7.0-stable.1.',
    );
  return {
    kind: 'embedded',
    name,
    ...topology,
    ...(limits === undefined ? {} : { limits }),
    ...(version === undefined ? {} : { version }),
  };
}

/** One that is exact: what a range or a tag names is another thing tomorrow. */
const versionForm = /^\d{1,4}\.\d{1,4}\.\d{1,6}(?:-[\dA-Za-z]+(?:\.[\dA-Za-z]+)*)?$/;
const longestVersion = 64;

const known = ['cores', 'memory'] as const;
const example = 'Write for instance embedded:1x2?cores=1&memory=2GiB.';

function partsOf(query: string, text: string): EmbeddedParts {
  const given = [...new URLSearchParams(query)];
  const names = given.map(([name]) => name);
  const unknown = names.find((name) => !known.some((one) => one === name));
  if (unknown !== undefined)
    throw new UserError(
      'usage',
      `${quoted(text)} says ${quoted(unknown)}, and known are ${known.join(' and ')}`,
      `${example} Settings of ClickHouse are given with --baseline-set and --candidate-set.`,
    );
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new UserError('usage', `${quoted(text)} says ${twice} twice`, 'Say it once.');
  return Object.fromEntries(given);
}

function limitsOf({ cores, memory }: EmbeddedParts, where: string): NodeLimits | undefined {
  if (cores === undefined && memory === undefined) return undefined;
  return {
    ...(cores === undefined ? {} : { cores: checked('cores', cores, parseCores(cores), where) }),
    ...(memory === undefined ? {} : { memoryBytes: checked('memory', memory, parseMemory(memory), where) }),
  };
}

function checked(what: string, given: string | number, read: number | string, where: string): number {
  if (typeof read === 'number') return read;
  throw new UserError('usage', `${what} of ${where} ${read}: ${quoted(String(given))}`, example);
}
