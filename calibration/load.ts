// `npm run calibrate:load [-- PART …]`: how often what is said of a load is wrong, on simulated servers whose truth is known.
import { parseArgs } from 'node:util';
import { capacityWorlds } from './capacityWorlds.ts';
import { capacityTable, scoreWorlds, wronglyKept } from './loadCapacity.ts';
import { backlogTable, coverageTable } from './loadCoverage.ts';
import { writeSection } from './text.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, write: { type: 'string' } },
});

/** Each by the name of its section in docs/calibration.md. */
const parts: Readonly<Record<string, () => string>> = {
  capacity: () =>
    values.quick
      ? capacityTable(scoreWorlds(capacityWorlds, 3))
      : [
          capacityTable(scoreWorlds(capacityWorlds, 20)),
          'Trials at 1.01 of the capacity that were called kept, which is wrong, with looks on the way:',
          wronglyKept(
            capacityWorlds.filter(({ arrival }) => arrival === 'poisson'),
            100,
          ),
        ].join('\n\n'),
  coverage: () => (values.quick ? coverageTable(50, 2_000) : coverageTable(200, 10_000)),
  backlog: () => backlogTable(values.quick ? 30 : 400),
};

for (const [name, run] of Object.entries(parts)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const text = run();
  process.stdout.write(`${name}\n\n${text}\n\n`);
  if (values.write !== undefined)
    await writeSection(values.write, `load-${name}`, text, `npm run calibrate:load -- ${name}`);
}
