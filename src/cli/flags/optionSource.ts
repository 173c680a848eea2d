import type { OptionInEffect } from '../../model/run.ts';
import { type Config, configFileName } from '../../schema/config/config.ts';
import { checkNamed, checkNamedInCi } from '../../schema/config/configOrigin.ts';
import type { Io } from '../io.ts';
import type { Readings } from './flagRow.ts';
import { flagRow } from './flagTable.ts';
import { readers } from './readers.ts';

/** Flags as commander hands them over. */
export type Flags = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** A value and who gave it. */
export interface Given {
  readonly name: string;
  readonly text: string;
  readonly by: 'flag' | 'variable' | 'config';
  /** `--margin`, `HOGBENCH_MARGIN`, or the config's file. */
  readonly from: string;
}

/** Flag before environment (`HOGBENCH_MAX_PAIRS`) before the config's `defaults` (`max-pairs`). */
export class OptionSource {
  private readonly flags: Flags;
  private readonly env: Io['env'];
  private readonly config: Config;
  readonly #inEffect = new Map<string, OptionInEffect>();

  constructor(flags: Flags, io: Io, config: Config) {
    this.flags = flags;
    this.env = io.env;
    this.config = config;
  }

  /** The first of these names that is set, a flag of any of them before a variable of any before a default. */
  text(...names: readonly string[]): string | undefined {
    return this.given(...names)?.text;
  }

  /**
   * As `text`, with who gave it.
   * @throws UserError usage where a config that nobody named must not decide it
   */
  given(...names: readonly string[]): Given | undefined {
    const levels = [this.ofFlag, this.ofVariable, this.ofConfig];
    for (const level of levels)
      for (const name of names) {
        const given = level.call(this, name);
        if (given === undefined) continue;
        this.note({ name, value: given.text, from: given.from }, given.by === 'config');
        return given;
      }
    return undefined;
  }

  /** What was asked for until now that decides what is measured or how it is judged, and who set it. */
  inEffect(): readonly OptionInEffect[] {
    return [...this.#inEffect.values()];
  }

  /** @param byConfig whether the config has a part in it */
  note(option: OptionInEffect, byConfig: boolean): void {
    if (flagRow(option.name)?.decides !== true) return;
    const isFound = byConfig && this.config.origin.kind === 'found';
    this.#inEffect.set(option.name, isFound ? { ...option, found: true } : option);
  }

  /**
   * Takes what the config says beside its defaults, such as an arm or a price. Where nobody named the config, it is told.
   * @param key as it stands in the file: `arms.old`
   * @throws UserError usage where a config that nobody named must not decide it
   */
  takeFromConfig(key: string, value: string): void {
    const { origin } = this.config;
    checkNamedInCi(origin, key, this.env);
    if (origin.kind === 'found') this.#inEffect.set(key, { name: key, value, from: origin.file, found: true });
  }

  private ofFlag(name: string): Given | undefined {
    const text = this.flag(name);
    return typeof text === 'string' ? { name, text, by: 'flag', from: `--${name}` } : undefined;
  }

  private ofVariable(name: string): Given | undefined {
    const text = this.variable(name);
    return text === undefined ? undefined : { name, text, by: 'variable', from: variableOf(name) };
  }

  private ofConfig(name: string): Given | undefined {
    const text = this.default(name);
    return text === undefined ? undefined : { name, text, by: 'config', from: this.configFile };
  }

  /** A flag of the command line alone. */
  flagText(name: string): string | undefined {
    const flag = this.flag(name);
    return typeof flag === 'string' ? flag : undefined;
  }

  hasFlag(name: string): boolean {
    return this.flag(name) !== undefined;
  }

  on(name: string): boolean {
    if (this.flag(name) === true) this.note({ name, value: 'on', from: `--${name}` }, false);
    return this.flag(name) === true || ['1', 'true', 'yes'].includes(this.text(name) ?? '');
  }

  /** Whether what is on by default was switched off: `--no-quiet`, or `false` in the environment or the config. */
  off(name: string): boolean {
    if (this.flag(name) === false) this.note({ name, value: 'off', from: `--no-${name}` }, false);
    return this.flag(name) === false || ['0', 'false', 'no'].includes(this.text(name) ?? '');
  }

  list(name: string): readonly string[] {
    const flag = this.flag(name);
    return Array.isArray(flag) ? (flag as readonly string[]) : [];
  }

  private flag(name: string): Flags[string] {
    return this.flags[name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())];
  }

  private variable(name: string): string | undefined {
    return this.env[variableOf(name)] || undefined;
  }

  private default(name: string): string | undefined {
    const { defaults, origin } = this.config;
    const configured = Object.hasOwn(defaults, name) ? defaults[name] : undefined;
    if (configured === undefined) return undefined;
    const row = flagRow(name);
    if (row?.found === 'never') checkNamed(origin, `defaults.${name}`);
    if (row?.found !== 'always') checkNamedInCi(origin, `defaults.${name}`, this.env);
    return String(configured);
  }

  get configFile(): string {
    const { origin } = this.config;
    return origin.kind === 'none' ? configFileName : origin.file;
  }

  /**
   * What is meant by what is set; undefined when nothing is.
   * @param kind what the table says of this flag
   * @throws UserError usage for a text that the flag does not take
   */
  read<K extends keyof Readings>(name: string, kind: K): Readings[K] | undefined {
    if (flagRow(name)?.reads !== kind) throw new Error(`--${name} is not read as ${kind}`);
    const text = this.text(name);
    return text === undefined ? undefined : readers[kind](text, `--${name}`);
  }
}

function variableOf(name: string): string {
  return `HOGBENCH_${name.replaceAll('-', '_').toUpperCase()}`;
}
