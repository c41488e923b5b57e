//! Finding and opening the history that a command works on.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::app::FILE_LIMIT;
use crate::app::workspace::{Workspace, hashes};
use crate::bundle;
use crate::domain::changelog::Changelog;
use crate::domain::date::Date;
use crate::domain::merge::refresh;
use crate::domain::problem::Problem;
use crate::domain::words::nearest;
use crate::error::Error;
use crate::policy::schema::Policy;
use crate::store::{Access, Author, Journal, Selection, Store, sha256};
use crate::system::System;

/// What a user said about where the history is.
#[derive(Clone, Debug, Default)]
pub struct Whereabouts {
    /// `--db`, else `FOREWARN_DB`.
    pub db: Option<PathBuf>,
    pub platform: Option<String>,
    /// `--as-of`, else today.
    pub as_of: Option<Date>,
}

/// Where a history came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// What the binary carries.
    BuiltIn,
    /// The user's own database, or one named with `--db`.
    Database(PathBuf),
    /// The files of a workspace.
    Workspace(PathBuf),
}

impl Source {
    /// In words, for "the data comes from …".
    pub fn describe(&self) -> String {
        match self {
            Self::BuiltIn => format!("the history built into forewarn {}", bundle::VERSION),
            Self::Database(path) => format!("the database {}", path.display()),
            Self::Workspace(path) => format!("the workspace {}", path.display()),
        }
    }
}

/// An open history: where every use case starts.
#[derive(Debug)]
pub struct History {
    pub(crate) store: Store,
    pub platform: String,
    pub policy: Policy,
    pub as_of: Date,
    /// Today, unless the user named a day: what is in the record without a date existed by then.
    pub(crate) recorded: Option<Date>,
    pub source: Source,
    /// For the user, before the answer: how it was opened, what is odd about its files.
    pub notices: Vec<String>,
    /// Warnings and notes of a workspace's files.
    pub problems: Vec<Problem>,
}

impl Source {
    /// What changes when something else writes there: the database, or the folders of the files.
    pub fn watched(&self, system: &System) -> Vec<PathBuf> {
        match self {
            Self::BuiltIn => Vec::new(),
            Self::Database(path) => vec![path.clone()],
            Self::Workspace(root) => {
                let mut watched = vec![root.join("forewarn.toml"), root.join("changelog")];
                // Streams, and the fragments of each.
                for _ in 0..2 {
                    let known = watched.clone();
                    for folder in known.iter().filter(|path| system.is_dir(path)) {
                        let inner = system.list(folder).unwrap_or_default();
                        watched.extend(inner.iter().map(|item| folder.join(&item.name)));
                    }
                    watched.sort();
                    watched.dedup();
                }
                watched
            }
        }
    }
}

impl History {
    /// Opens the history for reading. Nothing is written, but for the index of a workspace whose files
    /// changed, and for bringing an older database to this forewarn's schema and content.
    ///
    /// # Errors
    /// If a named database or the workspace's files cannot be used.
    pub fn open(system: &System, whereabouts: &Whereabouts) -> Result<Self, Error> {
        let as_of = whereabouts.as_of.unwrap_or_else(|| system.today());
        let Opened {
            store,
            source,
            policy,
            mut notices,
            problems,
        } = open(system, whereabouts)?;
        notices.extend(store.notices().iter().map(ToString::to_string));
        let platform = choose_platform(&store, whereabouts.platform.as_deref())?;
        let platforms = store.platforms()?;
        if platforms.len() > 1 && whereabouts.platform.is_none() {
            let ids: Vec<&str> = platforms.iter().map(|one| one.id.as_str()).collect();
            notices.push(format!(
                "the database holds {}; this answers for {platform}, --platform chooses another",
                ids.join(" and ")
            ));
        }
        Ok(Self {
            store,
            platform,
            policy,
            as_of,
            recorded: whereabouts.as_of.is_none().then_some(as_of),
            source,
            notices,
            problems,
        })
    }

    /// Streams, ends, leftovers, and releases without their entries: enough to choose by.
    pub(crate) fn headers(&self) -> Result<Changelog, Error> {
        self.load(Selection::Headers)
    }

    /// Everything as it is recorded, whatever the day: what an export writes.
    pub fn changelog(&self) -> Result<Changelog, Error> {
        Ok(self.store.load(&self.platform, Selection::All)?)
    }

    /// The record as its readers have it on the history's day: the one place where a day makes a scheduled release public.
    pub(crate) fn load(&self, selection: Selection<'_>) -> Result<Changelog, Error> {
        self.load_on(selection, self.as_of)
    }

    /// As [`load`](Self::load), on another day.
    pub(crate) fn load_on(
        &self,
        selection: Selection<'_>,
        as_of: Date,
    ) -> Result<Changelog, Error> {
        let mut changelog = self.store.load(&self.platform, selection)?;
        let releases = std::mem::take(&mut changelog.releases);
        changelog.releases = releases
            .into_iter()
            .map(|release| release.seen(as_of))
            .collect();
        Ok(changelog)
    }
}

/// A store with where it came from.
struct Opened {
    store: Store,
    source: Source,
    policy: Policy,
    notices: Vec<String>,
    problems: Vec<Problem>,
}

fn open(system: &System, whereabouts: &Whereabouts) -> Result<Opened, Error> {
    let database = |path: PathBuf| -> Result<Opened, Error> {
        let (store, notices) = own_database(system, &path)?;
        let source = Source::Database(path);
        Ok(Opened {
            store,
            source,
            policy: Policy::flex(),
            notices,
            problems: Vec::new(),
        })
    };
    if let Some(path) = named_database(system, whereabouts) {
        return database(path);
    }
    if let Some(workspace) = Workspace::find(system, system.cwd())? {
        let (store, indexed) = index(system, &workspace)?;
        let mut notices = workspace.warnings;
        notices.extend(indexed.notices);
        return Ok(Opened {
            store,
            source: Source::Workspace(workspace.root),
            policy: workspace.policy,
            notices,
            problems: indexed.problems,
        });
    }
    if let Some(path) = own_path(system).filter(|path| system.is_file(path)) {
        return database(path);
    }
    Ok(Opened {
        store: Store::embedded(bundle::image())?,
        source: Source::BuiltIn,
        policy: Policy::flex(),
        notices: Vec::new(),
        problems: Vec::new(),
    })
}

pub(crate) fn choose_platform(store: &Store, wanted: Option<&str>) -> Result<String, Error> {
    let known: Vec<String> = store
        .platforms()?
        .into_iter()
        .map(|platform| platform.id)
        .collect();
    match wanted {
        Some(wanted) if known.iter().any(|id| id == wanted) => Ok(wanted.to_owned()),
        Some(wanted) => {
            let near = nearest(wanted, known.iter().map(String::as_str), 1);
            let hint = match near.first() {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!(
                    "known: {}",
                    if known.is_empty() {
                        "none".to_owned()
                    } else {
                        known.join(", ")
                    }
                ),
            };
            Err(Error::new(format!("there is no platform `{wanted}`")).hint(hint))
        }
        None => Ok(match &known[..] {
            [only] => only.clone(),
            _ if known.iter().any(|id| id == bundle::PLATFORM) => bundle::PLATFORM.to_owned(),
            [] => bundle::PLATFORM.to_owned(),
            more => {
                return Err(Error::new("the database holds several platforms")
                    .hint(format!("choose one with --platform: {}", more.join(", "))));
            }
        }),
    }
}

pub(crate) fn named_database(system: &System, whereabouts: &Whereabouts) -> Option<PathBuf> {
    whereabouts
        .db
        .clone()
        .or_else(|| system.var("FOREWARN_DB").map(PathBuf::from))
        .map(|path| system.absolute(&path))
}

/// Where the user's own database is, or would be.
pub(crate) fn own_path(system: &System) -> Option<PathBuf> {
    system
        .data_home()
        .map(|home| home.join("forewarn").join("forewarn.db"))
}

/// Which journal suits a database: WAL only in the user's own data folder.
pub(crate) fn journal_for(system: &System, path: &Path) -> Journal {
    if own_path(system).as_deref() == Some(path) {
        Journal::Wal
    } else {
        Journal::Rollback
    }
}

/// Opens a database of the user's for reading, after bringing its bundled rows up to date.
pub(crate) fn own_database(system: &System, path: &Path) -> Result<(Store, Vec<String>), Error> {
    let store = Store::open_for_reading(path)?;
    let bundled = store.meta("bundled")?;
    if bundled
        .as_deref()
        .is_none_or(|version| version == bundle::VERSION)
    {
        return Ok((store, Vec::new()));
    }
    let can_write = !store
        .notices()
        .iter()
        .any(|notice| !matches!(notice, crate::store::Notice::Migrated { .. }));
    if !can_write {
        let notice = format!(
            "{} holds the history of forewarn {}; it cannot be brought to that of {} here",
            path.display(),
            bundled.unwrap_or_default(),
            bundle::VERSION
        );
        return Ok((store, vec![notice]));
    }
    drop(store);
    let mut store = Store::open_or_create(path, journal_for(system, path))?;
    let notices = refresh_bundled(system, &mut store)?;
    Ok((store, notices))
}

/// Brings untouched bundled rows to what this forewarn carries; names those that were edited.
pub(crate) fn refresh_bundled(system: &System, store: &mut Store) -> Result<Vec<String>, Error> {
    let bundled = Store::embedded(bundle::image())?.load(bundle::PLATFORM, Selection::All)?;
    let current = store.load(bundle::PLATFORM, Selection::All)?;
    let refreshed = refresh(&current, &bundled);
    let author = Author {
        name: format!("forewarn {}", bundle::VERSION),
        at: system.now(),
        reason: Some("a newer forewarn brought a newer history".to_owned()),
    };
    let applied = store.sync(&refreshed.changelog, &author, &[])?;
    store.set_bundled(bundle::VERSION)?;
    let mut notices = vec![format!(
        "the bundled history is now that of forewarn {}: {} new, {} changed, {} gone",
        bundle::VERSION,
        applied.created,
        applied.changed,
        applied.removed
    )];
    if !refreshed.kept.is_empty() {
        notices.push(format!(
            "kept as edited here: {}",
            refreshed.kept.join(", ")
        ));
    }
    Ok(notices)
}

/// The database of a workspace, current with its files: the index as it is if no file changed, else brought up to date, which
/// one process does at a time; in memory where it cannot be written.
fn index(system: &System, workspace: &Workspace) -> Result<(Store, Indexed), Error> {
    let mut indexed = Indexed::default();
    if let Some(store) = current(system, workspace)? {
        return Ok((store, indexed));
    }
    let lock = system.lock(&workspace.lock(), PATIENCE).ok().flatten();
    if lock.is_some() {
        // What another process was writing is written by now, unless it was killed.
        indexed.notices = recover(system, workspace)?;
        if let Some(store) = current(system, workspace)? {
            return Ok((store, indexed));
        }
    }
    let files = workspace.files(system)?;
    let (changelog, problems) = workspace.read_changelog(system, &files)?;
    indexed.problems = problems;
    let author = Author {
        name: system.user(),
        at: system.now(),
        reason: Some("read from the changelog files".to_owned()),
    };
    let mut store = match writable_index(system, workspace) {
        Ok(store) if lock.is_some() && store.access() == Access::ReadWrite => store,
        _ => Store::in_memory()?,
    };
    store.sync(&changelog, &author, &[])?;
    store.remember_files(&hashes(&files))?;
    Ok((store, indexed))
}

/// How long reading waits for a process that writes; then it goes by the files as they stand.
const PATIENCE: Duration = Duration::from_secs(10);

/// The index, if it promises no file and no file differs from what it was made of. Problems of unchanged files were told when
/// they were read.
fn current(system: &System, workspace: &Workspace) -> Result<Option<Store>, Error> {
    let path = workspace.database();
    if !system.is_file(&path) {
        return Ok(None);
    }
    let store = Store::open_for_reading(&path)?;
    let is_current =
        store.outbox()?.is_empty() && store.file_hashes()? == hashes(&workspace.files(system)?);
    Ok(is_current.then_some(store))
}

/// What bringing an index up to date came upon.
#[derive(Default)]
struct Indexed {
    notices: Vec<String>,
    problems: Vec<Problem>,
}

/// The workspace's index for writing, made with its folder if it is not there yet.
pub(crate) fn writable_index(system: &System, workspace: &Workspace) -> Result<Store, Error> {
    let path = workspace.database();
    if let Some(folder) = path.parent().filter(|folder| !system.is_dir(folder)) {
        system.create_dir(folder)?;
        // The index is built from the files: it has no place in version control.
        system.write_atomically(&folder.join(".gitignore"), b"*\n")?;
    }
    Ok(Store::open_or_create(&path, Journal::Rollback)?)
}

/// Finishes what a command that was killed had promised: comes before the files are read.
///
/// # Errors
/// If the index cannot be opened, or a file cannot be written.
pub(crate) fn recover(system: &System, workspace: &Workspace) -> Result<Vec<String>, Error> {
    let path = workspace.database();
    if !system.is_file(&path) || Store::open_for_reading(&path)?.outbox()?.is_empty() {
        return Ok(Vec::new());
    }
    let mut store = writable_index(system, workspace)?;
    deliver(system, workspace, &mut store)
}

/// So many written files are confirmed in one transaction.
const CONFIRMED_AT_ONCE: usize = 250;

/// Writes the files that a transaction promised, by path below the changelog folder. A file that was
/// edited by hand in the meantime wins: what was promised is kept aside, and said so.
pub(crate) fn deliver(
    system: &System,
    workspace: &Workspace,
    store: &mut Store,
) -> Result<Vec<String>, Error> {
    let mut notices = Vec::new();
    let outbox = store.outbox()?;
    let mut remembered = store.file_hashes()?;
    // Confirmed many at once: whoever is interrupted before writes the same files again.
    let mut written = Vec::new();
    for (seq, outgoing) in outbox {
        let full = workspace.changelog.join(&outgoing.0);
        let found = if system.exists(&full) {
            Some(sha256(&system.read_regular(&full, FILE_LIMIT)?))
        } else {
            None
        };
        let promised = outgoing.1.as_ref().map(|text| sha256(text.as_bytes()));
        if found != promised && found.as_ref() != remembered.get(&outgoing.0) {
            // Both are kept: the file as it is, and what the command would have written beside the index.
            let aside = workspace.kept(&outgoing.0);
            let told = match &outgoing.1 {
                Some(text) => {
                    if let Some(folder) = aside.parent() {
                        system.create_dir(folder)?;
                    }
                    system.write_atomically(&aside, text.as_bytes())?;
                    format!("and what the command wrote is in {}", aside.display())
                }
                None => "though the command had removed it".to_owned(),
            };
            notices.push(format!(
                "{} was edited by hand after a command that was interrupted; the edit is kept, {told}",
                full.display()
            ));
            store.abandon(seq)?;
            continue;
        }
        let done = match &outgoing.1 {
            Some(text) => system.write_atomically(&full, text.as_bytes()),
            None => system.remove_file(&full),
        };
        done.map_err(|error| {
            Error::from(error).hint(
                "the change itself is recorded: the next command in this workspace writes its files",
            )
        })?;
        match promised {
            Some(hash) => remembered.insert(outgoing.0.clone(), hash),
            None => remembered.remove(&outgoing.0),
        };
        written.push((seq, outgoing));
        if written.len() >= CONFIRMED_AT_ONCE {
            store.delivered(&written)?;
            written.clear();
        }
    }
    store.delivered(&written)?;
    Ok(notices)
}
