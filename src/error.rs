//! What a user is told when something fails: what, why, and what to do next.
//!
//! Every conversion from a lower error decides its hints here.

use std::error::Error as StdError;
use std::fmt::{self, Write as _};
use std::io::ErrorKind;

use crate::domain::problem::{Problem, Severity};
use crate::policy::schema::PolicyError;
use crate::report::template::TemplateError;
use crate::store::{Fault, StoreError};
use crate::system::FileError;

/// A failure, ready to be shown. All failures exit with 2.
#[expect(
    clippy::error_impl_error,
    reason = "what every layer above the store fails with"
)]
#[derive(Debug)]
pub struct Error {
    message: String,
    source: Option<Box<dyn StdError + Send + Sync>>,
    problems: Vec<Problem>,
    hints: Vec<String>,
}

impl Error {
    /// `message` is a lower-case fragment without a final period.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            source: None,
            problems: Vec::new(),
            hints: Vec::new(),
        }
    }

    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    #[must_use]
    pub fn hints(mut self, hints: impl IntoIterator<Item = String>) -> Self {
        self.hints.extend(hints);
        self
    }

    #[must_use]
    pub fn because(mut self, source: impl StdError + Send + Sync + 'static) -> Self {
        self.source = Some(Box::new(source));
        self
    }

    /// Files with errors: nothing was changed.
    pub fn problems(message: impl Into<String>, problems: Vec<Problem>) -> Self {
        Self {
            problems,
            ..Self::new(message)
        }
    }

    /// The message and what to do next on one line, for an answer in which it is one thing among others. From outside.
    pub fn in_one_line(&self) -> String {
        let parts: Vec<&str> = std::iter::once(self.message.as_str())
            .chain(self.hints.iter().map(String::as_str))
            .collect();
        // Names of files are part of messages, and may hold line ends.
        parts.join("; ").replace(['\n', '\r'], " ")
    }

    /// The whole message for a terminal or a log, without a final line end.
    pub fn render(&self) -> String {
        let mut out = String::new();
        for problem in &self.problems {
            if problem.severity == Severity::Error {
                writeln!(out, "{problem}").expect("a String takes all writes");
            }
        }
        write!(
            out,
            "error: {}",
            crate::domain::text::neutralise(&self.message)
        )
        .expect("a String takes all writes");
        let mut source = self.source.as_deref().map(|source| source as &dyn StdError);
        while let Some(cause) = source {
            let text = crate::domain::text::neutralise(&cause.to_string());
            write!(out, "\n  because: {text}").expect("a String takes all writes");
            source = cause.source();
        }
        for hint in &self.hints {
            write!(out, "\n  {}", crate::domain::text::neutralise(hint))
                .expect("a String takes all writes");
        }
        out
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as &dyn StdError)
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        let message = error.to_string();
        let hint = match &error {
            StoreError::Damaged { path, backup: Some(backup), .. } => Some(format!(
                "restore the last backup: forewarn --db {} db restore {}",
                path.display(),
                backup.display()
            )),
            StoreError::Damaged {
                path, backup: None, ..
            } => Some(if path.parent().is_some_and(|folder| folder.ends_with(".forewarn")) {
                format!("delete {}: it is built again from the changelog files", path.display())
            } else {
                "there is no backup beside it; name one with `forewarn db restore FILE`".to_owned()
            }),
            StoreError::Newer { .. } => Some("install that forewarn, or name another database with --db".to_owned()),
            StoreError::Foreign(_) | StoreError::IsFolder(_) => {
                Some("name the database file with --db, or leave --db out for the built-in history".to_owned())
            }
            StoreError::Missing(path) => {
                Some(format!("`forewarn --db {} import SOURCE` creates it", path.display()))
            }
            StoreError::NoFolder(_) => Some("make the folder first".to_owned()),
            StoreError::ReadOnly { path: None } => {
                Some("name a database with --db, or run `forewarn init` for a workspace".to_owned())
            }
            StoreError::ReadOnly { path: Some(_) } => {
                Some("check the permissions of the file and its folder, or name another database with --db".to_owned())
            }
            StoreError::Busy(_) => Some("try again when it has finished".to_owned()),
            StoreError::OtherContent { .. } => Some(
                "a published version does not change: check where this one comes from, or import it with --replace"
                    .to_owned(),
            ),
            StoreError::Value(_) => Some("`forewarn db verify` checks the whole database".to_owned()),
            StoreError::Sqlite(_) | StoreError::Io(_) => error.fault().map(|fault| {
                match fault {
                    Fault::Full => "make room on its disk, and do it again: what was there before is there still",
                    Fault::Device => {
                        "look at its disk, and do it again: `forewarn log` tells whether the change is in, `forewarn db verify` whether all is whole"
                    }
                }
                .to_owned()
            }),
        };
        let shown = Self::new(message).hints(hint);
        match error {
            StoreError::Sqlite(source) => shown.because(source),
            StoreError::Io(source) => shown.because(source),
            _ => shown,
        }
    }
}

impl From<FileError> for Error {
    fn from(error: FileError) -> Self {
        let hint = match error.source.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
                Some("make room on its disk, and do it again")
            }
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                Some("check the permissions of the file and its folder")
            }
            ErrorKind::NotFound
            | ErrorKind::AlreadyExists
            | ErrorKind::IsADirectory
            | ErrorKind::NotADirectory => None,
            _ if error.doing == "write" => Some("look at its disk, and do it again"),
            _ => None,
        };
        let message = error.to_string();
        let shown = Self::new(message).hints(hint.map(str::to_owned));
        shown.because(error.source)
    }
}

impl From<PolicyError> for Error {
    fn from(error: PolicyError) -> Self {
        Self::new(error.to_string())
    }
}

impl From<TemplateError> for Error {
    fn from(error: TemplateError) -> Self {
        let shown = Self::new(error.to_string());
        let shown = match error.line_text() {
            Some(line) => shown.hint(format!("the line is: {line}")),
            None => shown,
        };
        shown.hint(error.hint())
    }
}
