"""Reads a calendar that forewarn wrote with the package `icalendar`, and checks what RFC 5545 asks for.

    forewarn versions --format ical > ends.ics
    python tests/foreign/ical.py ends.ics

Needs `pip install icalendar`. Prints what it counted; fails on the first thing that is wrong.
"""

import datetime
import sys

from icalendar import Calendar


def main(path: str) -> None:
    with open(path, "rb") as file:
        content = file.read()

    assert content.endswith(b"\r\n"), "the last line has an end"
    lines = content.split(b"\r\n")
    assert not any(b"\n" in line or b"\r" in line for line in lines), "lines end with CRLF and nothing else"
    longest = max(len(line) for line in lines)
    assert longest <= 75, f"a line has {longest} octets"
    for line in lines:
        line.decode("utf-8")

    calendar = Calendar.from_ical(content)
    assert not calendar.errors, calendar.errors
    assert calendar["VERSION"] == "2.0"
    assert calendar["PRODID"]

    events = calendar.walk("VEVENT")
    uids = [str(event["UID"]) for event in events]
    assert len(uids) == len(set(uids)), "every event has a UID of its own"
    stamps = {event["DTSTAMP"].dt for event in events}
    assert len(stamps) <= 1, "all events are of one answer"
    for event in events:
        assert not event.errors, event.errors
        start, end = event["DTSTART"].dt, event["DTEND"].dt
        assert type(start) is datetime.date and type(end) is datetime.date, "days, not times"
        assert end - start == datetime.timedelta(days=1)
        assert event["DTSTAMP"].dt.tzinfo is not None, "DTSTAMP is in UTC"
        assert str(event["SUMMARY"]) and str(event["DESCRIPTION"])
    starts = [event["DTSTART"].dt for event in events]
    assert starts == sorted(starts), "by day"

    ends = sum(str(event["UID"]).split("@")[0].endswith("-end-of-life") for event in events)
    print(f"events: {len(events)}, of them ends of life: {ends}, ends of full support: {len(events) - ends}")


if __name__ == "__main__":
    main(sys.argv[1])
