#!/usr/bin/env bash
# What action.yml runs: its inputs are in the environment as FOREWARN_…, and are words of the command line, never of a script.
set -euo pipefail

if ! command -v forewarn > /dev/null; then
    root=${RUNNER_TOOL_CACHE:-$HOME}/forewarn
    [ -x "$root/bin/forewarn" ] || cargo install --locked --path "${GITHUB_ACTION_PATH:?}" --root "$root"
    PATH=$root/bin:$PATH
fi

words=()
option() { # NAME VALUE
    [ -z "$2" ] || words+=("--$1=$2")
}

case ${FOREWARN_COMMAND:-scan} in
    scan)
        option package "${FOREWARN_PACKAGE:-}"
        option from "${FOREWARN_FROM:-}"
        option to "${FOREWARN_TO:-}"
        option min-confidence "${FOREWARN_MIN_CONFIDENCE:-}"
        option baseline "${FOREWARN_BASELINE:-}"
        option changed-since "${FOREWARN_CHANGED_SINCE:-}"
        asked=(scan "${words[@]}")
        behind=(-- "${FOREWARN_PATH:-.}")
        ;;
    lint)
        asked=(lint)
        behind=()
        ;;
    fragment)
        option since "${FOREWARN_CHANGED_SINCE:-}"
        exec forewarn check --fragment "${words[@]}" --format github
        ;;
    *)
        printf '::error::forewarn: the input `command` is scan, lint or fragment\n'
        exit 2
        ;;
esac

if [ -n "${FOREWARN_SARIF:-}" ]; then
    # The answer is told below, with its exit code; 3 says that it is not whole.
    forewarn "${asked[@]}" --fail-on never --format sarif "${behind[@]}" > "$FOREWARN_SARIF" || [ $? -eq 3 ]
fi
words=()
option fail-on "${FOREWARN_FAIL_ON:-}"
exec forewarn "${asked[@]}" "${words[@]}" --format github "${behind[@]}"
