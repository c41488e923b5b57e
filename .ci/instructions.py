"""Counts the instructions of the hottest paths, of two builds in one run: they do not depend on what else a machine does.

    python3 .ci/instructions.py BASE HEAD SCRATCH

Each path is a whole process under valgrind's callgrind, on one thread. Prints a table, and exits with 1 if HEAD takes over a
tenth more than BASE on one of them.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys

from scan_speed import COMPONENT

MOST = 1.10
PACKAGE = '{"name": "plugin", "version": "1.0.0", "dependencies": {"@twilio/flex-ui": "1.34.6"}}'
PATHS = {
    "start: versions": ["versions"],
    "notes, whole history": ["notes"],
    "notes of a range, JSON": ["notes", "2.0.0..2.17.1", "--format", "json"],
    "search": ["search", "conversations"],
    "scan, 20 files, cold": ["scan", "plugin", "--no-cache", "--fail-on", "never", "--to", "2.17.1"],
    "impact, with a plugin": ["impact", "2.0.0..2.17.1", "--plugin", "plugin"],
}


def counted(program, words, folder):
    """The instructions of one run, with nothing kept from those before."""
    shutil.rmtree(folder / "home", ignore_errors=True)
    (folder / "home").mkdir()
    env = {"PATH": os.environ["PATH"], "HOME": str(folder / "home"), "RAYON_NUM_THREADS": "1", "TZ": "UTC"}
    ended = subprocess.run(
        ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder / 'out'}", program, "--as-of", "2026-06-15", *words],
        cwd=folder, env=env, capture_output=True, text=True, check=False)
    found = re.search(r"Collected : (\d+)", ended.stderr)
    if not found or ended.returncode not in (0, 1):
        raise SystemExit(f"{program} {' '.join(words)} ends with {ended.returncode}:\n{ended.stderr[-2000:]}")
    return int(found.group(1))


def main():
    base, head = (str(pathlib.Path(one).resolve()) for one in sys.argv[1:3])
    folder = pathlib.Path(sys.argv[3]).resolve()
    (folder / "plugin" / "src").mkdir(parents=True, exist_ok=True)
    (folder / "plugin" / "package.json").write_text(PACKAGE, encoding="utf-8")
    for index in range(20):
        text = COMPONENT.format(index=index, before=(index + 19) % 20)
        (folder / "plugin" / "src" / f"Panel{index}.tsx").write_text(text, encoding="utf-8")
    print("| path | base, million instructions | head | change |\n| --- | ---: | ---: | ---: |")
    worse = []
    for name, words in PATHS.items():
        before, after = counted(base, words, folder), counted(head, words, folder)
        print(f"| {name} | {before / 1e6:,.1f} | {after / 1e6:,.1f} | {100 * (after / before - 1):+.1f} % |", flush=True)
        if after > before * MOST:
            worse.append(name)
    if worse:
        print(f"over a tenth more than before: {', '.join(worse)}")
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
