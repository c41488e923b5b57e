"""Checks the Atom and JSON feeds of the built-in history and of a hostile one.

feeds.py FOREWARN SCRATCH    needs feedparser, which is installed into SCRATCH if it is missing

Atom: the requirements of RFC 4287, element by element, and that feedparser reads it without complaint.
JSON Feed: the requirements of version 1.1. Both: the same items, permanent ids, safe HTML.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

HERE = pathlib.Path(__file__).resolve().parent
FOREWARN = os.path.realpath(sys.argv[1])
SCRATCH = pathlib.Path(sys.argv[2]).resolve()
ATOM = "{http://www.w3.org/2005/Atom}"
DAY = re.compile(r"^\d{4}-\d{2}-\d{2}T00:00:00Z$")
IRI = re.compile(r"^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

SCRATCH.mkdir(parents=True, exist_ok=True)
try:
    import feedparser
except ImportError:
    python = SCRATCH / "venv/bin/python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", SCRATCH / "venv"], check=True)
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "feedparser"], check=True
    )
    os.execv(python, [str(python), *sys.argv])

problems = []


def check(holds, what):
    if not holds:
        problems.append(what)


class Safe(HTMLParser):
    """Elements and attributes that feeds may hold; what is open has to be closed."""

    ALLOWED = set("p ul ol li strong em s code pre blockquote h3 h4 h5 h6 a table tr th td div br hr".split())

    def __init__(self, where):
        super().__init__()
        self.where, self.open = where, []

    def handle_starttag(self, tag, attributes):
        check(tag in self.ALLOWED, f"{self.where}: element {tag}")
        for name, value in attributes:
            check(name in ("href", "rel", "class", "start"), f"{self.where}: attribute {name}")
            if name == "href":
                check(value.startswith(("http://", "https://")), f"{self.where}: link {value}")
        if tag not in ("br", "hr"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        check(self.open and self.open[-1] == tag, f"{self.where}: </{tag}> closes {self.open[-1:]}")
        if self.open:
            self.open.pop()

    def handle_comment(self, text):
        check(False, f"{self.where}: comment {text}")

    @classmethod
    def look(cls, where, html):
        parser = cls(where)
        parser.feed(html)
        parser.close()
        check(not parser.open, f"{where}: left open {parser.open}")


def run(folder, *arguments):
    ran = subprocess.run(
        [FOREWARN, "--as-of", "2026-06-15", "notes", *arguments],
        cwd=folder, capture_output=True, check=True, env={**os.environ, "HOME": str(SCRATCH / "home")},
    )
    return ran.stdout.decode("utf-8"), ran.stderr.decode("utf-8")


def one(parent, name, where):
    found = parent.findall(ATOM + name)
    check(len(found) == 1, f"{where}: {len(found)} of {name}")
    return (found[0].text or "") if found else ""


def atom(label, folder, addresses):
    text, told = run(folder, "--format", "atom", *addresses)
    check(not ILLEGAL.search(text), f"{label}: a character that XML forbids")
    root = ET.fromstring(text)
    check(root.tag == ATOM + "feed", f"{label}: root {root.tag}")
    feed_id = one(root, "id", label)
    check(IRI.match(feed_id), f"{label}: id {feed_id}")
    check(one(root, "title", label).strip(), f"{label}: empty title")
    updated = one(root, "updated", label)
    check(DAY.match(updated), f"{label}: updated {updated}")
    author = root.find(f"{ATOM}author/{ATOM}name")
    check(author is not None and (author.text or "").strip(), f"{label}: no author")
    links = [link.attrib for link in root.findall(ATOM + "link")]
    relations = sorted(link["rel"] for link in links)
    check(relations == (["alternate", "self"] if addresses else []), f"{label}: links {relations}")
    entries = root.findall(ATOM + "entry")
    ids = []
    for entry in entries:
        title = one(entry, "title", label)
        where = f"{label} {title}"
        ids.append(one(entry, "id", where))
        check(IRI.match(ids[-1]), f"{where}: id {ids[-1]}")
        published, changed = one(entry, "published", where), one(entry, "updated", where)
        check(DAY.match(published) and DAY.match(changed), f"{where}: {published} {changed}")
        check(published <= changed <= updated, f"{where}: {published} {changed} {updated}")
        content = entry.find(ATOM + "content")
        check(content is not None and content.get("type") == "html" and len(content) == 0, f"{where}: content")
        Safe.look(where, content.text or "")
        for category in entry.findall(ATOM + "category"):
            check(category.get("term"), f"{where}: category without term")
        alternates = [link for link in entry.findall(ATOM + "link") if link.get("rel") == "alternate"]
        check(len(alternates) == bool(addresses), f"{where}: {len(alternates)} alternates")
    check(len(set(ids)) == len(ids), f"{label}: two entries have one id")
    read = feedparser.parse(text.encode("utf-8"), response_headers={"content-type": "application/atom+xml; charset=utf-8"})
    check(not read.bozo, f"{label}: feedparser complains: {read.get('bozo_exception')}")
    check(read.version == "atom10", f"{label}: feedparser takes it for {read.version}")
    check([entry.id for entry in read.entries] == ids, f"{label}: feedparser reads other entries")
    check(all(entry.get("published_parsed") and entry.get("updated_parsed") for entry in read.entries), f"{label}: dates")
    return ids, told


def jsonfeed(label, folder, addresses):
    text, told = run(folder, "--format", "jsonfeed", *addresses)
    feed = json.loads(text)
    check(feed["version"] == "https://jsonfeed.org/version/1.1", f"{label}: version")
    check(isinstance(feed["title"], str) and feed["title"], f"{label}: title")
    check(("feed_url" in feed, "home_page_url" in feed) == (bool(addresses),) * 2, f"{label}: addresses")
    known = {"version", "title", "home_page_url", "feed_url", "description", "language", "authors", "items"}
    check(all(key in known or key.startswith("_") for key in feed), f"{label}: keys {sorted(feed)}")
    ids = []
    for item in feed["items"]:
        where = f"{label} {item.get('title')}"
        check(isinstance(item["id"], str), f"{where}: id")
        ids.append(item["id"])
        check(DAY.match(item["date_published"]) and DAY.match(item["date_modified"]), f"{where}: dates")
        check(isinstance(item["content_html"], str), f"{where}: content")
        Safe.look(where, item["content_html"])
        check(all(isinstance(tag, str) for tag in item["tags"]), f"{where}: tags")
        check(all(author.get("name") for author in item["authors"]), f"{where}: authors")
    return ids, told, feed


(SCRATCH / "home").mkdir(exist_ok=True)
hostile = SCRATCH / "hostile-feeds"
subprocess.run(["rm", "-rf", str(hostile)], check=True)
subprocess.run([sys.executable, HERE / "hostile.py", FOREWARN, hostile], check=True)
WHERE = ("--feed-url", "https://example.org/feed?a=1&b=2", "--site-url", "https://example.org/notes")
for label, folder in [("built-in", SCRATCH / "home"), ("hostile", hostile)]:
    for addresses in [(), WHERE]:
        ids, told = atom(label, folder, addresses)
        same, told_too, feed = jsonfeed(label, folder, addresses)
        check(ids == same, f"{label}: the two feeds hold different items")
        notes = json.loads(run(folder, "--format", "json")[0])
        dated = [one for one in notes["releases"] if one["date"] and not one["version"].startswith("unreleased/")]
        check(len(ids) == len(dated), f"{label}: {len(ids)} items of {len(dated)} dated releases")
        undated = [one for one in notes["releases"] if one not in dated]
        out = {one["id"] for one in feed["_forewarn"]["excluded"]}
        for release in undated:
            name = f"{release['stream']}/{release['version']}"
            check(name in out and name in told and name in told_too, f"{label}: {name} is dropped in silence")
        print(f"{label:10} {'with addresses' if addresses else 'bare':15} {len(ids):4} items, {len(undated)} left out")
for problem in problems[:40]:
    print("failed:", problem, file=sys.stderr)
sys.exit(1 if problems else 0)
