//! API surfaces: the versions of packages that were read, and what each showed of every symbol.
//!
//! What is kept does not depend on the order in which versions are read: only the ordinals do, and those are internal.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension as _, Transaction, TransactionBehavior, params};

use crate::domain::api::versions::VersionSet;
use crate::domain::api::{ApiHistory, Fact, ReadVersion, order};
use crate::store::{Store, StoreError};

/// One version of a package, ready to be recorded.
#[derive(Clone, Debug)]
pub struct ReadPackage {
    /// With its registry: `npm:@twilio/flex-ui`.
    pub package: String,
    pub read: ReadVersion,
    /// Where it was read from, as the user wrote it.
    pub source: String,
    /// The instant, `YYYY-MM-DDTHH:MM:SSZ`.
    pub imported: String,
    /// What the version showed, by symbol.
    pub facts: BTreeMap<String, Fact>,
    /// The surface, encoded and compressed.
    pub surface: Vec<u8>,
}

/// What recording a version did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recorded {
    New,
    /// The same content was there.
    Known,
    /// Other content was there, and was replaced as asked.
    Replaced,
}

impl Store {
    /// Records one version, in one transaction. The same version with other content is refused unless `replace`.
    pub fn record_api(
        &mut self,
        package: &ReadPackage,
        replace: bool,
    ) -> Result<Recorded, StoreError> {
        self.writable()?;
        let result = self.record_api_untold(package, replace);
        self.told(result)
    }

    fn record_api_untold(
        &mut self,
        package: &ReadPackage,
        replace: bool,
    ) -> Result<Recorded, StoreError> {
        let tx = self
            .conn
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let name = package.package.as_str();
        let version = package.read.version.as_str();
        let known: Option<String> = tx
            .query_row(
                "SELECT fingerprint FROM api_version WHERE package = ?1 AND version = ?2",
                [name, version],
                |row| row.get(0),
            )
            .optional()?;
        let recorded = match known {
            Some(known) if known == package.read.fingerprint && !replace => {
                return Ok(Recorded::Known);
            }
            Some(_) if !replace => {
                return Err(StoreError::OtherContent {
                    package: name.to_owned(),
                    version: version.to_owned(),
                });
            }
            Some(_) => {
                forget(&tx, name, version)?;
                Recorded::Replaced
            }
            None => Recorded::New,
        };
        insert(&tx, package)?;
        tx.commit()?;
        Ok(recorded)
    }

    /// The packages of which versions were read.
    pub fn api_packages(&self) -> Result<Vec<String>, StoreError> {
        let result = self.api_packages_untold();
        self.told(result)
    }

    fn api_packages_untold(&self) -> Result<Vec<String>, StoreError> {
        let mut statement = self
            .conn
            .prepare("SELECT DISTINCT package FROM api_version ORDER BY package")?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Versions of a package with the fingerprints of what was read, and when, in version order.
    pub fn api_versions(&self, package: &str) -> Result<Vec<(ReadVersion, String)>, StoreError> {
        let result = self.versions_untold(package).map(|versions| {
            versions
                .into_iter()
                .map(|(_, read, imported)| (read, imported))
                .collect()
        });
        self.told(result)
    }

    /// Ordinal, version, instant of the import; in version order.
    fn versions_untold(
        &self,
        package: &str,
    ) -> Result<Vec<(usize, ReadVersion, String)>, StoreError> {
        let mut statement = self
            .conn
            .prepare("SELECT ordinal, read, imported FROM api_version WHERE package = ?1")?;
        let rows = statement.query_map([package], |row| {
            Ok((
                row.get::<_, i64>(0)?,
                row.get::<_, String>(1)?,
                row.get::<_, String>(2)?,
            ))
        })?;
        let mut versions = Vec::new();
        for row in rows {
            let (ordinal, read, imported) = row?;
            let read: ReadVersion = json(&read)?;
            versions.push((usize::try_from(ordinal).unwrap_or(0), read, imported));
        }
        versions.sort_by_cached_key(|(_, read, _)| order(&read.version));
        Ok(versions)
    }

    /// All that was observed of a package's symbols.
    pub fn api_history(&self, package: &str) -> Result<ApiHistory, StoreError> {
        let result = self.api_history_untold(package);
        self.told(result)
    }

    fn api_history_untold(&self, package: &str) -> Result<ApiHistory, StoreError> {
        let versions = self.versions_untold(package)?;
        let places: BTreeMap<usize, usize> = versions
            .iter()
            .enumerate()
            .map(|(place, (ordinal, ..))| (*ordinal, place))
            .collect();
        let mut history = ApiHistory::new(package);
        history.versions = versions.into_iter().map(|(_, read, _)| read).collect();
        let mut statement = self
            .conn
            .prepare("SELECT symbol, fact, versions FROM api_fact WHERE package = ?1")?;
        let mut rows = statement.query([package])?;
        while let Some(row) = rows.next()? {
            let (symbol, fact): (String, String) = (row.get(0)?, row.get(1)?);
            let set = VersionSet::from_bytes(row.get_ref(2)?.as_blob().map_err(|_no_blob| {
                StoreError::Value(format!("the versions of {symbol} are no set"))
            })?);
            let set = VersionSet::of(
                set.iter()
                    .filter_map(|ordinal| places.get(&ordinal).copied()),
            );
            history
                .symbols
                .entry(symbol)
                .or_default()
                .push((json(&fact)?, set));
        }
        history.settle();
        Ok(history)
    }

    /// The compressed surface of one version.
    pub fn api_surface(&self, package: &str, version: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let result = self
            .conn
            .query_row(
                "SELECT surface FROM api_version WHERE package = ?1 AND version = ?2",
                [package, version],
                |row| row.get(0),
            )
            .optional()
            .map_err(StoreError::from);
        self.told(result)
    }
}

/// Reads stored JSON.
fn json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::Value(error.to_string()))
}

fn written<T: serde::Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Value(error.to_string()))
}

fn insert(tx: &Transaction<'_>, package: &ReadPackage) -> Result<(), StoreError> {
    let name = package.package.as_str();
    let ordinal: i64 = tx.query_row(
        "SELECT coalesce(max(ordinal) + 1, 0) FROM api_version WHERE package = ?1",
        [name],
        |row| row.get(0),
    )?;
    tx.execute(
        "INSERT INTO api_version (package, version, ordinal, fingerprint, source, imported, read, surface)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            name,
            package.read.version,
            ordinal,
            package.read.fingerprint,
            package.source,
            package.imported,
            written(&package.read)?,
            package.surface,
        ],
    )?;
    let ordinal = usize::try_from(ordinal).unwrap_or(0);
    let mut find = tx.prepare_cached(
        "SELECT versions FROM api_fact WHERE package = ?1 AND symbol = ?2 AND fact = ?3",
    )?;
    let mut put = tx.prepare_cached(
        "INSERT INTO api_fact (package, symbol, fact, versions) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO UPDATE SET versions = excluded.versions",
    )?;
    for (symbol, fact) in &package.facts {
        let fact = written(fact)?;
        let before: Option<Vec<u8>> = find
            .query_row(params![name, symbol, fact], |row| row.get(0))
            .optional()?;
        let mut set = VersionSet::from_bytes(&before.unwrap_or_default());
        set.insert(ordinal);
        put.execute(params![name, symbol, fact, set.to_bytes()])?;
    }
    Ok(())
}

/// Takes a version out: its row, and its bit in every fact; facts that no version shows any more go.
fn forget(tx: &Transaction<'_>, package: &str, version: &str) -> Result<(), StoreError> {
    let ordinal: i64 = tx.query_row(
        "SELECT ordinal FROM api_version WHERE package = ?1 AND version = ?2",
        [package, version],
        |row| row.get(0),
    )?;
    let ordinal = usize::try_from(ordinal).unwrap_or(0);
    let facts: Vec<(String, String, Vec<u8>)> = tx
        .prepare("SELECT symbol, fact, versions FROM api_fact WHERE package = ?1")?
        .query_map([package], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_, _>>()?;
    for (symbol, fact, versions) in facts {
        let mut set = VersionSet::from_bytes(&versions);
        if !set.contains(ordinal) {
            continue;
        }
        set.remove(ordinal);
        if set.is_empty() {
            tx.execute(
                "DELETE FROM api_fact WHERE package = ?1 AND symbol = ?2 AND fact = ?3",
                [package, &symbol, &fact],
            )?;
        } else {
            tx.execute(
                "UPDATE api_fact SET versions = ?4 WHERE package = ?1 AND symbol = ?2 AND fact = ?3",
                params![package, symbol, fact, set.to_bytes()],
            )?;
        }
    }
    tx.execute(
        "DELETE FROM api_version WHERE package = ?1 AND version = ?2",
        [package, version],
    )?;
    Ok(())
}
