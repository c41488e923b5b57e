//! Safe reading of package archives: `.tgz`, `.tar.gz`, `.crate` and plain `.tar`.
//!
//! Members are streamed and only the wanted files are kept in memory; nothing is unpacked to disk. Registries publish
//! regular files below one folder and nothing else, so any other member makes the whole archive suspect and is an
//! error, whether or not it would be read. What tar calls extensions (long names, pax records) is interpreted here,
//! with a limit on their size, because a reader that resolves them by itself holds them in memory unbounded.

mod gzip;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{self, BufReader, Read};
use std::rc::Rc;

use tar::{Archive, Entry, EntryType};

use crate::domain::surface::{Gap, GapKind};
use crate::error::Error;
use crate::ingest::archive::gzip::Gunzip;

/// What may be read of one package. A package beyond any of these is refused, or the file is listed as a gap.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of the whole archive after decompression, skipped members included: they cost time too. The largest
    /// packages of both registries have some 100 MiB.
    pub unpacked: u64,
    /// Bytes of one wanted file. A larger one is machine-made and no API that anybody reads: it becomes a gap.
    pub file: u64,
    /// Bytes of all wanted files together, which are all held in memory.
    pub wanted: u64,
    /// Members of the archive, or entries of a folder.
    pub members: usize,
    /// How many times larger than the archive its content may be, once it is larger than [`Limits::unguarded`].
    /// Source text packs to a fifth or a tenth; gzip at its best to a thousandth.
    pub ratio: u64,
    /// Bytes of content up to which no ratio is asked for: so little does no harm.
    pub unguarded: u64,
}

const MIB: u64 = 1024 * 1024;

/// For all packages.
pub const LIMITS: Limits = Limits {
    unpacked: 1024 * MIB,
    file: 16 * MIB,
    wanted: 256 * MIB,
    members: 200_000,
    ratio: 200,
    unguarded: 32 * MIB,
};

/// Bytes of one extension record: a path and a few numbers.
const EXTENSION: u64 = 64 * 1024;

/// Bytes of one path. No file system takes a longer one.
const PATH: usize = 4096;

/// The files of a package that were read, before anything is known of what they say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    /// By path below the package's root, with `/`.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Regular files that were not wanted.
    pub skipped: usize,
    /// Wanted files that could not be read.
    pub gaps: Vec<Gap>,
    /// The one folder that all members of an archive lie in; `None` for several, and for a folder source.
    pub root: Option<String>,
}

impl Files {
    /// Notes a wanted file that is larger than `limit` bytes.
    pub(super) fn too_large(&mut self, path: String, size: u64, limit: u64) {
        self.skipped += 1;
        self.gaps.push(Gap {
            kind: GapKind::Unreadable,
            at: path,
            line: 0,
            message: format!("it has {size} bytes; files of more than {limit} are not read"),
        });
    }
}

/// Reads the wanted files of an archive. `name` is used in errors; `wanted` is asked with the path below the package's
/// root folder.
///
/// # Errors
/// If the archive is damaged, holds anything but files and folders, names a place outside of its root, holds one file
/// twice with different content, or goes beyond `limits`.
pub fn read(
    name: &str,
    reader: impl Read,
    wanted: &dyn Fn(&str) -> bool,
    limits: &Limits,
) -> Result<Files, Error> {
    let packed = Rc::new(Cell::new(0));
    let mut reader = BufReader::new(Counted {
        inner: reader,
        count: Rc::clone(&packed),
    });
    let start = gzip::peek(&mut reader).map_err(|error| damaged(name, &error))?;
    let content: Box<dyn Read + '_> = match start.as_slice() {
        [] => {
            return Err(Error::new(format!("{name} is empty")).hint(
                "fetch the archive again: an empty file is what is left of a broken download",
            ));
        }
        start if gzip::begins(start) => Box::new(Gunzip::new(reader)),
        _ => Box::new(reader),
    };
    let over = Rc::new(Cell::new(None));
    let guarded = Guarded {
        inner: content,
        packed,
        unpacked: 0,
        limits: *limits,
        over: Rc::clone(&over),
    };
    Reading {
        name,
        wanted,
        limits,
        over,
        files: Files::default(),
        held: 0,
    }
    .all(guarded)
}

/// Counts what is read of the archive as it is packed.
struct Counted<R> {
    inner: R,
    count: Rc<Cell<u64>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // As much as fits, so that what is peeked at is there even if the source gives a byte at a time.
        let mut count = 0;
        while let Some(rest) = buffer.get_mut(count..).filter(|rest| !rest.is_empty()) {
            match self.inner.read(rest) {
                Ok(0) => break,
                Ok(more) => count += more,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.count.set(self.count.get() + count as u64);
        Ok(count)
    }
}

/// Which limit of the whole archive was hit.
#[derive(Clone, Copy, Debug)]
enum Over {
    Size,
    Ratio,
}

/// Passes on what is unpacked, and fails once it is too much.
struct Guarded<R> {
    inner: R,
    packed: Rc<Cell<u64>>,
    unpacked: u64,
    limits: Limits,
    over: Rc<Cell<Option<Over>>>,
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.unpacked += count as u64;
        let ratio = self.limits.ratio.saturating_mul(self.packed.get());
        let over = if self.unpacked > self.limits.unpacked {
            Some(Over::Size)
        } else if self.unpacked > self.limits.unguarded.max(ratio) {
            Some(Over::Ratio)
        } else {
            None
        };
        if over.is_some() {
            self.over.set(over);
            return Err(io::Error::other("too large"));
        }
        Ok(count)
    }
}

/// What extension members said of the member that follows them.
#[derive(Default)]
struct Ahead {
    path: Option<Vec<u8>>,
    size: Option<u64>,
}

struct Reading<'a> {
    name: &'a str,
    wanted: &'a dyn Fn(&str) -> bool,
    limits: &'a Limits,
    over: Rc<Cell<Option<Over>>>,
    files: Files,
    /// Bytes of the wanted files so far.
    held: u64,
}

impl Reading<'_> {
    fn all(mut self, content: Guarded<Box<dyn Read + '_>>) -> Result<Files, Error> {
        let mut archive = Archive::new(content);
        let mut ahead = Ahead::default();
        let mut members = 0_usize;
        let mut roots = Roots::default();
        let entries = archive.entries().map_err(|error| self.failed(&error))?;
        for entry in entries.raw(true) {
            let mut entry = entry.map_err(|error| self.failed(&error))?;
            members += 1;
            if members > self.limits.members {
                return Err(
                    self.refused(&format!("holds more than {} members", self.limits.members))
                );
            }
            if is_extension(entry.header().entry_type()) {
                self.extension(&mut entry, &mut ahead)?;
            } else {
                let ahead = std::mem::take(&mut ahead);
                self.member(&mut entry, ahead, &mut roots)?;
            }
        }
        // What follows the last member is read too: only at its end does gzip tell whether all of it was intact.
        io::copy(&mut archive.into_inner(), &mut io::sink())
            .map_err(|error| self.failed(&error))?;
        if members == 0 {
            return Err(Error::new(format!("{} holds no files", self.name))
                .hint("a package archive is what `npm pack` or `cargo package` makes"));
        }
        self.files.root = roots.only();
        Ok(self.files)
    }

    /// Long names and pax records: kept for the member that follows. A global header says nothing that matters here.
    fn extension(&self, entry: &mut Entry<'_, impl Read>, ahead: &mut Ahead) -> Result<(), Error> {
        let size = entry.size();
        if size > EXTENSION {
            return Err(self.refused(&format!(
                "has an extension record of {size} bytes; {EXTENSION} are the limit"
            )));
        }
        let mut record = Vec::new();
        entry
            .read_to_end(&mut record)
            .map_err(|error| self.failed(&error))?;
        let kind = entry.header().entry_type();
        if kind.is_gnu_longname() {
            let end = record.iter().position(|byte| *byte == 0);
            record.truncate(end.unwrap_or(record.len()));
            ahead.path = Some(record);
        } else if kind.is_pax_local_extensions() {
            for field in tar::PaxExtensions::new(&record) {
                let field = field.map_err(|error| self.failed(&error))?;
                match field.key_bytes() {
                    b"path" => ahead.path = Some(field.value_bytes().to_vec()),
                    b"size" => {
                        let size = field.value().ok().and_then(|value| value.parse().ok());
                        ahead.size =
                            Some(size.ok_or_else(|| self.refused("has a size that is no number"))?);
                    }
                    _ => {}
                }
            }
        }
        Ok(())
    }

    fn member(
        &mut self,
        entry: &mut Entry<'_, impl Read>,
        ahead: Ahead,
        roots: &mut Roots,
    ) -> Result<(), Error> {
        let bytes = ahead
            .path
            .unwrap_or_else(|| entry.header().path_bytes().into_owned());
        let path = self.path(&bytes)?;
        let size = entry.size();
        let claimed = ahead.size.unwrap_or(size);
        if claimed > self.limits.unpacked {
            return Err(self.refused(&format!(
                "claims {claimed} bytes for `{path}`; {} are the limit for the whole",
                self.limits.unpacked
            )));
        }
        if claimed != size {
            // Readers disagree on which of the two holds; such an archive looks different to each of them.
            return Err(self.refused(&format!("gives two sizes for `{path}`")));
        }
        let is_folder_name = bytes.ends_with(b"/");
        match entry.header().entry_type() {
            EntryType::Directory => return Ok(()),
            EntryType::Regular | EntryType::Continuous if is_folder_name => return Ok(()),
            EntryType::Regular | EntryType::Continuous => {}
            other => {
                return Err(self.refused(&format!(
                    "holds {} at `{path}`; packages hold regular files only",
                    kind_of(other)
                )));
            }
        }
        let Some((root, below)) = path.split_once('/') else {
            // A file beside the package's folder is no part of the package; the registries' own tools drop it too.
            self.files.skipped += 1;
            return Ok(());
        };
        roots.add(root);
        if (self.wanted)(below) {
            self.keep(entry, below.to_owned(), size)
        } else {
            self.files.skipped += 1;
            Ok(())
        }
    }

    fn keep(
        &mut self,
        entry: &mut Entry<'_, impl Read>,
        path: String,
        size: u64,
    ) -> Result<(), Error> {
        if size > self.limits.file {
            self.files.too_large(path, size, self.limits.file);
            return Ok(());
        }
        self.held += size;
        if self.held > self.limits.wanted {
            return Err(self.refused(&format!(
                "holds more than {} bytes of files that are to be read",
                self.limits.wanted
            )));
        }
        let mut content = Vec::new();
        entry
            .read_to_end(&mut content)
            .map_err(|error| self.failed(&error))?;
        if content.len() as u64 != size {
            return Err(self.cut_short());
        }
        match self.files.files.get(&path) {
            Some(before) if *before != content => {
                Err(self.refused(&format!("holds `{path}` twice, with different content")))
            }
            _ => {
                self.files.files.insert(path, content);
                Ok(())
            }
        }
    }

    /// A member's path with `/` and without `.`.
    fn path(&self, bytes: &[u8]) -> Result<String, Error> {
        let text = String::from_utf8_lossy(bytes);
        let wrong = |why: &str| self.refused(&format!("names `{text}`, which {why}"));
        if std::str::from_utf8(bytes).is_err() {
            return Err(wrong("is not UTF-8"));
        }
        if bytes.len() > PATH {
            return Err(self.refused(&format!("has a path of more than {PATH} bytes")));
        }
        if text.contains('\\') || text.contains('\0') {
            return Err(wrong("holds a character that is not allowed in a path"));
        }
        let has_drive = matches!(bytes, [letter, b':', ..] if letter.is_ascii_alphabetic());
        if text.starts_with('/') || has_drive {
            return Err(wrong("is an absolute path"));
        }
        let parts: Vec<&str> = text
            .split('/')
            .filter(|part| !part.is_empty() && *part != ".")
            .collect();
        if parts.contains(&"..") {
            return Err(wrong("may lead out of the package"));
        }
        Ok(parts.join("/"))
    }

    fn refused(&self, what: &str) -> Error {
        Error::new(format!("{} {what}", self.name)).hint(
            "nothing of it was read; packages that npm or cargo publish are not like this: check where it is from",
        )
    }

    fn cut_short(&self) -> Error {
        Error::new(format!("{} ends too early", self.name))
            .hint("fetch the archive again: the download was not complete")
    }

    fn failed(&self, error: &io::Error) -> Error {
        match self.over.get() {
            Some(Over::Size) => self.refused(&format!(
                "unpacks to more than {} bytes",
                self.limits.unpacked
            )),
            Some(Over::Ratio) => self.refused(&format!(
                "unpacks to more than {} times its size",
                self.limits.ratio
            )),
            None => damaged(self.name, error),
        }
    }
}

/// Whether all members lie in one folder, and in which.
#[derive(Default)]
struct Roots {
    first: Option<String>,
    several: bool,
}

impl Roots {
    fn add(&mut self, root: &str) {
        match &self.first {
            None => self.first = Some(root.to_owned()),
            Some(first) => self.several |= first != root,
        }
    }

    fn only(self) -> Option<String> {
        self.first.filter(|_| !self.several)
    }
}

fn is_extension(kind: EntryType) -> bool {
    kind.is_gnu_longname()
        || kind.is_gnu_longlink()
        || kind.is_pax_local_extensions()
        || kind.is_pax_global_extensions()
}

fn kind_of(kind: EntryType) -> &'static str {
    match kind {
        EntryType::Link => "a hard link",
        EntryType::Symlink => "a symbolic link",
        EntryType::Char | EntryType::Block => "a device",
        EntryType::Fifo => "a pipe",
        EntryType::GNUSparse => "a sparse file",
        _ => "a member of an unknown kind",
    }
}

/// The tar reader has no kinds of errors, so that anything but an early end is told as what it most likely is.
fn damaged(name: &str, error: &io::Error) -> Error {
    // tar names an early end within a member by a message of its own.
    let text = error.to_string();
    if error.kind() == io::ErrorKind::UnexpectedEof
        || text.contains("unexpected EOF")
        || text.contains("failed to read entire block")
    {
        return Error::new(format!("{name} ends too early"))
            .hint("fetch the archive again: the download was not complete");
    }
    Error::new(format!(
        "{name} is no package archive that can be read ({text})"
    ))
    .hint("a package archive is a .tgz of `npm pack`, or a .crate of `cargo package`; fetch it again if it should be one")
}

#[cfg(test)]
mod tests;
