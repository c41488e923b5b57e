//! What the registries have, by way of the user's own npm and cargo, so that their proxies, mirrors and credentials
//! hold here too.
//!
//! Both are started in a temporary folder, are given plain names and versions only, and run no script of a package.
//! What they fetch is an archive, which is read like any other.

mod cargo;
mod downloads;
mod listing;
mod npm;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use crate::cancel::{Cancel, Progress};
use crate::domain::surface::Language;
use crate::domain::version::SemVersion;
use crate::error::Error;
use crate::ingest::names;
use crate::ingest::package::Package;
use crate::system::{ProcessError, Ran, Run, System};

pub use downloads::Downloads;
pub use listing::{Listed, Listing};

/// Versions that one start of the tool fetches, and how many are started at once.
#[derive(Clone, Copy, Debug)]
struct Pace {
    batch: usize,
    workers: usize,
}

/// A registry, as the user's own tool reaches it.
#[derive(Clone, Copy, Debug)]
pub struct Registry<'a> {
    system: &'a System,
    language: Language,
}

/// Why a tool did not give what it was asked for.
enum Failure {
    /// There is no such package or version; others may be there.
    Missing(Error),
    /// The tool is not there, or does not reach its registry: asking again would not help.
    Fatal(Error),
}

impl Failure {
    fn into_error(self) -> Error {
        match self {
            Self::Missing(error) | Self::Fatal(error) => error,
        }
    }
}

/// What a worker sends.
enum Arrived {
    Version(SemVersion, Box<Result<Package, Error>>),
    Fatal(Error),
}

impl<'a> Registry<'a> {
    /// Packages of npm, by `npm`.
    pub const fn npm(system: &'a System) -> Self {
        Self::of(Language::TypeScript, system)
    }

    /// Crates, by `cargo`.
    pub const fn cargo(system: &'a System) -> Self {
        Self::of(Language::Rust, system)
    }

    pub const fn of(language: Language, system: &'a System) -> Self {
        Self { system, language }
    }

    /// The versions that are listed of a package, and its tags. Asks the registry.
    ///
    /// # Errors
    /// If `name` is no plain name, the tool is missing, the registry cannot be reached or has no such package.
    pub fn versions(&self, name: &str, cancel: &Cancel) -> Result<Listing, Error> {
        self.check(name)?;
        let stop = || cancel.is_raised();
        match self.language {
            Language::TypeScript => npm::versions(self.system, name, &stop),
            Language::Rust => cargo::versions(self.system, name, &stop),
        }
    }

    /// Fetches and reads versions of a package. `each` is called with every version as it arrives, in no particular
    /// order; a version that cannot be had or read is an error there and does not end the others.
    ///
    /// # Errors
    /// If `name` is no plain name, the tool is missing, or the registry cannot be reached, and if the work was
    /// cancelled. What arrived before was given to `each`.
    pub fn fetch(
        &self,
        name: &str,
        versions: &[SemVersion],
        progress: &dyn Progress,
        each: &mut dyn FnMut(&SemVersion, Result<Package, Error>),
    ) -> Result<(), Error> {
        self.check(name)?;
        let what = format!("fetching {}{name}", self.language.prefix());
        progress.start(&what, versions.len());
        let outcome = self.fetch_all(name, versions, progress, each);
        progress.done();
        outcome
    }

    fn check(&self, name: &str) -> Result<(), Error> {
        match self.language {
            Language::TypeScript => names::npm(name),
            Language::Rust => names::krate(name),
        }
        .map_err(|error| Error::new("only plain names of a registry are fetched").because(error))
    }

    fn fetch_all(
        &self,
        name: &str,
        versions: &[SemVersion],
        progress: &dyn Progress,
        each: &mut dyn FnMut(&SemVersion, Result<Package, Error>),
    ) -> Result<(), Error> {
        let pace = match self.language {
            Language::TypeScript => npm::PACE,
            Language::Rust => cargo::PACE,
        };
        let batches: Vec<&[SemVersion]> = versions.chunks(pace.batch).collect();
        let next = AtomicUsize::new(0);
        let failed = Cancel::default();
        let stop = || failed.is_raised() || progress.cancel().is_raised();
        // Few wait to be taken, because each is a whole package.
        let (sender, receiver) = sync_channel(1);
        let mut fatal = None;
        let mut arrived = 0;
        thread::scope(|scope| {
            for _ in 0..pace.workers.min(batches.len()) {
                let sender = sender.clone();
                let (batches, next, stop) = (&batches, &next, &stop);
                scope.spawn(move || {
                    while !stop()
                        && let Some(batch) = batches.get(next.fetch_add(1, Ordering::Relaxed))
                    {
                        self.fetch_batch(name, batch, stop, &sender);
                    }
                });
            }
            drop(sender);
            for message in receiver {
                match message {
                    Arrived::Version(version, package) => {
                        arrived += 1;
                        each(&version, *package);
                        progress.step(&version.to_string());
                    }
                    Arrived::Fatal(error) => {
                        failed.raise();
                        fatal.get_or_insert(error);
                    }
                }
            }
        });
        let cut_short = progress.cancel().is_raised() && arrived < versions.len();
        match fatal {
            _ if cut_short => Err(Error::new(format!(
                "cancelled after {arrived} of {} versions of {name}",
                versions.len()
            ))),
            Some(error) => Err(error),
            None => Ok(()),
        }
    }

    fn fetch_batch(
        &self,
        name: &str,
        batch: &[SemVersion],
        stop: &dyn Fn() -> bool,
        sender: &SyncSender<Arrived>,
    ) {
        // The receiver takes until the last sender is gone, so that nothing sent is lost.
        let mut each = |version: &SemVersion, package: Result<Package, Error>| {
            let package = package.and_then(|package| is_what_was_asked(package, name, version));
            drop(sender.send(Arrived::Version(version.clone(), Box::new(package))));
        };
        let outcome = match self.language {
            Language::TypeScript => npm::fetch(self.system, name, batch, stop, &mut each),
            Language::Rust => cargo::fetch(self.system, name, batch, stop, &mut each),
        };
        if let Err(error) = outcome {
            drop(sender.send(Arrived::Fatal(error)));
        }
    }
}

/// An archive may hold another package than the registry lists it as; that would spoil the history of this one.
fn is_what_was_asked(package: Package, name: &str, version: &SemVersion) -> Result<Package, Error> {
    // Of a crate, cargo takes either spelling.
    let plain = |name: &str| name.replace('-', "_");
    let same_name = match package.language {
        Language::TypeScript => package.name == name,
        Language::Rust => plain(&package.name) == plain(name),
    };
    // npm's registry lists a version without its build, which the manifest may still state.
    let core = |version: &str| version.split('+').next().map(str::to_owned);
    if same_name && core(&package.version) == core(&version.to_string()) {
        return Ok(package);
    }
    Err(Error::new(format!(
        "what the registry gives as {name} {version} says of itself that it is {} {}",
        package.name, package.version
    ))
    .hint("it was not read; its publisher should know"))
}

/// What a tool said, as the cause of an error.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Said(String);

/// The first words of what a tool wrote on standard error; characters beyond `LENGTH` say no more.
fn said(stderr: &[u8]) -> Said {
    const LENGTH: usize = 600;
    let text = String::from_utf8_lossy(stderr);
    let lines: Vec<&str> = text
        .lines()
        .map(|line| line.trim().trim_start_matches("error: "))
        .filter(|line| !line.is_empty())
        .collect();
    Said(lines.join("; ").chars().take(LENGTH).collect())
}

/// Runs npm or cargo; that it is missing or had to be ended is an error with a way out.
fn run(system: &System, run: &Run<'_>, stop: &dyn Fn() -> bool) -> Result<Ran, Error> {
    let other_way = match run.program {
        "npm" => "or name an archive that you have: a .tgz of `npm pack`",
        _ => "or name an archive that you have: a .crate",
    };
    system.run(run, stop).map_err(|error| match error {
        ProcessError::NotFound { program } => Error::new(format!(
            "{program} is needed to reach its registry, and was not found"
        ))
        .hint(format!("install {program}, and see that it is in PATH"))
        .hint(other_way),
        ProcessError::Slow { .. } => Error::new("the registry did not answer in time")
            .because(error)
            .hint("try again, or check the network and the proxy settings")
            .hint(other_way),
        _ => Error::new(format!("{} could not be asked", run.program))
            .because(error)
            .hint(other_way),
    })
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
