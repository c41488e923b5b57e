"""Eight readers and two writers on one workspace, and on one database, at the same time.

    python3 tests/foreign/load.py FOREWARN [SECONDS]

Each is a loop of whole processes. No error may surface, whoever waits for whom; afterwards every edit must be in the
record, and `db verify` must pass.
"""

import itertools
import json
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

STREAMS = 'format = 1\nplatform = "acme"\n\n[[stream]]\nid = "app"\nscheme = "semver"\n'
RELEASE = "+++\ndate = 2026-01-01\n+++\n\n## Fixed\n\n" + "".join(f"- Mended {n}. {{#e-{n}}}\n" for n in range(200))
READS = [["notes"], ["notes", "--format", "json"], ["versions", "--all"], ["search", "mended"], ["log"],
         ["show", "e-7"], ["notes", "--unreleased"], ["db", "verify"]]
READERS, WRITERS = 8, 2


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 60
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        (root / "changelog" / "app").mkdir(parents=True)
        (root / "forewarn.toml").write_text("schema = 1\n")
        (root / "changelog" / "streams.toml").write_text(STREAMS)
        (root / "changelog" / "app" / "1.0.0.md").write_text(RELEASE)

        def run(*words):
            return subprocess.run([program, "--no-input", "--no-pager", *words], cwd=root, capture_output=True,
                                  text=True, check=False)

        first = run("notes")
        assert first.returncode == 0, first.stderr
        until = time.monotonic() + seconds
        wrong, written, reads, slowest = [], [], [0] * READERS, [0.0]

        def timed(*words):
            began = time.monotonic()
            ended = run(*words)
            slowest[0] = max(slowest[0], time.monotonic() - began)
            if ended.returncode != 0:
                wrong.append(f"{' '.join(words)}: {ended.returncode} {ended.stderr or ended.stdout}"[:400])
            return ended.returncode == 0

        def read(number):
            for words in itertools.islice(itertools.cycle(READS), number, None):
                if time.monotonic() > until:
                    return
                reads[number] += timed(*words)

        def write(number):
            for count in itertools.count():
                if time.monotonic() > until:
                    return
                entry = f"w{number}-{count}"
                # Now and then both write to one file.
                place = f"app/unreleased/{'shared' if count % 3 == 0 else f'of-{number}'}"
                if timed("entry", "new", "--in", place, "--id", entry, "--kind", "fixed", "--text", f"Text {entry}."):
                    written.append(entry)

        threads = [threading.Thread(target=read, args=(number,)) for number in range(READERS)]
        threads += [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        verified = run("db", "verify")
        if verified.returncode != 0:
            wrong.append(verified.stdout + verified.stderr)
        log = json.loads(run("log", "--limit", "100000", "--format", "json").stdout)
        created = {one["subject"] for one in log["items"] if one["action"] == "create"}
        files = "".join(path.read_text() for path in (root / "changelog" / "app" / "unreleased").glob("*.md"))
        wrong += [f"{one} is lost" for one in written if f"entry {one}" not in created or f"{{#{one}}}" not in files]
        print(f"{sum(reads)} readings, {len(written)} edits in {seconds:.0f} s, slowest {slowest[0]:.1f} s, {len(wrong)} wrong")
        for one in wrong[:10]:
            print(one)
        return 1 if wrong or not written or not all(reads) else 0


if __name__ == "__main__":
    sys.exit(main())
