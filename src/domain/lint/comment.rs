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
    take(text)
        .1
        .iter()
        .filter_map(|written| written.strip_prefix(LEAD)?.strip_suffix(END))
        .map(comment)
        .collect()
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

/// A text without its comments, and the comments as they are written, each on one line. What stands in code stays: there it
/// is an example.
pub fn take(text: &str) -> (String, Vec<String>) {
    let (mut kept, mut taken) = (String::new(), Vec::new());
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find(LEAD)) {
        let start = from + at;
        let rest = text.get(start..).unwrap_or_default();
        let Some(length) = rest.find(END).map(|end| end + END.len()) else {
            break;
        };
        let before = text.get(from..start).unwrap_or_default();
        let written = rest.get(..length).unwrap_or_default();
        if is_in_code(text.get(..start).unwrap_or_default()) {
            kept.push_str(before);
            kept.push_str(written);
        } else {
            kept.push_str(before.trim_end_matches([' ', '\t']));
            taken.push(written.split_whitespace().collect::<Vec<_>>().join(" "));
            // A line of its own goes with its line end.
            let is_alone = kept.is_empty() || kept.ends_with('\n');
            let behind = rest.get(length..).unwrap_or_default();
            from = start + length + usize::from(is_alone && behind.starts_with('\n'));
            if kept.is_empty() || kept.ends_with("\n\n") {
                let behind = text.get(from..).unwrap_or_default();
                from += behind.len() - behind.trim_start_matches('\n').len();
            }
            continue;
        }
        from = start + length;
    }
    kept.push_str(text.get(from..).unwrap_or_default());
    (kept, taken)
}

/// Whether code is open at the end of a text: a fence, or a span in its last line.
fn is_in_code(before: &str) -> bool {
    let is_fence = |line: &&str| {
        let line = line.trim_start_matches([' ', '\t', '>', '-', '*']);
        line.starts_with("```") || line.starts_with("~~~")
    };
    let last = before.rsplit('\n').next().unwrap_or_default();
    before.lines().filter(is_fence).count() % 2 == 1 || last.matches('`').count() % 2 == 1
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
        assert_eq!(
            take("A.\n\n<!-- forewarn-lint-ignore x -- y -->\n\nB").0,
            "A.\n\nB"
        );
        assert_eq!(
            take("A.\n<!-- forewarn-lint-ignore x -- y -->\nB").0,
            "A.\nB"
        );
        for text in [
            "A <!-- other -->",
            "Write `<!-- forewarn-lint-ignore x -- y -->` below it.",
            "So:\n\n```markdown\n<!-- forewarn-lint-ignore x -- y -->\n```",
            "<!-- forewarn-lint-ignore x",
        ] {
            assert_eq!(take(text), (text.to_owned(), Vec::new()));
        }
        let (text, taken) = take("`a` <!-- forewarn-lint-ignore x\n  -- y --> b");
        assert_eq!((text.as_str(), taken.len()), ("`a` b", 1));
    }
}
