//! Which releases hold facts of a kind, so that a command loads those and no others; and the features by themselves.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::feature::{Feature, Toggle};
use crate::store::{Store, StoreError, read};

/// A kind of facts that entries carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carries {
    Settings,
    Deprecations,
}

impl Store {
    /// The ids (`stream/version`) of the releases with an entry that carries such facts.
    pub fn releases_with(
        &self,
        platform: &str,
        carries: Carries,
    ) -> Result<BTreeSet<String>, StoreError> {
        let result = self.releases_with_untold(platform, carries);
        self.told(result)
    }

    fn releases_with_untold(
        &self,
        platform: &str,
        carries: Carries,
    ) -> Result<BTreeSet<String>, StoreError> {
        let table = match carries {
            Carries::Settings => "setting_change",
            Carries::Deprecations => "deprecation",
        };
        let mut statement = self.conn.prepare(&format!(
            "SELECT DISTINCT release.stream || '/' || release.place
             FROM {table} JOIN entry ON entry.pk = {table}.entry JOIN release ON release.pk = entry.release
             WHERE entry.platform = ?1"
        ))?;
        let rows = statement.query_map([platform], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Entries that another one takes back: their id, with the id of the other and its release.
    pub fn taken_back(
        &self,
        platform: &str,
    ) -> Result<BTreeMap<String, (String, String)>, StoreError> {
        let result = self.taken_back_untold(platform);
        self.told(result)
    }

    fn taken_back_untold(
        &self,
        platform: &str,
    ) -> Result<BTreeMap<String, (String, String)>, StoreError> {
        let mut statement = self.conn.prepare(
            "SELECT entry.reverts, entry.id, release.stream || '/' || release.place
             FROM entry JOIN release ON release.pk = entry.release
             WHERE entry.platform = ?1 AND entry.reverts IS NOT NULL ORDER BY entry.id",
        )?;
        let rows = statement.query_map([platform], |row| {
            Ok((row.get(0)?, (row.get(1)?, row.get(2)?)))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The ids of the entries that say they belong to a feature.
    pub fn entries_of_feature(
        &self,
        platform: &str,
        feature: &str,
    ) -> Result<BTreeSet<String>, StoreError> {
        let result = self.entries_of_feature_untold(platform, feature);
        self.told(result)
    }

    fn entries_of_feature_untold(
        &self,
        platform: &str,
        feature: &str,
    ) -> Result<BTreeSet<String>, StoreError> {
        let mut statement = self
            .conn
            .prepare("SELECT id FROM entry WHERE platform = ?1 AND feature = ?2")?;
        let rows = statement.query_map([platform, feature], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Features and observed toggles, in their own order.
    pub fn features(&self, platform: &str) -> Result<(Vec<Feature>, Vec<Toggle>), StoreError> {
        let result = read::catalogue::features(&self.conn, platform)
            .and_then(|features| Ok((features, read::catalogue::toggles(&self.conn, platform)?)));
        self.told(result)
    }
}
