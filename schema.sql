-- forewarn's database, schema 7: the end state of the migrations in src/store/migrations.
-- A test builds both and compares them, so this file can be trusted.
--
-- Dates are TEXT `YYYY-MM-DD`, instants TEXT `YYYY-MM-DDTHH:MM:SSZ`. A NULL is an unknown, never a null value.
-- Columns named as lists (`sources`, `audience` …) hold JSON. `origin` is `bundled:<forewarn>`, `imported:<source>`
-- or `local`. Nothing that can be derived on a day, such as a lifecycle status, is stored.

CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE platform (
  id   TEXT PRIMARY KEY,
  name TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE stream (
  platform     TEXT    NOT NULL REFERENCES platform (id),
  id           TEXT    NOT NULL,
  position     INTEGER NOT NULL,
  name         TEXT,
  scheme       TEXT    NOT NULL CHECK (scheme IN ('semver', 'date')),
  package      TEXT,
  covers_from  TEXT,
  covers_until TEXT,
  complete     INTEGER CHECK (complete IN (0, 1)),
  continued_at TEXT,
  note         TEXT,
  sources      TEXT    NOT NULL DEFAULT '[]' CHECK (json_valid(sources)),
  origin       TEXT    NOT NULL,
  PRIMARY KEY (platform, id)
) STRICT, WITHOUT ROWID;

-- One version or day of a stream, or a fragment (`unreleased/NAME`) that has none yet.
CREATE TABLE release (
  pk          INTEGER PRIMARY KEY,
  platform    TEXT NOT NULL,
  stream      TEXT NOT NULL,
  place       TEXT NOT NULL,
  stage       TEXT NOT NULL CHECK (stage IN ('alpha', 'beta', 'rc', 'ga', 'pre-ga')),
  state       TEXT NOT NULL CHECK (state IN ('draft', 'review', 'scheduled', 'published', 'withdrawn')),
  date        TEXT,
  date_kind   TEXT CHECK (date_kind IN ('exact', 'effective', 'announced', 'no-later-than')),
  other_dates TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(other_dates)),
  publish_at  TEXT,
  title       TEXT,
  summary     TEXT,
  description TEXT,
  withdrawn   TEXT,
  sources     TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(sources)),
  audience    TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(audience)),
  unplaced    TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(unplaced)),
  origin      TEXT NOT NULL,
  approved    TEXT,
  UNIQUE (platform, stream, place),
  FOREIGN KEY (platform, stream) REFERENCES stream (platform, id),
  CHECK ((date IS NULL) = (date_kind IS NULL))
) STRICT;
CREATE INDEX release_date ON release (platform, date);

CREATE TABLE entry (
  pk             INTEGER PRIMARY KEY,
  platform       TEXT    NOT NULL,
  id             TEXT    NOT NULL,
  release        INTEGER NOT NULL REFERENCES release (pk) ON DELETE CASCADE,
  position       INTEGER NOT NULL,
  kind           TEXT    NOT NULL CHECK (kind IN ('added', 'changed', 'deprecated', 'removed', 'fixed', 'security',
                                                 'default', 'configuration', 'note', 'known-issue')),
  breaking       INTEGER NOT NULL CHECK (breaking IN (0, 1)),
  text           TEXT    NOT NULL,
  impact         TEXT,
  action         TEXT,
  requires       TEXT    NOT NULL DEFAULT '{}' CHECK (json_valid(requires)),
  applies_to     TEXT CHECK (applies_to IN ('all', 'new-accounts', 'existing-accounts', 'opt-in')),
  excluded       TEXT    NOT NULL DEFAULT '[]' CHECK (json_valid(excluded)),
  effective      TEXT,
  effective_kind TEXT CHECK (effective_kind IN ('exact', 'effective', 'announced', 'no-later-than')),
  fixed_in       TEXT,
  feature        TEXT,
  related        TEXT    NOT NULL DEFAULT '[]' CHECK (json_valid(related)),
  reverts        TEXT,
  audience       TEXT    NOT NULL DEFAULT '[]' CHECK (json_valid(audience)),
  note           TEXT,
  sources        TEXT    NOT NULL DEFAULT '[]' CHECK (json_valid(sources)),
  origin         TEXT    NOT NULL,
  commit_id      TEXT,
  UNIQUE (platform, id)
) STRICT;
CREATE INDEX entry_release ON entry (release, position);
CREATE INDEX entry_feature ON entry (feature) WHERE feature IS NOT NULL;
CREATE INDEX entry_reverts ON entry (reverts) WHERE reverts IS NOT NULL;
CREATE INDEX entry_related ON entry (pk) WHERE related <> '[]';

-- Back-ports: entries whose text stands in another release.
CREATE TABLE include (
  release  INTEGER NOT NULL REFERENCES release (pk) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  entry    TEXT    NOT NULL,
  PRIMARY KEY (release, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE correction (
  entry        INTEGER NOT NULL REFERENCES entry (pk) ON DELETE CASCADE,
  position     INTEGER NOT NULL,
  former       TEXT    NOT NULL,
  reason       TEXT,
  date         TEXT,
  date_kind    TEXT CHECK (date_kind IN ('exact', 'effective', 'announced', 'no-later-than')),
  announced_in TEXT,
  sources      TEXT    NOT NULL DEFAULT '[]' CHECK (json_valid(sources)),
  PRIMARY KEY (entry, position)
) STRICT, WITHOUT ROWID;

-- `old` and `new` are JSON; NULL is unknown, 'null' is null.
CREATE TABLE setting_change (
  entry          INTEGER NOT NULL REFERENCES entry (pk) ON DELETE CASCADE,
  position       INTEGER NOT NULL,
  setting        TEXT    NOT NULL,
  name           TEXT,
  service        TEXT,
  unit           TEXT,
  pointer        TEXT,
  old            TEXT CHECK (json_valid(old)),
  new            TEXT CHECK (json_valid(new)),
  applies_to     TEXT CHECK (applies_to IN ('all', 'new-accounts', 'existing-accounts', 'opt-in')),
  automatic      INTEGER CHECK (automatic IN (0, 1)),
  excluded       TEXT    NOT NULL DEFAULT '[]' CHECK (json_valid(excluded)),
  effective      TEXT,
  effective_kind TEXT CHECK (effective_kind IN ('exact', 'effective', 'announced', 'no-later-than')),
  note           TEXT,
  PRIMARY KEY (entry, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX setting_change_setting ON setting_change (setting);

-- `removed` is a version, a day, or `after A, by B`.
CREATE TABLE deprecation (
  entry             INTEGER NOT NULL REFERENCES entry (pk) ON DELETE CASCADE,
  position          INTEGER NOT NULL,
  symbol            TEXT    NOT NULL,
  kind              TEXT    NOT NULL,
  change            TEXT    NOT NULL CHECK (change IN ('deprecated', 'removed', 'moved', 'changed')),
  package           TEXT,
  declared_since    TEXT,
  removed           TEXT,
  removal           TEXT,
  replacement       TEXT,
  replacement_since TEXT,
  from_range        TEXT,
  to_range          TEXT,
  disputed          TEXT,
  note              TEXT,
  sources           TEXT    NOT NULL DEFAULT '[]' CHECK (json_valid(sources)),
  PRIMARY KEY (entry, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX deprecation_symbol ON deprecation (symbol);

CREATE TABLE feature (
  pk         INTEGER PRIMARY KEY,
  platform   TEXT    NOT NULL REFERENCES platform (id),
  id         TEXT    NOT NULL,
  position   INTEGER NOT NULL,
  name       TEXT    NOT NULL,
  stream     TEXT,
  compatible TEXT    NOT NULL DEFAULT '{}' CHECK (json_valid(compatible)),
  toggle     TEXT,
  note       TEXT,
  sources    TEXT    NOT NULL DEFAULT '[]' CHECK (json_valid(sources)),
  origin     TEXT    NOT NULL,
  UNIQUE (platform, id)
) STRICT;

CREATE TABLE feature_event (
  feature   INTEGER NOT NULL REFERENCES feature (pk) ON DELETE CASCADE,
  position  INTEGER NOT NULL,
  stage     TEXT CHECK (stage IN ('pilot', 'beta', 'ga', 'ended')),
  phase     TEXT CHECK (phase IN ('selected-accounts', 'new-accounts', 'existing-accounts', 'all-accounts')),
  label     TEXT,
  release   TEXT,
  date      TEXT,
  date_kind TEXT CHECK (date_kind IN ('exact', 'effective', 'announced', 'no-later-than')),
  support   TEXT,
  entry     TEXT,
  note      TEXT,
  sources   TEXT    NOT NULL DEFAULT '[]' CHECK (json_valid(sources)),
  PRIMARY KEY (feature, position)
) STRICT, WITHOUT ROWID;

-- Feature toggles seen in published packages.
CREATE TABLE toggle (
  platform       TEXT    NOT NULL REFERENCES platform (id),
  flag           TEXT    NOT NULL,
  position       INTEGER NOT NULL,
  name           TEXT,
  first_observed TEXT,
  last_observed  TEXT,
  gone           TEXT,
  feature        TEXT,
  sources        TEXT    NOT NULL DEFAULT '[]' CHECK (json_valid(sources)),
  origin         TEXT    NOT NULL,
  PRIMARY KEY (platform, flag)
) STRICT, WITHOUT ROWID;

-- End-of-life dates that the platform published; what a policy computes is never stored.
CREATE TABLE published_end (
  platform         TEXT    NOT NULL,
  stream           TEXT    NOT NULL,
  line             TEXT    NOT NULL,
  position         INTEGER NOT NULL,
  date             TEXT,
  published_status TEXT,
  note             TEXT,
  sources          TEXT    NOT NULL DEFAULT '[]' CHECK (json_valid(sources)),
  origin           TEXT    NOT NULL,
  PRIMARY KEY (platform, stream, line),
  FOREIGN KEY (platform, stream) REFERENCES stream (platform, id)
) STRICT, WITHOUT ROWID;

-- Append-only, hash-chained: each row's hash covers the row and the hash before it.
CREATE TABLE revision (
  seq       INTEGER PRIMARY KEY,
  platform  TEXT NOT NULL,
  at        TEXT NOT NULL,
  actor     TEXT NOT NULL,
  action    TEXT NOT NULL CHECK (action IN ('create', 'change', 'remove', 'bundle')),
  subject   TEXT NOT NULL,
  before    TEXT CHECK (json_valid(before)),
  after     TEXT CHECK (json_valid(after)),
  reason    TEXT,
  prev_hash TEXT NOT NULL,
  hash      TEXT NOT NULL UNIQUE
) STRICT;
CREATE INDEX revision_subject ON revision (platform, subject);
CREATE TRIGGER revision_is_never_changed BEFORE UPDATE ON revision
BEGIN SELECT raise(ABORT, 'revisions are append-only'); END;
CREATE TRIGGER revision_is_never_replaced BEFORE INSERT ON revision
WHEN EXISTS (SELECT 1 FROM revision WHERE seq = NEW.seq OR hash = NEW.hash)
BEGIN SELECT raise(ABORT, 'revisions are append-only'); END;
CREATE TRIGGER revision_is_never_removed BEFORE DELETE ON revision
BEGIN SELECT raise(ABORT, 'revisions are append-only'); END;

-- Files still to be written: filled in the transaction of the edit, cleared after the rename.
CREATE TABLE outbox (
  seq     INTEGER PRIMARY KEY,
  path    TEXT NOT NULL,
  content BLOB
) STRICT;

-- Files as last read or written: one whose hash differs has been edited by hand.
CREATE TABLE file (
  path   TEXT PRIMARY KEY,
  sha256 TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Text of imported files that fits nowhere, kept with where it stood.
CREATE TABLE leftover (
  pk       INTEGER PRIMARY KEY,
  platform TEXT    NOT NULL REFERENCES platform (id),
  source   TEXT    NOT NULL,
  line     INTEGER NOT NULL,
  heading  TEXT,
  text     TEXT    NOT NULL,
  why      TEXT    NOT NULL
) STRICT;
CREATE INDEX leftover_platform ON leftover (platform);

-- Git commits that were dealt with and have no entry: no import makes one of them again.
CREATE TABLE settled_commit (
  platform TEXT NOT NULL REFERENCES platform (id),
  id       TEXT NOT NULL,
  why      TEXT NOT NULL CHECK (why IN ('deleted', 'reverted')),
  entry    TEXT,
  PRIMARY KEY (platform, id)
) STRICT, WITHOUT ROWID;

-- One version of a package whose API surface was read. `ordinal` numbers the versions of a package as they were read;
-- it is given again only when the newest is replaced, and is the bit by which `api_fact.versions` names the version.
CREATE TABLE api_version (
  package     TEXT    NOT NULL,
  version     TEXT    NOT NULL,
  ordinal     INTEGER NOT NULL,
  fingerprint TEXT    NOT NULL,
  source      TEXT    NOT NULL,
  imported    TEXT    NOT NULL,
  read        TEXT    NOT NULL CHECK (json_valid(read)),
  surface     BLOB    NOT NULL,
  PRIMARY KEY (package, version),
  UNIQUE (package, ordinal)
) STRICT, WITHOUT ROWID;

-- What versions showed of a symbol: `fact` is JSON, `versions` a little-endian set of bits.
CREATE TABLE api_fact (
  package  TEXT NOT NULL,
  symbol   TEXT NOT NULL,
  fact     TEXT NOT NULL CHECK (json_valid(fact)),
  versions BLOB NOT NULL,
  PRIMARY KEY (package, symbol, fact)
) STRICT, WITHOUT ROWID;

-- A file that told what was seen at run time; it is known again by the hash of its content.
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

-- Scans of plugins that were kept. `revision` is the one that git names, `edited` whether files of the plugin differed from it.
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

-- rowid = pk * 4 + 0 for an entry, + 1 for a release, + 2 for a feature.
CREATE VIRTUAL TABLE search USING fts5 (
  platform UNINDEXED, kind UNINDEXED, subject UNINDEXED, title, body,
  tokenize = "unicode61 remove_diacritics 2 tokenchars '_'"
);
