"""Lets each write of forewarn fail in turn, or kills it there, and looks at what is left.

    python3 tests/foreign/faults.py FOREWARN SCRATCH [--every N] [WORK ...]

For each work that writes (an import, edits, a migration, backup, restore, evidence, a recorded scan) it is counted how often
the program writes to a file, and then the work is done again for each of these writes, and each kind of fault: the disk is
full from there on, one write fails, one writes half or is interrupted, the program is killed; and once with a database
that somebody else has locked. faults.c, which the C compiler makes, stands between the program and the system.

Afterwards `db verify` must pass, what was acknowledged (the program ended with 0) must be there, what was there before must
be there still, a fault that ends the work must be told with what to do, and the same work must go through
once there is no fault. --every N takes every N-th write only; a WORK named is the only one.
"""

import json
import os
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
STREAMS = 'format = 1\nplatform = "acme"\n\n[[stream]]\nid = "app"\nscheme = "semver"\n'
RELEASE = """+++
date = 2026-0{month}-01
+++

## Fixed

{entries}
"""
LOG = '2026-05-01T10:00:00Z console.warn "old() is deprecated"\n' * 40
PATTERNS = """schema = 1
stream = "app"

[[console]]
id = "old"
pattern = '(\\w+)\\(\\) is deprecated'
subject = "$1"
"""
KINDS = ["full", "io", "short", "kill"]


def release(month, name, count):
    """A release file with entries of its own."""
    bullets = (f"- What {name} mended, number {number}. {{#{name}-{number}}}" for number in range(count))
    return RELEASE.format(month=month, entries="\n".join(bullets))


class Place:
    """A folder with a workspace, a database of its own and what the works take."""

    def __init__(self, program, root):
        self.program, self.root = program, root

    def run(self, *words, env=None, at="space"):
        """Runs the program in a folder; nothing of the machine's own is seen."""
        clean = {"PATH": os.environ["PATH"], "HOME": str(self.root / "home"), "TZ": "UTC", **(env or {})}
        return subprocess.run([self.program, "--no-input", *words], cwd=self.root / at, env=clean,
                              capture_output=True, text=True, check=False, timeout=60)

    def sure(self, *words):
        """Runs what has to go through."""
        ended = self.run(*words)
        assert ended.returncode == 0, f"{words}: {ended.stdout}{ended.stderr}"
        return ended.stdout

    def make(self):
        space = self.root / "space"
        (space / "changelog" / "app").mkdir(parents=True)
        (self.root / "home").mkdir()
        (space / "forewarn.toml").write_text("schema = 1\n")
        (space / "evidence.toml").write_text(PATTERNS)
        (space / "console.log").write_text(LOG)
        (space / "changelog" / "streams.toml").write_text(STREAMS)
        (space / "changelog" / "app" / "1.0.0.md").write_text(release(1, "one", 30))
        more = self.root / "more" / "app"
        more.mkdir(parents=True)
        (more.parent / "streams.toml").write_text(STREAMS)
        (more / "1.0.0.md").write_text(release(1, "one", 30))
        (more / "1.1.0.md").write_text(release(2, "two", 60))
        self.sure("entry", "new", "--in", "app/unreleased/a", "--id", "first", "--kind", "fixed", "--text", "First.")
        self.sure("--db", str(self.root / "own.db"), "import", str(space / "changelog"))
        self.sure("--db", str(self.root / "own.db"), "db", "backup", str(self.root / "kept.db"))
        age(self.root / "own.db", self.root / "old.db")
        plugin = self.root / "plugin"
        (plugin / "src").mkdir(parents=True)
        (plugin / "package.json").write_text('{"name": "plugin", "version": "1.0.0", "dependencies": {"@twilio/flex-ui": "1.34.6"}}')
        (plugin / "src" / "index.js").write_text(
            'import { Manager } from "@twilio/flex-ui";\nManager.getInstance().chatClient;\n')


def age(current, old):
    """The same content in the schema of five steps ago: what the steps since then added is left out."""
    steps = sorted((HERE.parent.parent / "src" / "store" / "migrations").glob("*.sql"))
    wanted = len(steps) - 5
    source, target = sqlite3.connect(current), sqlite3.connect(old)
    # This SQLite may be too old for the checks.
    target.execute("PRAGMA ignore_check_constraints = ON")
    for step in steps[:wanted]:
        target.executescript(step.read_text())
    for (table,) in target.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        # What SQLite makes itself, for the search index among others.
        if table.startswith(("sqlite_", "search_")):
            continue
        there = {row[1] for row in source.execute(f"PRAGMA table_info({table})")}
        names = [row[1] for row in target.execute(f"PRAGMA table_info({table})") if row[1] in there]
        names += ["rowid"] if table == "search" else []
        target.execute(f"DELETE FROM {table}")
        rows = source.execute(f"SELECT {', '.join(names)} FROM {table}").fetchall()
        target.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})", rows)
    application, = source.execute("PRAGMA application_id").fetchone()
    target.execute(f"PRAGMA application_id = {application}")
    target.execute(f"PRAGMA user_version = {wanted}")
    target.commit()
    target.close()
    source.close()


def has(place, database, *entries):
    """What is missing of these entries in a database."""
    where = ["--db", str(place.root / database)] if database else []
    return [f"{entry} is lost" for entry in entries if place.run(*where, "show", entry).returncode != 0]


def logged(place, action, subject):
    """Whether the audit chain of the workspace tells of it."""
    items = json.loads(place.sure("log", "--limit", "1000", "--format", "json"))["items"]
    return any(one["action"] == action and one["subject"] == subject for one in items)


def text_of(place):
    """The file of the fragment."""
    return (place.root / "space" / "changelog" / "app" / "unreleased" / "a.md").read_text()


def imported(place, done):
    wrong = has(place, "own.db", "one-0", "one-29")
    there = not has(place, "own.db", "two-0"), not has(place, "own.db", "two-59")
    if there[0] != there[1]:
        wrong.append("half of the import is there")
    if done and not there[0]:
        wrong.append("the import is lost")
    return wrong


def created(place, done):
    text = text_of(place)
    wrong = [] if "First. {#first}" in text else ["the first entry is lost"]
    if done and not ("Second. {#second}" in text and logged(place, "create", "entry second")):
        wrong.append("the entry is lost")
    return wrong


def edited(place, done):
    text = text_of(place)
    if done and "Other words. {#first}" not in text:
        return ["the edit is lost"]
    return [] if text.count("{#first}") == 1 else ["the file is torn"]


def undone(place, done):
    text = place.root / "space" / "changelog" / "app" / "unreleased" / "a.md"
    is_there = text.exists() and "{#first}" in text.read_text()
    return ["what was taken back is there"] if done and is_there else []


def migrated(place, done):
    return has(place, "old.db", "one-0", "one-29")


def backed_up(place, done):
    copy = place.root / "copy.db"
    wrong = has(place, "own.db", "one-0")
    if not copy.exists():
        return wrong + (["the backup is lost"] if done else [])
    # What was cut off in the middle need not be a backup, but must not pass for one.
    if place.run("--db", str(copy), "db", "verify").returncode == 0:
        return wrong + has(place, "copy.db", "one-29")
    return wrong + (["the backup is damaged"] if done else [])


def restored(place, done):
    return has(place, "own.db", "one-0", "one-29")


def counted(place, done):
    told = json.loads(place.sure("evidence", "list", "--format", "json"))
    number = sum(one["count"] for one in told["seen"])
    if number not in (0, 40) or (done and number != 40):
        return [f"{number} warnings are counted, of 40"]
    return []


def recorded(place, done):
    ended = place.run("fleet", "progress", "--format", "json", at="plugin")
    if done and "plugin" not in ended.stdout:
        return ["the recorded scan is lost"]
    return []


# What is done, the database that it writes to ("": that of the workspace; "plugin": one's own, for what is no workspace),
# and what must hold afterwards.
WORKS = {
    "import": (["--db", "{root}/own.db", "import", "{root}/more"], "own.db", imported),
    "new entry": (["entry", "new", "--in", "app/unreleased/a", "--id", "second", "--kind", "fixed", "--text", "Second."], "", created),
    "edit": (["entry", "edit", "first", "--text", "Other words."], "", edited),
    "undo": (["undo"], "", undone),
    "migration": (["--db", "{root}/old.db", "versions", "--all"], "old.db", migrated),
    "backup": (["--db", "{root}/own.db", "db", "backup", "{root}/copy.db"], "own.db", backed_up),
    "restore": (["--db", "{root}/own.db", "db", "restore", "{root}/kept.db"], "own.db", restored),
    "evidence": (["evidence", "import", "console.log"], "", counted),
    "recorded scan": (["scan", ".", "--record", "--fail-on", "never"], "plugin", recorded),
}


def verify(place, database):
    if database == "plugin":
        ended = place.run("db", "verify", at="plugin")
    else:
        where = ["--db", str(place.root / database)] if database else []
        ended = place.run(*where, "db", "verify")
    return [] if ended.returncode == 0 else [f"db verify: {ended.stdout}{ended.stderr}"[:400]]


def folder(database):
    """Where the program is started."""
    return "plugin" if database == "plugin" else "space"


def judge(place, work, ended):
    """What is wrong after a work that met a fault."""
    words, database, holds = WORKS[work]
    wrong, told = [], ended.stderr.strip()
    if ended.returncode < 0 and ended.returncode != -signal.SIGKILL:
        wrong.append(f"ended by signal {-ended.returncode}")
    if "panicked" in told:
        wrong.append(f"panics: {told[:300]}")
    steps = [line for line in told.splitlines() if line.startswith("  ") and not line.startswith("  because: ")]
    if ended.returncode > 0 and not steps:
        wrong.append(f"does not say what to do: {told[:300]!r}")
    wrong += verify(place, database)
    wrong += holds(place, ended.returncode == 0)
    if wrong or ended.returncode == 0:
        return wrong
    # What could not be done can be done once there is no fault. An edit whose files alone could not be written stands: the
    # next command has written them.
    if work in ("new entry", "edit", "undo"):
        place.sure("notes")
        if not holds(place, True):
            return wrong
    copy = place.root / "copy.db"
    copy.unlink(missing_ok=True)
    again = place.run(*(word.format(root=place.root) for word in words), at=folder(database))
    if again.returncode != 0:
        wrong.append(f"cannot be done again: {again.stderr[:300]}")
    return wrong + verify(place, database) + holds(place, again.returncode == 0)


def main():
    program, scratch = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2]).resolve()
    every = int(sys.argv[sys.argv.index("--every") + 1]) if "--every" in sys.argv else 1
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    library = scratch / "faults.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-Wall", "-Wextra", "-o", str(library), str(HERE / "faults.c"), "-ldl"], check=True)
    first = scratch / "first"
    Place(program, first).make()

    def met(work, kind, at):
        """One work that meets one fault, in a place of its own."""
        root = scratch / "now"
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(first, root, symlinks=True)
        place, count = Place(program, root), scratch / "count"
        count.unlink(missing_ok=True)
        words = [word.format(root=root) for word in WORKS[work][0]]
        ended = place.run(*words, env={
            "LD_PRELOAD": str(library), "FAULT_ROOT": str(root), "FAULT_KIND": kind, "FAULT_AT": str(at),
            "FAULT_COUNT": str(count)}, at=folder(WORKS[work][1]))
        return place, ended, int(count.read_text()) if count.exists() else 0

    bad, total = [], 0
    named = [word for word in sys.argv[3:] if word in WORKS] or list(WORKS)
    for work in named:
        words, database, holds = WORKS[work]
        began = time.monotonic()
        place, ended, writes = met(work, "count", 0)
        wrong = judge(place, work, ended)
        assert ended.returncode == 0 and writes > 0 and not wrong, f"{work}: {writes} writes, {ended.stderr}{wrong}"
        ends = {}
        for kind in KINDS:
            for at in range(1, writes + 1, every):
                place, ended, _ = met(work, kind, at)
                total += 1
                how = "done" if ended.returncode == 0 else "killed" if ended.returncode < 0 else "refused"
                ends[kind, how] = ends.get((kind, how), 0) + 1
                bad += [f"{work}, {kind} at {at} of {writes}: {one}" for one in judge(place, work, ended)]
        if database.endswith(".db"):
            place, _, _ = met(work, "count", 0)
            holder = sqlite3.connect(place.root / database, isolation_level=None)
            holder.execute("BEGIN EXCLUSIVE")
            locked = place.run(*(word.format(root=place.root) for word in words))
            holder.rollback()
            holder.close()
            total += 1
            bad += [f"{work}, locked: {one}" for one in judge(place, work, locked)]
        told = ", ".join(f"{kind} {how} {number}" for (kind, how), number in ends.items())
        print(f"{work}: {writes} writes; {told}; {time.monotonic() - began:.0f} s", flush=True)
    print(f"{total} faults, {len(bad)} wrong")
    for one in bad[:20]:
        print(one)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
