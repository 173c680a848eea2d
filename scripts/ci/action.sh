#!/bin/sh
# The step of action.yml. Inputs come as variables, so that none of them is ever text of a script.
#
#   action.sh install | gate | comment
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
case ${1:-} in
  install)
    # npm ci also builds dist.
    [ -f "$root/dist/main.js" ] || (cd "$root" && npm ci --no-audit --no-fund)
    ;;
  gate)
    set -f
    # shellcheck disable=SC2086 # words, and no patterns
    exec sh "$root/scripts/ci/gate.sh" "$INPUT_WORKLOAD" "${INPUT_BASE:-main}" ${INPUT_ARGUMENTS:-}
    ;;
  comment)
    cd "$(git rev-parse --show-toplevel)"
    set -- hogbench-out/run.jsonl.gz --key "$INPUT_WORKLOAD ${INPUT_KEY:-}"
    [ "${INPUT_FULL:-}" != true ] || set -- "$@" --full
    export HOGBENCH_CONFIG="${HOGBENCH_CONFIG:-none}"
    exec node "$root/dist/main.js" comment "$@"
    ;;
  *)
    echo "action.sh: install, gate or comment" >&2
    exit 2
    ;;
esac
