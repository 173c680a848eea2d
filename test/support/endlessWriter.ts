// Run as a child: writes executions without end and tells which are in the file. It ends only by being killed.
import { createRunFile, openRunFile } from '../../src/store/writeRun.ts';
import { evidenceOf, headerOf, sampleOf } from '../unit/store/samples.ts';

const [path = '', first = '0'] = process.argv.slice(2);
const start = Number(first);
const writer = start === 0 ? await createRunFile(path, headerOf()) : await openRunFile(path);
for (let seq = start; ; seq += 1) {
  writer.sample(sampleOf(seq));
  writer.evidence(seq, evidenceOf(seq));
  if (seq % 50 === 49) {
    await writer.flush();
    process.stdout.write(`${seq}\n`);
  }
}
