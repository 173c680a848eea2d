// Attacks hogbench as somebody would who trusts nothing: kills, a server that misbehaves, damaged and hostile files, planted
// secrets. npm run attack -- [--part kills|impostor|mutations|secrets] [--seed N] [--minutes M] [--tries N] [--at-once N] [--write]
import { parseArgs } from 'node:util';
import { writeSection } from '../calibration/text.ts';
import { seededRandom, seedFrom } from '../src/model/random.ts';
import type { Bounds } from './bounds.ts';
import { attackByKills } from './kills.ts';
import { attackByMischief } from './mischief.ts';
import { attackByMutations } from './mutations.ts';
import { attackBySecrets } from './secrets.ts';
import { lossLines, type Part, parts, Tally, tallyTable } from './tally.ts';

const { values: flags } = parseArgs({
  options: {
    part: { type: 'string' },
    seed: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '60' },
    tries: { type: 'string' },
    'at-once': { type: 'string', default: '2' },
    write: { type: 'boolean', default: false },
  },
});

interface Attack {
  readonly tries: number;
  readonly run: (tally: Tally, bounds: Bounds) => Promise<void>;
}

const attacks: Readonly<Record<Part, Attack>> = {
  kills: { tries: 60, run: attackByKills },
  impostor: { tries: 5000, run: attackByMischief },
  mutations: { tries: 5000, run: attackByMutations },
  secrets: { tries: 100, run: attackBySecrets },
};

const chosen = parts.filter((part) => flags.part === undefined || flags.part === part);
if (chosen.length === 0) throw new Error(`--part is one of ${parts.join(', ')}`);
const seed = Number(flags.seed);
const endAt = Date.now() + Number(flags.minutes) * 60_000;
const tallies: Tally[] = [];
for (const part of chosen) {
  const tally = new Tally(part);
  tallies.push(tally);
  const { tries, run } = attacks[part];
  await run(tally, {
    random: seededRandom(seedFrom(seed, part)),
    seed,
    endAt,
    tries: Number(flags.tries ?? tries),
    atOnce: Number(flags['at-once']),
    say: (line) => console.error(line),
  });
}

console.log(tallyTable(tallies));
for (const line of lossLines(tallies)) console.log(line);
if (flags.write) await writeSection('docs/attack.md', 'attack', tallyTable(tallies), 'npm run attack');
process.exitCode = tallies.some((tally) => tally.lost > 0) ? 1 : 0;
