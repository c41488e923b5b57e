-- What points to an entry, and what belongs to a feature, found without reading every entry.
CREATE INDEX entry_feature ON entry (feature) WHERE feature IS NOT NULL;
CREATE INDEX entry_reverts ON entry (reverts) WHERE reverts IS NOT NULL;
CREATE INDEX entry_related ON entry (pk) WHERE related <> '[]';
