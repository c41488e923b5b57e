"""Kills an editing forewarn at random moments and looks at what is left.

    python3 tests/foreign/kill.py FOREWARN [TIMES]

After each kill `db verify` must pass, and every edit that was acknowledged must be in the store and in the files.
"""

import json
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

STREAMS = 'format = 1\nplatform = "acme"\n\n[[stream]]\nid = "app"\nscheme = "semver"\n'


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    times = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    random.seed(8)
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        (root / "forewarn.toml").write_text("schema = 1\n")
        (root / "changelog" / "app").mkdir(parents=True)
        (root / "changelog" / "streams.toml").write_text(STREAMS)

        def run(*args):
            return subprocess.run([program, *args], cwd=root, capture_output=True, text=True, check=False)

        began = time.monotonic()
        first = run("entry", "new", "--in", "app/unreleased/a", "--id", "first", "--kind", "fixed", "--text", "First.")
        assert first.returncode == 0, first.stderr
        whole = time.monotonic() - began
        acknowledged, killed, wrong = ["first"], 0, []
        for number in range(times):
            entry = f"e-{number}"
            place = f"app/unreleased/f-{number % 7}"
            process = subprocess.Popen(
                [program, "entry", "new", "--in", place, "--id", entry, "--kind", "fixed", "--text", f"Text {number}."],
                cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            time.sleep(random.uniform(0, whole * 1.3))
            process.send_signal(signal.SIGKILL)
            process.communicate()
            killed += process.returncode == -signal.SIGKILL
            if process.returncode == 0:
                acknowledged.append(entry)
            verified = run("db", "verify")
            if verified.returncode != 0:
                wrong.append(f"after {entry}: {verified.stdout}{verified.stderr}")
            log = json.loads(run("log", "--limit", "100000", "--format", "json").stdout)
            created = {one["subject"] for one in log["items"] if one["action"] == "create"}
            files = "".join(path.read_text() for path in (root / "changelog" / "app" / "unreleased").glob("*.md"))
            for one in acknowledged:
                if f"entry {one}" not in created or f"{{#{one}}}" not in files:
                    wrong.append(f"after {entry}: {one} is lost")
        print(f"{times} edits, {killed} killed, {len(acknowledged) - 1} acknowledged, {len(wrong)} wrong")
        for one in wrong[:10]:
            print(one)
        return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
