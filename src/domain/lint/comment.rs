//! Waivers of lint rules in release files: HTML comments, which Markdown shows nowhere.
//!
//! ```markdown
//! - **Breaking:** The queue is gone. {#queue-gone}
//!   <!-- forewarn-lint-ignore breaking-in-non-major until=3.0.0 -- agreed with all customers -->
//! ```
//!
//! A comment below an entry's text, behind its id, or in a line of its own before the entry is for that entry; one before the
//! first heading is for the release. It names one rule, then `symbol=` and `until=` as needed, and behind ` -- ` the reason.

use crate::domain::text::Untrusted;

/// What such a comment begins with.
pub const LEAD: &str = "<!-- forewarn-lint-ignore";
const END: &str = "-->";

/// A comment in its parts, as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comment {
    pub rule: String,
    pub symbol: Option<String>,
    pub until: Option<String>,
    pub reason: Option<String>,
    /// Words that are none of these.
    pub unknown: Vec<String>,
}

/// The comments of a text, in order.
pub fn comments(text: &str) -> Vec<Comment> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once(LEAD) {
        let (inner, behind) = after.split_once(END).unwrap_or((after, ""));
        found.push(comment(inner));
        rest = behind;
    }
    found
}

fn comment(inner: &str) -> Comment {
    let (what, reason) = match inner.split_once("--") {
        Some((what, reason)) => (
            what,
            Some(reason.split_whitespace().collect::<Vec<_>>().join(" ")),
        ),
        None => (inner, None),
    };
    let mut comment = Comment {
        reason: reason.filter(|reason| !reason.is_empty()),
        ..Comment::default()
    };
    for word in what.split_whitespace() {
        match word.split_once('=') {
            Some(("symbol", symbol)) => comment.symbol = Some(symbol.to_owned()),
            Some(("until", until)) => comment.until = Some(until.to_owned()),
            None if comment.rule.is_empty() => word.clone_into(&mut comment.rule),
            _ => comment.unknown.push(word.to_owned()),
        }
    }
    comment
}

/// A text without its comments, and the comments as they are written.
pub fn take(text: &str) -> (String, Vec<String>) {
    let (mut kept, mut taken) = (String::new(), Vec::new());
    let mut rest = text;
    while let Some(at) = rest.find(LEAD) {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        let Some(end) = from.find(END) else { break };
        let (comment, behind) = from.split_at_checked(end + END.len()).unwrap_or((from, ""));
        kept.push_str(before.trim_end_matches([' ', '\t']));
        taken.push(comment.split_whitespace().collect::<Vec<_>>().join(" "));
        rest = behind;
    }
    kept.push_str(rest);
    (kept, taken)
}

/// A text as it is told to readers: its waivers are for those who write it.
#[must_use]
pub fn told(text: Untrusted) -> Untrusted {
    if !text.raw().contains(LEAD) {
        return text;
    }
    let (kept, _waivers) = take(text.raw());
    Untrusted::from(kept.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_is_read_in_its_parts() {
        let text = "Text.\n\n<!-- forewarn-lint-ignore removal-unannounced symbol=A.b until=3.0.0 -- it -- was private -->\n<!-- forewarn-lint-ignore missing-source wrong -->";
        let found = comments(text);
        assert_eq!(
            found[0],
            Comment {
                rule: "removal-unannounced".to_owned(),
                symbol: Some("A.b".to_owned()),
                until: Some("3.0.0".to_owned()),
                reason: Some("it -- was private".to_owned()),
                unknown: Vec::new(),
            }
        );
        assert_eq!(found[1].reason, None);
        assert_eq!(found[1].unknown, ["wrong"]);
    }

    #[test]
    fn comments_are_taken_off_a_text() {
        let (text, taken) = take("A. {#a} <!-- forewarn-lint-ignore x -- y -->\n\nB");
        assert_eq!(text, "A. {#a}\n\nB");
        assert_eq!(taken, ["<!-- forewarn-lint-ignore x -- y -->"]);
        assert_eq!(take("A <!-- other -->").1, Vec::<String>::new());
    }
}
