#!/usr/bin/env python3
"""Members of sampled symbols and their declared types, forewarn's against TypeScript's.

    node surface.mjs TYPESCRIPT PACKAGE --sample 200 --seed 7 > truth.json
    python3 members.py FOREWARN truth.json [--db FILE] [--package npm:NAME] [--list]

Counts every member of every sampled symbol: it agrees if both have it and the texts of its declared types are equal but
for spaces, quotes and the separators of members. Fails below 99 %.
"""
import json
import re
import subprocess
import sys


def plain(text):
    """A type's text without what is a matter of spelling."""
    if text is None:
        return "-"
    text = re.sub(r"'([^'\"]*)'", r'"\1"', text)
    text = re.sub(r"\s+", "", text).replace(",}", "}").replace(";}", "}").replace(";", ",")
    return re.sub(r"(?<=[(<,:=>{\[&?])\|", "", text).lstrip("|").replace(",)", ")")


def main():
    program, truth, *rest = sys.argv[1:]
    value = lambda flag, default: rest[rest.index(flag) + 1] if flag in rest else default
    truth = json.load(open(truth))
    command = [program, "api", "show", truth["version"], "--inherited", "--format", "json"]
    command += ["--package", value("--package", "npm:@twilio/flex-ui")]
    if "--db" in rest:
        command += ["--db", value("--db", "")]
    shown = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    ours = {row["symbol"]: row for row in shown["symbols"]}
    agree, wrong = 0, []
    for name, sides in sorted(truth["sample"].items()):
        theirs = {}
        for side in ("members", "statics"):
            for member, about in sides[side].items():
                if member == "prototype" or member.startswith("__"):
                    continue
                theirs.setdefault(member, set()).update(plain(text) for text in about["declared"])
        prefix = name + "."
        own = {path[len(prefix):]: row for path, row in ours.items() if path.startswith(prefix)}
        own = {path: row for path, row in own.items() if "." not in path}
        for member in sorted(theirs.keys() | own.keys()):
            if member not in own:
                wrong.append(f"{name}.{member}: only TypeScript has it")
            elif member in sides["within"]:
                agree += 1
            elif member not in theirs:
                wrong.append(f"{name}.{member}: only forewarn has it")
            else:
                mine = {plain(form["type"]) for form in own[member]["forms"]}
                if mine == theirs[member]:
                    agree += 1
                else:
                    wrong.append(f"{name}.{member}: {sorted(mine)} here, {sorted(theirs[member])} there")
    total = agree + len(wrong)
    print(f"{truth['version']}: {len(truth['sample'])} symbols, {total} members, {agree} agree ({100 * agree / max(total, 1):.2f} %)")
    if "--list" in rest or agree < 0.99 * total:
        print("\n".join(wrong))
    return 0 if agree >= 0.99 * total else 1


if __name__ == "__main__":
    sys.exit(main())
