//! Source text: its head, its lines, and tokens written in one way.

use std::borrow::Cow;
use std::ops::Range;

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};

/// The text that spans are measured in.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    /// `None` if spans are of several texts.
    pub text: Option<&'a str>,
    /// The line that all of it stands in, if a macro made it.
    pub line: Option<u32>,
}

impl Source<'_> {
    /// The line of a span, 1-based.
    pub(super) fn line(&self, span: Span) -> u32 {
        self.line.unwrap_or_else(|| line(span))
    }

    /// What stands between the delimiters of a macro call, as written.
    pub(super) fn between(&self, delimiter: &syn::MacroDelimiter, tokens: &TokenStream) -> String {
        let span = delimiter.span();
        let range = Range {
            start: span.open().byte_range().end,
            end: span.close().byte_range().start,
        };
        self.text
            .and_then(|text| text.get(range))
            .map_or_else(|| tokens.to_string(), str::to_owned)
    }
}

/// The line of a span, 1-based; 0 if it is beyond counting.
pub(super) fn line(span: Span) -> u32 {
    u32::try_from(span.start().line).unwrap_or(0)
}

/// The text without byte order mark and `#!` line; lines keep their numbers.
pub(super) fn without_head(text: &str) -> Cow<'_, str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let Some(rest) = text.strip_prefix("#!") else {
        return Cow::Borrowed(text);
    };
    // `#![…]` is an attribute, and white space or comments may stand before its bracket.
    if rest.trim_start().starts_with('[') {
        return Cow::Borrowed(text);
    }
    Cow::Borrowed(
        rest.find('\n')
            .and_then(|end| rest.get(end..))
            .unwrap_or(""),
    )
}

/// Tokens as people write them: `all(unix, feature = "std")`.
pub(super) fn of(tokens: TokenStream) -> String {
    let mut text = String::new();
    let mut last = Last::Open;
    write(tokens, &mut text, &mut last);
    text
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Open,
    Word,
    Glue,
    Punct,
}

fn write(tokens: TokenStream, text: &mut String, last: &mut Last) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                if *last == Last::Punct {
                    text.push(' ');
                }
                text.push_str(open);
                *last = Last::Open;
                write(group.stream(), text, last);
                text.push_str(close);
                *last = Last::Word;
            }
            TokenTree::Punct(punct) => {
                let (before, after) = match punct.as_char() {
                    ',' | ';' => (false, true),
                    '=' | '+' | '|' => (
                        *last != Last::Glue,
                        punct.spacing() == proc_macro2::Spacing::Alone,
                    ),
                    _ => (false, false),
                };
                if (before && *last != Last::Open) || (*last == Last::Punct && !before) {
                    text.push(' ');
                }
                text.push(punct.as_char());
                *last = if after { Last::Punct } else { Last::Glue };
            }
            word => {
                if matches!(*last, Last::Word | Last::Punct) {
                    text.push(' ');
                }
                text.push_str(&word.to_string());
                *last = Last::Word;
            }
        }
    }
}
