#!/usr/bin/env python3
"""How many names that a package's root reaches are deprecated, and by how many paths code gets to them.

    python3 paths.py FOREWARN VERSION [npm:NAME]

A path is an export, a member of one, or a member of an exported type that a member is of (`Manager.strings.SeeAnalysis`).
Second names of an export, and members of types within a namespace, are counted apart.
"""
import json
import re
import subprocess
import sys

program, version, *rest = sys.argv[1:]
package = rest[0] if rest else "npm:@twilio/flex-ui"
command = [program, "api", "show", version, "--inherited", "--format", "json", "--package", package]
rows = {row["symbol"]: row for row in json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["symbols"]}
deprecated = {path for path, row in rows.items() if row["deprecated"] or row["partly"]}
members = {}
for path in rows:
    if path.count(".") == 1:
        owner, member = path.split(".")
        members.setdefault(owner, []).append(member)
# An export that is listed under another name has that export's members.
again = {path for path, row in rows.items() if "." not in path and row["declared_by"]}
paths, names = {path for path in deprecated if path.count(".") <= 1}, set()
for path, row in rows.items():
    if path.count(".") != 1:
        continue
    for form in row["forms"]:
        of = re.sub(r"<.*>$", "", (form["type"] or "").strip())
        if not form["word"].endswith("method"):
            paths |= {f"{path}.{member}" for member in members.get(of, []) if f"{of}.{member}" in deprecated}
twice = {path for path in paths if path.split(".")[0] in again}
for path in paths - twice:
    owner, _, member = path.rpartition(".")
    of = rows[owner]["forms"][0]["type"] if owner.count(".") == 1 else owner
    found = f"{of}.{member}" if path.count(".") == 2 else path
    row = rows.get(found, {})
    names.add(row.get("declared_by") or found)
within = {path for path in deprecated if path.count(".") > 1}
print(f"{version}: {len(names)} names by {len(paths - twice)} paths; {len(twice)} more by second names, {len(within)} within namespaces")
