-- Scans of plugins that were kept, so that it can be told which findings came and went. A revision is the one that git names,
-- `edited` whether files of the plugin differed from it; NULL: the plugin lay in no repository.

CREATE TABLE recorded_scan (
  pk             INTEGER PRIMARY KEY,
  platform       TEXT    NOT NULL,
  plugin         TEXT    NOT NULL,
  package        TEXT    NOT NULL,
  at             TEXT    NOT NULL,
  from_version   TEXT    NOT NULL,
  to_version     TEXT    NOT NULL,
  min_confidence TEXT    NOT NULL CHECK (min_confidence IN ('high', 'medium', 'low')),
  revision       TEXT,
  edited         INTEGER CHECK (edited IN (0, 1)),
  forewarn       TEXT    NOT NULL,
  complete       INTEGER NOT NULL CHECK (complete IN (0, 1)),
  CHECK ((revision IS NULL) = (edited IS NULL))
) STRICT;
CREATE INDEX recorded_scan_plugin ON recorded_scan (platform, plugin, package);

CREATE TABLE recorded_finding (
  scan        INTEGER NOT NULL REFERENCES recorded_scan (pk) ON DELETE CASCADE,
  fingerprint TEXT    NOT NULL,
  rule        TEXT    NOT NULL,
  status      TEXT    NOT NULL CHECK (status IN ('removed', 'moved', 'changed', 'overdue', 'scheduled', 'deprecated', 'soft')),
  symbol      TEXT    NOT NULL,
  file        TEXT    NOT NULL,
  line        INTEGER NOT NULL,
  PRIMARY KEY (scan, fingerprint)
) STRICT, WITHOUT ROWID;
