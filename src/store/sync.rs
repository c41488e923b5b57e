//! Making the database hold exactly a given changelog, with a revision for everything that changed.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, Transaction, TransactionBehavior};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::domain::changelog::Changelog;
use crate::domain::release::Release;
use crate::store::audit::{self, Author, Change};
use crate::store::{Selection, Store, StoreError, leftover, settled, write};

/// How many things a sync created, changed, removed and left alone: entries, releases, features,
/// streams, toggles and ends, each for itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    pub created: usize,
    pub changed: usize,
    pub removed: usize,
    pub unchanged: usize,
}

impl Applied {
    pub fn is_nothing(self) -> bool {
        self.created + self.changed + self.removed == 0
    }
}

/// A file to be written in the transaction's wake: path below the changelog folder, and text (`None` removes the file).
pub type Outgoing = (String, Option<String>);

impl Store {
    /// Makes the platform of `wanted` be exactly `wanted`, in one transaction: rows, search index,
    /// revisions, and `outgoing` files into the outbox.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`] if nothing may be written; then, as after any error, nothing is changed.
    pub fn sync(
        &mut self,
        wanted: &Changelog,
        author: &Author,
        outgoing: &[Outgoing],
    ) -> Result<Applied, StoreError> {
        let result = self.sync_untold(wanted, author, outgoing);
        self.told(result)
    }

    fn sync_untold(
        &mut self,
        wanted: &Changelog,
        author: &Author,
        outgoing: &[Outgoing],
    ) -> Result<Applied, StoreError> {
        self.writable()?;
        // The lock comes first: what is compared below is what is written over.
        let tx = Transaction::new_unchecked(&self.conn, TransactionBehavior::Immediate)?;
        let current = self.load_untold(&wanted.platform.id, Selection::All)?;
        let applied = apply(&tx, &current, wanted, author, true)?;
        {
            let mut put = tx.prepare("INSERT INTO outbox (path, content) VALUES (?1, ?2)")?;
            for (path, content) in outgoing {
                put.execute((path, content.as_ref().map(String::as_bytes)))?;
            }
        }
        tx.commit()?;
        Ok(applied)
    }

    /// Fills an empty database with the content that a forewarn carries, as one revision: what every
    /// entry says is in the files it was made from.
    pub fn fill_bundled(
        &mut self,
        content: &Changelog,
        version: &str,
    ) -> Result<Applied, StoreError> {
        self.writable()?;
        let author = Author {
            name: format!("forewarn {version}"),
            at: "1970-01-01T00:00:00Z".to_owned(),
            reason: Some(format!("the history that came with forewarn {version}")),
        };
        let tx = self
            .conn
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let applied = apply(
            &tx,
            &Changelog::new(content.platform.id.as_str()),
            content,
            &author,
            false,
        )?;
        let counts = serde_json::to_string(&content.counts()).unwrap_or_default();
        audit::append(
            &tx,
            &author,
            &Change {
                platform: &content.platform.id,
                action: "bundle",
                subject: &format!("platform {}", content.platform.id),
                before: None,
                after: Some(&counts),
            },
        )?;
        tx.execute(
            "INSERT OR REPLACE INTO meta (key, value) VALUES ('bundled', ?1)",
            [version],
        )?;
        tx.commit()?;
        Ok(applied)
    }

    /// Notes which forewarn's bundled rows the database holds.
    pub fn set_bundled(&mut self, version: &str) -> Result<(), StoreError> {
        self.writable()?;
        self.conn.execute(
            "INSERT OR REPLACE INTO meta (key, value) VALUES ('bundled', ?1)",
            [version],
        )?;
        Ok(())
    }

    /// Files that a transaction wanted written and that nobody has confirmed yet, in order.
    pub fn outbox(&self) -> Result<Vec<(i64, Outgoing)>, StoreError> {
        let result = self.outbox_untold();
        self.told(result)
    }

    fn outbox_untold(&self) -> Result<Vec<(i64, Outgoing)>, StoreError> {
        let mut statement = self
            .conn
            .prepare("SELECT seq, path, content FROM outbox ORDER BY seq")?;
        let rows = statement.query_map([], |row| {
            let content: Option<Vec<u8>> = row.get(2)?;
            let text = content.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
            Ok((row.get(0)?, (row.get(1)?, text)))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Confirms that the files of outbox rows are as they should be, and remembers their hashes.
    pub fn delivered(&mut self, rows: &[(i64, Outgoing)]) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        let result = self.delivered_untold(rows);
        self.told(result)
    }

    fn delivered_untold(&mut self, rows: &[(i64, Outgoing)]) -> Result<(), StoreError> {
        self.writable()?;
        let tx = self.conn.transaction()?;
        for (seq, outgoing) in rows {
            match &outgoing.1 {
                Some(text) => remember(&tx, &outgoing.0, text.as_bytes())?,
                None => {
                    tx.execute("DELETE FROM file WHERE path = ?1", [&outgoing.0])?;
                }
            }
            tx.execute("DELETE FROM outbox WHERE seq = ?1", [seq])?;
        }
        tx.commit()?;
        Ok(())
    }

    /// Drops an outbox row whose file somebody else changed in the meantime.
    pub fn abandon(&mut self, seq: i64) -> Result<(), StoreError> {
        self.writable()?;
        self.conn
            .execute("DELETE FROM outbox WHERE seq = ?1", [seq])?;
        Ok(())
    }

    /// The hashes of files as they were last read or written, by path.
    pub fn file_hashes(&self) -> Result<BTreeMap<String, String>, StoreError> {
        let result = self.file_hashes_untold();
        self.told(result)
    }

    fn file_hashes_untold(&self) -> Result<BTreeMap<String, String>, StoreError> {
        let mut statement = self.conn.prepare("SELECT path, sha256 FROM file")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Remembers exactly these files as read.
    pub fn remember_files(&mut self, files: &BTreeMap<String, String>) -> Result<(), StoreError> {
        let result = self.remember_files_untold(files);
        self.told(result)
    }

    fn remember_files_untold(
        &mut self,
        files: &BTreeMap<String, String>,
    ) -> Result<(), StoreError> {
        self.writable()?;
        let tx = self.conn.transaction()?;
        tx.execute("DELETE FROM file", [])?;
        for (path, hash) in files {
            tx.execute(
                "INSERT INTO file (path, sha256) VALUES (?1, ?2)",
                (path, hash),
            )?;
        }
        tx.commit()?;
        Ok(())
    }

    /// Shrinks the file to what it holds, so that equal content gives an equal image.
    pub fn compact(&mut self) -> Result<(), StoreError> {
        self.writable()?;
        self.conn.execute_batch(
            "INSERT INTO search (search) VALUES ('optimize'); VACUUM; ANALYZE; PRAGMA optimize;",
        )?;
        Ok(())
    }

    /// The whole database as the bytes of its file.
    pub fn image(&mut self) -> Result<Vec<u8>, StoreError> {
        Ok(self.conn.serialize("main")?.to_vec())
    }
}

fn remember(conn: &Connection, path: &str, content: &[u8]) -> rusqlite::Result<()> {
    conn.execute(
        "INSERT OR REPLACE INTO file (path, sha256) VALUES (?1, ?2)",
        (path, sha256(content)),
    )?;
    Ok(())
}

/// SHA-256 as lower-case hexadecimal.
pub fn sha256(content: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(content)
        .iter()
        .fold(String::new(), |mut hex, byte| {
            write!(hex, "{byte:02x}").expect("a String takes all writes");
            hex
        })
}

/// The things of a changelog that have a life of their own, as JSON by subject.
fn units(changelog: &Changelog) -> BTreeMap<String, String> {
    fn json(value: &impl Serialize) -> String {
        serde_json::to_string(value).expect("domain values have no keys that JSON cannot hold")
    }
    let mut units = BTreeMap::new();
    let streams: Vec<&str> = changelog
        .streams
        .iter()
        .map(|stream| stream.id.as_str())
        .collect();
    if !streams.is_empty() || changelog.platform.name.is_some() {
        // The name, and the order of the streams.
        let subject = format!("platform {}", changelog.platform.id);
        units.insert(subject, json(&(&changelog.platform.name, streams)));
    }
    for stream in &changelog.streams {
        units.insert(format!("stream {}", stream.id), json(stream));
    }
    for release in &changelog.releases {
        // The order of entries belongs to the release, their content to themselves.
        let header = Release {
            entries: Vec::new(),
            ..release.clone()
        };
        let ids: Vec<&str> = release
            .entries
            .iter()
            .map(|entry| entry.id.as_str())
            .collect();
        units.insert(format!("release {}", release.id()), json(&(header, ids)));
        for entry in &release.entries {
            units.insert(format!("entry {}", entry.id), json(entry));
        }
    }
    for feature in &changelog.features {
        units.insert(format!("feature {}", feature.id), json(feature));
    }
    for toggle in &changelog.toggles {
        units.insert(format!("toggle {}", toggle.flag.raw()), json(toggle));
    }
    for leftover in &changelog.leftovers {
        let digest = sha256(leftover.text.raw().as_bytes());
        let short = digest.get(..8).unwrap_or_default();
        let subject = format!(
            "leftover {}:{} {short}",
            leftover.source.raw(),
            leftover.line
        );
        units.insert(subject, json(leftover));
    }
    for commit in &changelog.commits {
        units.insert(format!("commit {}", commit.id), json(commit));
    }
    for end in &changelog.ends {
        units.insert(format!("end {}/{}", end.stream, end.line), json(end));
    }
    units
}

fn apply(
    conn: &Connection,
    current: &Changelog,
    wanted: &Changelog,
    author: &Author,
    with_revisions: bool,
) -> Result<Applied, StoreError> {
    let platform = wanted.platform.id.as_str();
    let mut ids = BTreeSet::new();
    if let Some(twice) = wanted
        .releases
        .iter()
        .map(Release::id)
        .find(|id| !ids.insert(id.clone()))
    {
        return Err(StoreError::Value(format!(
            "two releases have the id {twice}"
        )));
    }
    let (before, after) = (units(current), units(wanted));
    let changed: BTreeSet<&str> = before
        .keys()
        .chain(after.keys())
        .filter(|subject| before.get(*subject) != after.get(*subject))
        .map(String::as_str)
        .collect();
    write_rows(conn, current, wanted, &changed)?;
    let mut applied = Applied::default();
    for subject in after.keys().chain(
        before
            .keys()
            .filter(|subject| !after.contains_key(*subject)),
    ) {
        let (old, new) = (before.get(subject), after.get(subject));
        let action = match (old, new) {
            (None, _) => {
                applied.created += 1;
                "create"
            }
            (Some(_), None) => {
                applied.removed += 1;
                "remove"
            }
            (Some(old), Some(new)) if old == new => {
                applied.unchanged += 1;
                continue;
            }
            _ => {
                applied.changed += 1;
                "change"
            }
        };
        if with_revisions {
            let (before, after) = (old.map(String::as_str), new.map(String::as_str));
            audit::append(
                conn,
                author,
                &Change {
                    platform,
                    action,
                    subject,
                    before,
                    after,
                },
            )?;
        }
    }
    Ok(applied)
}

/// Writes the rows of everything in `changed`. A release is written whole with its entries.
fn write_rows(
    conn: &Connection,
    current: &Changelog,
    wanted: &Changelog,
    changed: &BTreeSet<&str>,
) -> Result<(), StoreError> {
    let platform = wanted.platform.id.as_str();
    let is_changed = |subject: String| changed.contains(subject.as_str());
    let release_is_changed = |release: &Release| {
        is_changed(format!("release {}", release.id()))
            || release
                .entries
                .iter()
                .any(|entry| is_changed(format!("entry {}", entry.id)))
    };
    write::platform(conn, platform, wanted.platform.name.as_ref())?;
    for (position, stream) in wanted.streams.iter().enumerate() {
        write::stream(conn, platform, position, stream)?;
    }
    for release in current
        .releases
        .iter()
        .filter(|release| release_is_changed(release))
    {
        write::remove_release(conn, platform, &release.stream, &release.place.to_string())?;
    }
    for release in wanted
        .releases
        .iter()
        .filter(|release| release_is_changed(release))
    {
        write::remove_release(conn, platform, &release.stream, &release.place.to_string())?;
        write::release(conn, platform, release)?;
    }
    // Positions are rewritten with every sync: these lists are short.
    if current.features != wanted.features {
        for feature in &current.features {
            write::remove_feature(conn, platform, &feature.id)?;
        }
        for (position, feature) in wanted.features.iter().enumerate() {
            write::feature(conn, platform, position, feature)?;
        }
    }
    if current.toggles != wanted.toggles {
        conn.execute("DELETE FROM toggle WHERE platform = ?1", [platform])?;
        for (position, toggle) in wanted.toggles.iter().enumerate() {
            write::toggle(conn, platform, position, toggle)?;
        }
    }
    if current.leftovers != wanted.leftovers {
        leftover::replace(conn, platform, &wanted.leftovers)?;
    }
    if current.commits != wanted.commits {
        settled::replace(conn, platform, &wanted.commits)?;
    }
    if current.ends != wanted.ends {
        conn.execute("DELETE FROM published_end WHERE platform = ?1", [platform])?;
        for (position, end) in wanted.ends.iter().enumerate() {
            write::end(conn, platform, position, end)?;
        }
    }
    for stream in current
        .streams
        .iter()
        .filter(|stream| wanted.stream(&stream.id).is_none())
    {
        conn.execute(
            "DELETE FROM stream WHERE platform = ?1 AND id = ?2",
            (platform, &stream.id),
        )?;
    }
    Ok(())
}
