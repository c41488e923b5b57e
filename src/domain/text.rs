//! Text from outside: the one type that stands between a changelog and somebody's terminal.
//!
//! Changelogs, package names and source come from strangers. [`Untrusted`] keeps such text apart
//! from our own until a writer asks for it in the form that its output needs. It has no `Display`,
//! so that it cannot reach an output by accident.

mod inert;

use std::fmt::{self, Write as _};

use serde::{Deserialize, Serialize};

/// Text that came from a file, a package or a database.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Untrusted(String);

impl Untrusted {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text as it was read, for storing, comparing and for JSON (whose writer escapes it).
    pub fn raw(&self) -> &str {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// For a terminal: nothing in the result can move the cursor, change colours or reverse the
    /// order of letters. Line breaks and tabs stay.
    pub fn for_terminal(&self) -> String {
        neutralise(&self.0)
    }

    /// As [`Self::for_terminal`], on one line: line breaks and tabs become single spaces.
    pub fn for_terminal_line(&self) -> String {
        let words: Vec<&str> = self.0.split_whitespace().collect();
        neutralise(&words.join(" "))
    }

    /// For Markdown, of a text that is Markdown itself: as for a terminal, since Markdown is read in terminals too, and without
    /// what acts on a page: elements of HTML, images, links that are none to the web.
    pub fn for_markdown(&self) -> String {
        inert::inert(neutralise(&self.0))
    }

    /// For HTML text and attribute values: `& < > " '` escaped, invisible controls shown.
    pub fn for_html(&self) -> String {
        let mut escaped = String::with_capacity(self.0.len());
        for c in neutralise(&self.0).chars() {
            match c {
                '&' => escaped.push_str("&amp;"),
                '<' => escaped.push_str("&lt;"),
                '>' => escaped.push_str("&gt;"),
                '"' => escaped.push_str("&quot;"),
                '\'' => escaped.push_str("&#39;"),
                other => escaped.push(other),
            }
        }
        escaped
    }
}

impl From<&str> for Untrusted {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for Untrusted {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for Untrusted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", neutralise(&self.0))
    }
}

/// Makes control characters and bidirectional overrides visible: `ESC` becomes `␛`, U+202E becomes
/// `<U+202E>`. `\n` and `\t` stay. Borrowing is not worth its noise here: lines are short.
pub fn neutralise(text: &str) -> String {
    let mut visible = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\t' => visible.push(c),
            '\u{0}'..='\u{1f}' => {
                visible.push(char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'));
            }
            '\u{7f}' => visible.push('\u{2421}'),
            _ if is_deceptive(c) => {
                write!(visible, "<U+{:04X}>", u32::from(c)).expect("a String takes all writes");
            }
            _ => visible.push(c),
        }
    }
    visible
}

/// C1 controls, bidirectional embeddings, overrides and isolates, line and paragraph separators,
/// invisible tags, the byte order mark and the two non-characters that XML forbids: whatever changes
/// how the rest of a line is shown without being seen itself.
pub fn is_deceptive(c: char) -> bool {
    matches!(c,
        '\u{80}'..='\u{9f}'
        | '\u{61c}'
        | '\u{200b}'
        | '\u{200e}' | '\u{200f}'
        | '\u{2028}' | '\u{2029}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{fffe}' | '\u{ffff}'
        | '\u{e0000}'..='\u{e007f}')
}

/// Only these links are followed or printed as links; everything else is shown as text.
pub fn is_safe_link(target: &str) -> bool {
    let lower = target.trim().to_ascii_lowercase();
    (lower.starts_with("https://") || lower.starts_with("http://"))
        && !target
            .chars()
            .any(|c| c.is_control() || is_deceptive(c) || c.is_whitespace())
}

/// As [`is_safe_link`], or an address that mail can be written to: what a terminal may be told to be a link.
pub fn is_address(target: &str) -> bool {
    let to = target.get(..7).unwrap_or_default();
    if to.eq_ignore_ascii_case("mailto:") {
        return !target
            .chars()
            .any(|c| c.is_control() || is_deceptive(c) || c.is_whitespace());
    }
    is_safe_link(target)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_sequences_become_visible_text() {
        let hostile = Untrusted::from("\u{1b}[2Jgone\u{7}\u{9b}31m");
        assert_eq!(hostile.for_terminal(), "\u{241b}[2Jgone\u{2407}<U+009B>31m");
    }

    #[test]
    fn bidirectional_overrides_become_visible_text() {
        let hostile = Untrusted::from("safe\u{202e}exe.txt");
        assert_eq!(hostile.for_terminal(), "safe<U+202E>exe.txt");
    }

    #[test]
    fn html_is_escaped_in_text_and_attributes() {
        let hostile = Untrusted::from(r#"<img src=x onerror="a('b')">&"#);
        assert_eq!(
            hostile.for_html(),
            "&lt;img src=x onerror=&quot;a(&#39;b&#39;)&quot;&gt;&amp;"
        );
    }

    #[test]
    fn one_line_keeps_words_apart() {
        assert_eq!(
            Untrusted::from("a\n\n b\tc\r\nd").for_terminal_line(),
            "a b c d"
        );
    }

    #[test]
    fn only_web_links_are_links() {
        for (target, safe) in [
            ("https://example.org/a", true),
            ("HTTP://example.org", true),
            ("javascript:alert(1)", false),
            ("data:text/html,x", false),
            ("https://example.org/\u{202e}", false),
            ("https://a b", false),
            ("", false),
        ] {
            assert_eq!(is_safe_link(target), safe, "{target}");
        }
    }
}
