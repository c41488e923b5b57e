"""Times `impact --fleet` on 200 plugins with a million lines, made of real checkouts with edits.

    python3 .ci/fleet_speed.py FOREWARN SCRATCH CHECKOUT...

Prints seconds and the peak of memory, cold and with nothing changed, and whether four parts put together equal one run.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import time

PLUGINS, LINES = 200, 1_000_000
SOURCES = {".js", ".jsx", ".ts", ".tsx"}


def sources(checkout):
    found = []
    for path in sorted(pathlib.Path(checkout).rglob("*")):
        parts = path.relative_to(checkout).parts
        if path.suffix in SOURCES and path.is_file() and "node_modules" not in parts and not path.name.endswith(".d.ts"):
            try:
                found.append(path.read_text(encoding="utf-8"))
            except UnicodeDecodeError:
                continue
    return found


def make(fleet, checkouts):
    pools = [texts for texts in map(sources, checkouts) if texts]
    total = 0
    for number in range(PLUGINS):
        folder = fleet / f"plugin-{number:03}"
        (folder / "src").mkdir(parents=True)
        manifest = {"name": f"plugin-{number:03}", "version": "1.0.0", "dependencies": {"@twilio/flex-ui": "1.34.6"}}
        (folder / "package.json").write_text(json.dumps(manifest))
        texts, lines, index = pools[number % len(pools)], 0, 0
        while lines < LINES // PLUGINS:
            text = f"// edit {number} {index}\n" + texts[index % len(texts)]
            (folder / "src" / f"file{index}.tsx").write_text(text)
            lines += text.count("\n") + 1
            index += 1
        total += lines
    return total


def run(program, cache, *args):
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    before = time.monotonic()
    done = subprocess.Popen([program, "impact", "1.34.6..2.17.1", "--as-of", "2026-06-01", "--format", "json", *args],
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
    answer, said = done.communicate()
    if done.returncode not in (0, 3):
        raise SystemExit(said.decode())
    return time.monotonic() - before, answer


def peak(program, cache, *args):
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    done = subprocess.run(["/usr/bin/env", "python3", "-c",
                           "import resource,subprocess,sys;subprocess.run(sys.argv[1:],stdout=subprocess.DEVNULL,stderr=subprocess.DEVNULL);"
                           "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss//1024)",
                           program, "impact", "1.34.6..2.17.1", "--as-of", "2026-06-01", "--format", "json", *args],
                          capture_output=True, text=True, env=environment)
    return int(done.stdout)


def main():
    program, scratch, *checkouts = sys.argv[1:]
    scratch = pathlib.Path(scratch)
    shutil.rmtree(scratch, ignore_errors=True)
    fleet, cache = scratch / "fleet", scratch / "cache"
    fleet.mkdir(parents=True)
    lines = make(fleet, checkouts)
    cold, whole = run(program, cache, "--fleet", str(fleet))
    warm, again = run(program, cache, "--fleet", str(fleet))
    memory = peak(program, scratch / "other", "--fleet", str(fleet))
    parts = []
    for index in range(1, 5):
        _, part = run(program, cache, "--fleet", str(fleet), "--shard", f"{index}/4")
        file = scratch / f"part-{index}.json"
        file.write_bytes(part)
        parts.append(str(file))
    merged = subprocess.run([program, "fleet", "merge", "--as-of", "2026-06-01", "--format", "json", *parts],
                            capture_output=True).stdout
    answer = json.loads(whole)
    print(f"{len(answer['plugins'])} plugins, {lines} lines, {answer['counts']['findings']} findings")
    print(f"cold {cold:.2f} s, unchanged {warm:.2f} s, {memory} MiB; equal when unchanged: {whole == again}; "
          f"four parts equal one run: {merged == whole}")
    return 0 if merged == whole and whole == again else 1


if __name__ == "__main__":
    sys.exit(main())
