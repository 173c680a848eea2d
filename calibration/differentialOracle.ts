// `npm run calibrate:results`: whether results that hogbench calls the same are the same, on random statements over the shipped datasets.
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { judgePairs, pairsOf } from './oracle/judgement.ts';
import { startOracleServer } from './oracle/oracleServer.ts';
import { isWrong, judgedText, lineOf, type OracleLine, oracleTables, tallyOf } from './oracle/tally.ts';
import { quietWorld } from './quietWorld.ts';
import { writeSection } from './text.ts';

const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '10000' },
    /** Pairs of one `hogbench ab`. */
    batch: { type: 'string', default: '250' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string', default: 'hogbench-out/results' },
    write: { type: 'string' },
  },
});

const out = resolve(values.out);
const file = join(out, `oracle-${values.seed}.jsonl`);
const started = performance.now();
const say = (text: string): void => void process.stderr.write(text);
await mkdir(out, { recursive: true });

/** Results stay when a calibration is interrupted: each line is one batch, and the next call goes on after them. */
async function known(): Promise<readonly (readonly OracleLine[])[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as readonly OracleLine[]]));
}

async function measure(): Promise<void> {
  const size = Number(values.batch);
  const all = pairsOf(Number(values.seed), Number(values.pairs));
  const done = (await known()).reduce((sum, batch) => sum + batch.length, 0);
  if (done >= all.length) return;
  const world = quietWorld(out, (line) => say(`${line}\n`));
  const cluster = await startOracleServer(world, new AbortController().signal);
  const [node] = cluster.nodes;
  if (node === undefined) throw new Error('a cluster has a node');
  const server = { url: node.url, user: cluster.user, password: cluster.password };
  try {
    for (let from = done; from < all.length; from += size) {
      const judged = await judgePairs(all.slice(from, from + size), server, world, join(out, 'arms'));
      for (const one of judged.filter(isWrong)) process.stdout.write(`${judgedText(one)}\n`);
      await appendFile(file, `${JSON.stringify(judged.map(lineOf))}\n`);
      const found = tallyOf((await known()).flat());
      say(`${Math.round((performance.now() - started) / 1000)} s: ${JSON.stringify(found)}\n`);
    }
  } finally {
    await cluster.stop();
  }
}

await measure();
const text = oracleTables((await known()).flat());
process.stdout.write(`${text}\n`);
if (values.write !== undefined) await writeSection(values.write, 'oracle', text, 'npm run calibrate:results');
