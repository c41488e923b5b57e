//! Small questions: where an entry stands, what has to do with a name, what was corrected, which ids there are.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::entry::{Correction, EntryKind};
use crate::domain::text::Untrusted;
use crate::store::read::Columns;
use crate::store::{Store, StoreError};

/// A correction with the entry that it corrects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Corrected {
    /// `stream/version` of the release that the entry stands in.
    pub release: String,
    pub entry: String,
    pub kind: EntryKind,
    pub text: Untrusted,
    /// The entry's own audience, else its release's.
    pub audience: Vec<String>,
    /// Where the release's facts come from.
    pub release_sources: Vec<Untrusted>,
    pub correction: Correction,
}

/// Entries of a sort; what is empty or not set lets all through.
#[derive(Clone, Copy, Debug, Default)]
pub struct EntrySort<'a> {
    pub kinds: &'a [EntryKind],
    /// Only those that break something.
    pub breaking: bool,
    /// Ids of features.
    pub features: &'a [String],
    /// Those whom the entry is for.
    pub audiences: &'a [String],
}

impl EntrySort<'_> {
    const fn is_any(&self) -> bool {
        self.kinds.is_empty()
            && !self.breaking
            && self.features.is_empty()
            && self.audiences.is_empty()
    }
}

impl Store {
    /// The release (`stream/version`) that each of these entries stands in, by the entry's id; ids that the platform does
    /// not have are left out.
    pub fn homes_of_entries(
        &self,
        platform: &str,
        entries: &[&str],
    ) -> Result<BTreeMap<String, String>, StoreError> {
        let result = self.homes_untold(platform, entries);
        self.told(result)
    }

    fn homes_untold(
        &self,
        platform: &str,
        entries: &[&str],
    ) -> Result<BTreeMap<String, String>, StoreError> {
        let mut statement = self.conn.prepare(
            "SELECT entry.id, release.stream || '/' || release.place FROM entry JOIN release ON release.pk = entry.release
             WHERE entry.platform = ?1 AND entry.id IN (SELECT value FROM json_each(?2))",
        )?;
        let rows = statement
            .query_map((platform, serde_json::json!(entries).to_string()), |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The releases (`stream/version`) that have to do with a name: they hold an entry with this id, or one that is
    /// related to it or takes it back; one that belongs to the feature, changes the setting, or deprecates the symbol.
    /// A symbol is found by its last part too.
    pub fn releases_about(
        &self,
        platform: &str,
        name: &str,
    ) -> Result<BTreeSet<String>, StoreError> {
        let result = self.releases_about_untold(platform, name);
        self.told(result)
    }

    fn releases_about_untold(
        &self,
        platform: &str,
        name: &str,
    ) -> Result<BTreeSet<String>, StoreError> {
        let mut statement = self.conn.prepare(
            "WITH about (pk) AS (
               SELECT pk FROM entry WHERE platform = ?1 AND id = ?2
               UNION SELECT pk FROM entry WHERE feature = ?2
               UNION SELECT pk FROM entry WHERE reverts = ?2
               UNION SELECT pk FROM entry
                     WHERE related <> '[]' AND EXISTS (SELECT 1 FROM json_each(related) WHERE value = ?2)
               UNION SELECT entry FROM setting_change WHERE setting = ?2
               UNION SELECT entry FROM deprecation WHERE symbol = ?2 OR symbol LIKE '%.' || ?3 ESCAPE '\\')
             SELECT DISTINCT release.stream || '/' || release.place
             FROM about JOIN entry ON entry.pk = about.pk JOIN release ON release.pk = entry.release
             WHERE entry.platform = ?1",
        )?;
        let rows = statement.query_map((platform, name, literal(name)), |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How many entries of each release (`stream/version`) are of a sort; releases without any are left out.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn entry_counts_of(
        &self,
        platform: &str,
        sort: &EntrySort<'_>,
    ) -> Result<BTreeMap<String, usize>, StoreError> {
        if sort.is_any() {
            return self.entry_counts(platform);
        }
        let result = self.counts_of_untold(platform, sort);
        self.told(result)
    }

    fn counts_of_untold(
        &self,
        platform: &str,
        sort: &EntrySort<'_>,
    ) -> Result<BTreeMap<String, usize>, StoreError> {
        let kinds = if sort.kinds.is_empty() {
            EntryKind::ALL
        } else {
            sort.kinds
        };
        let words: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
        // Who may read an entry: it says so, else its release does, else everybody may.
        let mut statement = self.conn.prepare(
            "SELECT release.stream || '/' || release.place, count(*)
             FROM entry JOIN release ON release.pk = entry.release
             WHERE release.platform = ?1 AND kind IN (SELECT value FROM json_each(?2)) AND breaking >= ?3
               AND (?4 = '[]' OR feature IN (SELECT value FROM json_each(?4)))
               AND (?5 = '[]' OR EXISTS (
                 SELECT 1 FROM json_each(CASE WHEN entry.audience <> '[]' THEN entry.audience
                                              WHEN release.audience <> '[]' THEN release.audience
                                              ELSE '[\"public\"]' END)
                 WHERE value IN (SELECT value FROM json_each(?5))))
             GROUP BY entry.release",
        )?;
        let list = |words: &[String]| serde_json::json!(words).to_string();
        let words = serde_json::json!(words).to_string();
        let given = (
            platform,
            words,
            sort.breaking,
            list(sort.features),
            list(sort.audiences),
        );
        let rows = statement.query_map(given, |row| {
            let count: i64 = row.get(1)?;
            Ok((row.get(0)?, usize::try_from(count).unwrap_or_default()))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The audiences that entries name themselves, in order.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn entry_audiences(&self, platform: &str) -> Result<Vec<String>, StoreError> {
        let result = self.entry_audiences_untold(platform);
        self.told(result)
    }

    fn entry_audiences_untold(&self, platform: &str) -> Result<Vec<String>, StoreError> {
        let mut statement = self.conn.prepare(
            "SELECT DISTINCT value FROM entry, json_each(entry.audience)
             WHERE platform = ?1 AND entry.audience <> '[]' ORDER BY value",
        )?;
        let rows = statement.query_map([platform], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How many entries each release (`stream/version`) holds; releases without any are left out.
    pub fn entry_counts(&self, platform: &str) -> Result<BTreeMap<String, usize>, StoreError> {
        let result = self.entry_counts_untold(platform);
        self.told(result)
    }

    fn entry_counts_untold(&self, platform: &str) -> Result<BTreeMap<String, usize>, StoreError> {
        let mut statement = self.conn.prepare(
            "SELECT release.stream || '/' || release.place, entries
             FROM (SELECT release AS pk, count(*) AS entries FROM entry GROUP BY release) AS counted
             JOIN release ON release.pk = counted.pk WHERE release.platform = ?1",
        )?;
        let rows = statement.query_map([platform], |row| {
            let count: i64 = row.get(1)?;
            Ok((row.get(0)?, usize::try_from(count).unwrap_or_default()))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    // `CROSS JOIN` keeps SQLite from reading all entries to find the few that were corrected.
    /// Every correction of a platform, by the order of releases as they were written and of entries in them.
    pub fn corrections(&self, platform: &str) -> Result<Vec<Corrected>, StoreError> {
        let result = self.corrections_untold(platform);
        self.told(result)
    }

    fn corrections_untold(&self, platform: &str) -> Result<Vec<Corrected>, StoreError> {
        let mut statement = self.conn.prepare(
            "SELECT release.stream || '/' || release.place, entry.id, entry.kind, entry.text,
                    CASE WHEN entry.audience = '[]' THEN release.audience ELSE entry.audience END,
                    release.sources, former, reason, correction.date, correction.date_kind, announced_in, correction.sources
             FROM correction CROSS JOIN entry ON entry.pk = correction.entry JOIN release ON release.pk = entry.release
             WHERE entry.platform = ?1 ORDER BY release.pk, entry.position, correction.position",
        )?;
        let rows = statement.query_map([platform], |row| {
            let mut columns = Columns::new(row);
            Ok(Corrected {
                release: columns.get()?,
                entry: columns.get()?,
                kind: columns.parsed()?,
                text: Untrusted::from(columns.get::<String>()?),
                audience: columns.json()?,
                release_sources: columns.json()?,
                correction: Correction {
                    former: Untrusted::from(columns.get::<String>()?),
                    reason: columns.text()?,
                    date: columns.dated()?,
                    announced_in: columns.get()?,
                    sources: columns.json()?,
                },
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// All entry, setting and feature ids, and all symbols, for `did you mean`.
    pub fn known_ids(&self, platform: &str) -> Result<Vec<String>, StoreError> {
        let result = self.known_ids_untold(platform);
        self.told(result)
    }

    fn known_ids_untold(&self, platform: &str) -> Result<Vec<String>, StoreError> {
        let mut statement = self.conn.prepare(
            "SELECT id FROM entry WHERE platform = ?1 UNION SELECT id FROM feature WHERE platform = ?1
             UNION SELECT setting FROM setting_change JOIN entry ON entry.pk = entry WHERE platform = ?1
             UNION SELECT symbol FROM deprecation JOIN entry ON entry.pk = entry WHERE platform = ?1
             UNION SELECT flag FROM toggle WHERE platform = ?1
             UNION SELECT stream || '/' || place FROM release WHERE platform = ?1",
        )?;
        let rows = statement.query_map([platform], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// `name` for a `LIKE` pattern in which it means itself.
fn literal(name: &str) -> String {
    name.replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_")
}
