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
