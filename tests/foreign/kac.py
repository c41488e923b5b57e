"""Counts what the Python package keepachangelog reads from a file."""

import json
import sys

import keepachangelog

KINDS = {"added", "changed", "deprecated", "removed", "fixed", "security"}
KNOWN = KINDS | {"metadata", "uncategorized"}

releases = keepachangelog.to_dict(sys.argv[1], show_unreleased=True)
entries = 0
for version, release in releases.items():
    unknown = set(release) - KNOWN
    if unknown:
        sys.exit(f"{version}: headings that are no kinds: {sorted(unknown)}")
    for kind in KINDS & set(release):
        entries += len(release[kind])
        for entry in release[kind]:
            if not entry:
                sys.exit(f"{version}: damaged entry {entry!r}")
breaking = sum(
    # This parser strips asterisks where an entry begins, which takes a bold word apart.
    entry.startswith("Breaking:** ")
    for release in releases.values()
    for kind in KINDS & set(release)
    for entry in release[kind]
)
print(
    json.dumps(
        {
            "releases": len(releases),
            "entries": entries,
            "breaking": breaking,
            "versions": sorted(releases),
        }
    )
)
