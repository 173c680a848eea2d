import { z } from 'zod';

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().exactOptional(),
      license: z.string().exactOptional(),
      dev: z.boolean().exactOptional(),
      optional: z.boolean().exactOptional(),
      inBundle: z.boolean().exactOptional(),
      hasInstallScript: z.boolean().exactOptional(),
      integrity: z.string().exactOptional(),
    }),
  ),
});

/** One package that a user of hogbench gets. */
export interface ThirdPartyPackage {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** `bundled`: inside the tarball. `built in`: its code is part of a built file. `optional`: npm fetches it. */
  readonly delivery: 'bundled' | 'built in' | 'optional';
  readonly hasInstallScript: boolean;
}

/** Their platform packages, of which the registry's lock entry may name no licence, are released under the same one. */
const licenceByScope: Readonly<Record<string, string>> = { '@chdb/': 'Apache-2.0' };
const builtIn = '@stdlib/';

/** The packages that reach a user, by a parsed package-lock.json. Throws where it is none. */
export function thirdPartyPackages(lock: unknown): readonly ThirdPartyPackage[] {
  const { packages } = lockSchema.parse(lock);
  return Object.entries(packages)
    .flatMap(([path, one]) => {
      const name = path.split('node_modules/').at(-1) ?? '';
      if (name === '' || (one.dev === true && !name.startsWith(builtIn))) return [];
      const scope = Object.keys(licenceByScope).find((start) => name.startsWith(start));
      const licence = one.license ?? (scope === undefined ? undefined : licenceByScope[scope]) ?? 'unknown';
      const delivery: ThirdPartyPackage['delivery'] = name.startsWith(builtIn)
        ? 'built in'
        : one.inBundle === true
          ? 'bundled'
          : 'optional';
      const hasInstallScript = one.hasInstallScript === true;
      return [{ name, version: one.version ?? '', licence, delivery, hasInstallScript }];
    })
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en') || a.version.localeCompare(b.version, 'en'));
}

/** The page, as Markdown. */
export function thirdPartyText(lock: unknown): string {
  const all = thirdPartyPackages(lock);
  const of = (delivery: ThirdPartyPackage['delivery']): readonly ThirdPartyPackage[] =>
    all.filter((one) => one.delivery === delivery);
  const stdlib = of('built in');
  return `# Third-party software

[All pages](README.md)

Made by \`npx tsx scripts/thirdParty.ts\` from package-lock.json; a test keeps it true. No package that a user gets has an install script.

## In the tarball

Exactly these versions are tested and delivered; npm fetches none of them anew. Each has its licence beside it, in \`node_modules\`.

${table(of('bundled'))}

## Part of a built file

\`dist/compare/statistics/specialFunctions.js\` is made of ${stdlib.length} packages of stdlib (https://github.com/stdlib-js), Apache-2.0
or Apache-2.0 AND BSL-1.0, copyright The Stdlib Authors. The file keeps their notices; the licence is at https://www.apache.org/licenses/LICENSE-2.0.

## The embedded ClickHouse

Optional, at pinned versions, fetched by npm for the machine it runs on.

${table(of('optional'))}
`;
}

function table(packages: readonly ThirdPartyPackage[]): string {
  const rows = packages.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`);
  return ['| package | version | licence |', '|---|---|---|', ...rows].join('\n');
}
