/** Whose CI a file can be written for. */
export const ciKinds = ['github', 'gitlab', 'jenkins'] as const;
export type CiKind = (typeof ciKinds)[number];

/** What lies in a repository that uses it, from its root. */
export const ciSigns: Readonly<Record<CiKind, string>> = {
  github: '.github',
  gitlab: '.gitlab-ci.yml',
  jenkins: 'Jenkinsfile',
};

/** What differs between repositories. All of it stands in shell and YAML as it is, so it holds no character that means something there. */
export interface CiPlace {
  /** Of the workload, from the root of the repository. */
  readonly folder: string;
  /** The branch that pull requests go to. */
  readonly branch: string;
  /** Whether `npm install` brings hogbench. `npm ci` may not: npm leaves platform packages of bundled ones out of the lock that it writes first. */
  readonly isDependency: boolean;
}

/** As the documents show it. */
export const usualPlace: CiPlace = { folder: 'queries', branch: 'main', isDependency: false };

export interface CiFile {
  /** From the root of the repository. */
  readonly path: string;
  readonly text: string;
  readonly isProgram: boolean;
  /** What the owner of another file adds to it. */
  readonly addition: { readonly to: string; readonly lines: string } | undefined;
}

/** The gate of a pull request for a kind of CI. */
export const ciFiles: Readonly<Record<CiKind, (place: CiPlace) => CiFile>> = {
  github: (place) => ({
    path: '.github/workflows/hogbench.yml',
    text: githubWorkflow(place),
    isProgram: false,
    addition: undefined,
  }),
  gitlab: (place) => ({
    path: '.gitlab/hogbench.yml',
    text: gitlabJob(place),
    isProgram: false,
    addition: { to: ciSigns.gitlab, lines: 'include:\n  - local: .gitlab/hogbench.yml\n' },
  }),
  jenkins: (place) => ({
    path: 'ci/hogbench.sh',
    text: gateScript(place),
    isProgram: true,
    addition: { to: ciSigns.jenkins, lines: jenkinsStage(place) },
  }),
};

/** Makes the tarball that CI installs, beside a checkout of hogbench. */
export const tarballCommand = 'mkdir -p tools && npm pack ../hogbench --pack-destination tools';

function install({ isDependency }: CiPlace): string {
  return isDependency ? 'npm install' : 'npm install --no-save ./tools/hogbench-*.tgz';
}

/** The gate itself, alike in every CI, by a script that comes with hogbench: shared runners are noisy, so it may measure longer than usual. */
function gate({ folder, branch }: CiPlace): string {
  return `sh node_modules/hogbench/scripts/ci/gate.sh ${folder} ${branch} --max-pairs 60 --budget 10m`;
}

/** For any CI that runs a script: exits as `hogbench ab` does. */
export function gateScript(place: CiPlace): string {
  return `#!/bin/sh
# Compares the queries of this branch with those of the commit at which it left ${place.branch}.
# Exits with 0 where nothing is wrong, 1 for slower or failing, 4 for a different result.
set -eu
cd "$(git rev-parse --show-toplevel)"
${install(place)}
${gate(place)}
`;
}

function githubWorkflow(place: CiPlace): string {
  const { folder } = place;
  const dataset = ['workload.yaml', 'schema.sql', 'data.sql'].map((file) => `'${folder}/${file}'`).join(', ');
  return `# Compares the queries of a pull request with those of the commit at which it left ${place.branch}.
# It runs what the pull request brings, so it has no secrets and may write nothing.
name: hogbench
on: { pull_request: { paths: ['${folder}/**'] } }
permissions: { contents: read }
env: { HOGBENCH_CONFIG: none }
jobs:
  hogbench:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with: { fetch-depth: 0, persist-credentials: false }
      - uses: actions/setup-node@v4
        with: { node-version: 22 }
      - uses: actions/cache@v4
        with:
          path: ~/.cache/hogbench
          key: hogbench-\${{ hashFiles(${dataset}) }}
      - run: ${install(place)}
      - run: ${gate(place)}
      - uses: actions/upload-artifact@v4
        if: always()
        with: { name: hogbench-out, path: hogbench-out, if-no-files-found: ignore }
`;
}

function gitlabJob(place: CiPlace): string {
  const { folder } = place;
  return `# Compares the queries of a merge request with those of the commit at which it left ${place.branch}.
hogbench:
  image: node:22                 # Debian: the embedded ClickHouse needs glibc
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
      changes: ['${folder}/**/*']
  variables:
    GIT_DEPTH: '0'
    HOGBENCH_CONFIG: none
    HOGBENCH_HOME: $CI_PROJECT_DIR/.cache/hogbench
    HOGBENCH_REPORT_URL: $CI_JOB_URL
  cache:
    key: { prefix: hogbench, files: ['${folder}/schema.sql', '${folder}/data.sql'] }
    paths: [.cache/hogbench]
  script:
    - ${install(place)}
    - ${gate(place)}
  artifacts:
    when: always
    paths: [hogbench-out]
    reports: { junit: hogbench-junit.xml }
`;
}

function jenkinsStage({ folder }: CiPlace): string {
  return `stage('hogbench') {
  agent { docker { image 'node:22' } }
  when { changeRequest(); changeset '${folder}/**' }
  environment {
    HOME = "\${WORKSPACE}"
    HOGBENCH_REPORT_URL = "\${BUILD_URL}"
  }
  steps { sh './ci/hogbench.sh' }
  post {
    always {
      junit testResults: 'hogbench-junit.xml', allowEmptyResults: true
      archiveArtifacts artifacts: 'hogbench-out/**', allowEmptyArchive: true
    }
  }
}
`;
}
