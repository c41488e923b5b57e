#!/usr/bin/env bash
# The HTML of the built-in history and of a hostile one in headless Chromium: no wider than a phone,
# nothing that runs, nothing that is fetched. Leaves screenshots in SCRATCH/shots.
#
# html.sh FOREWARN SCRATCH    needs node, python3 and chromium; installs the last one on Debian if root
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
forewarn=$(realpath "$1")
mkdir -p "$2/shots" "$2/home"
scratch=$(realpath "$2")

chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
if [ -z "$chromium" ] && [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
    apt-get update -qq > /dev/null
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium > /dev/null
    chromium=$(command -v chromium)
fi
[ -n "$chromium" ] || { echo "chromium is not installed" >&2; exit 2; }

export HOME="$scratch/home"
rm -rf "$scratch/hostile"
python3 "$here/hostile.py" "$forewarn" "$scratch/hostile"
(cd "$HOME" && "$forewarn" --as-of 2026-06-15 notes --format html) > "$scratch/built-in.html"
(cd "$HOME" && "$forewarn" --as-of 2026-06-15 notes 2.0.0..2.14 --stream ui,backend --format html) > "$scratch/range.html"
(cd "$scratch/hostile" && "$forewarn" --as-of 2026-06-15 notes --format html) > "$scratch/hostile.html"
node "$here/html.mjs" "$chromium" "$scratch/shots" "$scratch/built-in.html" "$scratch/range.html" "$scratch/hostile.html"
