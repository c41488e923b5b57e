//! The one door to clock, environment, file system and processes.
//!
//! Everything else gets what it needs from a [`System`], so that tests decide what day it is and what
//! stands in the environment, and so that every file error names its file.

mod kept;
mod leftover;
mod lock;
mod outside;
mod process;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, IsTerminal as _, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::domain::date::Date;
use crate::domain::tree::Found;

pub use lock::Lock;
pub use outside::{Edited, Opened};
pub use process::{ProcessError, Ran, Run};

/// The world outside, or what a test says it is.
#[derive(Debug)]
pub struct System {
    clock: Clock,
    environment: Environment,
    cwd: PathBuf,
    terminal: Terminal,
}

#[derive(Debug)]
enum Clock {
    Real,
    Fixed(jiff::Timestamp),
}

#[derive(Debug)]
enum Environment {
    Real,
    Fixed(BTreeMap<String, String>),
}

/// What the standard streams are connected to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terminal {
    pub stdin: bool,
    pub stdout: bool,
    pub stderr: bool,
    /// Columns and rows, where standard output is a terminal that says so.
    pub size: Option<(u16, u16)>,
}

/// One thing in a folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Item {
    pub name: String,
    pub kind: Kind,
}

/// What a thing in a folder is, by itself: a link is not what it leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A regular file of this many bytes.
    File(u64),
    Folder,
    Link,
    /// A device, a pipe, or what cannot be asked.
    Other,
}

/// A folder that is empty at first, is nobody else's, and is removed with all in it when this is dropped.
#[derive(Debug)]
pub struct Scratch(tempfile::TempDir);

impl Scratch {
    pub fn path(&self) -> &Path {
        self.0.path()
    }
}

/// A file operation that failed, with its file.
#[derive(Debug, thiserror::Error)]
#[error("cannot {doing} {}", path.display())]
pub struct FileError {
    pub doing: &'static str,
    pub path: PathBuf,
    #[source]
    pub source: io::Error,
}

/// All of a file, which may have no size, or grow while it is read.
fn bounded(file: File, path: &Path, limit: u64) -> Result<Vec<u8>, FileError> {
    let too_large = || {
        let message = format!("it has more than {limit} bytes");
        let error = io::Error::new(io::ErrorKind::FileTooLarge, message);
        failed("read", path)(error)
    };
    let size = file.metadata().map_or(0, |about| about.len());
    if size > limit {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size.saturating_add(1)).unwrap_or(0));
    // What it says of its size may be out of date, and of what is no file it is 0.
    file.take(limit.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(failed("read", path))?;
    if bytes.len() as u64 > limit {
        return Err(too_large());
    }
    Ok(bytes)
}

fn failed(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> FileError {
    let path = path.to_owned();
    move |source| FileError {
        doing,
        path,
        source,
    }
}

impl System {
    /// The real one.
    ///
    /// # Errors
    /// If the working directory is gone.
    pub fn real() -> Result<Self, FileError> {
        #[expect(clippy::disallowed_methods, reason = "this is the door")]
        let cwd =
            std::env::current_dir().map_err(failed("find", Path::new("the working directory")))?;
        let stdout = io::stdout().is_terminal();
        let terminal = Terminal {
            stdin: io::stdin().is_terminal(),
            stdout,
            stderr: io::stderr().is_terminal(),
            size: terminal_size().filter(|_| stdout),
        };
        Ok(Self {
            clock: Clock::Real,
            environment: Environment::Real,
            cwd,
            terminal,
        })
    }

    /// A made one, for tests: `now` as an RFC 3339 instant.
    ///
    /// # Panics
    /// If `now` is not an instant.
    pub fn made(now: &str, environment: &[(&str, &str)], cwd: &Path) -> Self {
        let owned = environment
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        Self {
            clock: Clock::Fixed(now.parse().expect("tests give an instant")),
            environment: Environment::Fixed(owned),
            cwd: cwd.to_owned(),
            terminal: Terminal {
                stdin: false,
                stdout: false,
                stderr: false,
                size: None,
            },
        }
    }

    /// The day in UTC: releases are dated by their publisher's day, and a day must not depend on
    /// where a pipeline runs.
    pub fn today(&self) -> Date {
        Date::from_civil(self.instant().to_zoned(jiff::tz::TimeZone::UTC).date())
    }

    /// Now, as `YYYY-MM-DDTHH:MM:SSZ`.
    pub fn now(&self) -> String {
        self.instant().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }

    #[expect(clippy::disallowed_methods, reason = "this is the door")]
    fn instant(&self) -> jiff::Timestamp {
        match self.clock {
            // A clock that is set beyond the calendar stands at its end, or at its beginning.
            Clock::Real => {
                let now = std::time::SystemTime::now();
                jiff::Timestamp::try_from(now).unwrap_or(if now < std::time::UNIX_EPOCH {
                    jiff::Timestamp::MIN
                } else {
                    jiff::Timestamp::MAX
                })
            }
            Clock::Fixed(instant) => instant,
        }
    }

    /// An environment variable that is set and not empty.
    pub fn var(&self, name: &str) -> Option<String> {
        #[expect(clippy::disallowed_methods, reason = "this is the door")]
        let value = match &self.environment {
            Environment::Real => std::env::var(name).ok(),
            Environment::Fixed(variables) => variables.get(name).cloned(),
        };
        value.filter(|value| !value.is_empty())
    }

    pub fn terminal(&self) -> Terminal {
        self.terminal
    }

    pub fn cwd(&self) -> &Path {
        &self.cwd
    }

    /// `path` as it is if absolute, else below the working directory.
    pub fn absolute(&self, path: &Path) -> PathBuf {
        self.cwd.join(path)
    }

    /// Where this user's data is kept: `$XDG_DATA_HOME`, else `%LOCALAPPDATA%`, else `~/.local/share`.
    /// `None` without a home.
    pub fn data_home(&self) -> Option<PathBuf> {
        let variable = |name: &str| {
            self.var(name)
                .map(PathBuf::from)
                .filter(|path| path.is_absolute())
        };
        variable("XDG_DATA_HOME")
            .or_else(|| variable("LOCALAPPDATA"))
            .or_else(|| variable("HOME").map(|home| home.join(".local").join("share")))
    }

    /// Who is at work: git's author if it is set, else the login name.
    pub fn user(&self) -> String {
        ["FOREWARN_AUTHOR", "GIT_AUTHOR_NAME", "USER", "USERNAME"]
            .into_iter()
            .find_map(|name| self.var(name))
            .unwrap_or_else(|| "unknown".to_owned())
    }

    pub fn is_file(&self, path: &Path) -> bool {
        self.absolute(path).is_file()
    }

    pub fn is_dir(&self, path: &Path) -> bool {
        self.absolute(path).is_dir()
    }

    pub fn exists(&self, path: &Path) -> bool {
        self.absolute(path).exists()
    }

    /// What a user names: a file, or a pipe as the shell makes it of a command.
    ///
    /// # Errors
    /// If it is a folder, cannot be read, or is larger than `limit` bytes.
    pub fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, FileError> {
        let full = self.absolute(path);
        let length = std::fs::metadata(&full).map_err(failed("read", path))?;
        if length.is_dir() {
            let error = io::Error::new(
                io::ErrorKind::IsADirectory,
                "this is a folder; a file was expected",
            );
            return Err(failed("read", path)(error));
        }
        if length.len() > limit {
            let message = format!("it has {} bytes, the limit is {limit}", length.len());
            return Err(failed("read", path)(io::Error::new(
                io::ErrorKind::FileTooLarge,
                message,
            )));
        }
        let file = File::open(&full).map_err(failed("read", path))?;
        bounded(file, path, limit)
    }

    /// Opens a file to be read as a stream.
    ///
    /// # Errors
    /// If it is no regular file, or cannot be opened.
    pub fn open(&self, path: &Path) -> Result<File, FileError> {
        let full = self.absolute(path);
        // Asked before it is opened, because opening a pipe waits for who writes to it.
        let about = std::fs::metadata(&full).map_err(failed("read", path))?;
        if !about.is_file() {
            let error = io::Error::new(io::ErrorKind::InvalidInput, "a file was expected");
            return Err(failed("read", path)(error));
        }
        File::open(full).map_err(failed("read", path))
    }

    /// As [`Self::read`], of a regular file only: what lies in a stranger's folder may be a pipe, which has no end, or
    /// grow while it is read.
    ///
    /// # Errors
    /// If it is no regular file, cannot be read, or is larger than `limit` bytes.
    pub fn read_regular(&self, path: &Path, limit: u64) -> Result<Vec<u8>, FileError> {
        bounded(self.open(path)?, path, limit)
    }

    /// Where `path` really is: absolute, without `..`, and with all links followed.
    ///
    /// # Errors
    /// If there is nothing.
    pub fn real_path(&self, path: &Path) -> Result<PathBuf, FileError> {
        std::fs::canonicalize(self.absolute(path)).map_err(failed("find", path))
    }

    /// What is directly in a folder, by name. Names that are no Unicode are given with replacements.
    ///
    /// # Errors
    /// If it cannot be listed.
    pub fn list(&self, folder: &Path) -> Result<Vec<Item>, FileError> {
        let mut found = Vec::new();
        for item in std::fs::read_dir(self.absolute(folder)).map_err(failed("list", folder))? {
            let item = item.map_err(failed("list", folder))?;
            let kind = match item.metadata() {
                Ok(about) if about.is_symlink() => Kind::Link,
                Ok(about) if about.is_dir() => Kind::Folder,
                Ok(about) if about.is_file() => Kind::File(about.len()),
                _ => Kind::Other,
            };
            found.push(Item {
                name: item.file_name().to_string_lossy().into_owned(),
                kind,
            });
        }
        found.sort();
        Ok(found)
    }

    /// When a file was last changed. Only good for comparing files with each other, because it is not `System`'s clock.
    pub fn changed(&self, path: &Path) -> Option<std::time::SystemTime> {
        std::fs::metadata(self.absolute(path))
            .and_then(|about| about.modified())
            .ok()
    }

    /// The bytes of a file, or what the file system says of a folder; `None` if that cannot be asked.
    pub fn size(&self, path: &Path) -> Option<u64> {
        let about = std::fs::metadata(self.absolute(path));
        about.ok().map(|about| about.len())
    }

    /// # Errors
    /// If no folder can be made where this machine keeps what is temporary.
    pub fn scratch(&self) -> Result<Scratch, FileError> {
        tempfile::Builder::new()
            .prefix("forewarn-")
            .tempdir()
            .map(Scratch)
            .map_err(failed("make", Path::new("a temporary folder")))
    }

    /// Everything below `root`, by path with `/`; names that start with `.` are left out. Links to
    /// folders are not followed, so that a link cannot lead out of the tree or in a circle.
    ///
    /// # Errors
    /// If `root` itself cannot be listed.
    pub fn tree(&self, root: &Path, limit: u64) -> Result<BTreeMap<String, Found>, FileError> {
        let mut found = BTreeMap::new();
        let mut folders = vec![String::new()];
        while let Some(folder) = folders.pop() {
            let path = if folder.is_empty() {
                root.to_owned()
            } else {
                root.join(&folder)
            };
            let items = match std::fs::read_dir(self.absolute(&path)) {
                Ok(items) => items,
                Err(error) if folder.is_empty() => return Err(failed("list", root)(error)),
                Err(error) => {
                    found.insert(folder, Found::Unreadable(error.to_string()));
                    continue;
                }
            };
            for item in items.filter_map(Result::ok) {
                let name = item.file_name().to_string_lossy().into_owned();
                if name.starts_with('.') {
                    continue;
                }
                let below = if folder.is_empty() {
                    name
                } else {
                    format!("{folder}/{name}")
                };
                let is_folder = item.file_type().is_ok_and(|kind| kind.is_dir());
                if is_folder {
                    found.insert(below.clone(), Found::Folder);
                    folders.push(below);
                } else {
                    let content = match self.read_regular(&root.join(&below), limit) {
                        Ok(bytes) => Found::File(bytes),
                        Err(error) => Found::Unreadable(error.source.to_string()),
                    };
                    found.insert(below, content);
                }
            }
        }
        Ok(found)
    }

    /// Writes a whole file by atomic rename, making its folders. A kill leaves the old file or the new.
    ///
    /// # Errors
    /// If the place cannot be written.
    pub fn write_atomically(&self, path: &Path, content: &[u8]) -> Result<(), FileError> {
        let full = self.absolute(path);
        let folder = full.parent().unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder).map_err(failed("create the folder of", path))?;
        leftover::sweep_once(folder);
        let mut file = leftover::builder()
            .permissions(permissions(&full))
            .tempfile_in(folder)
            .map_err(failed("write", path))?;
        file.write_all(content).map_err(failed("write", path))?;
        file.as_file().sync_all().map_err(failed("write", path))?;
        file.persist(&full)
            .map_err(|error| failed("write", path)(error.error))?;
        Ok(())
    }

    /// Writes behind what a file holds; one that is not there is made.
    ///
    /// # Errors
    /// If the place cannot be written.
    pub fn append(&self, path: &Path, content: &[u8]) -> Result<(), FileError> {
        std::fs::OpenOptions::new()
            .append(true)
            .create(true)
            .open(self.absolute(path))
            .and_then(|mut file| file.write_all(content))
            .map_err(failed("write", path))
    }

    /// All of standard input, which is UTF-8.
    ///
    /// # Errors
    /// If it cannot be read, is longer than `limit` bytes, or is not UTF-8.
    pub fn read_stdin(&self, limit: u64) -> Result<String, FileError> {
        let name = Path::new("standard input");
        let mut text = String::new();
        let read = io::stdin().lock().take(limit + 1).read_to_string(&mut text);
        let size = read.map_err(failed("read", name))?;
        if size as u64 > limit {
            let why = io::Error::new(
                io::ErrorKind::FileTooLarge,
                format!("longer than {limit} bytes"),
            );
            return Err(failed("read", name)(why));
        }
        Ok(text)
    }

    /// # Errors
    /// If it exists and cannot be removed.
    pub fn remove_file(&self, path: &Path) -> Result<(), FileError> {
        match std::fs::remove_file(self.absolute(path)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(failed("remove", path)(error))
            }
            _ => Ok(()),
        }
    }

    /// # Errors
    /// If it cannot be made.
    pub fn create_dir(&self, path: &Path) -> Result<(), FileError> {
        std::fs::create_dir_all(self.absolute(path)).map_err(failed("create", path))
    }

    /// Shows `text` in the user's pager: `$FOREWARN_PAGER`, `$PAGER`, else `less`. `false` if none could be
    /// started; then nothing was shown.
    #[expect(clippy::disallowed_methods, reason = "this is the door")]
    pub fn page(&self, text: &[u8]) -> bool {
        let pager = self
            .var("FOREWARN_PAGER")
            .or_else(|| self.var("PAGER"))
            .unwrap_or_else(|| "less".to_owned());
        let mut words = pager.split_whitespace();
        let Some(program) = words.next() else {
            return false;
        };
        let mut command = Command::new(program);
        command.args(words).stdin(Stdio::piped());
        if self.var("LESS").is_none() {
            // Leave at once if it fits, keep colours, leave the text on the screen.
            command.env("LESS", "FRX");
        }
        let Ok(mut child) = command.spawn() else {
            return false;
        };
        if let Some(mut stdin) = child.stdin.take() {
            // A pager that is left early closes its end; that is no failure.
            drop(stdin.write_all(text));
        }
        child.wait().is_ok()
    }
}

/// Those of the file that is replaced; a new file's are the usual ones.
#[cfg(unix)]
fn permissions(path: &Path) -> std::fs::Permissions {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path).map_or_else(
        |_new| std::fs::Permissions::from_mode(0o644),
        |metadata| metadata.permissions(),
    )
}

#[cfg(not(unix))]
fn permissions(path: &Path) -> std::fs::Permissions {
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::metadata(path)
        .or_else(|_new| std::fs::metadata(folder))
        .map(|metadata| metadata.permissions())
        .expect("the folder was made before")
}

fn terminal_size() -> Option<(u16, u16)> {
    let (width, height) = terminal_size::terminal_size()?;
    Some((width.0, height.0))
}
