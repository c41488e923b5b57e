"""Times forewarn beside its peers, all in one run: those that look at source, and those that write release notes.

usage: peers.py FOREWARN SCRATCH

What looks at source is measured as `scan_speed.py --peers` does, on made sources: ripgrep, ast-grep, oxlint, TypeScript's
compiler, typescript-eslint. What writes notes is measured on what `scale.py` makes: git-cliff on 2,500 of 50,000 commits of
a repository, towncrier on 2,500 fragments, and forewarn on the same commits, on as many fragments, and on as many entries
of 50,000 in a database. Longer ranges, on which git-cliff takes minutes, are in `scale.py`.

SCRATCH takes what is made, and what npm and pip install. Each line is a whole process, as in `scan_speed.py`: the least and
the median of seven runs. Prints the tables of docs/SPEED.md, what each program answers, and the versions of the peers;
what could not be installed is told. Exits with 1 if forewarn misses a bar of `scan_speed.py` twice over.
"""

import os
import pathlib
import shutil
import subprocess
import sys

import scale
import scan_speed

COUNT = 2500
RANGE = "5.0.0..5.5.0"
KINDS = ["Added", "Fixed", "Removed", "Notes"]
TELLS = [
    ("forewarn notes, import", "entries by kind, with ids that stay; which commits were left out, and why", "what a commit without a type is about"),
    ("git-cliff", "commits by type", "what was left out; that two commits took each other back"),
    ("towncrier", "the fragments of one release, by kind", "a range of releases"),
]


def make_drafts(forewarn, folder):
    """The fragments of `scale.make_fragments`, in forewarn's own form."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    init = [forewarn, "init", "made", "--new-stream", "ui:semver"]
    subprocess.run(init, cwd=folder, stdout=subprocess.DEVNULL, check=True)
    texts = scale.sentences()
    for position in range(COUNT):
        text = f"## {KINDS[position % 4]}\n\n- {next(texts)}. {{#draft-{position}}}\n"
        (folder / "changelog" / "ui" / "unreleased" / f"{position}.md").write_text(text, encoding="utf-8")


def make(forewarn, scratch):
    scale.make("repository", scratch / "repository")
    init = [forewarn, "init", "made", "--new-stream", "ui:semver"]
    subprocess.run(init, cwd=scratch / "repository", stdout=subprocess.DEVNULL, check=True)
    scale.make("fragments", scratch / "fragments", COUNT)
    make_drafts(forewarn, scratch / "drafts")
    scale.make("changelog", scratch / "changelog")
    for old in scratch.glob("made.db*"):
        old.unlink()
    fill = [forewarn, "--db", scratch / "made.db", "import", scratch / "changelog"]
    subprocess.run(fill, cwd=scratch, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)


def notes(forewarn, scratch):
    """Prints the table of notes. Which of the two peers could be installed."""
    scratch.mkdir(parents=True, exist_ok=True)
    make(forewarn, scratch)
    cliff, towncrier = scale.others(scratch)
    tags = "..".join(f"v{version}" for version in RANGE.split(".."))
    draft = ["build", "--draft", "--version", "1.0.0", "--date", "2026-01-01"]
    repository, drafts, database = scratch / "repository", scratch / "drafts", ["--db", str(scratch / "made.db")]
    unreleased = [forewarn, "notes", "--unreleased"]

    def forget():
        shutil.rmtree(drafts / ".forewarn", ignore_errors=True)

    def keep():
        pass

    rows = [
        ("commits", "forewarn import git, dry run", [forewarn, "import", "git", tags, "--dry-run"], repository, keep),
        ("commits", "git-cliff", cliff and [cliff, "--offline", tags], repository, keep),
        ("fragments", "forewarn notes, first", unreleased, drafts, forget),
        ("fragments", "forewarn notes, again", unreleased, drafts, keep),
        ("fragments", "towncrier, draft", towncrier and [towncrier, *draft], scratch / "fragments", keep),
        ("entries", "forewarn notes, of a database", [forewarn, *database, "notes", RANGE], scratch, keep),
    ]
    scan_speed.head("input")
    home = {"HOME": str(scratch / "home"), "NO_COLOR": "1"}
    for what, name, command, folder, before in rows:
        if command:
            scan_speed.row(f"{COUNT:,} {what}", name, scan_speed.measure(command, folder, home, before=before))
    return {"git-cliff": cliff, "towncrier": towncrier}


def main():
    forewarn, scratch = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
    is_fine = scan_speed.compare(forewarn, scratch / "scan", [], True)
    print()
    found = notes(forewarn, scratch / "notes")
    scan_speed.answers(scan_speed.TELLS + TELLS)
    versions = list(scan_speed.versions(scratch / "scan" / "peers"))
    print()
    for name, program in found.items():
        if program:
            said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
            versions.append(f"{name} {said.split()[-1]}")
        else:
            print(f"{name}: not measured, it could not be installed")
    print(f"Peers: {', '.join(versions)}; {os.cpu_count()} processors.")
    sys.exit(0 if is_fine else 1)


if __name__ == "__main__":
    main()
