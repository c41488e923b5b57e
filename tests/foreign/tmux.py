"""The terminal app in tmux: it starts, acts and leaves the terminal as it was, however it ends.

    python3 tests/foreign/tmux.py FOREWARN [TIMES]

Kills the app TIMES times (12 unless said) with each of TERM, HUP and KILL while it writes an entry. Needs tmux and a shell.
"""

import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import time

STREAMS = 'format = 1\nplatform = "acme"\n\n[[stream]]\nid = "app"\nscheme = "semver"\n'
WAIT = 10.0


class Pane:
    """One pane of a server of its own, with a plain shell in it."""

    def __init__(self, folder, environment):
        self.socket = str(pathlib.Path(folder, "tmux.sock"))
        variables = [word for name, value in environment.items() for word in ("-e", f"{name}={value}")]
        self.tmux("-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", "-c", str(folder), *variables, "env PS1='ready> ' sh")
        self.sees(r"ready>")

    def tmux(self, *args):
        done = subprocess.run(["tmux", "-S", self.socket, *args], capture_output=True, text=True, check=False)
        assert done.returncode == 0, (args, done.stderr)
        return done.stdout

    def text(self):
        return self.tmux("capture-pane", "-p")

    def sees(self, pattern):
        end = time.monotonic() + WAIT
        while time.monotonic() < end:
            if re.search(pattern, self.text()):
                return
            time.sleep(0.02)
        raise SystemExit(f"`{pattern}` is not on the screen:\n{self.text()}")

    def press(self, *keys):
        self.tmux("send-keys", *keys)

    def types(self, text):
        self.tmux("send-keys", "-l", text)

    def taken(self):
        """What the app has of the terminal: the other screen, the mouse, the cursor."""
        told = self.tmux("display-message", "-p", "#{alternate_on} #{mouse_any_flag} #{cursor_flag}").split()
        return told == ["1", "1", "0"], told == ["0", "0", "1"]

    def is_given_back(self, settings):
        end = time.monotonic() + WAIT
        while time.monotonic() < end and not self.taken()[1]:
            time.sleep(0.02)
        assert self.taken()[1], self.taken()
        assert self.settings() == settings, "the settings of the terminal are not those from before"

    def settings(self):
        """As the shell's `stty` tells them; the screen is cleared."""
        self.press("C-u")
        self.types("clear; stty -g; echo; echo end'ed'")
        self.press("Enter")
        self.sees("ended")
        return self.text().split("\n")[0]

    def close(self):
        subprocess.run(["tmux", "-S", self.socket, "kill-server"], capture_output=True, check=False)


def leaves_as_it_was(pane, program):
    settings = pane.settings()
    pane.types("clear; echo what stood here before")
    pane.press("Enter")
    pane.sees(r"\nready> $|before\nready>")
    pane.types(program)
    pane.press("Enter")
    pane.sees(r"Changelog, \d+ releases")
    assert pane.taken()[0], pane.taken()
    pane.press("2")
    pane.sees("2.17 +supported")
    pane.press("D")
    pane.press("C-u")
    pane.types("2025-12-01")
    pane.press("Enter")
    pane.sees("2.14 +maintained")
    pane.tmux("resize-window", "-x", "120", "-y", "40")
    pane.sees("3 Deprecations")
    pane.tmux("resize-window", "-x", "50", "-y", "10")
    pane.sees("60x20 is needed")
    pane.tmux("resize-window", "-x", "80", "-y", "24")
    pane.sees("2.14 +maintained")
    pane.press("q")
    pane.sees("what stood here before")
    assert "maintained" not in pane.text(), pane.text()
    pane.is_given_back(settings)


def killed_while_writing(pane, program, root, environment, times):
    def run(*args):
        done = subprocess.run([program, *args], cwd=root, env=environment, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    random.seed(9)
    settings = pane.settings()
    written, torn = 0, 0
    for name in ["TERM", "HUP", "KILL"]:
        for number in range(times):
            place = f"{name.lower()}-{number}"
            pane.types(f"clear; {program}")
            pane.press("Enter")
            pane.sees("7 Draf")
            pane.press("7", "n", "C-u")
            pane.types(f"app/unreleased/{place}")
            pane.press("Tab", "Tab")
            pane.types("Calls can be put on hold.")
            pane.sees("As readers see it")
            process = pane.tmux("display-message", "-p", "#{pane_pid}").strip()
            own = subprocess.run(["pgrep", "-P", process], capture_output=True, text=True, check=True).stdout.split()[0]
            pane.press("C-s")
            time.sleep(random.uniform(0, 0.06))
            subprocess.run(["kill", f"-{name}", own], check=True)
            if name == "KILL":
                # Nobody can tidy up after that: the shell does.
                pane.sees("Killed|ready>")
                pane.types("stty sane; printf '\\033[?1049l\\033[?1000l\\033[?1002l\\033[?1003l\\033[?1006l\\033[?25h'; clear")
                # The terminal takes only a line feed for Enter now.
                pane.press("C-j")
                pane.sees(r"^ready>\s*$")
            else:
                pane.is_given_back(settings)
            code, told = run("db", "verify")
            assert code == 0, (place, told)
            file = root / "changelog" / "app" / "unreleased" / f"{place}.md"
            if file.exists():
                written += 1
                text = file.read_text()
                if f"- Calls can be put on hold. {{#{place}}}" not in text:
                    torn += 1
                    print(f"{place}: {text!r}")
            strange = [one.name for one in (root / "changelog").rglob("*") if one.is_file() and one.suffix not in (".md", ".toml")]
            assert not strange or name == "KILL", strange
            # The next who opens it sees the same, whole.
            code, log = run("log", "--limit", "1000", "--format", "json")
            assert code == 0, log
            subjects = {one["subject"] for one in json.loads(log)["items"] if one["action"] == "create"}
            assert (f"entry {place}" in subjects) == file.exists(), (place, "the log and the files differ")
    print(f"{3 * times} killed while writing, {written} entries written, {torn} torn")
    return torn


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    times = int(sys.argv[2]) if len(sys.argv) > 2 else 12
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        root = pathlib.Path(folder)
        (root / "home").mkdir()
        environment = {"HOME": str(root / "home"), "PATH": "/usr/bin:/bin", "USER": "tester", "LANG": "C.UTF-8"}
        pane = Pane(root, environment)
        try:
            leaves_as_it_was(pane, program)
            (root / "forewarn.toml").write_text("schema = 1\n")
            (root / "changelog" / "app").mkdir(parents=True)
            (root / "changelog" / "streams.toml").write_text(STREAMS)
            torn = killed_while_writing(pane, program, root, environment, times)
            # The terminal goes away.
            pane.types(f"clear; {program}")
            pane.press("Enter")
            pane.sees("7 Draf")
        finally:
            pane.close()
        end = time.monotonic() + WAIT
        while time.monotonic() < end:
            if subprocess.run(["pgrep", "-f", f"^{program}$"], capture_output=True, check=False).returncode == 1:
                break
            time.sleep(0.05)
        else:
            raise SystemExit("the app goes on though its terminal is gone")
    print("started, acted, left; the terminal was as before each time")
    return 1 if torn else 0


if __name__ == "__main__":
    sys.exit(main())
