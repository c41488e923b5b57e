#!/usr/bin/env bash
# The GitHub Action as a workflow runs it, with inputs that a shell would fall for, and the hooks as pre-commit reads them.
#
# action.sh FOREWARN SCRATCH    needs python3 with venv; pre-commit is installed into SCRATCH
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
forewarn=$(realpath "$1")
mkdir -p "$2/bin" "$2/home"
scratch=$(realpath "$2")
fail() { printf 'failed: %s\n' "$*" >&2; exit 1; }
ln -sf "$forewarn" "$scratch/bin/forewarn"

# A name that does something wherever it is taken for a part of a script.
plugin='a $(touch pwned) `touch pwned`; touch pwned'
mkdir -p "$scratch/$plugin/src"
printf '%s' '{"name": "plugin", "dependencies": {"@twilio/flex-ui": "1.34.6"}}' > "$scratch/$plugin/package.json"
printf '%s' 'import { BlueDarkTheme } from "@twilio/flex-ui"; BlueDarkTheme;' > "$scratch/$plugin/src/a.ts"
run() { # NAME=VALUE…
    local code=0
    (cd "$scratch" && env -i PATH="$scratch/bin:$PATH" HOME="$scratch/home" GITHUB_ACTION_PATH="$root" \
        GITHUB_STEP_SUMMARY="$scratch/summary" "$@" bash "$root/action/run.sh" > "$scratch/out") || code=$?
    echo "$code"
}
: > "$scratch/summary"
code=$(run FOREWARN_COMMAND=scan FOREWARN_PATH="$plugin" FOREWARN_FAIL_ON='$(touch pwned)')
[ "$code" = 2 ] || fail "a bad input exits with $code"
code=$(run FOREWARN_COMMAND=scan FOREWARN_PATH="$plugin" FOREWARN_TO=2.17.1 FOREWARN_SARIF=found.sarif)
[ "$code" = 1 ] || fail "scan exits with $code"
grep -q '^::error file=.*title=removed-api.*BlueDarkTheme' "$scratch/out" || fail "scan annotates nothing"
grep -q 'BlueDarkTheme' "$scratch/summary" || fail "the summary of the step is empty"
python3 -c 'import json, sys; assert json.load(open(sys.argv[1]))["runs"][0]["results"]' "$scratch/found.sarif"
code=$(run FOREWARN_COMMAND=scan FOREWARN_PATH="$plugin" FOREWARN_TO=2.17.1 FOREWARN_FAIL_ON=never)
[ "$code" = 0 ] || fail "scan that never fails exits with $code"
code=$(run FOREWARN_COMMAND=lint FOREWARN_SARIF=lint.sarif)
[ "$code" = 1 ] && [ -s "$scratch/lint.sarif" ] || fail "lint exits with $code"
code=$(run FOREWARN_COMMAND=other)
[ "$code" = 2 ] || fail "an unknown command exits with $code"
! [ -e "$scratch/pwned" ] || fail "an input was run"

python3 -m venv "$scratch/venv"
"$scratch/venv/bin/pip" install --quiet --disable-pip-version-check pre-commit
"$scratch/venv/bin/pre-commit" validate-manifest "$root/.pre-commit-hooks.yaml"
"$scratch/venv/bin/python" - "$root" "$forewarn" << 'PYTHON'
import pathlib, re, subprocess, sys, yaml
root, forewarn = pathlib.Path(sys.argv[1]), sys.argv[2]
action = yaml.safe_load((root / "action.yml").read_text())
[step] = action["runs"]["steps"]
used = {re.fullmatch(r"\$\{\{ inputs\.([a-z-]+) \}\}", value).group(1) for value in step["env"].values()}
assert used == set(action["inputs"]), used ^ set(action["inputs"])
assert "${{" not in step["run"] and "${{" not in (root / "action/run.sh").read_text()
read = set(re.findall(r"FOREWARN_[A-Z_]+", (root / "action/run.sh").read_text()))
assert read == set(step["env"]), read ^ set(step["env"])
for hook in yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text()):
    words = hook["entry"].split()[1:]
    done = subprocess.run([forewarn, *words, "--help"], capture_output=True, text=True, check=True).stdout
    for word in hook.get("args", []):
        assert not word.startswith("--") or word in done, (hook["id"], word)
print(f"{len(used)} inputs, each used; the hooks call what there is")
PYTHON
