"""Checks what `impact` says of plugins against scans at every version of the window.

    python3 tests/foreign/reach.py FOREWARN A..B PLUGIN...

For each plugin: the frontier is the newest stable version such that no scan from A to it, or to one before it, loses a
symbol; the floor the oldest stable version to which the way back loses none; and a finding comes about with the first
version from which on every scan up to B tells it with the same status. Every difference is printed.
"""

import json
import subprocess
import sys

LOST = ("removed", "moved")


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if not done.stdout:
        raise SystemExit(f"{command}: {done.stderr}")
    return json.loads(done.stdout)


def order(version):
    return [int(part) for part in version.split(".")]


def identity(finding):
    return (finding["file"], finding["start"]["line"], finding["start"]["column"], finding["symbol"])


def floor_by_force(program, plugin, scan, first):
    """The oldest stable version to which the way back from `first` loses no symbol."""
    releases = run(program, "notes", "--stream", "ui", "--format", "json")["releases"]
    versions = sorted((one["version"] for one in releases if one["stage"] == "ga"), key=order)
    for version in versions:
        if order(version) >= order(first):
            break
        answer = subprocess.run(
            [program, "impact", f"{version}..{first}", "--reverse", "--plugin", plugin, "--format", "json", "--no-cache"],
            capture_output=True, text=True)
        if not answer.stdout:
            continue
        going = [one for one in json.loads(answer.stdout)["plugins"] if one["scan"] and one["scan"]["root"] == scan["root"]]
        if going[0]["scan"]["packages"][0]["to"] != version:
            continue  # Nobody read its surface: another one stands in for it.
        findings = going[0]["scan"]["findings"]
        if not [f for f in findings if f["status"] in LOST and f["rule"] != "dependency-range"]:
            return version
    return first


def main():
    program, window, *plugins = sys.argv[1:]
    first, last = window.split("..")
    wrong = 0
    for plugin in plugins:
        told = run(program, "impact", window, "--plugin", plugin, "--format", "json", "--no-cache")
        versions = [
            row["version"]
            for row in told["per_version"]
            if row["stream"] == told["stream"] and row["stage"] == "ga"
        ]
        for one in told["plugins"]:
            scan = one["scan"]
            if scan is None:
                print(f"{plugin}: {one['problem']}")
                continue
            by_version = {}
            frontier = first
            is_open = True
            for version in versions:
                answer = subprocess.run(
                    [program, "scan", plugin, "--from", first, "--to", version, "--format", "json", "--no-cache",
                     "--fail-on", "never"], capture_output=True, text=True)
                if not answer.stdout:
                    continue
                found = [
                    other for other in json.loads(answer.stdout)["plugins"] if other["root"] == scan["root"]
                ][0]["findings"]
                by_version[version] = {identity(f): f["status"] for f in found}
                # What the first version lacks already is not lost on the way.
                lost = [f for f in found if f["new"] and f["status"] in LOST and f["rule"] != "dependency-range"]
                is_open = is_open and not lost
                if is_open:
                    frontier = version
            said = scan["packages"][0]["frontier"]
            if said != frontier:
                wrong += 1
                print(f"{plugin} {scan['name']}: frontier {said}, scans say {frontier}")
            scanned = list(by_version)
            end = by_version[scanned[-1]]
            for finding, grade in zip(scan["findings"], one["graded"]):
                key = identity(finding)
                since = None
                for version in reversed(scanned):
                    if by_version[version].get(key) != end.get(key):
                        break
                    since = version
                if not finding["new"]:
                    since = None
                says = grade["version"]
                shown = next((v for v in scanned if says and order(v) >= order(says.split("-")[0])), None)
                if since != shown:
                    wrong += 1
                    print(f"{plugin} {finding['symbol']} {finding['status']}: comes with {says} ({shown}), scans say {since}")
            floor = scan["packages"][0]["floor"]
            lowest = floor_by_force(program, plugin, scan, first)
            if floor != lowest:
                wrong += 1
                print(f"{plugin} {scan['name']}: floor {floor}, scans say {lowest}")
            print(f"{plugin} {scan['name']}: {len(scan['findings'])} findings, {len(scanned)} versions, "
                  f"frontier {said}, floor {floor}")
    print(f"{wrong} differences")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
