"""Which lines the tests reach, by folder, and where most are missed.

    python3 .ci/coverage.py [FILES]

Builds the tests with the compiler's own instrumentation into a target folder of its own ($CARGO_TARGET_DIR-coverage or
target/coverage), runs them, the program that they start included, and prints a table: lines, those that were reached, and the
share; then the FILES (20) with most lines that no test reaches. Test modules are left out. Needs the component `llvm-tools` of
rustup. Exits with 1 if one of the folders that the bar is for is under it.
"""

import collections
import json
import os
import pathlib
import shutil
import subprocess
import sys

BAR = 85
HELD = ["domain", "policy", "changelog", "store", "scan", "ingest", "app"]
ROOT = pathlib.Path(__file__).resolve().parent.parent


def tools():
    """The folder of llvm-profdata and llvm-cov that go with the compiler."""
    words = subprocess.run(["rustc", "-vV"], capture_output=True, text=True, check=True).stdout
    host = next(line.split(": ")[1] for line in words.splitlines() if line.startswith("host: "))
    sysroot = subprocess.run(["rustc", "--print", "sysroot"], capture_output=True, text=True, check=True).stdout.strip()
    folder = pathlib.Path(sysroot) / "lib" / "rustlib" / host / "bin"
    if not (folder / "llvm-cov").exists():
        raise SystemExit("llvm-tools is missing: `rustup component add llvm-tools`")
    return folder


def code_lines(path):
    """The lines of a file that are no test module at its end."""
    text = path.read_text(encoding="utf-8").splitlines()
    for index, line in enumerate(text):
        if line.strip() == "#[cfg(test)]" and any(word.startswith("mod tests {") for word in text[index + 1:index + 4]):
            return index
    return len(text)


def main():
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", str(ROOT / "target")) + "-coverage")
    profiles = target / "profiles"
    shutil.rmtree(profiles, ignore_errors=True)
    env = {**os.environ, "CARGO_TARGET_DIR": str(target), "RUSTFLAGS": "-C instrument-coverage", "CARGO_INCREMENTAL": "0",
           "CARGO_PROFILE_DEV_DEBUG": "0", "INSTA_UPDATE": "no", "LLVM_PROFILE_FILE": str(profiles / "%8m.profraw")}
    built = subprocess.run(["cargo", "test", "--locked", "--no-run", "--message-format=json"], cwd=ROOT, env=env,
                           stdout=subprocess.PIPE, text=True, check=True).stdout
    made = (json.loads(line) for line in built.splitlines() if line.startswith("{"))
    programs = sorted({one["executable"] for one in made if one.get("executable")})
    # A test that fails reaches lines too, and whether all pass is another question.
    subprocess.run(["cargo", "test", "--locked", "--no-fail-fast"], cwd=ROOT, env=env, stdout=subprocess.DEVNULL, check=False)
    subprocess.run([tools() / "llvm-profdata", "merge", "-sparse", "-o", target / "all.profdata", *profiles.glob("*.profraw")], check=True)
    objects = [word for program in programs for word in ("-object", program)][1:]
    exported = subprocess.run([tools() / "llvm-cov", "export", "-format=lcov", f"-instr-profile={target / 'all.profdata'}", *objects],
                              stdout=subprocess.PIPE, text=True, check=True).stdout
    folders, files, reached, path = collections.Counter(), {}, {}, None
    for line in exported.splitlines():
        if line.startswith("SF:"):
            path = pathlib.Path(line[3:])
            reached = files.setdefault(path, {})
        elif line.startswith("DA:"):
            number, count = line[3:].split(",")[:2]
            reached[int(number)] = max(int(count), reached.get(int(number), 0))
    missed = []
    for path, lines in files.items():
        below = path.relative_to(ROOT / "src") if path.is_relative_to(ROOT / "src") else None
        if below is None or below.name == "tests.rs" or "tests" in below.parts or "cases" in below.parts:
            continue
        last = code_lines(path)
        lines = {number: count for number, count in lines.items() if number <= last}
        folder = below.parts[0].removesuffix(".rs")
        folders[folder, "lines"] += len(lines)
        folders[folder, "reached"] += sum(count > 0 for count in lines.values())
        missed.append((sum(count == 0 for count in lines.values()), len(lines), str(below)))
    under = []
    print("| folder | lines | reached | share |\n| --- | ---: | ---: | ---: |")
    for folder in sorted({name for name, _ in folders}):
        lines, hit = folders[folder, "lines"], folders[folder, "reached"]
        share = 100 * hit / max(lines, 1)
        print(f"| {folder} | {lines:,} | {hit:,} | {share:.1f} % |")
        if folder in HELD and share < BAR:
            under.append(folder)
    print("\nMost lines without a test:")
    for count, lines, path in sorted(missed, reverse=True)[:most]:
        print(f"  {count:4} of {lines:4}  {path}")
    if under:
        print(f"under {BAR} %: {', '.join(under)}")
    return 1 if under else 0


if __name__ == "__main__":
    sys.exit(main())
