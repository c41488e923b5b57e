#!/usr/bin/env python3
"""Makes a repository with commits in the shapes of real ones, and imports them twice.

    python3 git_import.py FOREWARN [COMMITS]

Merges, squashes, reverts, trailers, breaking footers, signs, wrong encodings, empty and very long messages, line ends of another
system, commits to be squashed. Held: every commit has one fate; the second run changes no file; an edited draft stays as it is; a
draft that was taken out does not come back. Both runs have to end within two seconds for 2,500 commits.
"""
import hashlib
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

program = os.path.abspath(sys.argv[1])
count = int(sys.argv[2]) if len(sys.argv) > 2 else 2500
LIMIT = 2.0 * max(1.0, count / 2500)

random.seed(20260615)
VERBS = "add support keep drop show hide send read write allow handle make load".split()
NOUNS = "queue task worker channel call chat panel theme token plugin filter header agent canvas".split()
SCOPES = ["", "", "(ui)", "(queue)", "(api)", "(deps)", "(two words)"]


def words(nth):
    return f"{random.choice(VERBS)} the {random.choice(NOUNS)} of {random.choice(NOUNS)} {nth}"


def message(nth, hashes):
    """One message, as bytes, with the encoding that the commit states."""
    scope, text = random.choice(SCOPES), words(nth)
    shape = random.random()
    if shape < 0.26:
        return f"feat{scope}: {text} (#{nth})\n\nWhy it is there.\n\nCo-authored-by: A <a@example.org>\nFixes #{nth + 9000}\n".encode(), None
    if shape < 0.48:
        return f"fix{scope}: {text}\n\nThe cause was `x < y && z`.\n\nSigned-off-by: A <a@example.org>\n".encode(), None
    if shape < 0.53:
        return f"feat{scope}!: {text}\n\nBREAKING CHANGE: {text} is another one.\n  It goes on here.\n\n  And here.\nReviewed-by: B\n".encode(), None
    if shape < 0.60:
        body = "".join(f"* {kind}: {words(f'{nth}-{part}')}\n\n  * {words(part)}\n\n"
                       for part, kind in enumerate(random.sample(["feat", "fix", "test", "docs(x)", "perf", "fix!"], 3)))
        return f"feat: {text} (#{nth})\n\n* feat: {text}\n\n{body}---------\n\nCo-authored-by: A <a@example.org>\n".encode(), None
    if shape < 0.64 and hashes:
        old = random.choice(hashes[-200:])
        return f'Revert "feat: {text}"\n\nThis reverts commit {old}.\n'.encode(), None
    if shape < 0.65 and hashes:
        return f"revert: feat: {text}\n\nRefs: {random.choice(hashes[-200:])[:10]}\n".encode(), None
    if shape < 0.72:
        return f":sparkles: feat{scope}: {text}\n".encode() if nth % 2 else f"\U0001f41b fix: {text}\n".encode(), None
    if shape < 0.78:
        return f"{random.choice(['chore', 'ci', 'docs', 'refactor', 'test', 'build', 'style'])}{scope}: {text}\n".encode(), None
    if shape < 0.82:
        return f"{text.capitalize()}\n\nNo type at all.\n".encode(), None
    if shape < 0.84:
        return f"fixup! feat: {text}\n".encode(), None
    if shape < 0.86:
        return b"", None
    if shape < 0.88:
        return f"fix: {text} caf\u00e9 \u20ac\n".encode("cp1252"), ("windows-1252" if nth % 2 else None)
    if shape < 0.90:
        return f"feat: {text}\r\n\r\nOther line ends.\r\nBREAKING CHANGE: {text}\r\n".encode(), None
    if shape < 0.905:
        return (f"feat: {text}\n\n" + "A very long story of how it came to be. \n" * 2500).encode(), None
    if shape < 0.93:
        return f"feat: {text}\n\nChangelog: none\n".encode(), None
    if shape < 0.95:
        return f"{text}\n\nChangelog: {random.choice(['fixed', 'added', 'performance'])}\nMerge-request: !{nth}\n".encode(), None
    if shape < 0.97:
        return f"wip({nth}): {text}\n".encode(), None
    return f"fix: {text} <b>*{{#id}}* [x](y) {'`' * (nth % 3)}\n\nDeprecated: {text} is no more.\nUse another.\n".encode(), None


def object_id(kind, data):
    return hashlib.sha1(b"%s %d\0" % (kind, len(data)) + data).hexdigest()


def stream():
    """The input of `git fast-import`, with hashes worked out here, so that messages can name commits."""
    out, hashes, marks = [], [], {}
    tree = object_id(b"tree", b"")
    who = b"A <a@example.org>"
    side = None
    for nth in range(count):
        text, encoding = message(nth, hashes)
        at = 1_700_000_000 + nth * 60
        parents = [hashes[-1]] if hashes else []
        branch = b"refs/heads/main"
        if nth % 40 == 39 and side:
            text, encoding = f"Merge pull request #{nth} from a/b\n\nfeat: brought\n".encode(), None
            parents.append(side)
        elif nth % 40 == 30:
            parents = [hashes[-10]]
            branch = b"refs/heads/side"
        head = b"tree " + tree.encode() + b"\n" + b"".join(b"parent %s\n" % p.encode() for p in parents)
        data = head + b"author %s %d +0000\ncommitter %s %d +0000\n" % (who, at, who, at)
        if encoding:
            data += b"encoding %s\n" % encoding.encode()
        data += b"\n" + text
        out.append(b"commit %s\nmark :%d\nauthor %s %d +0000\ncommitter %s %d +0000\n" % (branch, nth + 1, who, at, who, at))
        if encoding:
            out.append(b"encoding %s\n" % encoding.encode())
        out.append(b"data %d\n%s\n" % (len(text), text))
        if parents:
            out.append(b"from :%d\n" % marks[parents[0]])
        for parent in parents[1:]:
            out.append(b"merge :%d\n" % marks[parent])
        # fast-import keeps the files of the first parent; there are none.
        out.append(b"\n")
        made = object_id(b"commit", data)
        marks[made] = nth + 1
        if branch == b"refs/heads/side":
            side = made
        else:
            hashes.append(made)
    return b"".join(out), hashes


def files(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


with tempfile.TemporaryDirectory() as scratch:
    root = pathlib.Path(scratch) / "repository"
    root.mkdir()
    home = pathlib.Path(scratch) / "home"
    home.mkdir()
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "USER": "tester", "GIT_CONFIG_NOSYSTEM": "1"}

    def git(*arguments, **options):
        ran = subprocess.run(["git", *arguments], cwd=root, env=environment, capture_output=True, **options)
        assert ran.returncode == 0, (arguments, ran.stderr)
        return ran.stdout

    def forewarn(*arguments):
        began = time.perf_counter()
        ran = subprocess.run([program, *arguments], cwd=root, env=environment, capture_output=True, text=True)
        took = time.perf_counter() - began
        assert ran.returncode == 0, (arguments, ran.stdout, ran.stderr)
        return ran.stdout, took

    git("init", "-q", "-b", "main")
    text, hashes = stream()
    git("fast-import", "--quiet", "--force", input=text)
    listed = git("rev-list", "--count", "main").decode().strip()
    assert git("rev-parse", "main").decode().strip() == hashes[-1], "hashes are not as worked out here"
    (root / "forewarn.toml").write_text("schema = 1\n")
    (root / "changelog").mkdir()
    (root / "changelog/streams.toml").write_text('format = 1\nplatform = "acme"\n\n[[stream]]\nid = "ui"\nscheme = "semver"\n')

    def imported():
        answer, took = forewarn("import", "git", "..main", "--stream", "ui", "--format", "json")
        answer = json.loads(answer)
        fates = answer["made"] + answer["already"] + len(answer["left_out"])
        assert answer["read"] == int(listed) == fates, (answer["read"], listed, fates)
        seen = {one["commit"] for one in answer["left_out"]} | {one["commit"] for one in answer["drafts"]}
        assert len(seen) == answer["made"] + len(answer["left_out"]), "a commit has two fates"
        return answer, took

    first, first_took = imported()
    before = files(root / "changelog")
    second, second_took = imported()
    assert files(root / "changelog") == before, "the second run changed files"
    assert second["made"] == 0 and second["already"] == first["made"], (second["made"], second["already"])

    edited, deleted = first["drafts"][0], first["drafts"][-1]
    forewarn("entry", "edit", edited["entry"], "--text", "Said by a person.")
    forewarn("entry", "delete-draft", deleted["entry"])
    before = files(root / "changelog")
    third, _ = imported()
    assert files(root / "changelog") == before, "the third run changed files"
    assert third["made"] == 0, third["drafts"]
    of_commit = [one for one in first["drafts"] if one["commit"] == deleted["commit"]]
    if len(of_commit) == 1:
        settled = [one for one in third["left_out"] if one["reason"] == "settled"]
        assert [one["commit"] for one in settled] == [deleted["commit"]], settled
    assert "Said by a person." in (root / "changelog" / (edited["fragment"] + ".md")).read_text()
    forewarn("notes", "--unreleased", "--stream", "ui")
    print(f"{first['read']} commits: {first['made']} made ({len(first['drafts'])} entries), "
          f"{len(first['left_out'])} left out; {first_took:.2f} s, again {second_took:.2f} s")
    assert first_took < LIMIT and second_took < LIMIT, f"slower than {LIMIT:.1f} s"
