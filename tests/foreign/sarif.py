"""Holds logs that forewarn wrote against the published schema of SARIF 2.1.0, and to what hosts of code ask beyond it.

    forewarn scan PATH --format sarif > forewarn.sarif
    python tests/foreign/sarif.py sarif-2.1.0-rtm.5.json forewarn.sarif …

Needs `pip install 'jsonschema[format-nongpl]'`. Prints what it counted; fails on the first thing that is wrong.
"""

import json
import sys
from urllib.parse import urlsplit

from jsonschema import Draft7Validator, FormatChecker


def held(validator: Draft7Validator, path: str) -> dict:
    """The log, once the schema takes it."""
    with open(path, encoding="utf-8") as file:
        log = json.load(file)
    errors = [f"{'/'.join(map(str, error.path))}: {error.message[:200]}" for error in validator.iter_errors(log)]
    assert not errors, f"{path}: {errors[:5]}"
    assert log["version"] == "2.1.0"
    return log


def check(validator: Draft7Validator, path: str) -> int:
    log = held(validator, path)
    count = 0
    categories = set()
    for run in log["runs"]:
        category = run["automationDetails"]["id"]
        assert category not in categories, f"{path}: two runs of {category}"
        categories.add(category)
        rules = run["tool"]["driver"]["rules"]
        for rule in rules:
            assert rule["shortDescription"]["text"] and rule["help"]["text"], rule["id"]
        for result in run["results"]:
            count += 1
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
            assert result["partialFingerprints"]["primaryLocationLineHash"]
            assert result["message"]["text"]
            for location in result["locations"]:
                place = location["physicalLocation"]
                uri = urlsplit(place["artifactLocation"]["uri"])
                assert not uri.scheme and not uri.path.startswith("/"), uri
                region = place["region"]
                assert region["startLine"] >= 1 and region["endColumn"] > region["startColumn"]
    return count


def main(schema: str, logs: list[str]) -> None:
    with open(schema, encoding="utf-8") as file:
        schema = json.load(file)
    Draft7Validator.check_schema(schema)
    validator = Draft7Validator(schema, format_checker=FormatChecker())
    broken = {"version": "2.1.0", "runs": [{"results": []}]}
    assert list(validator.iter_errors(broken)), "the schema refuses nothing"
    # Lints of a record speak of releases, not always of a line in a file: the schema alone holds for them.
    lints = [log for log in logs if log.endswith("lint.sarif")]
    for log in lints:
        assert held(validator, log)["runs"][0]["results"], log
    counts = [check(validator, log) for log in logs if log not in lints]
    print(f"{len(logs)} logs with {counts} results are SARIF 2.1.0")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
