// Asks the registry for known vulnerabilities of what users get: `npm run audit`. A registry that does not answer fails nothing.
import { spawnSync } from 'node:child_process';
import { auditVerdict } from './auditVerdict.ts';

const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], { encoding: 'utf8', timeout: 120_000 });
const { line, fails } = auditVerdict(stdout ?? '');
process.stdout.write(`${line}\n`);
process.exitCode = fails ? 1 : 0;
