#!/bin/sh
# The gate of a pull request, for any CI: compares the queries of this branch with those of the commit at which it left the base.
#
#   gate.sh WORKLOAD BRANCH [flags of hogbench ab …]
#
# Exits as `hogbench ab` does: 0 nothing wrong, 1 slower or failing, 2 wrong usage, 3 nothing decided, 4 a different result, 5 no evidence.
# Leaves the results in hogbench-out and the cases as tests in hogbench-junit.xml; neither is left of an earlier run.
set -eu
usage() {
  echo "gate.sh: $1" >&2
  echo '  fix:   gate.sh WORKLOAD BRANCH, such as: gate.sh queries main --budget 10m' >&2
  exit 2
}
[ "$#" -ge 2 ] || usage 'a workload and a branch are needed'
workload=$1 branch=$2
shift 2
case $workload in '' | -*) usage "this is no workload: $workload" ;; esac
case $branch in -*) usage "this is no branch: $branch" ;; esac
git check-ref-format "refs/heads/$branch" || usage "this is no branch: $branch"
program=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)/dist/main.js
cd "$(git rev-parse --show-toplevel)"
rm -f hogbench-junit.xml
# What the change brings is measured, and does not say how it is judged.
export HOGBENCH_CONFIG="${HOGBENCH_CONFIG:-none}"
[ "$(git rev-parse --is-shallow-repository)" = false ] || git fetch --quiet --unshallow origin
if ! git fetch --quiet origin "+refs/heads/$branch:refs/remotes/origin/$branch"; then
  # A checkout that keeps no login cannot fetch, and may have all that is needed.
  git rev-parse --quiet --verify "refs/remotes/origin/$branch" > /dev/null || exit 2
  echo "gate.sh: origin/$branch cannot be fetched; as it was fetched before, it is the base" >&2
fi
format=text
[ "${GITHUB_ACTIONS:-}" != true ] || format=github
node "$program" lint "$workload" --format "$format"
exec node "$program" ab "$workload" --base "origin/$branch" --junit hogbench-junit.xml --force "$@"
