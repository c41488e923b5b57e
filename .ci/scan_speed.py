"""Times `forewarn scan` on plugins, beside oxlint and two that ask TypeScript's compiler.

usage: scan_speed.py FOREWARN SCRATCH [--peers] [FOLDER ...]

The FOLDERs are sources of plugins; nothing of them is kept. Measured are the largest of them, the one nearest to 20
files, and a tree of 5,000 files that is made of all of them as often as it takes. Without a FOLDER the sources are made:
20 files, the same from run to run. SCRATCH takes the trees, the cache and, with --peers, what npm installs: oxlint, ESLint
with typescript-eslint's `no-deprecated` alone, and TypeScript with the platform's declarations.

Each line is a whole process: the least and the median time of seven runs (three of the peers that ask the compiler), the
user time of the median run, and the highest peak of memory. "cold" is without forewarn's cache, "warm" with what the
run before kept; the page cache is warm in both. Prints a table in Markdown. Exits with 1 if a bar is missed twice
over: a shared machine is noisy, and what the bars say is read from the printed figures.
"""

import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

RUNS, SLOW_RUNS = 7, 3
FILES = 5000
ENDS = {".js", ".jsx", ".ts", ".tsx"}
PACKAGE, FROM, TO = "@twilio/flex-ui", "1.34.6", "2.17.1"
PEERS = ["oxlint@1", "typescript@5.9.3", "eslint@9", "typescript-eslint@8", f"{PACKAGE}@{FROM}"]
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


def make_tree(folder, plugins):
    """5,000 files: all files of all plugins, over and over."""
    files, copy = [], 0
    while len(files) < FILES:
        for index, plugin in enumerate(plugins):
            files += [(pathlib.Path(f"copy{copy}") / str(index) / below, path) for below, path in plugin]
        copy += 1
    return make_plugin(folder, files[:FILES])


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


def measure(command, cwd, env=None, runs=RUNS, allowed=(0,)):
    env = {**os.environ, **(env or {})}
    once(command, cwd, env, allowed)
    ran = sorted(once(command, cwd, env, allowed) for _ in range(runs))
    walls = [wall for wall, _, _ in ran]
    return walls[0], statistics.median(walls), ran[runs // 2][1], max(memory for _, _, memory in ran)


def install_peers(folder):
    folder.mkdir(parents=True, exist_ok=True)
    manifest = {"name": "peers", "private": True, "type": "module"}
    (folder / "package.json").write_text(json.dumps(manifest), encoding="utf-8")
    command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--legacy-peer-deps"]
    subprocess.run([*command, *PEERS], cwd=folder, check=True)


def peers(folder, plugin):
    """The commands that look at a plugin, by name, with the folder to run them in."""
    bin_folder = folder / "node_modules" / ".bin"
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
        ("oxlint, default run", [bin_folder / "oxlint", "plugin"], RUNS, (0, 1)),
        ("tsc --noEmit", [bin_folder / "tsc", "-p", "tsconfig.json"], SLOW_RUNS, (0, 1, 2)),
        ("typescript-eslint no-deprecated", [bin_folder / "eslint", "plugin"], SLOW_RUNS, (0, 1)),
    ]


def row(what, name, figures):
    least, median, user, memory = figures
    print(f"| {what} | {name} | {least:,.0f} ms | {median:,.0f} ms | {user:,.0f} ms | {memory:,.0f} MiB |", flush=True)


def main():
    arguments = [one for one in sys.argv[1:] if one != "--peers"]
    forewarn, scratch = os.path.abspath(arguments[0]), pathlib.Path(arguments[1]).resolve()
    folders = [pathlib.Path(one).resolve() for one in arguments[2:]] or [make_sources(scratch / "made")]
    plugins = sorted((sources(folder) for folder in folders), key=len)
    near = min(plugins, key=lambda plugin: abs(len(plugin) - 20))
    measured = [(f"{len(near):,} files", make_plugin(scratch / "small", near), "20 files")]
    if len(plugins) > 1:
        measured.append((f"{len(plugins[-1]):,} files", make_plugin(scratch / "largest", plugins[-1]), "largest"))
    measured.append((f"{FILES:,} files", make_tree(scratch / "tree", plugins), f"{FILES:,} files"))
    if "--peers" in sys.argv:
        install_peers(scratch / "peers")
    print("| plugin | run | least | median | user time | memory |\n| --- | --- | --- | --- | --- | --- |")
    is_fine = True
    for what, plugin, bar in measured:
        scan = [forewarn, "scan", ".", "--package", f"npm:{PACKAGE}", "--from", FROM, "--to", TO]
        scan += ["--format", "json", "--fail-on", "never"]
        kept = {"XDG_CACHE_HOME": str(scratch / "cache")}
        for name, command, env in (("cold", [*scan, "--no-cache"], {}), ("warm", scan, kept)):
            figures = measure(command, plugin, env, allowed=(0, 3))
            row(what, f"forewarn, {name}", figures)
            missed = figures[0] > 2 * BARS.get(f"{bar}, {name}", float("inf")) or figures[3] > 2 * MOST_MEMORY
            is_fine = is_fine and not missed
        if "--peers" in sys.argv:
            for name, command, runs, allowed in peers(scratch / "peers", plugin):
                if "oxlint" in name or bar == "largest":
                    row(what, name, measure(command, scratch / "peers", runs=runs, allowed=allowed))
    sys.exit(0 if is_fine else 1)


if __name__ == "__main__":
    main()
