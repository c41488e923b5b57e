//! The user's own git, asked for what it knows.
//!
//! It is kept from running what a repository's settings name for comparing, converting and watching files, its hooks and its
//! pager; whatever else it does is what it does for the user anyway.

use std::path::Path;
use std::time::Duration;

use crate::cancel::Cancel;
use crate::error::Error;
use crate::system::{ProcessError, Run, System};

/// Bytes of an answer: a name a file, a message a commit.
const OUTPUT: usize = 256 * 1024 * 1024;

const PATIENCE: Duration = Duration::from_mins(2);

/// For every start.
const ALWAYS: [&str; 6] = [
    "--no-pager",
    "--literal-pathspecs",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=/dev/null",
];

pub(super) struct Git<'a> {
    pub(super) system: &'a System,
    pub(super) cancel: &'a Cancel,
    /// What it is asked for, for the messages of errors: `what changed`.
    pub(super) asked: &'static str,
    /// How a user gets on without git, for the hints of errors.
    pub(super) without: &'static str,
}

impl Git<'_> {
    /// What git writes, or what it says when it fails.
    pub(super) fn ask(
        &self,
        folder: &Path,
        arguments: &[&str],
    ) -> Result<Result<String, String>, Error> {
        let arguments: Vec<String> = ALWAYS
            .iter()
            .chain(arguments)
            .map(|argument| (*argument).to_owned())
            .collect();
        let run = Run {
            program: "git",
            arguments: &arguments,
            folder,
            // Reading writes nothing, so the index is not refreshed; and what a partial clone lacks is not fetched.
            variables: &[
                ("GIT_OPTIONAL_LOCKS", "0"),
                ("GIT_NO_LAZY_FETCH", "1"),
                ("LC_ALL", "C"),
            ],
            output: OUTPUT,
            patience: PATIENCE,
        };
        let ran = self
            .system
            .run(&run, &|| self.cancel.is_raised())
            .map_err(|error| {
                let hint = match error {
                    ProcessError::NotFound { .. } => format!("install git, or {}", self.without),
                    _ => self.without.to_owned(),
                };
                Error::new(format!("git could not be asked {}", self.asked))
                    .because(error)
                    .hint(hint)
            })?;
        // Names that are no Unicode are given with replacements, as `System` gives them.
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Ok(if ran.success {
            Ok(text(&ran.stdout))
        } else {
            let said = text(&ran.stderr);
            Err(said.lines().next().unwrap_or("nothing").to_owned())
        })
    }

    pub(super) fn answer(&self, folder: &Path, arguments: &[&str]) -> Result<String, Error> {
        self.ask(folder, arguments)?.map_err(|said| {
            Error::new(format!("git could not tell {}", self.asked))
                .hint(format!("git says: {said}"))
                .hint(self.without)
        })
    }
}

/// # Errors
/// If a text can be no revision: git would take it for an option.
pub(super) fn well_formed(revision: &str) -> Result<(), Error> {
    if revision.is_empty() || revision.starts_with('-') || revision.contains(char::is_control) {
        return Err(Error::new(format!("`{revision}` is no revision"))
            .hint("name a commit, branch or tag, such as main or HEAD~3"));
    }
    Ok(())
}
