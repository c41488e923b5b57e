//! What git says of a plugin: what changed since a revision, which revision it is at, and who works there. It is the user's own git.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::cancel::Cancel;
use crate::domain::recorded::Revision;
use crate::error::Error;
use crate::scan::git::{Git, well_formed};
use crate::system::System;

const WHAT_CHANGED: &str = "what changed";

/// What differs between a revision and the files as they are, committed or not. Absolute paths, with links followed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// Changed, added, renamed to this, or not yet known to git and not ignored by it.
    pub files: BTreeSet<PathBuf>,
    /// No longer there. What imports them is affected.
    pub removed: BTreeSet<PathBuf>,
}

impl Changed {
    /// Whether a file is among those that changed. `path` is absolute, as in [`crate::scan::text::SourceFile`].
    pub fn holds(&self, path: &Path) -> bool {
        self.files.contains(path)
    }
}

/// What changed since `revision` in the repository that `path` lies in. Files that git does not know yet are looked for
/// below `path` only.
///
/// # Errors
/// If `revision` begins with `-`, git is not there, `path` is in no repository, there is no such revision, or the work
/// was cancelled.
pub fn since(
    system: &System,
    path: &Path,
    revision: &str,
    cancel: &Cancel,
) -> Result<Changed, Error> {
    well_formed(revision)?;
    let real = system.real_path(path)?;
    let git = Git {
        system,
        cancel,
        asked: WHAT_CHANGED,
        without: "leave out --changed-since to scan all files",
    };
    compared(&git, path, &real, revision)
}

/// As [`since`], for the whole hash of a commit; `without` says how a user gets on without git.
///
/// # Errors
/// If git cannot compare the files, or the work was cancelled.
pub fn from_commit(
    system: &System,
    path: &Path,
    commit: &str,
    without: &'static str,
    cancel: &Cancel,
) -> Result<Changed, Error> {
    let real = system.real_path(path)?;
    let git = Git {
        system,
        cancel,
        asked: WHAT_CHANGED,
        without,
    };
    compared(&git, path, &real, commit)
}

/// The folder that a path is, or lies in.
fn folder_of<'a>(system: &System, real: &'a Path) -> &'a Path {
    if system.is_dir(real) {
        real
    } else {
        real.parent().unwrap_or(real)
    }
}

fn compared(git: &Git<'_>, path: &Path, real: &Path, revision: &str) -> Result<Changed, Error> {
    let system = git.system;
    let folder = folder_of(system, real);
    let top = git.ask(folder, &["rev-parse", "--show-toplevel"])?;
    let top = top.map_err(|said| {
        Error::new(format!(
            "{} is in no git repository that can be read",
            path.display()
        ))
        .hint(format!("git says: {said}"))
        .hint(git.without)
    })?;
    let top = system.real_path(Path::new(top.trim_end_matches(['\n', '\r'])))?;
    let asked = format!("{revision}^{{commit}}");
    let commit = git.ask(folder, &["rev-parse", "--verify", "--quiet", &asked])?;
    let commit = commit.map_err(|_it_is_silent| {
        Error::new(format!("git knows no revision `{revision}` here")).hint(
            "check the name; a shallow clone has only its newest commits: `git fetch --unshallow`",
        )
    })?;
    let differing = git.differing(&top, commit.trim())?;
    let unknown = [
        "ls-files",
        "--others",
        "--exclude-standard",
        "-z",
        "--",
        ".",
    ];
    let unknown = git.answer(folder, &unknown)?;
    let mut changed = Changed::default();
    let mut words = differing.split('\0').filter(|word| !word.is_empty());
    while let (Some(status), Some(name)) = (words.next(), words.next()) {
        if status == "D" {
            changed.removed.insert(top.join(name));
        } else {
            changed.files.insert(top.join(name));
        }
    }
    let unknown = unknown.split('\0').filter(|name| !name.is_empty());
    changed.files.extend(unknown.map(|name| folder.join(name)));
    Ok(changed)
}

/// The commit that the repository of `path` is at, with whether files below `path` differ from it, known to git or not; `None`
/// where `path` lies in no repository, its repository has no commit yet, or there is no git.
///
/// # Errors
/// If git cannot compare the files, or the work was cancelled.
pub fn revision(system: &System, path: &Path, cancel: &Cancel) -> Result<Option<Revision>, Error> {
    let real = system.real_path(path)?;
    let git = Git {
        system,
        cancel,
        asked: WHAT_CHANGED,
        without: "leave out --record to scan without keeping what is found",
    };
    let folder = folder_of(system, &real);
    let head = ["rev-parse", "--verify", "--quiet", "HEAD^{commit}"];
    let commit = match git.ask(folder, &head) {
        Ok(Ok(commit)) => commit.trim().to_owned(),
        Err(error) if cancel.is_raised() => return Err(error),
        // Neither a repository without commits nor a machine without git is a failure here.
        Ok(Err(_)) | Err(_) => return Ok(None),
    };
    let changed = compared(&git, path, &real, &commit)?;
    let mut differing = changed.files.iter().chain(&changed.removed);
    let edited = differing.any(|file| file.starts_with(&real));
    Ok(Some(Revision { commit, edited }))
}

/// Who git says works in the folder that forewarn runs in; `None` if it does not say, or there is no git.
pub fn user(system: &System) -> Option<String> {
    let never = Cancel::default();
    let git = Git {
        system,
        cancel: &never,
        asked: "who works here",
        without: "",
    };
    let name = git.ask(system.cwd(), &["config", "user.name"]).ok()?.ok()?;
    let name = name.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

impl Git<'_> {
    /// Status and name of each file that differs from a commit, in one line with a NUL behind each word.
    fn differing(&self, top: &Path, commit: &str) -> Result<String, Error> {
        let without = self.without_filters(top)?;
        let comparison = [
            "diff",
            "--name-status",
            "-z",
            "--no-renames",
            "--no-ext-diff",
            "--no-textconv",
            "--relative",
            "--ignore-submodules=all",
            commit,
            "--",
        ];
        let options = without.iter().map(String::as_str);
        let arguments: Vec<&str> = options.chain(comparison).collect();
        self.answer(top, &arguments)
    }

    /// Options that switch off every filter that is configured: to compare a file, git runs the one that its attributes name.
    /// A file whose text is kept converted may then count as changed.
    fn without_filters(&self, folder: &Path) -> Result<Vec<String>, Error> {
        let asked = [
            "config",
            "--null",
            "--name-only",
            "--get-regexp",
            "^filter\\.",
        ];
        // That there are none is a failure to git.
        let Ok(named) = self.ask(folder, &asked)? else {
            return Ok(Vec::new());
        };
        let filters: BTreeSet<&str> = named
            .split('\0')
            .filter_map(|key| Some(key.strip_prefix("filter.")?.rsplit_once('.')?.0))
            .collect();
        let mut options = Vec::new();
        for filter in filters {
            if filter.contains('=') {
                return Err(Error::new(format!(
                    "git is configured with a filter `{filter}`, which cannot be switched off"
                ))
                .hint(self.without));
            }
            for setting in ["clean=", "smudge=", "process=", "required=false"] {
                options.push("-c".to_owned());
                options.push(format!("filter.{filter}.{setting}"));
            }
        }
        Ok(options)
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
