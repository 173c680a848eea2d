// `npm run calibrate:certify`: certificates of topologies whose answers are known, and arms that are all alike.
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { alikeRun, type CertifyLine, certificateRun } from './certifyRuns.ts';
import { certifyTables } from './certifyTables.ts';
import { writeSection } from './text.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '30' },
    only: { type: 'string', default: 'topologies,halved,unmerged,own,one' },
    out: { type: 'string', default: 'hogbench-out/calibration-certify' },
    write: { type: 'string' },
  },
});

const out = resolve(values.out);
const results = join(out, 'results.jsonl');
const started = performance.now();
await mkdir(out, { recursive: true });

/** Results stay when a calibration is interrupted: each line is one run, and the next call goes on after them. */
async function known(): Promise<readonly CertifyLine[]> {
  const text = await readFile(results, 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => (line === '' ? [] : (JSON.parse(line) as CertifyLine)));
}

const runs: Readonly<Record<string, (index: number) => Promise<CertifyLine>>> = {
  topologies: (index) => certificateRun(index, 'topologies', out),
  halved: (index) => certificateRun(index, 'halved', out),
  unmerged: (index) => certificateRun(index, 'unmerged', out),
  own: (index) => alikeRun(index, 'own', out),
  one: (index) => alikeRun(index, 'one', out),
};

/** In turn, so that an interruption leaves some of each. */
for (let index = 0; index < Number(values.runs); index += 1)
  for (const name of values.only.split(',')) {
    const run = runs[name];
    if (run === undefined) throw new Error(`--only ${name}: there are ${Object.keys(runs).join(', ')}`);
    if ((await known()).some((line) => line.part === name && line.index === index)) continue;
    const line = await run(index);
    await appendFile(results, `${JSON.stringify(line)}\n`);
    process.stderr.write(`${Math.round((performance.now() - started) / 1000)} s: ${JSON.stringify(line)}\n`);
  }

const text = certifyTables(await known());
process.stdout.write(`${text}\n`);
if (values.write !== undefined) await writeSection(values.write, 'certify', text, 'npm run calibrate:certify');
