//! Telling what a program wrote from what a person did.
//!
//! The signs are strict, because a file that is passed over wrongly is a finding that nobody sees: a long line alone is
//! not one, since people paste pictures into strings.

use crate::scan::Why;

/// Bytes of a line beyond which it is looked at.
const LONG_LINE: usize = 5_000;

/// Bytes of an average line beyond which the whole text is looked at.
const LONG_AVERAGE: usize = 500;

/// Bytes of leading comments that are looked at.
const HEAD: usize = 8 * 1024;

/// Why the text is not to be scanned, if a program wrote it.
pub(super) fn by(text: &str) -> Option<Why> {
    if is_generated(text) {
        Some(Why::Generated)
    } else if is_minified(text) {
        Some(Why::Minified)
    } else {
        None
    }
}

fn is_minified(text: &str) -> bool {
    let lines = text.bytes().filter(|byte| *byte == b'\n').count() + 1;
    if text.len() / lines > LONG_AVERAGE && is_dense(text) {
        return true;
    }
    // Few texts are as long as that.
    text.len() > LONG_LINE
        && text
            .lines()
            .any(|line| line.len() > LONG_LINE && is_dense(line))
}

/// Code without space: many signs of code and next to no white space. Text that is encoded in a string has neither.
fn is_dense(text: &str) -> bool {
    let count =
        |wanted: fn(&u8) -> bool| text.as_bytes().iter().filter(|byte| wanted(byte)).count();
    let white = count(u8::is_ascii_whitespace);
    let signs = count(|byte| b"(){};".contains(byte));
    white * 100 < text.len() * 12 && signs * 100 > text.len() * 4
}

/// Whether the comments before the first code say so, or the text begins as bundlers begin.
fn is_generated(text: &str) -> bool {
    let head = head(text);
    let bundled = ["webpackBootstrap", "webpackUniversalModuleDefinition"]
        .iter()
        .any(|sign| head.contains(sign));
    let comments = leading_comments(head);
    bundled
        || comments
            .split_whitespace()
            .any(|word| word.trim_end_matches(['.', ',', ':', ';', '*', '/']) == "@generated")
        || comments.contains("DO NOT EDIT")
        || (comments.to_lowercase().contains("do not edit")
            && comments.to_lowercase().contains("generated"))
}

fn head(text: &str) -> &str {
    let end = (0..=text.len().min(HEAD))
        .rev()
        .find(|end| text.is_char_boundary(*end))
        .unwrap_or(0);
    text.get(..end).unwrap_or_default()
}

/// The beginning of a text up to the first code.
fn leading_comments(text: &str) -> &str {
    let mut rest = text;
    if rest.starts_with("#!") {
        rest = rest.split_once('\n').map_or("", |(_, after)| after);
    }
    loop {
        rest = rest.trim_start();
        let (close, opened) = if rest.starts_with("//") {
            ("\n", 2)
        } else if rest.starts_with("/*") {
            ("*/", 2)
        } else {
            break;
        };
        let after = rest.get(opened..).unwrap_or_default();
        rest = after.split_once(close).map_or("", |(_, after)| after);
    }
    text.get(..text.len() - rest.len()).unwrap_or(text)
}
