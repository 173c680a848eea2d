import { UserError } from '../../model/errors.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Who put a config there. A file that the user names is the user's word. One that merely lies in the working folder may have
 * come with a pull request.
 */
export type ConfigOrigin =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'named' | 'found';
      /** As it was written, for messages. */
      readonly file: string;
      /** Absolute; what the file names is relative to it. */
      readonly folder: string;
    };

/** Variables of CI systems that do not set `CI`. */
const systems = [
  ...['GITHUB_ACTIONS', 'GITLAB_CI', 'JENKINS_URL', 'BUILDKITE', 'TF_BUILD', 'TEAMCITY_VERSION'],
  ...['CODEBUILD_BUILD_ID', 'BITBUCKET_BUILD_NUMBER'],
];

/** Whether nobody looks at what is measured here until it is over; `CI=false` says that somebody does. */
export function isCi(env: Environment): boolean {
  const told = env.CI?.trim().toLowerCase();
  if (told !== undefined && told !== '') return !['0', 'false', 'no'].includes(told);
  return systems.some((name) => (env[name] ?? '') !== '');
}

/**
 * What decides a verdict, or who is asked for it, is not taken in CI from a file that nobody named.
 * @param key as it stands in the file: `defaults.margin`
 * @throws UserError usage
 */
export function checkNamedInCi(origin: ConfigOrigin, key: string, env: Environment): void {
  if (origin.kind !== 'found' || !isCi(env)) return;
  throw notNamed(origin.file, key, `in CI, ${key} is not taken from a config that was only found`);
}

/**
 * As `checkNamedInCi`, in CI and elsewhere.
 * @throws UserError usage
 */
export function checkNamed(origin: ConfigOrigin, key: string): void {
  if (origin.kind === 'found')
    throw notNamed(origin.file, key, `${key} is not taken from a config that was only found`);
}

function notNamed(file: string, key: string, what: string): UserError {
  return new UserError(
    'usage',
    what,
    `Name the file that you trust, for instance --config ../base/${file}, or --config ${file} for this one; --config none reads none.`,
    `${file}, ${key}`,
  );
}
