#!/usr/bin/env bash
# Public and deprecated items of published crates, forewarn's against rustdoc's.
#
#     crates.sh SCRATCH
#
# Fetches six crates in two versions each with the user's own cargo, documents them (they are compiled for that, in
# SCRATCH), lists them with forewarn's reader, and compares. Differences are printed item by item; it fails where the
# deprecated items of a crate differ. chrono 0.4.19 is exempt: one of its items is under a feature that no longer builds.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
mkdir -p "$1"
scratch=$(cd "$1" && pwd)
mkdir -p "$scratch"/{source,theirs,ours}

fetch() { # NAME-VERSION
    local name=${1%-*} version=${1##*-}
    [ -d "$scratch/source/$1" ] && return
    (cd "$scratch" && cargo info --quiet "$name@$version" > /dev/null)
    local archive
    archive=$(find "${CARGO_HOME:-$HOME/.cargo}/registry/cache" -name "$1.crate" | head -1)
    tar -xzf "$archive" -C "$scratch/source"
}

listed=()
theirs() { # NAME-VERSION [MEMBER-VERSION …] [--without FEATURES]
    local crate=$1 members=() without=() family
    shift
    fetch "$crate"
    family=$scratch/source/$crate
    while [ $# -gt 0 ]; do
        if [ "$1" = --without ]; then without=(--without "$2"); shift 2; continue; fi
        fetch "$1"
        members+=("$scratch/source/$1")
        family+="+$scratch/source/$1"
        shift
    done
    python3 "$here/rustdoc.py" "$scratch/rustdoc" "$scratch/source/$crate" "${members[@]}" "${without[@]}" \
        > "$scratch/theirs/$crate.txt"
    listed+=("$family")
}

theirs base64-0.13.1
theirs base64-0.21.7
theirs nom-7.1.3
theirs nom-8.0.0
theirs chrono-0.4.19 --without bench,__internal_bench,__doctest,rustc-serialize,oldtime,default
theirs chrono-0.4.45 --without bench,__internal_bench,rkyv-16,rkyv-64,rustc-serialize
theirs rand-0.8.5 rand_core-0.6.4 --without simd_support,packed_simd,nightly
theirs rand-0.9.4 rand_core-0.9.5 --without simd_support,nightly
theirs clap-3.2.25 clap_derive-3.2.25 clap_lex-0.2.4 --without debug
theirs clap-4.6.7 clap_builder-4.6.7 clap_derive-4.6.7 clap_lex-1.1.1 --without debug,unstable-v5
theirs egui-0.27.2 epaint-0.27.2 emath-0.27.2 ecolor-0.27.2 --without unity
theirs egui-0.31.1 epaint-0.31.1 emath-0.31.1 ecolor-0.31.1

cd "$here/../.."
FOREWARN_CRATES="${listed[*]}" FOREWARN_LISTS="$scratch/ours" \
    cargo test --locked --features real-packages --test real -- crates_are_listed --nocapture

failed=0
for list in "$scratch"/theirs/*.txt; do
    crate=$(basename "$list" .txt)
    printf '\n%s\n' "$crate"
    python3 "$here/rustdoc.py" --compare "$list" "$scratch/ours/$crate.txt" | tee "$scratch/$crate.compared"
    grep -Eq '^deprecated: ours ([0-9]+), rustdoc \1, common \1$' "$scratch/$crate.compared" \
        || [ "$crate" = chrono-0.4.19 ] || failed=1
done
exit $failed
