-- What was seen at run time. Files are known again by their content, events by a hash of the service's name for them.

CREATE TABLE evidence_source (
  platform   TEXT    NOT NULL,
  id         TEXT    NOT NULL,
  name       TEXT    NOT NULL,
  format     TEXT    NOT NULL,
  imported   TEXT    NOT NULL,
  recognised INTEGER NOT NULL,
  suspicious INTEGER NOT NULL,
  other      INTEGER NOT NULL,
  broken     INTEGER NOT NULL,
  PRIMARY KEY (platform, id)
) STRICT, WITHOUT ROWID;

-- How often a source shows something on a day; an empty day is one that nothing tells.
CREATE TABLE evidence_count (
  platform    TEXT    NOT NULL,
  source      TEXT    NOT NULL,
  pattern     TEXT    NOT NULL,
  subject     TEXT    NOT NULL,
  replacement TEXT    NOT NULL,
  day         TEXT    NOT NULL,
  count       INTEGER NOT NULL CHECK (count > 0),
  PRIMARY KEY (platform, source, pattern, subject, replacement, day),
  FOREIGN KEY (platform, source) REFERENCES evidence_source (platform, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- Events that have a name: however many sources hold one, it counts once.
CREATE TABLE evidence_event (
  platform    TEXT NOT NULL,
  source      TEXT NOT NULL,
  event       TEXT NOT NULL,
  pattern     TEXT NOT NULL,
  subject     TEXT NOT NULL,
  replacement TEXT NOT NULL,
  day         TEXT NOT NULL,
  PRIMARY KEY (platform, source, event),
  FOREIGN KEY (platform, source) REFERENCES evidence_source (platform, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
