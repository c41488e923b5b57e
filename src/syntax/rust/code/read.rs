//! From a text to its record, behind the guard against nesting.

use crate::syntax::rust::code::lower::Lower;
use crate::syntax::rust::code::{Code, Comment, Span};
use crate::syntax::rust::{expand, guard, text};

/// Why a text could not be parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unparsed {
    /// A fragment of a sentence.
    pub why: String,
    /// The byte where it ends being Rust.
    pub at: Option<u32>,
}

/// Reads one text. What is nested too deep or does not parse gives no record. To be called on a deep stack.
///
/// # Errors
/// [`Unparsed`] with the place, if that is known.
pub fn read(whole: &str) -> Result<Code, Unparsed> {
    let text = text::without_head(whole);
    let cut = u32::try_from(whole.len() - text.len()).unwrap_or(u32::MAX);
    let undocumented = guard::check_without_docs(&text).map_err(|refusal| Unparsed {
        why: refusal.message,
        at: line_start(whole, refusal.line),
    })?;
    let read = match syn::parse_file(&undocumented) {
        Ok(file) => Ok(Lower::new(&text, cut).file(&file)),
        Err(error) => {
            let at = error.span().byte_range().start;
            Err(Unparsed {
                why: format!("it does not parse: {error}"),
                at: u32::try_from(at).ok().map(|at| at.saturating_add(cut)),
            })
        }
    };
    proc_macro2::extra::invalidate_current_thread_spans();
    let mut code = read?;
    code.comments = comments(&text, cut);
    Ok(code)
}

/// The items that a macro by example comes to: its rules and what it is given, as they are written. Names are as they are
/// there, and all places mean nothing. `None` if no rule fits, or if what comes out is no items. To be called on a deep
/// stack.
pub fn expanded(rules: &str, given: &str) -> Option<Code> {
    let file = expand::file(rules, given).ok();
    let code = file.map(|file| Lower::new("", 0).file(&file));
    proc_macro2::extra::invalidate_current_thread_spans();
    code
}

fn line_start(text: &str, line: u32) -> Option<u32> {
    let before = usize::try_from(line).ok()?.checked_sub(1)?;
    let at = match before {
        0 => 0,
        before => text.match_indices('\n').nth(before - 1)?.0 + 1,
    };
    u32::try_from(at).ok()
}

/// The comments that speak to forewarn.
fn comments(text: &str, cut: u32) -> Vec<Comment> {
    const MARK: &str = "forewarn-";
    // Nearly no file has any.
    if !text.contains(MARK) {
        return Vec::new();
    }
    let position = |at: usize| u32::try_from(at).unwrap_or(u32::MAX).saturating_add(cut);
    guard::comments(text)
        .into_iter()
        .filter_map(|range| {
            let written = text.get(range.clone())?;
            let inner = written.get(2..)?;
            let inner = inner.strip_suffix("*/").unwrap_or(inner);
            inner.contains(MARK).then(|| Comment {
                text: inner.trim_start_matches(['/', '!', '*']).to_owned(),
                at: Span {
                    start: position(range.start),
                    end: position(range.end),
                },
            })
        })
        .collect()
}
