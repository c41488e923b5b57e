-- The git commit that an entry was drafted from, and commits that were dealt with and have no entry.
ALTER TABLE entry ADD COLUMN commit_id TEXT;
CREATE TABLE settled_commit (
  platform TEXT NOT NULL REFERENCES platform (id),
  id       TEXT NOT NULL,
  why      TEXT NOT NULL CHECK (why IN ('deleted', 'reverted')),
  entry    TEXT,
  PRIMARY KEY (platform, id)
) STRICT, WITHOUT ROWID;
