#!/usr/bin/env python3
"""What rustdoc says of a crate: every public path, its kind, and whether it is deprecated.

    rustdoc.py SCRATCH CRATE [MEMBER…] [--without FEATURE,FEATURE]   lists
    rustdoc.py --compare THEIRS OURS                                  compares two lists

CRATE and MEMBER are unpacked crates. Each is copied to SCRATCH and documented there as JSON (an unstable format, so
`RUSTC_BOOTSTRAP=1`), with all features, or with its default ones where that does not build. A member's items stand in
the crate's list wherever the crate re-exports them, because rustdoc says no more of them than where they come from.

A line of a list is `KIND PATH`, followed by ` deprecated` and ` hidden` where that holds. Members of a type or trait
are those it declares itself: fields, variants, inherent methods, associated constants and types; not what it
implements. A path is hidden if a part of it is `#[doc(hidden)]`. Needs Python 3.11 and cargo.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

LONGEST = 12  # parts of a path; crates that re-export themselves have no longest


def features(manifest: str) -> list[str]:
    """The features that the manifest declares."""
    import tomllib

    table = tomllib.loads(manifest)
    names = set(table.get("features", {}))
    hidden = {one[4:] for on in table.get("features", {}).values() for one in on if one.startswith("dep:")}
    deps = dict(table.get("dependencies", {}))
    for target in table.get("target", {}).values():
        deps.update(target.get("dependencies", {}))
    names |= {name for name, value in deps.items() if isinstance(value, dict) and value.get("optional")} - hidden
    return sorted(names)


def document(crate: Path, scratch: Path, without: set[str]) -> dict:
    """Runs rustdoc on a copy of the crate and returns its JSON."""
    copy = scratch / crate.name
    if copy.exists():
        shutil.rmtree(copy)
    shutil.copytree(crate, copy)
    (copy / "Cargo.lock").unlink(missing_ok=True)
    manifest = (copy / "Cargo.toml").read_text()
    if "\n[workspace]" not in manifest:
        (copy / "Cargo.toml").write_text(manifest + "\n[workspace]\n")
    wanted = [one for one in features(manifest) if one not in without]
    target = scratch / "target" / crate.name
    env = dict(os.environ, RUSTC_BOOTSTRAP="1", CARGO_TARGET_DIR=str(target), RUSTDOCFLAGS="--cap-lints allow")
    for choice in (["--no-default-features", "--features", ",".join(wanted)], []):
        words = ["cargo", "rustdoc", "--quiet", "--lib", *choice, "--", "-Z", "unstable-options"]
        words += ["--output-format", "json", "--document-hidden-items"]
        done = subprocess.run(words, cwd=copy, env=env, capture_output=True, text=True)
        if done.returncode == 0:
            print(f"{crate.name}: {'all features' if choice else 'default features'}", file=sys.stderr)
            (found,) = (target / "doc").glob("*.json")
            return json.loads(found.read_text())
        print(f"{crate.name}: does not build\n{done.stderr[-1500:]}", file=sys.stderr)
    raise SystemExit(f"{crate.name} does not build")


class Lister:
    """Follows modules and re-exports from the root, over all documented crates."""

    def __init__(self, crates: list[dict]):
        self.crates = {one["index"][str(one["root"])]["name"]: one for one in crates}
        self.lines: set[str] = set()
        self.by_path = {
            (name, tuple(entry["path"])): key
            for name, one in self.crates.items()
            for key, entry in one["paths"].items()
            if entry["crate_id"] == 0
        }

    def item(self, crate: str, key) -> tuple[str, dict] | None:
        """The item of an id, in the crate that declares it; `None` if that is nobody's here."""
        one = self.crates[crate]
        found = one["index"].get(str(key))
        if found is not None and found["crate_id"] == 0:
            return crate, found
        entry = one["paths"].get(str(key))
        if entry is None:
            return None
        owner = entry["path"][0]
        if owner not in self.crates:
            return None
        index = self.crates[owner]["index"]
        known = index.get(self.by_path.get((owner, tuple(entry["path"])), ""))
        if known is None:
            # A procedural macro has one id as the function and another as the macro.
            same = (two for two in index.values() if two["name"] == entry["path"][-1] and "proc_macro" in two["inner"])
            known = next(same, None)
        return (owner, known) if known else None

    def line(self, kind: str, path: list[str], item: dict, hidden: bool) -> bool:
        hidden = hidden or self.is_hidden(item)
        words = [kind, "::".join(path)]
        words += ["deprecated"] if item.get("deprecation") else []
        words += ["hidden"] if hidden else []
        self.lines.add(" ".join(words))
        return hidden

    @staticmethod
    def is_hidden(item: dict) -> bool:
        return any("hidden" in str(one) and "doc" in str(one) for one in item.get("attrs", []))

    def module(self, crate: str, item: dict, path: list[str], hidden: bool, above: tuple, only=None) -> None:
        """Lists what a module holds; `above` are the modules that led here."""
        here = (crate, item["id"])
        if here in above or len(path) > LONGEST:
            return
        above = (*above, here)
        children = [self.crates[crate]["index"].get(str(one)) for one in item["inner"]["module"]["items"]]
        globs = [one for one in children if one and self.is_glob(one)]
        rest = [one for one in children if one and not self.is_glob(one)]
        for child in rest + globs:
            if child["visibility"] != "public":
                continue
            if "use" in child["inner"]:
                self.use(crate, child, path, hidden, above)
            else:
                self.named(crate, child, [*path, child["name"]], hidden, above)

    @staticmethod
    def is_glob(item: dict) -> bool:
        return "use" in item["inner"] and item["inner"]["use"]["is_glob"]

    def use(self, crate: str, child: dict, path: list[str], hidden: bool, above: tuple) -> None:
        use = child["inner"]["use"]
        found = self.item(crate, use["id"]) if use["id"] is not None else None
        hidden = hidden or self.is_hidden(child)
        if found is None:
            if not use["is_glob"]:
                self.lines.add("foreign " + "::".join([*path, use["name"]]) + (" hidden" if hidden else ""))
            return
        owner, target = found
        if use["is_glob"] and "enum" in target["inner"]:
            for key in target["inner"]["enum"]["variants"]:
                if (one := self.item(owner, key)) is not None:
                    self.named(one[0], one[1], [*path, one[1]["name"]], hidden, above)
        elif use["is_glob"]:
            self.module(owner, target, path, hidden, above)
        else:
            self.named(owner, target, [*path, use["name"]], hidden, above)

    def named(self, crate: str, item: dict, path: list[str], hidden: bool, above: tuple) -> None:
        (kind, inner), = item["inner"].items()
        if kind == "module":
            self.module(crate, item, path, self.line("module", path, item, hidden), above)
            return
        if kind in ("impl", "primitive", "keyword"):
            return
        if kind == "use":
            self.use(crate, item, path[:-1], hidden, above)
            return
        if kind == "extern_crate":
            self.lines.add("foreign " + "::".join(path) + (" hidden" if hidden else ""))
            return
        word = {"function": "fn", "constant": "const", "type_alias": "type", "proc_macro": "macro"}.get(kind, kind)
        hidden = self.line(word, path, item, hidden)
        self.members(crate, kind, inner, path, hidden)

    def members(self, crate: str, kind: str, inner: dict, path: list[str], hidden: bool) -> None:
        index = self.crates[crate]["index"]
        if kind == "struct":
            self.fields(crate, inner["kind"], path, hidden)
        elif kind == "union":
            self.fields(crate, {"plain": inner}, path, hidden)
        elif kind == "enum":
            for key in inner["variants"]:
                self.named(crate, index[str(key)], [*path, index[str(key)]["name"]], hidden, ())
        elif kind == "variant":
            self.fields(crate, inner["kind"], path, hidden)
        elif kind == "trait":
            for key in inner["items"]:
                self.associated(index[str(key)], path, hidden)
        for key in inner.get("impls", []) if isinstance(inner, dict) else []:
            one = index.get(str(key))
            if one and one["inner"]["impl"]["trait"] is None and not one["inner"]["impl"]["is_synthetic"]:
                for member in one["inner"]["impl"]["items"]:
                    member = index.get(str(member))
                    if member and member["visibility"] == "public":
                        self.associated(member, path, hidden or self.is_hidden(one))

    def associated(self, item: dict, path: list[str], hidden: bool) -> None:
        word = {"function": "method"}.get(next(iter(item["inner"])), next(iter(item["inner"])))
        self.line(word, [*path, item["name"]], item, hidden)

    def fields(self, crate: str, kind, path: list[str], hidden: bool) -> None:
        if isinstance(kind, str):
            return
        plain = kind.get("plain") or kind.get("struct")
        keys = kind["tuple"] if "tuple" in kind else plain["fields"]
        for key in keys:
            item = self.crates[crate]["index"].get(str(key)) if key is not None else None
            if item and item["visibility"] in ("public", "default"):
                self.line("field", [*path, item["name"]], item, hidden)


def listing(scratch: Path, folders: list[Path], without: set[str]) -> list[str]:
    lister = Lister([document(folder, scratch, without) for folder in folders])
    root = next(iter(lister.crates))
    top = lister.crates[root]
    lister.module(root, top["index"][str(top["root"])], [], False, ())
    return sorted(lister.lines)


def read(path: str) -> dict[str, set[str]]:
    """The lines of a list without what is hidden: `KIND PATH` to its words."""
    found: dict[str, set[str]] = {}
    for line in Path(path).read_text().splitlines():
        kind, name, *words = line.split(" ")
        key = f"{kind} {name}"
        # One path may lead to a thing that is hidden and, under another condition, to one that is not.
        seen = "hidden" in words and "hidden" in found.get(key, {"hidden"})
        found[key] = (found.get(key, set()) | set(words)) - {"hidden"} | ({"hidden"} if seen else set())
    return found


def fits(words: set[str], wanted: str) -> bool:
    """Whether what is said of a symbol puts it into one of the three sets that are compared."""
    if wanted == "deprecated or hidden":
        return bool(words & {"deprecated", "hidden"})
    return "hidden" not in words and (wanted == "public" or wanted in words)


def compare(theirs_file: str, ours_file: str) -> None:
    theirs, ours = read(theirs_file), read(ours_file)
    for word in ("public", "deprecated", "deprecated or hidden"):
        sides = [
            {name for name, words in side.items() if fits(words, word)}
            for side in (theirs, ours)
        ]
        print(f"{word}: ours {len(sides[1])}, rustdoc {len(sides[0])}, common {len(sides[0] & sides[1])}")
        for mark, names in (("-", sides[0] - sides[1]), ("+", sides[1] - sides[0])):
            for name in sorted(names):
                cfg = " [cfg]" if "cfg" in ours.get(name, set()) else ""
                print(f"  {mark} {name}{cfg}")


def main() -> None:
    words = sys.argv[1:]
    if words and words[0] == "--compare":
        compare(words[1], words[2])
        return
    without: set[str] = set()
    if "--without" in words:
        at = words.index("--without")
        without = set(words[at + 1].split(","))
        del words[at : at + 2]
    scratch = Path(words[0])
    scratch.mkdir(parents=True, exist_ok=True)
    print("\n".join(listing(scratch.resolve(), [Path(one).resolve() for one in words[1:]], without)))


if __name__ == "__main__":
    main()
