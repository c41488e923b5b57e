"""Measures the terminal app from outside, on a terminal of its own.

    python3 tests/foreign/tui_speed.py FOREWARN [SCRATCH [RELEASES]]

Prints the time from its start to its first whole frame and to the first one with entries, the processor time that it takes while nobody
does anything, and its memory; with SCRATCH also what a key costs at 200x60 with a made history of RELEASES (10000) releases of 100 entries:
processor time of the thread that updates and draws, which includes writing to the terminal. Exits with 1 if something takes over twice its
bar: a shared machine is noisy, and what the bars say is read from the printed figures. Linux only.
"""

import fcntl
import os
import pathlib
import pty
import random
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time

RUNS = 20
KEYS = 1000
IDLE = 10
BARS = {"frame": 60.0, "key": 4.0, "idle": 0.0, "memory": 120.0}
WORDS = "agent queue task worker channel message webhook panel theme token session header filter search cache retry hold".split()
KINDS = ["Added", "Changed", "Deprecated", "Removed", "Fixed"]


class App:
    """A run on a terminal of its own."""

    def __init__(self, program, args, home, size):
        self.master, slave = pty.openpty()
        columns, rows = size
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        env = {"HOME": str(home), "TERM": "xterm-256color", "PATH": "/usr/bin:/bin"}
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            [program, *args, "--as-of", "2026-06-15"], stdin=slave, stdout=slave, stderr=slave, cwd=home, env=env,
            start_new_session=True)
        os.close(slave)
        self.output = b""

    def read(self, patience):
        """What arrives until nothing has for a while."""
        read = b""
        while select.select([self.master], [], [], patience)[0]:
            read += os.read(self.master, 1 << 20)
        return read

    def sees(self, text, patience=600):
        """Milliseconds from the start until the text was written."""
        while text not in self.output:
            if not select.select([self.master], [], [], patience)[0]:
                raise SystemExit(f"{text!r} was not shown: {self.output[-2000:]!r}")
            self.output += os.read(self.master, 1 << 20)
        return (time.perf_counter() - self.started) * 1000

    def types(self, keys):
        os.write(self.master, keys)

    def ticks(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return int(fields[11]) + int(fields[12])

    def thread(self):
        """Milliseconds that the first thread has run."""
        pid = self.process.pid
        return int(pathlib.Path(f"/proc/{pid}/task/{pid}/schedstat").read_text().split()[0]) / 1e6

    def memory(self):
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
        return 0.0

    def leaves(self):
        self.types(b"q")
        while True:
            try:
                if not os.read(self.master, 1 << 20):
                    break
            except OSError:
                break
        code = self.process.wait(timeout=60)
        os.close(self.master)
        assert code == 0, code


def start(program, home):
    frames, entries = [], []
    for _ in range(RUNS):
        app = App(program, [], home, (120, 40))
        frames.append(app.sees(b"quit"))
        entries.append(app.sees(b"2.17.1"))
        app.leaves()
    for name, times in (("first frame", frames), ("first frame with entries", entries)):
        print(f"{name}: best {min(times):.1f} ms, median {statistics.median(times):.1f} ms, worst {max(times):.1f} ms")
    return min(entries)


def rest(program, home):
    app = App(program, [], home, (120, 40))
    app.sees(b"2.17.1")
    app.read(1)
    before = app.ticks()
    time.sleep(IDLE)
    used = (app.ticks() - before) / os.sysconf("SC_CLK_TCK") * 1000
    print(f"{IDLE} s without a key: {used:.0f} ms of processor time")
    first = app.memory()
    for keys in (b"2", b"3", b"4", b"6", b"7", b"1"):
        app.types(keys)
        app.read(0.5)
    print(f"memory: {first:.1f} MiB after the start, {app.memory():.1f} MiB after all screens")
    memory = app.memory()
    app.leaves()
    return used, memory


def make(folder, releases):
    chance = random.Random(1)
    (folder / "app").mkdir(parents=True)
    (folder / "streams.toml").write_text('format = 1\nplatform = "made"\n\n[[stream]]\nid = "app"\nscheme = "semver"\n')
    for number in range(releases):
        day = time.strftime("%Y-%m-%d", time.gmtime(1_000_000_000 + number * 70_000))
        lines = [f"+++\ndate = {day}\n+++\n"]
        for part, kind in enumerate(KINDS):
            lines.append(f"\n## {kind}\n\n")
            for entry in range(20):
                text = " ".join(chance.choice(WORDS) for _ in range(12))
                lines.append(f"- The {text}. {{#e-{number}-{part}-{entry}}}\n")
        version = f"{number // 100 + 1}.{number // 10 % 10}.{number % 10}"
        (folder / "app" / f"{version}.md").write_text("".join(lines))


def large(program, scratch, releases):
    scratch.mkdir(parents=True, exist_ok=True)
    database = scratch / "large.db"
    if not database.exists():
        with tempfile.TemporaryDirectory(dir=scratch) as folder:
            made = pathlib.Path(folder) / "changelog"
            make(made, releases)
            began = time.perf_counter()
            subprocess.run([program, "--db", str(database), "import", str(made)], stdout=subprocess.DEVNULL, check=True)
            print(f"import of {releases * 100} entries: {time.perf_counter() - began:.0f} s")
    app = App(program, ["--db", str(database)], scratch, (200, 60))
    app.sees(b"quit")
    print(f"{releases * 100} entries: first entries after {app.sees(b'webhook', 60):.0f} ms", end="")
    app.read(2)
    print(f", memory {app.memory():.1f} MiB")
    keys = [b"\x1b[B"] * 60 + [b"\x1b[6~"] * 30 + [b"\x1b[F", b"\x1b[H"] * 5
    cost = []
    for number in range(KEYS):
        before = app.thread()
        app.types(keys[number % len(keys)])
        app.read(0.02)
        cost.append(app.thread() - before)
    cost.sort()
    print(f"a key, with the frames that answers to it bring: median {statistics.median(cost):.2f} ms, "
          f"99 of 100 {cost[KEYS * 99 // 100]:.2f} ms, worst {cost[-1]:.2f} ms; memory {app.memory():.1f} MiB")
    memory = app.memory()
    app.leaves()
    return cost[-1], memory


def main():
    signal.alarm(3000)
    program = str(pathlib.Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory() as home:
        found = {"frame": start(program, pathlib.Path(home))}
        found["idle"], found["memory"] = rest(program, pathlib.Path(home))
    if len(sys.argv) > 2:
        releases = int(sys.argv[3]) if len(sys.argv) > 3 else 10_000
        found["key"], memory = large(program, pathlib.Path(sys.argv[2]).resolve(), releases)
        found["memory"] = max(found["memory"], memory)
    missed = [name for name, figure in found.items() if figure > BARS[name]]
    print("missed: " + ", ".join(f"{name} ({found[name]:.1f}, bar {BARS[name]:.0f})" for name in missed) if missed else "all reached")
    sys.exit(any(figure > 2 * BARS[name] for name, figure in found.items()))


if __name__ == "__main__":
    main()
