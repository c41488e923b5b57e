//! Markdown from outside that does nothing but be read: no elements of HTML, no images, no links that run something.

use pulldown_cmark::{Event, Parser, Tag};

use crate::domain::markdown::options;

/// So often what is taken out may give rise to something else: a link around a link.
const ROUNDS: usize = 16;

/// What a reader of Markdown may do with a text, taken out of it at one place.
struct Change {
    at: usize,
    /// Bytes that go.
    less: usize,
    more: &'static str,
}

/// The same Markdown without what acts: `<` of an element and `[` of a link to anything but the web, mail and places nearby
/// are escaped, and images become links, as they do on pages. Code stays as it is. A text that never comes to rest is
/// escaped altogether.
pub(super) fn inert(text: String) -> String {
    if !text.contains(['<', '[']) {
        return text;
    }
    let mut text = text;
    for _ in 0..ROUNDS {
        let changes = changes(&text);
        if changes.is_empty() {
            return text;
        }
        let mut changed = String::with_capacity(text.len() + changes.len());
        let mut from = 0;
        for change in changes {
            if change.at < from {
                continue;
            }
            changed.push_str(text.get(from..change.at).unwrap_or_default());
            changed.push_str(change.more);
            from = change.at + change.less;
        }
        changed.push_str(text.get(from..).unwrap_or_default());
        text = changed;
    }
    text.replace('<', "&lt;").replace('[', "&#91;")
}

/// In the order of the text; none within another.
fn changes(text: &str) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    let escape = |at| Change {
        at,
        less: 0,
        more: "\\",
    };
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        let written = text.get(range.clone()).unwrap_or_default();
        match event {
            Event::Html(_) | Event::InlineHtml(_) => {
                let opening = written.match_indices('<');
                changes.extend(opening.map(|(at, _)| escape(range.start + at)));
            }
            Event::Start(Tag::Link { dest_url, .. }) if acts(&dest_url) => {
                changes.push(escape(range.start));
            }
            Event::Start(Tag::Image { .. }) => changes.push(Change {
                at: range.start,
                less: 1,
                more: if written.starts_with("![]") {
                    // A link without words would not be seen.
                    "image: "
                } else {
                    ""
                },
            }),
            _ => {}
        }
    }
    changes.sort_by_key(|change| change.at);
    changes
}

/// Whether a link leads anywhere but to the web, to mail, or to a place named from here.
fn acts(target: &str) -> bool {
    // What is not seen does not hide a scheme from a reader that leaves it out.
    let target: String = target
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control() && !super::is_deceptive(*c))
        .collect();
    let Some((scheme, _)) = target.split_once(':') else {
        return false;
    };
    let is_scheme = scheme
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    is_scheme
        && !["http", "https", "mailto"]
            .iter()
            .any(|safe| scheme.eq_ignore_ascii_case(safe))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Table of (what is written, what is handed on).
    #[test]
    fn what_acts_becomes_text() {
        for (written, handed_on) in [
            ("plain *words* and a < b", "plain *words* and a < b"),
            ("a <b>bold</b> word", "a \\<b>bold\\</b> word"),
            ("<script>alert(1)</script>", "\\<script>alert(1)\\</script>"),
            ("<!-- hidden", "\\<!-- hidden"),
            (
                "`<Component />` and\n\n```\n<b>\n```\n",
                "`<Component />` and\n\n```\n<b>\n```\n",
            ),
            (
                "[ok](https://a.example) [m](mailto:a@b.example)",
                "[ok](https://a.example) [m](mailto:a@b.example)",
            ),
            (
                "[near](../a.md#b) [here](#c:d)",
                "[near](../a.md#b) [here](#c:d)",
            ),
            ("[x](javascript:alert(1))", "\\[x](javascript:alert(1))"),
            (
                "[x](JaVa&#115;cript:alert(1))",
                "\\[x](JaVa&#115;cript:alert(1))",
            ),
            (
                "[x][y]\n\n[y]: data:text/html,z\n",
                "\\[x]\\[y]\n\n[y]: data:text/html,z\n",
            ),
            ("<javascript:alert(1)>", "\\<javascript:alert(1)>"),
            ("<https://a.example>", "<https://a.example>"),
            (
                "![spy](https://a.example/p.png)",
                "[spy](https://a.example/p.png)",
            ),
            (
                "![](https://a.example/p.png)",
                "image: [](https://a.example/p.png)",
            ),
            ("![x](javascript:1)", "\\[x](javascript:1)"),
            (
                "[a [b](vbscript:1)](vbscript:2)",
                "\\[a \\[b](vbscript:1)](vbscript:2)",
            ),
        ] {
            assert_eq!(inert(written.to_owned()), handed_on, "{written}");
        }
    }

    proptest! {
        #[test]
        fn nothing_acts_whatever_is_written(text in "([a-z<>/!\\[\\]()`*_:&#;\\\\ \n-]|javascript:|<b>|!\\[|\\]\\(|```\n){0,40}") {
            let handed_on = inert(text);
            prop_assert!(changes(&handed_on).is_empty(), "{handed_on:?}");
        }
    }
}
