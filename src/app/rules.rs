//! Files in which a platform says what is true of it, for `checkup`, `evidence` and `scan`: of the workspace, or built in.

use std::path::{Path, PathBuf};

use crate::app::accounts::{find, text_of};
use crate::app::history::{History, Source};
use crate::app::workspace::Workspace;
use crate::bundle;
use crate::domain::problem::{Problem, Severity};
use crate::error::Error;
use crate::system::System;

/// A file of rules that a platform has: what it is called, where a workspace names it, and what is built in.
pub(crate) struct RuleFile {
    /// The file's usual name, beside `forewarn.toml`.
    pub(crate) usual: &'static str,
    pub(crate) configured: fn(&Workspace) -> Option<PathBuf>,
    pub(crate) built_in: &'static str,
    /// What it describes, for messages.
    pub(crate) what: &'static str,
    /// The command whose help describes the form.
    pub(crate) help: &'static str,
}

/// Rules as they were read.
pub(crate) struct Read<T> {
    pub(crate) rules: T,
    /// Warnings, for the user.
    pub(crate) problems: Vec<Problem>,
}

impl RuleFile {
    /// Reads the file that is named; else the workspace's; else what is built in, for the built-in platform.
    ///
    /// # Errors
    /// Another platform without such a file, a file with an error.
    pub(crate) fn read<T>(
        &self,
        system: &System,
        history: &History,
        named: Option<&Path>,
        read: impl Fn(&str, &str) -> (T, Vec<Problem>),
    ) -> Result<Read<T>, Error> {
        if let Some(own) = self.read_own(system, history, named, &read)? {
            return Ok(own);
        }
        if history.platform != bundle::PLATFORM {
            return Err(self.missing(history));
        }
        let (rules, problems) = read(self.built_in, self.usual);
        Ok(Read { rules, problems })
    }

    /// Reads the file that is named, else the workspace's; `None` if there is neither.
    ///
    /// # Errors
    /// A file with an error.
    pub(crate) fn read_own<T>(
        &self,
        system: &System,
        history: &History,
        named: Option<&Path>,
        read: impl Fn(&str, &str) -> (T, Vec<Problem>),
    ) -> Result<Option<Read<T>>, Error> {
        let in_workspace = matches!(history.source, Source::Workspace(_));
        let path = match named {
            None if !in_workspace => None,
            named => find(system, named, self.usual, self.configured)?,
        };
        let Some(path) = path else {
            return Ok(None);
        };
        let (text, shown) = text_of(system, &path)?;
        let (rules, problems) = read(&text, &shown);
        if problems
            .iter()
            .any(|problem| problem.severity == Severity::Error)
        {
            let message = format!("{shown} cannot be used as it is");
            return Err(Error::problems(message, problems)
                .hint(format!("`{}` describes the form", self.help)));
        }
        Ok(Some(Read { rules, problems }))
    }

    fn missing(&self, history: &History) -> Error {
        Error::new(format!(
            "nothing says {} of {}",
            self.what, history.platform
        ))
        .hint(format!(
            "write {} beside forewarn.toml; `{}` describes it",
            self.usual, self.help
        ))
    }
}
