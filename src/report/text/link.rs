//! Links as terminals know them: an address around a text, by the sequence OSC 8.
//!
//! Writers mark links wherever they stand. Whether the sequences reach a terminal is decided at its door: they are taken out again
//! where nothing is known to understand them.

use std::fmt::Write as _;
use std::io::{self, Write};

use crate::domain::text::{Untrusted, is_address, is_safe_link};

/// What a link begins with; its address follows, then [`END`].
const BEGIN: &str = "\u{1b}]8;;";

/// What ends a sequence.
const END: &str = "\u{1b}\\";

/// Terminals take no longer addresses.
const LONGEST: usize = 2048;

/// `shown`, which is fit for a terminal, as a link to `target`. An address that is none that may be followed leaves the text as it is.
pub(crate) fn linked(target: &str, shown: &str) -> String {
    let target = target.trim();
    if shown.is_empty() || !is_address(target) || target.len() > LONGEST {
        return shown.to_owned();
    }
    format!("{}{shown}{}", begin(target), close())
}

/// What is said to be a source, with the addresses in it as links. Sources are written as people write them, without `https://` too.
pub(crate) fn source(text: &Untrusted) -> String {
    let shown = text.for_terminal_line();
    let words = shown.split(' ').map(|word| {
        let address = word.trim_end_matches(['.', ',', ';', ':', ')']);
        let after = word.strip_prefix(address).unwrap_or_default();
        match web(address) {
            Some(target) => format!("{}{after}", linked(&target, address)),
            None => word.to_owned(),
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// What a word leads to, if it is an address on the web. Without a scheme it has the name of a host and a path.
fn web(word: &str) -> Option<String> {
    if is_safe_link(word) {
        return Some(word.to_owned());
    }
    let (host, _) = word.split_once('/')?;
    let (name, top) = host.rsplit_once('.')?;
    let is_name = name.split('.').all(|label| {
        let mut letters = label.bytes();
        !label.is_empty() && letters.all(|c| c.is_ascii_alphanumeric() || c == b'-')
    });
    let is_top = top.len() >= 2 && top.bytes().all(|c| c.is_ascii_lowercase());
    // Folders of packages look nearly as hosts do.
    let is_file = matches!(top, "js" | "ts" | "rs" | "md" | "json" | "toml");
    (is_name && is_top && !is_file).then(|| format!("https://{word}"))
}

/// The sequence that begins a link to an address that may be followed.
pub fn begin(target: &str) -> String {
    let mut coded = String::with_capacity(target.len());
    for byte in target.bytes() {
        // Nothing but printable ASCII may stand in the sequence.
        if byte.is_ascii_graphic() {
            coded.push(char::from(byte));
        } else {
            write!(coded, "%{byte:02X}").expect("a String takes all writes");
        }
    }
    format!("{BEGIN}{coded}{END}")
}

/// The sequence that ends a link.
pub fn close() -> String {
    format!("{BEGIN}{END}")
}

/// Whether a terminal of that name (`TERM`) is known to pass over the sequence if it does not know links.
pub fn is_known(term: Option<&str>) -> bool {
    match term {
        // Only there a terminal has no name.
        None => cfg!(windows),
        Some("dumb" | "linux" | "ansi" | "cons25" | "sun" | "unknown") => false,
        Some(term) => !term.starts_with("vt"),
    }
}

/// A part of a text with links.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    Text(&'a str),
    /// What follows is a link to this address.
    Begin(&'a str),
    Close,
}

/// The parts of what a writer wrote, in their order.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut parts = text.split(BEGIN);
    pieces.extend(parts.next().map(Piece::Text));
    for part in parts {
        let (target, rest) = part.split_once(END).unwrap_or((part, ""));
        pieces.push(if target.is_empty() {
            Piece::Close
        } else {
            Piece::Begin(target)
        });
        pieces.push(Piece::Text(rest));
    }
    pieces.retain(|piece| *piece != Piece::Text(""));
    pieces
}

/// Has no link go on over the end of a line: what stands before the next line is no part of it. `indent` is what the lines after the
/// first begin with.
pub(super) fn closed<'a>(lines: impl Iterator<Item = &'a str>, indent: &str) -> Vec<String> {
    let mut open: Option<String> = None;
    let mut whole = Vec::new();
    for line in lines {
        let before = open.clone();
        for piece in pieces(line) {
            match piece {
                Piece::Text(_) => {}
                Piece::Begin(target) => open = Some(target.to_owned()),
                Piece::Close => open = None,
            }
        }
        let mut line = match (before, line.strip_prefix(indent)) {
            (Some(target), Some(text)) => format!("{indent}{}{text}", begin(&target)),
            _ => line.to_owned(),
        };
        if open.is_some() {
            line.push_str(&close());
        }
        whole.push(line);
    }
    whole
}

/// Takes the links out of what a writer wrote; their texts stay.
pub fn without(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    // Writing to memory does not fail.
    drop(Unlinked::new(&mut out).write_all(text));
    out
}

/// How far a sequence was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    Text,
    Escape,
    Link,
    EscapeInLink,
}

/// Takes links out of what is written through it, however it is cut up.
pub struct Unlinked<W> {
    inner: W,
    at: At,
}

impl<W: Write> Unlinked<W> {
    pub fn new(inner: W) -> Self {
        Self {
            inner,
            at: At::Text,
        }
    }
}

impl<W: Write> Write for Unlinked<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut kept = Vec::with_capacity(bytes.len());
        for byte in bytes {
            self.at = match (self.at, byte) {
                (At::Text, 0x1b) => At::Escape,
                (At::Escape, b']') => At::Link,
                (At::Escape, _) => {
                    kept.extend([0x1b, *byte]);
                    At::Text
                }
                (At::Link | At::EscapeInLink, 0x1b) => At::EscapeInLink,
                (At::EscapeInLink, b'\\') | (At::Link, 0x07) => At::Text,
                (At::Link | At::EscapeInLink, _) => At::Link,
                (At::Text, _) => {
                    kept.push(*byte);
                    At::Text
                }
            };
        }
        self.inner.write_all(&kept)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_that_may_be_followed_become_links() {
        for (target, is_link) in [
            ("https://example.org/a?b=c&d", true),
            ("http://example.org", true),
            ("mailto:a@example.org", true),
            ("javascript:alert(1)", false),
            ("file:///etc/passwd", false),
            ("https://example.org/\u{1b}\\", false),
            ("https://example.org/\u{7}", false),
            ("https://example.org/\u{202e}", false),
            ("https://example.org/a b", false),
            ("#part", false),
        ] {
            let linked = linked(target, "text");
            assert_eq!(linked != "text", is_link, "{target}");
            assert_eq!(without(linked.as_bytes()), b"text", "{target}");
        }
        let long = format!("https://example.org/{}", "a".repeat(LONGEST));
        assert_eq!(linked(&long, "text"), "text");
    }

    #[test]
    fn sources_lead_where_they_say() {
        for (text, target) in [
            (
                "Release notes, twilio.com/docs/flex",
                Some("https://twilio.com/docs/flex"),
            ),
            ("See https://example.org/a.", Some("https://example.org/a")),
            (
                "npm @twilio/flex-ui@2.8.3 src/models/FeatureFlagsModel.d.ts",
                None,
            ),
            ("npm flex-plugin 1.2/3", None),
            ("package.json/dependencies", None),
            ("javascript:alert.com/1", None),
            ("x.\u{202e}com/a", None),
        ] {
            let shown = source(&Untrusted::from(text));
            let found = pieces(&shown).into_iter().find_map(|piece| match piece {
                Piece::Begin(target) => Some(target),
                _ => None,
            });
            assert_eq!(found, target, "{text}");
            let plain = String::from_utf8(without(shown.as_bytes())).unwrap();
            assert_eq!(plain, Untrusted::from(text).for_terminal_line());
        }
    }

    #[test]
    fn an_address_is_printable_ascii() {
        assert_eq!(
            begin("https://example.org/漢"),
            "\u{1b}]8;;https://example.org/%E6%BC%A2\u{1b}\\"
        );
    }

    #[test]
    fn links_are_taken_out_however_they_are_cut() {
        let text = format!(
            "\u{1b}[1mSee\u{1b}[0m {} and {}.",
            linked("https://example.org", "\u{1b}[36mthis\u{1b}[0m"),
            linked("https://example.org/b", "that")
        );
        let plain = "\u{1b}[1mSee\u{1b}[0m \u{1b}[36mthis\u{1b}[0m and that.";
        for size in [1, 2, 3, 7, 1000] {
            let mut out = Vec::new();
            let mut unlinked = Unlinked::new(&mut out);
            for part in text.as_bytes().chunks(size) {
                unlinked.write_all(part).unwrap();
            }
            assert_eq!(String::from_utf8(out).unwrap(), plain, "{size}");
        }
    }

    #[test]
    fn a_link_ends_with_its_line_and_goes_on_after_the_indent() {
        let text = linked("https://example.org", "one two");
        let lines = text.replace(' ', "\n  ");
        let closed = closed(lines.lines(), "  ");
        assert_eq!(closed[0], linked("https://example.org", "one"));
        assert_eq!(
            closed[1],
            format!("  {}", linked("https://example.org", "two"))
        );
    }

    #[test]
    fn consoles_get_no_links() {
        for (term, known) in [
            (Some("xterm-256color"), true),
            (Some("tmux-256color"), true),
            (Some("linux"), false),
            (Some("dumb"), false),
            (Some("vt100"), false),
        ] {
            assert_eq!(is_known(term), known, "{term:?}");
        }
    }
}
