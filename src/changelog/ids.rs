//! Ids for entries that have none: made from where they stand and what they say, so that the same
//! file gives the same ids every time.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

const MAX_LENGTH: usize = 80;

/// `<stream>-<place>-<first words of text>`, at most 80 characters, cut between words. Text without
/// ASCII letters or digits contributes the start of its SHA-256 instead.
pub fn made_id(stream: &str, place: &str, text: &str) -> String {
    let mut id = kebab(&format!("{stream}-{place}"));
    id.truncate(MAX_LENGTH / 2);
    let words = kebab(text);
    if words.is_empty() {
        let digest = Sha256::digest(text.as_bytes());
        id.push('-');
        for byte in digest.iter().take(4) {
            write!(id, "{byte:02x}").expect("a String takes all writes");
        }
        return id;
    }
    for word in words.split('-') {
        // Room is left for a number that tells collisions apart.
        if id.len() + 1 + word.len() > MAX_LENGTH - 8 {
            break;
        }
        id.push('-');
        id.push_str(word);
    }
    id
}

/// Lower-case ASCII letters, digits and dots, with single dashes between.
fn kebab(text: &str) -> String {
    let mut kebab = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() || (c == '.' && kebab.ends_with(|last: char| last.is_ascii_digit())) {
            kebab.push(c.to_ascii_lowercase());
        } else if !kebab.is_empty() && !kebab.ends_with('-') {
            kebab.push('-');
        }
    }
    kebab.trim_end_matches(['-', '.']).to_owned()
}
