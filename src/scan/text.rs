//! One file of a plugin as text: decoded, and without what is no script.
//!
//! What was passed over is named with its reason; what cannot be read is named with the place. Both are for the report:
//! neither ends a scan.

mod made;
mod scripts;

use std::path::Path;

use crate::domain::document::scan::{Point, Unreadable};
use crate::domain::surface::Language;
use crate::scan::Why;
use crate::scan::place::Lines;
use crate::system::{FileError, System};

/// Bytes of a source file. Nobody writes as much by hand.
const LIMIT: u64 = 16 * 1024 * 1024;

/// What a file is written in, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Js,
    Jsx,
    Ts,
    Tsx,
    Mjs,
    Cjs,
    Mts,
    Cts,
    Vue,
    Svelte,
    Rust,
}

impl Kind {
    /// The language that plugins are written in which have such files.
    pub const fn language(self) -> Language {
        match self {
            Self::Rust => Language::Rust,
            _ => Language::TypeScript,
        }
    }

    /// By the end of a file's name, in any case; `None` if it is no source. A declaration file counts as what it is
    /// written in.
    pub fn of(name: &str) -> Option<Self> {
        let (_, extension) = name.rsplit_once('.')?;
        Some(match extension.to_ascii_lowercase().as_str() {
            "js" => Self::Js,
            "jsx" => Self::Jsx,
            "ts" => Self::Ts,
            "tsx" => Self::Tsx,
            "mjs" => Self::Mjs,
            "cjs" => Self::Cjs,
            "mts" => Self::Mts,
            "cts" => Self::Cts,
            "vue" => Self::Vue,
            "svelte" => Self::Svelte,
            "rs" => Self::Rust,
            _ => return None,
        })
    }
}

/// A file that is to be read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceFile {
    /// Relative to the plugin's folder, with `/`.
    pub file: String,
    pub kind: Kind,
    /// Whether it is code for tests, by the usual names.
    pub test_code: bool,
}

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Without the byte order mark. Whatever is no script (in `.vue` and `.svelte`) is blank, so that lines and UTF-16
    /// columns are those of the file; bytes are not.
    pub text: String,
    /// What the text is written in: never [`Kind::Vue`] or [`Kind::Svelte`].
    pub kind: Kind,
    /// Why it is not to be scanned, if so: [`Why::Minified`] or [`Why::Generated`].
    pub passed_over: Option<Why>,
}

/// Why bytes are no text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{why}")]
pub struct NoText {
    /// A fragment of a sentence.
    pub why: String,
    /// Where it ends being text.
    pub at: Option<Point>,
}

/// The bytes of a file of the plugin in a folder.
///
/// # Errors
/// [`Unreadable`] if it cannot be opened, is no regular file, or is larger than 16 MiB.
pub fn bytes(system: &System, folder: &Path, source: &SourceFile) -> Result<Vec<u8>, Unreadable> {
    system
        .read_regular(&folder.join(&source.file), LIMIT)
        .map_err(|error| Unreadable {
            file: source.file.clone(),
            why: reason(&error),
            at: None,
        })
}

/// What the bytes of a file hold.
///
/// # Errors
/// [`Unreadable`] if they are no text ([`decode`]).
pub fn of(source: &SourceFile, bytes: Vec<u8>) -> Result<Text, Unreadable> {
    let text = decode(bytes).map_err(|error| Unreadable {
        file: source.file.clone(),
        why: error.why,
        at: error.at,
    })?;
    let (text, kind) = match source.kind {
        Kind::Vue | Kind::Svelte => scripts::only(&text),
        kind => (text, kind),
    };
    // Nobody makes Rust short, and what is long there still runs.
    let passed_over = made::by(&text).filter(|why| kind != Kind::Rust || *why != Why::Minified);
    Ok(Text {
        text,
        kind,
        passed_over,
    })
}

/// Reads and decodes one file.
///
/// # Errors
/// As [`bytes`] and [`of`].
pub fn text(system: &System, folder: &Path, source: &SourceFile) -> Result<Text, Unreadable> {
    of(source, bytes(system, folder, source)?)
}

/// The cause of a file error, without the file: a report names it beside the file.
pub(in crate::scan) fn reason(error: &FileError) -> String {
    error.source.to_string()
}

/// Text of bytes: UTF-8, with or without a byte order mark, or UTF-16 with one.
///
/// # Errors
/// [`NoText`] with the place of the first byte that cannot be part of a text. A NUL is none: it is the sign of UTF-16
/// without a mark, and of data.
pub fn decode(bytes: Vec<u8>) -> Result<String, NoText> {
    let text = if bytes.starts_with(&[0xff, 0xfe, 0, 0]) || bytes.starts_with(&[0, 0, 0xfe, 0xff]) {
        return Err(NoText {
            why: "it is UTF-32; save it as UTF-8".to_owned(),
            at: None,
        });
    } else if let Some(rest) = bytes.strip_prefix(&[0xff, 0xfe]) {
        utf16(rest, u16::from_le_bytes)?
    } else if let Some(rest) = bytes.strip_prefix(&[0xfe, 0xff]) {
        utf16(rest, u16::from_be_bytes)?
    } else {
        utf8(bytes)?
    };
    match text.find('\0') {
        None => Ok(text),
        Some(byte) => Err(NoText {
            why: "it holds a NUL, so it is data, or UTF-16 without a byte order mark".to_owned(),
            at: Some(Lines::new(&text).point(byte)),
        }),
    }
}

fn utf8(bytes: Vec<u8>) -> Result<String, NoText> {
    let mut text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before = error.as_bytes().get(..valid).unwrap_or_default();
        let before = String::from_utf8_lossy(before);
        let before = before.trim_start_matches('\u{feff}');
        NoText {
            why: "it is not UTF-8; save it as UTF-8".to_owned(),
            at: Some(Lines::new(before).point(before.len())),
        }
    })?;
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    Ok(text)
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, NoText> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(pairs.len());
    let broken = |text: &str| NoText {
        why: "it is not valid UTF-16, though its byte order mark says so".to_owned(),
        at: Some(Lines::new(text).point(text.len())),
    };
    for letter in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        match letter {
            Ok(letter) => text.push(letter),
            Err(_half_a_pair) => return Err(broken(&text)),
        }
    }
    if rest.is_empty() {
        Ok(text)
    } else {
        Err(broken(&text))
    }
}

#[cfg(test)]
mod tests;
