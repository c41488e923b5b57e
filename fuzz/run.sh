#!/usr/bin/env bash
# Fuzzes the readers of one group after the other, on two cores, and tells executions, coverage and what broke.
#
#     fuzz/run.sh [--seconds N] [--reader NAME] [--sanitizer none|address] [--built] [GROUP...]
#
# Each group gets N seconds (600), shared evenly by its readers, two of which run at a time; of `--reader`, as often as it
# is given, only that one. Without a GROUP all are run. `--built` takes the targets as they were built last. What was found before is kept in $FOREWARN_FUZZ_CORPUS
# (fuzz/corpus), so that a later run goes on where this one ended. What breaks a reader lies in fuzz/artifacts then, and
# the script ends with 1. CONTRIBUTING.md says what to do with it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

seconds=600
sanitizer=none
only=()
build=yes
groups=()
while [ $# -gt 0 ]; do
    case $1 in
        --seconds) seconds=$2; shift 2 ;;
        --sanitizer) sanitizer=$2; shift 2 ;;
        --reader) only+=("$2"); shift 2 ;;
        --built) build=no; shift ;;
        -*) sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 2 ;;
        *) groups+=("$1"); shift ;;
    esac
done
[ ${#groups[@]} -gt 0 ] || groups=(changelog surfaces scripts rust settings)

corpus=${FOREWARN_FUZZ_CORPUS:-fuzz/corpus}
artifacts=$PWD/fuzz/artifacts
target=${FOREWARN_FUZZ_TARGET:-fuzz/target}
# Each has a build of its own, so that neither undoes the other's.
[ "$sanitizer" = none ] || target=$target-$sanitizer

command -v cargo-fuzz > /dev/null || cargo install cargo-fuzz --locked

# The compiler's own instrumentation, on the compiler that is there. What overflows, or breaks an assertion of a library,
# is a mistake too.
export RUSTC_BOOTSTRAP=1
[ $build = no ] || cargo fuzz build --release --debug-assertions --codegen-units 16 --sanitizer "$sanitizer" --target-dir "$target"
host=$(rustc -vV | sed -n 's/^host: //p')
built=$target/$host/release

# What readers write is written where it costs least.
scratch=$(mktemp -d -p "$([ -w /dev/shm ] && echo /dev/shm || echo "${TMPDIR:-/tmp}")")
trap 'rm -rf "$scratch"' EXIT
export TMPDIR=$scratch
# Memory that was given back counts until it leaves the quarantine.
export ASAN_OPTIONS=quarantine_size_mb=16:detect_leaks=0

# The readers of a group, by the words in which the target refuses any other.
readers_of() {
    (FUZZ_READER='' "$built/$1" -runs=1 -artifact_prefix="$scratch/" 2>&1 || true) | sed -n 's/.*FUZZ_READER is one of //p' | tr ',' ' '
}

# One reader until its time is over, going on behind what breaks it.
fuzz_one() {
    local group=$1 reader=$2 time=$3
    local log=$scratch/$reader.log own=$corpus/$reader until code left
    mkdir -p "$own" "$artifacts/$reader" "$scratch/$reader"
    until=$((SECONDS + time))
    : > "$log"
    while left=$((until - SECONDS)) && [ "$left" -gt 0 ]; do
        code=0
        TMPDIR=$scratch/$reader FUZZ_READER=$reader FUZZ_LAST=$scratch/$reader.last "$built/$group" "$own" "fuzz/seeds/$reader" \
            -max_total_time="$left" -timeout=10 -rss_limit_mb=512 -malloc_limit_mb=256 -max_len=8192 -use_value_profile=0 \
            -dict="fuzz/dictionaries/$group.dict" -artifact_prefix="$artifacts/$reader/" -print_final_stats=1 -verbosity=1 \
            >> "$log" 2>&1 || code=$?
        rm -rf "${scratch:?}/$reader"/*
        [ "$code" -ne 0 ] || break
        echo "$reader" >> "$scratch/broken"
        # What overruns the stack ends without a word of its own.
        [ "$code" -lt 128 ] || cp "$scratch/$reader.last" "$artifacts/$reader/last-$SECONDS"
        # What breaks at once will do so again: a few are enough to see.
        [ "$(grep -c "^$reader$" "$scratch/broken")" -lt 5 ] || break
    done
    # Without its coverage an input is worth nothing to the next run.
    awk -v reader="$reader" -v files="$(find "$own" -type f | wc -l)" '
        /^stat::number_of_executed_units/ { runs += $2 }
        /cov: / { for (i = 1; i < NF; i++) { if ($i == "cov:") edges = $(i + 1); if ($i == "ft:") features = $(i + 1) } }
        END { printf "  %-18s %12d executions %8d edges %8d features %7d inputs kept\n", reader, runs, edges, features, files }
    ' "$log" > "$scratch/$reader.told"
}

for group in "${groups[@]}"; do
    read -r -a readers <<< "$(readers_of "$group")"
    if [ ${#only[@]} -gt 0 ]; then
        chosen=()
        for reader in "${readers[@]}"; do
            [[ " ${only[*]} " != *" $reader "* ]] || chosen+=("$reader")
        done
        readers=("${chosen[@]}")
    fi
    [ ${#readers[@]} -gt 0 ] || { echo "$group has no such reader" >&2; exit 2; }
    echo "== $group: ${#readers[@]} readers, $seconds s of two cores"
    # One reader alone keeps one core busy.
    each=$((seconds * 2 / ${#readers[@]}))
    [ "$each" -le "$seconds" ] || each=$seconds
    for reader in "${readers[@]}"; do
        while [ "$(jobs -rp | wc -l)" -ge 2 ]; do wait -n; done
        fuzz_one "$group" "$reader" "$each" &
    done
    wait
    for reader in "${readers[@]}"; do cat "$scratch/$reader.told"; done
done

if [ -s "$scratch/broken" ]; then
    echo "broken, so many times each:"
    sort "$scratch/broken" | uniq -c
    find "$artifacts" -type f -newer "$built" | sort | head -50
    for reader in $(sort -u "$scratch/broken"); do
        grep -ahE "panicked at|ERROR: libFuzzer|SUMMARY|overflowed its stack" -A1 "$scratch/$reader.log" | cut -c1-300 | head -12
    done
    exit 1
fi
echo "nothing broke"
