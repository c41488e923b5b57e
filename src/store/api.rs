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
    /// Records versions of one package, all in one transaction: whatever ends it, all or none are there. A version that
    /// is there with other content is refused by itself unless `replace`.
    ///
    /// What became of each, in the order given.
    ///
    /// # Errors
    /// If the database cannot be written; then nothing of it was.
    pub fn record_api(
        &mut self,
        packages: &[ReadPackage],
        replace: bool,
    ) -> Result<Vec<Result<Recorded, StoreError>>, StoreError> {
        self.writable()?;
        let result = self.record_api_untold(packages, replace);
        self.told(result)
    }

    fn record_api_untold(
        &mut self,
        packages: &[ReadPackage],
        replace: bool,
    ) -> Result<Vec<Result<Recorded, StoreError>>, StoreError> {
        let Some(first) = packages.first() else {
            return Ok(Vec::new());
        };
        let tx = self
            .conn
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut facts = Facts::load(&tx, &first.package)?;
        let mut recorded = Vec::with_capacity(packages.len());
        for package in packages {
            recorded.push(record(&tx, package, replace, &mut facts)?);
        }
        facts.write(&tx)?;
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
                .whole()
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

/// One version into the database; what it showed goes to `facts`.
fn record(
    tx: &Transaction<'_>,
    package: &ReadPackage,
    replace: bool,
    facts: &mut Facts,
) -> Result<Result<Recorded, StoreError>, StoreError> {
    let (name, version) = (package.package.as_str(), package.read.version.as_str());
    let known: Option<(String, i64)> = tx
        .query_row(
            "SELECT fingerprint, ordinal FROM api_version WHERE package = ?1 AND version = ?2",
            [name, version],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    let recorded = match known {
        Some((known, _)) if known == package.read.fingerprint && !replace => {
            return Ok(Ok(Recorded::Known));
        }
        Some(_) if !replace => {
            return Ok(Err(StoreError::OtherContent {
                package: name.to_owned(),
                version: version.to_owned(),
            }));
        }
        Some((_, ordinal)) => {
            facts.forget(usize::try_from(ordinal).unwrap_or(0));
            tx.execute(
                "DELETE FROM api_version WHERE package = ?1 AND version = ?2",
                [name, version],
            )?;
            Recorded::Replaced
        }
        None => Recorded::New,
    };
    let ordinal: i64 = tx.query_row(
        "SELECT coalesce(max(ordinal) + 1, 0) FROM api_version WHERE package = ?1",
        [name],
        |row| row.get(0),
    )?;
    tx.prepare_cached(
        "INSERT INTO api_version (package, version, ordinal, fingerprint, source, imported, read, surface)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        name,
        version,
        ordinal,
        package.read.fingerprint,
        package.source,
        package.imported,
        written(&package.read)?,
        package.surface,
    ])?;
    facts.add(usize::try_from(ordinal).unwrap_or(0), &package.facts)?;
    Ok(Ok(recorded))
}

/// All facts of one package while versions are being recorded: most versions show what others showed, so that a fact
/// is written once for many of them.
struct Facts {
    package: String,
    /// By symbol.
    symbols: BTreeMap<String, Vec<Observed>>,
}

struct Observed {
    /// As JSON.
    fact: String,
    versions: VersionSet,
    stored: bool,
    changed: bool,
}

impl Facts {
    fn load(tx: &Transaction<'_>, package: &str) -> Result<Self, StoreError> {
        let mut symbols: BTreeMap<String, Vec<Observed>> = BTreeMap::new();
        let mut statement =
            tx.prepare("SELECT symbol, fact, versions FROM api_fact WHERE package = ?1")?;
        let mut rows = statement.query([package])?;
        while let Some(row) = rows.next()? {
            let observed = Observed {
                fact: row.get(1)?,
                versions: VersionSet::from_bytes(&row.get::<_, Vec<u8>>(2)?),
                stored: true,
                changed: false,
            };
            symbols.entry(row.get(0)?).or_default().push(observed);
        }
        Ok(Self {
            package: package.to_owned(),
            symbols,
        })
    }

    fn forget(&mut self, ordinal: usize) {
        for observed in self.symbols.values_mut().flatten() {
            if observed.versions.contains(ordinal) {
                observed.versions.remove(ordinal);
                observed.changed = true;
            }
        }
    }

    fn add(&mut self, ordinal: usize, facts: &BTreeMap<String, Fact>) -> Result<(), StoreError> {
        for (symbol, fact) in facts {
            let fact = written(fact)?;
            if !self.symbols.contains_key(symbol) {
                self.symbols.insert(symbol.clone(), Vec::new());
            }
            let Some(known) = self.symbols.get_mut(symbol) else {
                continue;
            };
            if let Some(observed) = known.iter_mut().find(|one| one.fact == fact) {
                observed.versions.insert(ordinal);
                observed.changed = true;
            } else {
                known.push(Observed {
                    fact,
                    versions: VersionSet::of([ordinal]),
                    stored: false,
                    changed: true,
                });
            }
        }
        Ok(())
    }

    /// Writes what changed; facts that no version shows any more go.
    fn write(&self, tx: &Transaction<'_>) -> Result<(), StoreError> {
        let mut put = tx.prepare_cached(
            "INSERT INTO api_fact (package, symbol, fact, versions) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO UPDATE SET versions = excluded.versions",
        )?;
        let mut delete = tx.prepare_cached(
            "DELETE FROM api_fact WHERE package = ?1 AND symbol = ?2 AND fact = ?3",
        )?;
        for (symbol, observed) in &self.symbols {
            for one in observed.iter().filter(|one| one.changed) {
                if !one.versions.is_empty() {
                    put.execute(params![
                        self.package,
                        symbol,
                        one.fact,
                        one.versions.to_bytes()
                    ])?;
                } else if one.stored {
                    delete.execute(params![self.package, symbol, one.fact])?;
                }
            }
        }
        Ok(())
    }
}
