import { type Initialized, initWorkload } from '../../app/initWorkload.ts';
import { UserError } from '../../model/errors.ts';
import { type CiKind, ciKinds, ciSigns, tarballCommand } from '../../starter/ciFiles.ts';
import { shown } from '../../text/quote.ts';
import { terminalLines } from '../../text/safeText.ts';
import { type ExitCode, exitCode } from '../exitCode.ts';
import type { Flags } from '../flags/optionSource.ts';
import type { Io } from '../io.ts';

const usualFolder = 'queries';

export async function initCommand(given: string | undefined, flags: Flags, io: Io): Promise<ExitCode> {
  const folder = given ?? usualFolder;
  const ci = flags.ci === undefined ? undefined : ciOf(String(flags.ci));
  io.stdout(terminalLines(summary(folder, ci, await initWorkload({ folder, ci }, io))));
  return exitCode.fine;
}

function ciOf(text: string): CiKind | 'none' {
  const found = [...ciKinds, 'none' as const].find((kind) => kind === text);
  if (found !== undefined) return found;
  throw new UserError('usage', `--ci is not a kind of CI: ${shown(text)}`, `Write ${ciKinds.join(', ')} or none.`);
}

function summary(folder: string, asked: CiKind | 'none' | undefined, made: Initialized): readonly string[] {
  const path = /^[\w./-]+$/.test(folder) ? folder : `'${folder.replaceAll("'", "'\\''")}'`;
  return [
    'Written:',
    ...made.written.map((file) => `  ${file}`),
    ...ciLines(asked, made),
    '',
    'Next, does it run? On an embedded ClickHouse, against itself:',
    `  npx hogbench ab ${path} --all --counters-only`,
    'Once it is committed, after each change of a query:',
    `  npx hogbench ab ${path} --base HEAD`,
  ];
}

function ciLines(asked: CiKind | 'none' | undefined, { ci, alsoFound }: Initialized): readonly string[] {
  if (ci === undefined)
    return asked === 'none'
      ? []
      : [
          '',
          `No file for CI, since there is no ${ciKinds.map((kind) => ciSigns[kind]).join(', no ')}.`,
          `  --ci ${ciKinds.join(', --ci ')} writes one.`,
        ];
  const { addition } = ci.file;
  return [
    ...(addition === undefined
      ? []
      : [
          '',
          `Add to ${addition.to}:`,
          ...addition.lines
            .trimEnd()
            .split('\n')
            .map((line) => `  ${line}`),
        ]),
    ...(ci.isDependency
      ? []
      : [
          '',
          'CI installs hogbench from tools/. Make its tarball beside a checkout in which npm ci has run, and commit it:',
          `  ${tarballCommand}`,
        ]),
    ...alsoFound.map((kind) => `For ${ciSigns[kind]}, too: --ci ${kind}.`),
  ];
}
