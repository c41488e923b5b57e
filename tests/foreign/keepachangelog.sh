#!/usr/bin/env bash
# Strict changelogs read back by three parsers that forewarn's makers did not write: the crate
# parse-changelog, keepachangelog of PyPI and keep-a-changelog of npm. Each has to find the releases and
# entries that forewarn's own JSON counts.
#
# keepachangelog.sh FOREWARN SCRATCH    needs cargo, npm, python3 with venv, and their registries
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
forewarn=$(realpath "$1")
mkdir -p "$2"
scratch=$(realpath "$2")

if [ ! -x "$scratch/venv/bin/python" ]; then
    python3 -m venv "$scratch/venv"
    "$scratch/venv/bin/pip" install --quiet --disable-pip-version-check keepachangelog
fi
if [ ! -d "$scratch/npm/node_modules/keep-a-changelog" ]; then
    mkdir -p "$scratch/npm"
    (cd "$scratch/npm" && npm init --yes > /dev/null && npm install --silent --ignore-scripts keep-a-changelog > /dev/null)
fi
if [ ! -x "$scratch/crate/target/debug/kac" ]; then
    mkdir -p "$scratch/crate/src"
    printf '[package]\nname = "kac"\nversion = "0.0.0"\nedition = "2021"\n[dependencies]\nparse-changelog = "0.6"\n[workspace]\n' \
        > "$scratch/crate/Cargo.toml"
    cp "$here/kac.rs" "$scratch/crate/src/main.rs"
    (cd "$scratch/crate" && CARGO_TARGET_DIR="$scratch/crate/target" cargo build --quiet)
fi
rm -rf "$scratch/hostile" "$scratch/home"
mkdir -p "$scratch/home"
export HOME="$scratch/home"
python3 "$here/hostile.py" "$forewarn" "$scratch/hostile"

wrong=0
printf '%-22s %-16s %9s %8s %9s\n' history parser releases entries breaking

# What forewarn itself counts: dated releases, fragments together as one; a line for each entry, for each
# correction that is announced, and for each further setting of an entry.
expected() {
    python3 -c '
import json, sys
document = json.load(sys.stdin)
unreleased = [r for r in document["releases"] if r["version"].startswith("unreleased/")]
dated = [r for r in document["releases"] if r["date"] and r not in unreleased]
entries = [e for r in unreleased + dated for e in r["entries"]]
corrections = sum(len(r.get("corrections", [])) for r in unreleased + dated)
further = sum(max(0, len(e["settings"]) - 1) for e in entries)
print(len(dated) + bool(unreleased), len(entries) + corrections + further, sum(e["breaking"] for e in entries))'
}

check() { # LABEL FOLDER ARGUMENTS..
    local label=$1 folder=$2
    shift 2
    local file="$scratch/$label.md"
    (cd "$folder" && "$forewarn" --quiet --as-of 2026-06-15 notes "$@" --format keepachangelog) > "$file"
    local want versions=
    want=$(cd "$folder" && "$forewarn" --quiet --as-of 2026-06-15 notes "$@" --format json | expected)
    # shellcheck disable=SC2086 # three numbers
    printf '%-22s %-16s %9s %8s %9s\n' "$label" forewarn $want
    for parser in parse-changelog keepachangelog keep-a-changelog; do
        local read
        case $parser in
            parse-changelog) read=$("$scratch/crate/target/debug/kac" "$file") || read= ;;
            keepachangelog) read=$("$scratch/venv/bin/python" "$here/kac.py" "$file") || read= ;;
            keep-a-changelog) read=$(node "$here/kac.mjs" "$file" "$scratch/npm") || read= ;;
        esac
        local got=unreadable found=
        if [ -n "$read" ]; then
            got=$(python3 -c 'import json,sys; d=json.loads(sys.argv[1]); print(d["releases"], d["entries"], d["breaking"])' "$read")
            found=$(python3 -c 'import json,sys; print(" ".join(sorted(json.loads(sys.argv[1])["versions"])))' "$read")
        fi
        # shellcheck disable=SC2086
        printf '%-22s %-16s %9s %8s %9s\n' "" $parser $got
        [ "$got" = "$want" ] || { echo "  differs from forewarn's own count" >&2; wrong=1; }
        [ -z "$versions" ] || [ "$found" = "$versions" ] || { printf '  other versions:\n  %s\n  %s\n' "$versions" "$found" >&2; wrong=1; }
        versions=$found
    done
}

built_in="$scratch/home"
for stream in ui backend plugins-cli webchat flex-sdk; do
    check "$stream" "$built_in" --stream "$stream"
done
check ui-range "$built_in" 2.0.0..2.14 --stream ui
check hostile-app "$scratch/hostile" --stream app
check hostile-service "$scratch/hostile" --stream service
check hostile-unreleased "$scratch/hostile" --stream app --unreleased
exit "$wrong"
