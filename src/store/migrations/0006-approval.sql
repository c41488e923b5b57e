-- Who approved the record of a release as it stands.
ALTER TABLE release ADD COLUMN approved TEXT;
