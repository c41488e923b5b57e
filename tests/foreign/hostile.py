"""Makes a workspace whose history is as odd and as hostile as files can be.

hostile.py FOREWARN FOLDER
"""

import pathlib
import subprocess
import sys

forewarn, folder = sys.argv[1], pathlib.Path(sys.argv[2])
folder.mkdir(parents=True, exist_ok=True)
subprocess.run(
    [forewarn, "init", "acme", "--new-stream", "app", "--new-stream", "service:date"],
    cwd=folder, check=True, stdout=subprocess.DEVNULL,
)


def release(path, front, body):
    file = folder / "changelog" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"+++\n{front}\n+++\n\n{body}", encoding="utf-8")


DEEP = "\n".join("  " * depth + f"- level {depth}" for depth in range(100))
WIDE = "| " + " | ".join(f"column {n}" for n in range(30)) + " |\n"
WIDE += "|" + "---|" * 30 + "\n" + "| " + " | ".join("w" * 40 for _ in range(30)) + " |"
HOSTILE = [
    "<script>document.title = 'HACKED'; document.documentElement.dataset.ran = 'yes'</script>",
    "<img src=x onerror=\"document.title='HACKED'\"> an image",
    "<svg onload=\"document.title='HACKED'\"></svg> a drawing",
    "<iframe src=\"javascript:parent.document.title='HACKED'\"></iframe> a frame",
    "[click](javascript:document.title='HACKED') a link",
    "[data](data:text/html,<script>1</script>) a link",
    "![spy](https://example.org/spy.png) an image",
    "ends a section ]]> and a comment --> and another --!>",
    "<!-- never closed",
    "colours \x1b[31mred\x1b[0m and a bell \x07",
    "reversed \u202egnp.exe\u2066 order \ufeff and \ufffe and \uffff",
    "`<!-- in code` and `` `tick` `` and ``` three ```",
    "**Bold** at the start",
    "*Leaning* at the start",
    "__Bars__ at the start",
    "&lt;b&gt; &amp;amp; &#x3c;",
    "a huge " + "w" * 3000 + " word",
    "https://example.org/" + "a" * 2000,
    "`" + "c" * 2000 + "`",
    "| not | a table",
    "{{ 7 * 7 }} {% raw %} ${jndi}",
    "@everyone, see #1 and GH-2",
    "\\- \\* \\# escaped",
]
body = "## Added\n\n" + "".join(f"- {text} {{#h{n}}}\n" for n, text in enumerate(HOSTILE))
body += "- Several paragraphs. {#paragraphs}\n\n  The second.\n\n  - nested\n    - deeper\n  - again\n\n"
body += "  ```js\n  ## [9.9.9] - 2020-01-01\n  - not an entry\n  ```\n\n  > quoted\n"
body += "- A table: {#table}\n\n" + "\n".join("  " + line for line in WIDE.splitlines()) + "\n"
body += "- Deep: {#deep}\n\n" + "\n".join("  " + line for line in DEEP.splitlines()) + "\n"
body += "\n## Changed\n\n- **Breaking:** It is another. {#another}\n"
body += "\n## Defaults\n\n- A default. {#default}\n\n## Configuration\n\n- A setting. {#setting}\n"
body += "\n## Notes\n\n- A note. {#note}\n\n## Known issues\n\n- It is slow. {#slow}\n"
FRONT = """date = 2024-05-01
title = "A </title><script>document.title='HACKED'</script> --> ]]> title"
summary = "# not a heading <b>"

[entry.another]
impact = "<script>document.title='HACKED'</script>"
action = "Call `new<T>()` -- or not -->"

[[setting]]
id = "app.limit"
entry = "setting"
name = "Limit | <of> all"
new = "<20>"

[[setting]]
id = "app.second"
entry = "setting"
old = 1
new = 2
"""
release("app/2.0.0.md", FRONT, body)
release("app/2.0.0-RC1.md", "date = 2024-04-01", "## Fixed\n\n- A thing. {#thing}\n")
release("app/1.1.0.md", "date = 2024-03-01\ndate-kind = \"no-later-than\"",
        "## Security\n\n- A hole is closed. {#hole}\n")
release("app/1.0.0.md", "date = 2024-01-01\nstate = \"withdrawn\"\nwithdrawn = \"[x]: http://lost data\"",
        "First words.\n\n- a list\n- of two\n\n[ref]: https://example.org/\n\n## Added\n\n- A start. {#start}\n")
release("app/0.9.0.md", "title = \"undated\"", "## Added\n\n- Nobody knows when. {#when}\n")
release("app/0.8.0.md", "date = 2023-01-01", "")
release("app/unreleased/next.md", "", "## Added\n\n- Next. {#next}\n")
release("app/unreleased/more.md", "", "## Added\n\n- More. {#more}\n\n## Fixed\n\n- Fix. {#fix}\n")
release("service/2019-07-17.md", "date = 2019-07-17", "## Added\n\n- One. {#one}\n")
release("service/2019-07-17.2.md", "date = 2019-07-17", "## Added\n\n- Two. {#two}\n\n## Removed\n\n- **Breaking:** Gone. {#gone}\n")
release("service/2019-11-02.md", "date = 2019-11-02", "## Deprecated\n\n- Three. {#three}\n")
