"""Times `forewarn scan` on plugins, beside two that search, a linter, and three that ask TypeScript's compiler.

usage: scan_speed.py FOREWARN SCRATCH [--peers] [FOLDER ...]

The FOLDERs are sources of plugins; nothing of them is kept. Measured are the largest of them, the one nearest to 20
files, and a tree of 5,000 files that is made of all of them as often as it takes. Without a FOLDER the sources are made:
20 files, the same from run to run; with --peers also 1,000 of them, in place of the largest. SCRATCH takes the trees, the
cache and, with --peers, what npm installs: ripgrep and ast-grep, which are given the names that forewarn says are deprecated
or gone, oxlint, ESLint with typescript-eslint's `no-deprecated` alone, TypeScript with the platform's declarations, and
TypeScript asked about each name with both versions (`ask_compiler.mjs`), which is the only one of them that answers what
forewarn is asked.
What cannot be installed is told and left out. A second table says what each one answers: no two do the same.

Each line is a whole process: the least and the median time of seven runs (three of the peers that ask the compiler, which
look at the largest alone), the user time of the median run, and the highest peak of memory (`≤` where it may be that of
Python, which starts it). "cold" is without forewarn's cache, "warm" with what the run before kept; the page cache is warm
in both. Prints a table in Markdown. Exits with 1 if a bar is missed twice over: a shared machine is noisy, and what the bars
say is read from the printed figures.
"""

import json
import os
import pathlib
import re
import resource
import shutil
import statistics
import subprocess
import sys
import time

ASK = pathlib.Path(__file__).with_name("ask_compiler.mjs")
RUNS, SLOW_RUNS = 7, 3
FILES = 5000
ENDS = {".js", ".jsx", ".ts", ".tsx"}
PACKAGE, FROM, TO = "@twilio/flex-ui", "1.34.6", "2.17.1"
MADE = 1000  # files of the tree that stands for the largest plugin where all are made
TARGET = "platform-at-target"  # the name by which the peers' folder has the target
PEERS = [
    "@vscode/ripgrep@1", "@ast-grep/cli@0", "oxlint@1", "typescript@5.9.3", "eslint@9", "typescript-eslint@8",
    f"{PACKAGE}@{FROM}", f"{TARGET}@npm:{PACKAGE}@{TO}", "@types/react@16", "@types/react-dom@16",
]
# Kinds of symbols that stand in source as a name of their own.
NAMED = {"export", "member", "enum-member"}
# What each answers, and what it does not.
TELLS = [
    ("forewarn scan", "uses of what goes or is gone by the target, with what to use instead", "whether the plugin compiles"),
    ("ripgrep", "lines with the name of something that goes", "whose name it is"),
    ("ast-grep", "imports and members with such a name", "whose they are"),
    ("oxlint", "what its own rules say of any source", "anything of the platform"),
    ("tsc", "what does not fit the version in use", "what is deprecated; anything of another version"),
    ("typescript-eslint", "what the version in use declares deprecated", "what is gone in another version"),
    ("TypeScript, both versions", "names that are gone or deprecated at the target, as far as types show them", "names in texts, values without a type; what to do, and until when"),
]
# Milliseconds of the least run, and MiB. The aim for 20 files is 60, which a quiet machine reaches (55).
BARS = {"20 files, cold": 100, "20 files, warm": 60, "5,000 files, warm": 250}
MOST_MEMORY = 300

COMPONENT = """import React from "react";
import {{ Actions, Manager, withTheme }} from "@twilio/flex-ui";
import {{ label{before} }} from "./Panel{before}";

interface Props {{ task?: {{ taskSid: string }}; theme?: unknown; count: number }}

export const label{index} = (text: string) => `${{text}} {index}`;

class Panel{index} extends React.Component<Props, {{ open: boolean }}> {{
  state = {{ open: false }};

  toggle = async () => {{
    const manager = Manager.getInstance();
    const {{ session }} = manager.store.getState().flex;
    if (session && this.props.task) {{
      await Actions.invokeAction("SelectTask", {{ sid: this.props.task.taskSid }});
    }}
    manager.chatClient.getSubscribedChannels().then((channels) => this.setState({{ open: channels.items.length > 0 }}));
    this.setState((before) => ({{ open: !before.open }}));
  }};

  render() {{
    const items = [1, 2, 3].map((item) => <li key={{item}}>{{label{before}(`${{item}}`)}}</li>);
    return <ul onClick={{this.toggle}} hidden={{!this.state.open}}>{{items}}</ul>;
  }}
}}

Actions.addListener("afterSelectTask", (payload) => console.log(payload, label{index}("selected")));

export default withTheme(Panel{index});
"""


def sources(folder):
    """The files of a plugin, with their paths in it, in order."""
    found = []
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in ("node_modules", ".git"))
        found += [pathlib.Path(place) / name for name in sorted(names) if pathlib.Path(name).suffix in ENDS]
    return [(path.relative_to(folder), path) for path in found]


def make_plugin(folder, files):
    """A plugin of these files, each with its path in it."""
    shutil.rmtree(folder, ignore_errors=True)
    for below, path in files:
        (folder / "src" / below).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, folder / "src" / below)
    manifest = {"name": "plugin-measured", "version": "1.0.0", "dependencies": {PACKAGE: FROM}}
    (folder / "package.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def make_sources(folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for index in range(20):
        text = COMPONENT.format(index=index, before=(index - 1) % 20)
        (folder / f"Panel{index}.tsx").write_text(text, encoding="utf-8")
    return folder


def make_tree(folder, plugins, count):
    """So many files: all files of all plugins, over and over."""
    files, copy = [], 0
    while len(files) < count:
        for index, plugin in enumerate(plugins):
            files += [(pathlib.Path(f"copy{copy}") / str(index) / below, path) for below, path in plugin]
        copy += 1
    return make_plugin(folder, files[:count])


def once(command, cwd, env, allowed):
    """Wall and user time in milliseconds and peak of memory in MiB of one process and those it waits for."""
    started = time.perf_counter()
    child = subprocess.Popen(command, cwd=cwd, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    wall = (time.perf_counter() - started) * 1000
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in allowed:
        sys.exit(f"{command[0]} ended with {child.returncode}")
    return wall, used.ru_utime * 1000, used.ru_maxrss / 1024


def measure(command, cwd, env=None, runs=RUNS, allowed=(0,), before=lambda: None):
    """The figures of a row. `before` is done before each run, and not timed."""
    env = {**os.environ, **(env or {})}
    ran = []
    for _ in range(runs + 1):
        before()
        ran.append(once(command, cwd, env, allowed))
    # The first fills the page cache.
    ran = sorted(ran[1:])
    walls = [wall for wall, _, _ in ran]
    return walls[0], statistics.median(walls), ran[runs // 2][1], max(memory for _, _, memory in ran)


def install_peers(folder):
    """Installs what is to be had."""
    folder.mkdir(parents=True, exist_ok=True)
    manifest = {"name": "peers", "private": True, "type": "module"}
    (folder / "package.json").write_text(json.dumps(manifest), encoding="utf-8")
    command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--legacy-peer-deps"]
    if subprocess.run([*command, *PEERS], cwd=folder, check=False).returncode != 0:
        for peer in PEERS:
            subprocess.run([*command, peer], cwd=folder, check=False)


def versions(folder):
    """Which peers were installed, in words."""
    for peer in PEERS[:6]:
        name = peer.rsplit("@", 1)[0]
        manifest = folder / "node_modules" / name / "package.json"
        if manifest.exists():
            # The package of ripgrep has a version of its own.
            program = program_of(folder, "ripgrep") if "ripgrep" in name else None
            if program:
                said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
                yield " ".join(said.split()[:2])
            else:
                yield f"{name} {json.loads(manifest.read_text(encoding='utf-8'))['version']}"


def program_of(folder, name):
    """A peer's program; None if it could not be installed. Two of them lie in packages of this machine's kind."""
    if name == "node":
        return shutil.which("node") if (folder / "node_modules" / TARGET).exists() else None
    places = {"ripgrep": "@vscode/ripgrep-*/bin/rg", "ast-grep": "@ast-grep/cli-*/ast-grep"}
    found = sorted((folder / "node_modules").glob(places.get(name, f".bin/{name}")))
    return str(found[0]) if found else None


def gone(forewarn):
    """Names of the platform that are deprecated or gone, as forewarn tells them."""
    command = [forewarn, "deprecations", "--as-of", "2026-06-15", "--format", "json"]
    told = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    symbols = (one for one in told["symbols"] if one["package"] == f"npm:{PACKAGE}" and one["kind"] in NAMED)
    return sorted({one["symbol"].split(".")[-1] for one in symbols if re.fullmatch(r"(.*\.)?[A-Za-z_]\w*", one["symbol"])})


def give_names(folder, names):
    """What the two that search are asked: the platform's imports, and the names."""
    (folder / "names").write_text("\n".join([PACKAGE, *names]) + "\n", encoding="utf-8")
    word = f"^({'|'.join(names)})$"
    asked = {"any": [
        {"kind": "import_statement", "has": {"kind": "string", "regex": PACKAGE}},
        {"kind": "import_specifier", "has": {"kind": "identifier", "regex": word}},
        {"kind": "property_identifier", "regex": word},
        {"kind": "shorthand_property_identifier_pattern", "regex": word},
    ]}
    (folder / "rules").mkdir(exist_ok=True)
    for language in ("Tsx", "TypeScript", "JavaScript"):
        rule = {"id": f"gone-{language}", "language": language, "severity": "warning", "message": "goes", "rule": asked}
        (folder / "rules" / f"{language}.yml").write_text(json.dumps(rule), encoding="utf-8")
    (folder / "sgconfig.yml").write_text(json.dumps({"ruleDirs": ["rules"]}), encoding="utf-8")


def peers(folder, plugin):
    """The commands that look at a plugin: its row, its program, its arguments, how often, and how it may end."""
    shutil.rmtree(folder / "plugin", ignore_errors=True)
    shutil.copytree(plugin, folder / "plugin")
    options = {
        "compilerOptions": {
            "noEmit": True, "allowJs": True, "checkJs": False, "jsx": "react", "strict": False, "skipLibCheck": True,
            "esModuleInterop": True, "moduleResolution": "bundler", "module": "esnext", "target": "es2020", "types": [],
            "noResolve": False,
        },
        "include": ["plugin/src"],
    }
    (folder / "tsconfig.json").write_text(json.dumps(options), encoding="utf-8")
    (folder / "eslint.config.js").write_text(
        'import tseslint from "typescript-eslint";\n'
        "export default [{\n"
        '  files: ["plugin/**/*.{js,jsx,ts,tsx}"],\n'
        '  plugins: { "@typescript-eslint": tseslint.plugin },\n'
        "  languageOptions: { parser: tseslint.parser, parserOptions: { project: './tsconfig.json' } },\n"
        '  rules: { "@typescript-eslint/no-deprecated": "warn" },\n'
        "}];\n",
        encoding="utf-8",
    )
    return [
        ("ripgrep, names as words", "ripgrep", ["-c", "-w", "-F", "-f", "names", "-tjs", "-tts", "plugin"], RUNS, (0, 1)),
        ("ast-grep, names by kind", "ast-grep", ["scan", "--report-style", "short", "plugin"], RUNS, (0, 1)),
        ("oxlint, default run", "oxlint", ["plugin"], RUNS, (0, 1)),
        ("tsc --noEmit", "tsc", ["-p", "tsconfig.json"], SLOW_RUNS, (0, 1, 2)),
        ("typescript-eslint no-deprecated", "eslint", ["plugin"], SLOW_RUNS, (0, 1)),
        ("TypeScript, both versions", "node", [str(ASK), ".", PACKAGE, TARGET], SLOW_RUNS, (0,)),
    ]


def row(what, name, figures):
    least, median, user, memory = figures
    # A process counts its starter's peak as its own.
    floor = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    peak = f"{memory:,.0f} MiB" if memory > floor + 1 else f"≤ {memory:,.0f} MiB"
    print(f"| {what} | {name} | {least:,.0f} ms | {median:,.0f} ms | {user:,.0f} ms | {peak} |", flush=True)


def head(what):
    print(f"| {what} | run | least | median | user time | memory |\n| --- | --- | --- | --- | --- | --- |", flush=True)


def answers(rows):
    print("\n| program | tells | does not tell |\n| --- | --- | --- |")
    for name, told, untold in rows:
        print(f"| {name} | {told} | {untold} |")


def cases(scratch, folders, with_peers):
    """The plugins to look at: in words, where, and what they are."""
    folders = folders or [make_sources(scratch / "made")]
    plugins = sorted((sources(folder) for folder in folders), key=len)
    near = min(plugins, key=lambda plugin: abs(len(plugin) - 20))
    yield f"{len(near):,} files", make_plugin(scratch / "small", near), "20 files"
    if len(plugins) > 1:
        yield f"{len(plugins[-1]):,} files", make_plugin(scratch / "largest", plugins[-1]), "largest"
    elif with_peers:
        yield f"{MADE:,} files", make_tree(scratch / "largest", plugins, MADE), "largest"
    yield f"{FILES:,} files", make_tree(scratch / "tree", plugins, FILES), f"{FILES:,} files"


def compare(forewarn, scratch, folders, with_peers):
    """Prints the table. Whether no bar was missed twice over."""
    measured = list(cases(scratch, folders, with_peers))
    if with_peers:
        install_peers(scratch / "peers")
        give_names(scratch / "peers", gone(forewarn))
    head("plugin")
    is_fine, missing = True, set()
    for what, plugin, bar in measured:
        scan = [forewarn, "scan", ".", "--package", f"npm:{PACKAGE}", "--from", FROM, "--to", TO]
        scan += ["--format", "json", "--fail-on", "never"]
        kept = {"XDG_CACHE_HOME": str(scratch / "cache")}
        for name, command, env in (("cold", [*scan, "--no-cache"], {}), ("warm", scan, kept)):
            figures = measure(command, plugin, env, allowed=(0, 3))
            row(what, f"forewarn, {name}", figures)
            missed = figures[0] > 2 * BARS.get(f"{bar}, {name}", float("inf")) or figures[3] > 2 * MOST_MEMORY
            is_fine = is_fine and not missed
        for name, short, arguments, runs, allowed in peers(scratch / "peers", plugin) if with_peers else ():
            program = program_of(scratch / "peers", short)
            if program is None:
                missing.add(short)
            elif runs == RUNS or bar == "largest":
                row(what, name, measure([program, *arguments], scratch / "peers", runs=runs, allowed=allowed))
    for short in sorted(missing):
        print(f"\n{short}: not measured, it could not be installed")
    return is_fine


def main():
    arguments = [one for one in sys.argv[1:] if one != "--peers"]
    forewarn, scratch = os.path.abspath(arguments[0]), pathlib.Path(arguments[1]).resolve()
    folders = [pathlib.Path(one).resolve() for one in arguments[2:]]
    with_peers = "--peers" in sys.argv
    is_fine = compare(forewarn, scratch, folders, with_peers)
    if with_peers:
        answers(TELLS)
    sys.exit(0 if is_fine else 1)


if __name__ == "__main__":
    main()
