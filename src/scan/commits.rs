//! What git knows of commits: their messages, tags, and how they descend. It is the user's own git, and only read.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::cancel::Cancel;
use crate::domain::text::Untrusted;
use crate::error::Error;
use crate::scan::git::{Git, well_formed};
use crate::system::System;

/// So many commits are named in one start of git at most: a command line has an end.
const NAMED_AT_ONCE: usize = 500;

/// One commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// The whole hash.
    pub id: String,
    /// Those of its parents; two or more: it is a merge.
    pub parents: Vec<String>,
    /// The message, decoded as the commit says it is encoded; what cannot be decoded is replaced.
    pub message: Untrusted,
}

/// A tag, and the commit that it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    pub name: String,
    pub commit: String,
}

/// The git repository that a folder lies in.
pub struct Repository<'a> {
    git: Git<'a>,
    folder: PathBuf,
    /// Its topmost folder, with links followed.
    pub top: PathBuf,
}

impl<'a> Repository<'a> {
    /// `without` says how a user gets on without git, for the hints of errors.
    ///
    /// # Errors
    /// If git is not there, or `folder` lies in no repository.
    pub fn at(
        system: &'a System,
        folder: &Path,
        cancel: &'a Cancel,
        without: &'static str,
    ) -> Result<Self, Error> {
        let git = Git {
            system,
            cancel,
            asked: "which commits there are",
            without,
        };
        let folder = system.real_path(folder)?;
        let top = git.ask(&folder, &["rev-parse", "--show-toplevel"])?;
        let top = top.map_err(|said| {
            Error::new(format!(
                "{} is in no git repository that can be read",
                folder.display()
            ))
            .hint(format!("git says: {said}"))
            .hint(without)
        })?;
        let top = system.real_path(Path::new(top.trim_end_matches(['\n', '\r'])))?;
        Ok(Self { git, folder, top })
    }

    /// The whole hash of the commit that a revision names.
    ///
    /// # Errors
    /// If there is none of that name.
    pub fn resolve(&self, revision: &str) -> Result<String, Error> {
        well_formed(revision)?;
        self.find(revision)?.ok_or_else(|| {
            Error::new(format!("git knows no revision `{revision}` here")).hint(
                "check the name; a shallow clone has only its newest commits: `git fetch --unshallow`",
            )
        })
    }

    /// As [`Self::resolve`], `None` where there is none.
    ///
    /// # Errors
    /// If git could not be asked.
    pub fn find(&self, revision: &str) -> Result<Option<String>, Error> {
        let asked = format!("{revision}^{{commit}}");
        let arguments = [
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &asked,
        ];
        let found = self.git.ask(&self.folder, &arguments)?;
        Ok(found.ok().map(|id| id.trim().to_owned()))
    }

    /// The commits that `until` reaches and `after` does not, newest first: a commit stands before its parents. Both are hashes.
    ///
    /// # Errors
    /// If git cannot list them.
    pub fn log(&self, after: Option<&str>, until: &str) -> Result<Vec<Commit>, Error> {
        let range = after.map_or_else(|| until.to_owned(), |after| format!("{after}..{until}"));
        self.listed(&["--topo-order", &range, "--"])
    }

    /// Commits by their hashes; those that are not here are left out.
    ///
    /// # Errors
    /// If git cannot read them.
    pub fn named(&self, ids: &[String]) -> Result<Vec<Commit>, Error> {
        let mut commits = Vec::with_capacity(ids.len());
        for some in ids.chunks(NAMED_AT_ONCE) {
            let mut arguments = vec!["--ignore-missing", "--no-walk=unsorted"];
            arguments.extend(some.iter().map(String::as_str));
            arguments.push("--");
            commits.extend(self.listed(&arguments)?);
        }
        Ok(commits)
    }

    fn listed(&self, which: &[&str]) -> Result<Vec<Commit>, Error> {
        // No signature is checked: that would start another program.
        let mut arguments = vec![
            "log",
            "-z",
            "--no-color",
            "--no-decorate",
            "--no-show-signature",
            "--no-notes",
            "--no-patch",
            "--encoding=UTF-8",
            "--format=tformat:%H%x00%P%x00%B",
        ];
        arguments.extend(which);
        let text = self.git.answer(&self.folder, &arguments)?;
        let mut words = text.split('\0');
        let mut commits = Vec::new();
        while let (Some(id), Some(parents), Some(message)) =
            (words.next(), words.next(), words.next())
        {
            commits.push(Commit {
                id: id.to_owned(),
                parents: parents.split_whitespace().map(str::to_owned).collect(),
                message: Untrusted::from(message),
            });
        }
        Ok(commits)
    }

    /// The tags of commits that `until` reaches, by name.
    ///
    /// # Errors
    /// If git cannot list them.
    pub fn tags(&self, until: &str) -> Result<Vec<Tag>, Error> {
        let merged = format!("--merged={until}");
        let arguments = [
            "for-each-ref",
            &merged,
            "--format=%(refname:strip=2)%00%(objectname)%00%(*objectname)",
            "refs/tags",
        ];
        let text = self.git.answer(&self.folder, &arguments)?;
        let tag = |line: &str| {
            let mut words = line.split('\0');
            let (name, object, peeled) = (words.next()?, words.next()?, words.next()?);
            let commit = if peeled.is_empty() { object } else { peeled };
            Some(Tag {
                name: name.to_owned(),
                commit: commit.to_owned(),
            })
        };
        Ok(text.lines().filter_map(tag).collect())
    }

    /// Whether `older` is `newer` or one of its ancestors.
    ///
    /// # Errors
    /// If git could not be asked.
    pub fn is_ancestor(&self, older: &str, newer: &str) -> Result<bool, Error> {
        let arguments = ["merge-base", "--is-ancestor", older, newer];
        Ok(self.git.ask(&self.folder, &arguments)?.is_ok())
    }

    /// The newest commit that both reach; `None` if they have nothing in common.
    ///
    /// # Errors
    /// If git could not be asked.
    pub fn merge_base(&self, one: &str, other: &str) -> Result<Option<String>, Error> {
        let found = self.git.ask(&self.folder, &["merge-base", one, other])?;
        Ok(found.ok().map(|id| id.trim().to_owned()))
    }

    /// The name of the branch that is checked out; `None` if none is.
    ///
    /// # Errors
    /// If git could not be asked.
    pub fn branch(&self) -> Result<Option<String>, Error> {
        let arguments = ["symbolic-ref", "--quiet", "--short", "HEAD"];
        let found = self.git.ask(&self.folder, &arguments)?;
        Ok(found.ok().map(|name| name.trim().to_owned()))
    }

    /// Of files by their paths from the topmost folder: what stands for those that a commit does not have.
    ///
    /// # Errors
    /// If git cannot list its files.
    pub fn absent(
        &self,
        commit: &str,
        paths: &BTreeMap<String, String>,
    ) -> Result<BTreeSet<String>, Error> {
        let mut absent = BTreeSet::new();
        let paths: Vec<(&String, &String)> = paths.iter().collect();
        for some in paths.chunks(NAMED_AT_ONCE) {
            let mut arguments = vec![
                "ls-tree",
                "-z",
                "--full-tree",
                "--full-name",
                "--name-only",
                commit,
                "--",
            ];
            arguments.extend(some.iter().map(|(path, _)| path.as_str()));
            let text = self.git.answer(&self.folder, &arguments)?;
            let there: BTreeSet<&str> = text.split('\0').collect();
            let missing = some
                .iter()
                .filter(|(path, _)| !there.contains(path.as_str()));
            absent.extend(missing.map(|(_, what)| (*what).clone()));
        }
        Ok(absent)
    }

    /// The branch that the remote `origin` has as its own, as a revision: `origin/main`.
    ///
    /// # Errors
    /// If git could not be asked.
    pub fn upstream(&self) -> Result<Option<String>, Error> {
        let arguments = [
            "symbolic-ref",
            "--quiet",
            "--short",
            "refs/remotes/origin/HEAD",
        ];
        let found = self.git.ask(&self.folder, &arguments)?;
        Ok(found.ok().map(|name| name.trim().to_owned()))
    }
}
