"""Hostile input, each as a whole process: how it ends, what it takes, what it says.

    python3 tests/foreign/abuse.py FOREWARN SCRATCH [--large]

No case may take more than 512 MiB or 10 s, end by a signal, say that something panicked, or write a control character to
the terminal. What each is expected to exit with stands beside it. `--large` adds the cases that take a gigabyte of disk or a
million files. Prints a line per case; exits with 1 if one is not as expected.
"""

import gzip
import io
import os
import pathlib
import re
import resource
import shutil
import socket
import subprocess
import sys
import tarfile
import threading
import time

MOST_MEMORY, MOST_SECONDS = 512 * 1024, 10.0
DEEP = 100_000
MANIFEST = '{"name": "p", "dependencies": {"@twilio/flex-ui": "1.34.6"}}'
SCAN = ["scan", "plugin", "--from", "1.34.6", "--to", "2.17.1", "--fail-on", "never", "--no-cache"]
STREAMS = 'format = 1\nplatform = "acme"\n\n[[stream]]\nid = "app"\nscheme = "semver"\n'

# No control characters but line ends and tabs, no changes of direction, no zero width.
BAD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class Case:
    def __init__(self, name, folder):
        self.name = name
        # What somebody else does until the event that it is given.
        self.meanwhile = None
        self.root = folder / re.sub(r"[^a-z0-9]+", "-", name)
        self.root.mkdir()
        self.environment = {"HOME": str(self.root / "home"), "PATH": "/usr/bin:/bin", "USER": "tester", "LANG": "C.UTF-8"}
        (self.root / "home").mkdir()

    def write(self, path, content):
        path = self.root / path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return self

    def plugin(self, files=()):
        self.write("plugin/package.json", MANIFEST)
        self.write("plugin/src/good.ts", 'import { BlueDarkTheme } from "@twilio/flex-ui";\nBlueDarkTheme;\n')
        for path, content in files:
            self.write(f"plugin/{path}", content)
        return self

    def workspace(self, files=()):
        self.write("forewarn.toml", "schema = 1\n")
        self.write("changelog/streams.toml", STREAMS)
        for path, content in files:
            self.write(path, content)
        return self


def nested(opening, middle, closing):
    return opening * DEEP + middle + closing * DEEP


def cases(folder, large):
    """(case, arguments, expected exit codes, what standard error or output holds)."""

    def case(name):
        return Case(name, folder)

    for name, path, text in [
        ("parentheses in TypeScript", "src/bad.ts", nested("(", "1", ")")),
        ("arrays in JavaScript", "src/bad.js", nested("[", "", "]")),
        ("blocks in JavaScript", "src/bad.js", nested("{", "", "}")),
        ("elements in JSX", "src/bad.jsx", nested("<a>", "", "</a>")),
        ("types in TypeScript", "src/bad.ts", "type A = " + nested("Array<", "1", ">")),
        ("templates in JavaScript", "src/bad.js", nested("`${", "1", "}`")),
        ("unary minus in JavaScript", "src/bad.js", "-" * DEEP + "1"),
        ("members in JavaScript", "src/bad.js", "a" + ".a" * DEEP),
        ("calls in JavaScript", "src/bad.js", "a" + "()" * DEEP),
        ("sums in JavaScript", "src/bad.js", "1" + "+1" * DEEP),
        ("else if in JavaScript", "src/bad.js", "if(a){}" + "else if(a){}" * DEEP),
    ]:
        yield case(name).plugin([(path, text)]), SCAN, {0, 3}, "BlueDarkTheme"
    rust = ["scan", "plugin", "--package", "crate:base64", "--from", "0.21.7", "--fail-on", "never", "--no-cache"]
    for name, text in [
        ("parentheses in Rust", "fn f() { " + nested("(", "1", ")") + " }"),
        ("types in Rust", "type A = " + nested("Vec<", "u8", ">") + ";"),
        ("references in Rust", "type A = " + "&" * DEEP + "u8;"),
        ("modules in Rust", nested("mod a {", "", "}")),
    ]:
        one = case(name)
        one.write("plugin/Cargo.toml", '[package]\nname = "p"\nversion = "1.0.0"\n[dependencies]\nbase64 = "0.21"\n')
        one.write("plugin/src/lib.rs", text)
        # Without its surface nothing is scanned: what is asked for is that it ends well.
        yield one, rust, {0, 2, 3}, ""
    yield case("objects in package.json").plugin([("package.json", nested('{"a":', "1", "}"))]), SCAN, {2, 3}, ""
    yield case("objects in a lockfile").plugin([("package-lock.json", nested('{"a":', "1", "}"))]), SCAN, {0, 3}, "BlueDarkTheme"
    yield case("mappings in a lockfile of pnpm").plugin([("pnpm-lock.yaml", "\n".join(" " * n + "a:" for n in range(2000)))]), SCAN, {0, 3}, "BlueDarkTheme"
    yield case("arrays in forewarn.toml").write("forewarn.toml", "a = " + nested("[", "", "]")), ["lint"], {2}, "forewarn.toml"
    yield case("dotted keys in forewarn.toml").write("forewarn.toml", "a" + ".a" * DEEP + " = 1"), ["lint"], {2}, "forewarn.toml"
    for name, text in [
        ("quotes in Markdown", ">" * DEEP + " a"),
        ("lists in Markdown", "- " * DEEP + "a"),
        ("emphasis in Markdown", "*a " * DEEP),
        ("brackets in Markdown", "[" * DEEP + "]" * DEEP),
        ("links in Markdown", "[a](" * DEEP),
        ("tables in Markdown", "|" * DEEP + "\n" + "|-" * DEEP),
    ]:
        body = f"+++\ndate = 2026-01-10\n+++\n\n## Added\n\n- {text} {{#a}}\n"
        yield case(name).workspace([("changelog/app/1.0.0.md", body)]), ["notes"], {0, 2}, ""
        yield case(name + ", imported").write("CHANGELOG.md", f"# Changelog\n\n## [1.0.0] - 2026-01-10\n\n### Added\n\n- {text}\n"), ["import", "CHANGELOG.md", "--dry-run"], {0, 2, 3}, ""
    deep = nested('{"a":', "1", "}")
    yield case("objects in a configuration").write("c.json", deep), ["checkup", "c.json", "--from", "1.34.6", "--to", "2.17.1"], {2}, "c.json"
    yield case("objects in evidence").write("e.json", deep), ["evidence", "import", "e.json", "--dry-run"], {0, 2, 3}, "e.json"
    yield case("objects in a baseline").plugin().write("b.json", deep), [*SCAN, "--baseline", "b.json"], {2}, "b.json"
    yield case("objects in a part of a fleet").write("f.json", deep), ["fleet", "merge", "f.json"], {2}, "f.json"

    yield case("a line of 30 MiB").plugin([("src/bad.ts", "x;" * (15 << 20))]), SCAN, {0, 3}, "BlueDarkTheme"
    yield case("NUL bytes").plugin([("src/bad.ts", b"a\0b\0" * 1000)]), SCAN, {0, 3}, "BlueDarkTheme"
    yield case("invalid UTF-8").plugin([("src/bad.ts", b"\xff\xfe\xfa const a = 1;\xc3\x28")]), SCAN, {0, 3}, "BlueDarkTheme"
    yield case("half a UTF-16").plugin([("src/bad.ts", b"\xff\xfea")]), SCAN, {0, 3}, "BlueDarkTheme"

    one = case("what is no file").plugin()
    os.mkfifo(one.root / "plugin/src/fifo.ts")
    door = socket.socket(socket.AF_UNIX)
    here = os.getcwd()
    os.chdir(one.root / "plugin/src")
    door.bind("socket.ts")
    os.chdir(here)
    os.symlink("/dev/zero", one.root / "plugin/src/zero.ts")
    os.symlink("/dev/zero", one.root / "plugin/package-lock.json")
    os.symlink(".", one.root / "plugin/src/round")
    os.symlink("/etc", one.root / "plugin/src/out")
    os.symlink("nowhere", one.root / "plugin/src/gone.ts")
    yield one, SCAN, {0, 3}, "BlueDarkTheme"
    # What a user names may be a pipe, and is waited for; what lies in a folder may not.
    one = case("a FIFO as forewarn.toml")
    os.mkfifo(one.root / "forewarn.toml")
    # So this is no workspace.
    yield one, ["notes", "2.17.1"], {0}, "2.17.1"
    one = case("FIFOs in a changelog").workspace()
    os.mkfifo(one.root / "policy.toml")
    os.mkfifo(one.root / "accounts.toml")
    (one.root / "changelog/app").mkdir()
    os.mkfifo(one.root / "changelog/app/1.0.0.md")
    yield one, ["notes"], {0, 2}, ""
    one = case("FIFOs in a package")
    one.write("package/package.json", '{"name": "p", "version": "1.0.0", "types": "index.d.ts"}')
    os.mkfifo(one.root / "package/index.d.ts")
    os.mkfifo(one.root / "package/other.d.ts")
    yield one, ["import", "package", "--dry-run"], {0, 2, 3}, ""
    one = case("a FIFO as a log")
    os.mkfifo(one.root / "x.json")
    yield one, ["evidence", "import", "x.json", "--dry-run"], {2, 3}, "x.json"
    for name, target in [("zeros without end as a log", "/dev/zero"), ("a folder as a log", "/etc")]:
        one = case(name)
        os.symlink(target, one.root / "x.json")
        yield one, ["evidence", "import", "x.json", "--dry-run"], {2, 3}, "x.json"
        yield one, ["checkup", "x.json", "--to", "2.17.1"], {2, 3}, "x.json"
        yield one, ["import", "x.json", "--dry-run"], {2, 3}, "x.json"

    names = ["new\nline.ts", "\x1b[2Jesc.ts", "\u202eright.ts", "zero\u200bwidth.ts", "a.ts", "A.ts", "é.ts", "e\u0301.ts", "-n.ts", "%s.ts", "'\"`$(x).ts"]
    yield case("names of files").plugin([(f"src/{name}", "const = ;") for name in names]), SCAN, {0, 3}, "BlueDarkTheme"
    yield case("a name that is no UTF-8").plugin([("src/" + os.fsdecode(bytes([0xFF])) + ".ts", "const = ;")]), SCAN, {0, 3}, "BlueDarkTheme"
    yield case("many names").plugin([(f"src/{n}.ts", "") for n in range(2000)]), SCAN, {0}, "BlueDarkTheme"
    for form in ["json", "sarif", "github", "gitlab", "junit", "markdown"]:
        yield case(f"names of files as {form}").plugin([(f"src/{name}", "import { BlueDarkTheme } from '@twilio/flex-ui'; BlueDarkTheme;") for name in names]), [*SCAN, "--format", form], {0, 3}, ""

    # No home, no terminal, an odd clock, an odd place.
    one = case("no environment").plugin()
    one.environment = {}
    yield one, SCAN, {0}, "BlueDarkTheme"
    for zone in ["Pacific/Kiritimati", "Etc/GMT+12", "nonsense", "../../etc/passwd", ":/dev/zero"]:
        one = case(f"the time zone {zone}")
        one.environment["TZ"] = zone
        yield one, ["versions"], {0}, "2.17"
    for day in ["1900-01-01", "2100-12-31", "9999-12-31", "0001-01-01"]:
        yield case(f"as of {day}"), ["versions", "--as-of", day], {0, 2}, ""
        yield case(f"as of {day}, where things stand"), ["--as-of", day], {0, 2}, ""
    one = case("a home that cannot be written").plugin()
    one.environment["HOME"] = "/proc"
    yield one, [word for word in SCAN if word != "--no-cache"], {0}, "BlueDarkTheme"
    yield one, ["scan", "plugin", "--record", "--fail-on", "never"], {2}, "/proc"

    for now in ["-1000000000", "0", "4102444800", "253402300800", "9000000000000000"]:
        one = case(f"the clock at {now}").plugin()
        one.environment.update(LD_PRELOAD=str(folder / "clock.so"), FAKE_NOW=now)
        yield one, ["versions"], {0, 2}, ""
        yield one, SCAN, {0, 3}, "BlueDarkTheme"

    yield from archives(case)
    yield from restless(case)

    if large:
        one = case("a file of 1 GiB").plugin()
        with open(one.root / "plugin/src/big.ts", "wb") as file:
            file.truncate(1 << 30)
        yield one, SCAN, {0, 3}, "BlueDarkTheme"
        one = case("a log of 1 GiB")
        with open(one.root / "x.json", "wb") as file:
            file.truncate(1 << 30)
        yield one, ["evidence", "import", "x.json", "--dry-run"], {2, 3}, "x.json"
        yield one, ["checkup", "x.json", "--to", "2.17.1"], {2, 3}, "x.json"
        yield one, ["import", "x.json", "--dry-run"], {2, 3}, "x.json"
        yield case("a line of 200 MiB").plugin([("src/bad.ts", "x;" * (100 << 20))]), SCAN, {0, 3}, "BlueDarkTheme"
        one = case("a million empty files").plugin()
        for number in range(1000):
            place = one.root / f"plugin/src/{number}"
            place.mkdir()
            for other in range(1000):
                os.close(os.open(place / f"{other}.ts", os.O_CREAT))
        yield one, SCAN, {0, 3}, "BlueDarkTheme"


def archives(case):
    """Packages as tarballs that nobody would pack."""
    manifest = b'{"name": "p", "version": "1.0.0", "types": "index.d.ts"}'
    good = [("package/package.json", manifest), ("package/index.d.ts", b"export declare const kept: string;")]

    def packed(name, members, mode="w:gz"):
        one = case(name)
        with tarfile.open(one.root / "p.tgz", mode) as archive:
            for path, content in good:
                about = tarfile.TarInfo(path)
                about.size = len(content)
                archive.addfile(about, io.BytesIO(content))
            for path, kind, content in members:
                about = tarfile.TarInfo(path)
                about.type = kind
                about.size = content if isinstance(content, int) else len(content)
                about.linkname = "/etc/passwd" if kind in (tarfile.SYMTYPE, tarfile.LNKTYPE) else ""
                if about.type != tarfile.REGTYPE:
                    about.size = 0
                    archive.addfile(about)
                else:
                    archive.addfile(about, Zeros() if isinstance(content, int) else io.BytesIO(content))
        return one

    command = ["import", "p.tgz", "--dry-run"]
    file = tarfile.REGTYPE
    for path in ["../../planted.d.ts", "/tmp/planted.d.ts", "package/../../planted.d.ts", "package/\x1b[2J.d.ts", "package/a\nb.d.ts",
                 "package/" + "d/" * 500 + "x.d.ts"]:
        one = packed(f"an archive with {path[:40]!r}", [(path, file, b"export declare const planted: string;")])
        yield one, command, {0, 2, 3}, ""
    for kind, name in [(tarfile.SYMTYPE, "a link"), (tarfile.LNKTYPE, "a hard link"), (tarfile.CHRTYPE, "a device"), (tarfile.FIFOTYPE, "a FIFO")]:
        yield packed(f"an archive with {name}", [("package/other.d.ts", kind, b"")]), command, {0, 2, 3}, ""
    yield packed("an archive with one name twice", [("package/index.d.ts", file, b"export declare const other: string;")]), command, {0, 2, 3}, ""
    yield packed("an archive with a name in two cases", [("package/INDEX.d.ts", file, b"export declare const other: string;")]), command, {0, 2, 3}, ""
    yield packed("an archive that is small and grows", [("package/zeros.d.ts", file, 1 << 30)]), command, {0, 2, 3}, ""
    yield packed("an archive with 100,000 files", [(f"package/{n}.d.ts", file, b"") for n in range(100_000)]), command, {0, 2, 3}, ""
    one = packed("an archive that is cut off", [])
    (one.root / "p.tgz").write_bytes((one.root / "p.tgz").read_bytes()[:150])
    yield one, command, {2}, ""
    one = case("an archive in archives")
    content = manifest
    for _ in range(50):
        content = gzip.compress(content)
    one.write("p.tgz", content)
    yield one, command, {2}, ""
    yield case("an archive of nothing").write("p.tgz", b""), command, {2}, ""


class Zeros(io.RawIOBase):
    """As many as one reads."""

    def read(self, size=-1):
        return bytes(size)


def restless(case):
    """Files that somebody else writes, cuts and takes away while they are read."""
    texts = [b"", b"x" * 100, b'import { BlueDarkTheme } from "@twilio/flex-ui";\n' * 50 + b"/* " + b"x" * 100_000 + b" */", None]
    one = case("files that grow, shrink and vanish").plugin([(f"src/{n}.ts", "1;") for n in range(200)])

    def change(stop):
        turn = 0
        while not stop.is_set():
            turn += 1
            path = one.root / f"plugin/src/{turn * 7 % 200}.ts"
            text = texts[turn // 3 % len(texts)]
            if text is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(text)

    one.meanwhile = change
    for _ in range(5):
        yield one, SCAN, {0, 3}, "BlueDarkTheme"
        yield one, [word for word in SCAN if word != "--no-cache"], {0, 3}, "BlueDarkTheme"
    one = case("a changelog that is written while it is read").workspace()
    release = "+++\ndate = 2026-01-01\n+++\n\n## Fixed\n\n" + "- A thing.\n" * 500

    def write(stop):
        turn = 0
        while not stop.is_set():
            turn += 1
            path = one.root / f"changelog/app/1.{turn % 40}.0.md"
            path.parent.mkdir(exist_ok=True)
            if turn % 5 == 0:
                path.unlink(missing_ok=True)
            else:
                path.write_text(release[: len(release) * (turn % 4 + 1) // 4])

    one.meanwhile = write
    for _ in range(5):
        yield one, ["notes"], {0, 2}, ""


def ran(program, one, args):
    stop = threading.Event()
    others = [threading.Thread(target=one.meanwhile, args=(stop,))] if one.meanwhile else []
    for other in others:
        other.start()
    try:
        return alone(program, one, args)
    finally:
        stop.set()
        for other in others:
            other.join()


def alone(program, one, args):
    started = time.monotonic()
    with open(one.root / "out", "wb") as out, open(one.root / "err", "wb") as err:
        process = subprocess.Popen([program, *args], cwd=one.root, env=one.environment, stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        killed = False
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            if time.monotonic() - started > 3 * MOST_SECONDS:
                process.kill()
                _, status, usage = os.wait4(process.pid, 0)
                killed = True
                break
            time.sleep(0.005)
    seconds = time.monotonic() - started
    code = os.waitstatus_to_exitcode(status)
    read = lambda name: (one.root / name).read_bytes().decode("utf-8", "replace")
    return code, seconds, usage.ru_maxrss, read("out"), read("err"), killed


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    folder = pathlib.Path(sys.argv[2])
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    folder = folder.resolve()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    source = pathlib.Path(__file__).with_name("clock.c")
    subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-o", folder / "clock.so", source, "-ldl"], check=True)
    wrong, count, slowest, largest = 0, 0, 0.0, 0
    for one, args, expected, holds in cases(folder, "--large" in sys.argv):
        code, seconds, memory, out, err, killed = ran(program, one, args)
        faults = []
        if killed or seconds > MOST_SECONDS:
            faults.append(f"{seconds:.1f} s")
        if memory > MOST_MEMORY:
            faults.append(f"{memory // 1024} MiB")
        if code not in expected:
            faults.append(f"exit {code}, not {sorted(expected)}")
        if "panicked" in err or "overflow" in err:
            faults.append("it panicked")
        if holds and holds not in out + err:
            faults.append(f"`{holds}` is not told")
        strange = BAD.search(out + err)
        if strange:
            faults.append(f"{strange.group()!r} is written")
        count += 1
        slowest, largest = max(slowest, seconds), max(largest, memory)
        if faults:
            wrong += 1
            print(f"{one.name}: {' '.join(args)[:60]}: {'; '.join(faults)}\n  {(err or out).strip()[:300]}")
    print(f"{count} cases, {wrong} wrong; the slowest {slowest:.1f} s, the largest {largest // 1024} MiB")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
