"""Times forewarn on a made history of 500 releases and 50,000 entries, beside git-cliff and towncrier.

usage: scale.py FOREWARN SCRATCH [--alone]

SCRATCH is a folder for the made history and, in `venv/`, the two other tools; where pip cannot install them
their lines say so. With --alone only forewarn is measured: git-cliff takes minutes. Everything made is the same from run to run. Each figure is the best of ten runs as whole
processes with the page cache warm (one run of the other tools); memory is the highest peak. Exits with 1
if a figure of forewarn's takes over twice its bar, or over 64 MiB: a shared machine is noisy, and what the bars
say is read from the printed figures.
"""

import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

RUNS = 10
MOST_MEMORY = 64
RELEASES = 500
ENTRIES = 100  # a release
KINDS = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security", "Defaults", "Configuration", "Notes"]
WORDS = (
    "agent queue task worker channel message webhook panel theme token session header filter search cache retry "
    "timeout transfer hold recording transcript callback voice chat email skill routing activity status supervisor "
    "dashboard metric report plugin template component notification locale keyboard shortcut contrast device"
).split()
VERBS = "adds removes renames mends shows hides keeps sends stores checks limits groups sorts loads opens closes".split()


def versions():
    """500 versions in order: 10 majors of 10 minors of 5 patches, each with its day."""
    day = 0
    for index in range(RELEASES):
        major, rest = divmod(index, 50)
        minor, patch = divmod(rest, 5)
        day += 7
        yield f"{major + 1}.{minor}.{patch}", time.strftime("%Y-%m-%d", time.gmtime(1_420_070_400 + day * 86_400))


def sentences():
    """Endless texts of entries, about as long as real ones."""
    chance = random.Random(1)
    while True:
        words = [chance.choice(WORDS) for _ in range(chance.randint(8, 22))]
        yield f"The {words[0]} {chance.choice(VERBS)} the {' '.join(words[1:])}"


def make_changelog(folder):
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "ui").mkdir(parents=True)
    (folder / "streams.toml").write_text(
        'format = 1\nplatform = "made"\n\n[[stream]]\nid = "ui"\nscheme = "semver"\n', encoding="utf-8"
    )
    texts = sentences()
    for version, day in versions():
        front = [f"date = {day}"]
        body = []
        for position in range(ENTRIES):
            kind = KINDS[position * len(KINDS) // ENTRIES]
            if not body or body[-1][0] != kind:
                body.append((kind, []))
            name = f"{version}-{position}"
            mark = "**Breaking:** " if kind == "Removed" and position % 2 else ""
            body[-1][1].append(f"- {mark}{next(texts)} ({name}). {{#{name}}}")
            if kind == "Defaults":
                front.append(
                    f'\n[[setting]]\nentry = "{name}"\nid = "setting-{position}"\nnew = {version.split(".")[0]}'
                )
        sections = "\n\n".join(f"## {kind}\n\n" + "\n".join(bullets) for kind, bullets in body)
        text = "+++\n" + "\n".join(front) + "\n+++\n\n" + sections + "\n"
        (folder / "ui" / f"{version}.md").write_text(text, encoding="utf-8")


def make_repository(folder):
    """The same history as commits and tags, for git-cliff."""
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run(["git", "init", "-q", "-b", "main", str(folder)], check=True)
    texts = sentences()
    stream = []
    mark = 0
    now = 1_420_070_400
    for version, _day in versions():
        for position in range(ENTRIES):
            mark += 1
            now += 6048
            kind = ["feat", "fix", "refactor", "perf"][position % 4]
            message = f"{kind}: {next(texts)} ({version}-{position})"
            stream.append(f"commit refs/heads/main\nmark :{mark}\ncommitter Made <made@example.org> {now} +0000\n")
            stream.append(f"data {len(message.encode())}\n{message}\n")
        stream.append(f"reset refs/tags/v{version}\nfrom :{mark}\n\n")
    subprocess.run(
        ["git", "-C", str(folder), "fast-import", "--quiet"], input="".join(stream).encode(), check=True
    )


def make_fragments(folder, count):
    """One release of `count` fragments, for towncrier."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "changes").mkdir(parents=True)
    (folder / "towncrier.toml").write_text(
        '[tool.towncrier]\ndirectory = "changes"\nfilename = "NEWS.rst"\nname = "made"\n', encoding="utf-8"
    )
    texts = sentences()
    for position in range(count):
        kind = ["feature", "bugfix", "removal", "doc"][position % 4]
        (folder / "changes" / f"{position + 1}.{kind}").write_text(next(texts) + ".\n", encoding="utf-8")


def run(command, folder, out):
    """The time in ms and the peak memory in MiB of one run."""
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=out, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"{command} exits with {process.returncode}")
    return (time.perf_counter() - started) * 1000, usage.ru_maxrss // 1024


def timed(command, folder, runs):
    """The best time in ms of some runs, the peak memory in MiB, and the bytes printed."""
    with tempfile.TemporaryFile() as out:
        runs = [run(command, folder, out) for _ in range(runs)]
        size = out.tell() // len(runs)
    return min(time for time, _ in runs), max(memory for _, memory in runs), size


def others(scratch):
    """The two other tools' programs, installed if need be; None for one that is not to be had."""
    venv = scratch / "venv"
    if not (venv / "bin" / "git-cliff").exists():
        subprocess.run([sys.executable, "-m", "venv", str(venv)], check=False)
        subprocess.run([str(venv / "bin" / "pip"), "install", "-q", "git-cliff", "towncrier"], check=False)
    found = [venv / "bin" / "git-cliff", venv / "bin" / "towncrier"]
    return [str(path) if path.exists() else None for path in found]


def make(*what):
    """Makes a history in a process of its own: the peak memory of a process that is started counts from its starter's."""
    subprocess.run([sys.executable, os.path.abspath(__file__), "--make", *map(str, what)], check=True)


def main():
    if sys.argv[1] == "--make":
        what, folder, *count = sys.argv[2:]
        makers = {"changelog": make_changelog, "repository": make_repository, "fragments": make_fragments}
        makers[what](pathlib.Path(folder), *map(int, count))
        return
    forewarn, scratch = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    scratch.mkdir(parents=True, exist_ok=True)
    make("changelog", scratch / "changelog")
    database = scratch / "made.db"
    for old in scratch.glob("made.db*"):
        old.unlink()
    base = [str(forewarn), "--db", str(database), "--as-of", "2026-01-01"]
    started = time.perf_counter()
    subprocess.run([*base, "import", str(scratch / "changelog")], cwd=scratch, stdout=subprocess.DEVNULL, check=True)
    print(f"import of {RELEASES} releases, {RELEASES * ENTRIES} entries: {time.perf_counter() - started:.1f} s, "
          f"database {database.stat().st_size / 2**20:.1f} MiB")
    rows = [
        ("forewarn: open and show one entry", [*base, "show", "5.0.0-1"], 15),
        ("forewarn: A..B, 2,500 entries", [*base, "notes", "5.0.0..5.5.0"], 50),
        ("forewarn: A..B, 25,000 entries", [*base, "notes", "3.0.0..8.0.0"], 250),
        ("forewarn: the same as json", [*base, "notes", "3.0.0..8.0.0", "--format", "json"], 250),
        ("forewarn: the same as html", [*base, "notes", "3.0.0..8.0.0", "--format", "html"], 250),
        ("forewarn: all 50,000 entries", [*base, "notes"], 500),
        ("forewarn: full-text search", [*base, "search", "transcript webhook"], 10),
    ]
    is_alone = "--alone" in sys.argv
    cliff, towncrier = (None, None) if is_alone else others(scratch)
    if cliff:
        make("repository", scratch / "repository")
        rows += [
            ("git-cliff: A..B, 2,500 commits", [cliff, "--offline", "v5.0.0..v5.5.0"], None),
            ("git-cliff: A..B, 25,000 commits", [cliff, "--offline", "v3.0.0..v8.0.0"], None),
            ("git-cliff: all 50,000 commits", [cliff, "--offline"], None),
        ]
    if towncrier:
        for count in (2500, 25000):
            make("fragments", scratch / f"fragments-{count}", count)
            command = [towncrier, "build", "--draft", "--version", "1.0.0", "--date", "2026-01-01"]
            rows.append((f"towncrier: {count:,} fragments", command, None))
    is_fine = True
    print(f"\n{'what':40} {'ms':>9} {'bar':>5} {'MiB':>5} {'bytes':>11}")
    for name, command, bar in rows:
        folder = scratch
        if name.startswith("git-cliff"):
            folder = scratch / "repository"
        if name.startswith("towncrier"):
            folder = scratch / f"fragments-{name.split()[1].replace(',', '')}"
        best, memory, size = timed(command, folder, RUNS if bar else 1)
        is_over = bar is not None and (best > bar or memory > MOST_MEMORY)
        is_fine = is_fine and not (bar is not None and (best > 2 * bar or memory > MOST_MEMORY))
        print(f"{name:40} {best:9.1f} {bar or '':>5} {memory:5} {size:11,}{'  over its bar' if is_over else ''}")
    for name, path in (("git-cliff", cliff), ("towncrier", towncrier)):
        if not path and not is_alone:
            print(f"{name}: not measured, it could not be installed")
    sys.exit(0 if is_fine else 1)


if __name__ == "__main__":
    main()
