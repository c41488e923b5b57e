//! The scripts of a component file, `.vue` or `.svelte`, with all else blank.
//!
//! Both of the scripts that such a file may have are one module to their compilers, and stay one text here.

use super::Kind;

/// The text with blanks for all that is no script, and what the scripts are written in. Without any script it is blank.
pub(super) fn only(text: &str) -> (String, Kind) {
    let mut out = String::with_capacity(text.len());
    let mut kind = None;
    let mut rest = text;
    while let Some(found) = next(rest) {
        let script = rest.get(found.start..found.end).unwrap_or_default();
        blank(rest.get(..found.start).unwrap_or_default(), &mut out);
        match found.kind {
            // Two scripts of one file are written in the same language; should they not be, the first counts.
            Some(own) if kind.is_none_or(|first| first == own) => {
                kind = Some(own);
                out.push_str(script);
            }
            _ => blank(script, &mut out),
        }
        rest = rest.get(found.end..).unwrap_or_default();
    }
    blank(rest, &mut out);
    (out, kind.unwrap_or(Kind::Js))
}

/// A script's content, as bytes of the text.
struct Script {
    start: usize,
    end: usize,
    /// `None` if it is in no language that is read here.
    kind: Option<Kind>,
}

fn next(text: &str) -> Option<Script> {
    let mut from = 0;
    loop {
        let rest = text.get(from..)?;
        let at = rest.find('<')? + from;
        let tag = text.get(at..)?;
        if let Some(comment) = tag.strip_prefix("<!--") {
            from = at + 4 + comment.find("-->")?;
            continue;
        }
        let is_script = tag
            .get(1..7)
            .is_some_and(|name| name.eq_ignore_ascii_case("script"));
        let after = tag.get(7..).unwrap_or_default();
        if !is_script || !after.starts_with(|c: char| c == '>' || c == '/' || c.is_whitespace()) {
            from = at + 1;
            continue;
        }
        let length = tag_end(after)?;
        let attributes = after.get(..length)?;
        let start = at + 7 + length + 1;
        if attributes.ends_with('/') {
            from = start;
            continue;
        }
        return Some(Script {
            start,
            end: start + close(text.get(start..)?),
            kind: kind(attributes),
        });
    }
}

/// Where the `>` of a tag is; one within quotes is none.
fn tag_end(attributes: &str) -> Option<usize> {
    let mut quote = None;
    attributes
        .char_indices()
        .find(|(_, c)| match (quote, c) {
            (None, '>') => true,
            (None, '"' | '\'') => {
                quote = Some(*c);
                false
            }
            (Some(open), c) if open == *c => {
                quote = None;
                false
            }
            _ => false,
        })
        .map(|(at, _)| at)
}

/// Where the script ends: at the next closing tag, whatever it stands in, as HTML has it.
fn close(text: &str) -> usize {
    text.match_indices("</")
        .map(|(at, _)| at)
        .find(|at| {
            text.get(at + 2..at + 8)
                .is_some_and(|name| name.eq_ignore_ascii_case("script"))
        })
        .unwrap_or(text.len())
}

fn kind(attributes: &str) -> Option<Kind> {
    let language = attribute(attributes, "lang").or_else(|| attribute(attributes, "type"));
    match language.unwrap_or("js").to_ascii_lowercase().as_str() {
        "ts" | "typescript" | "text/typescript" => Some(Kind::Ts),
        "tsx" => Some(Kind::Tsx),
        "jsx" | "text/jsx" => Some(Kind::Jsx),
        ""
        | "js"
        | "javascript"
        | "module"
        | "text/javascript"
        | "application/javascript"
        | "text/babel" => Some(Kind::Js),
        _ => None,
    }
}

/// The value of an attribute: `lang="ts"`, `lang='ts'` or `lang=ts`.
fn attribute<'t>(attributes: &'t str, name: &str) -> Option<&'t str> {
    attributes.match_indices(name).find_map(|(at, _)| {
        let before = attributes.get(..at)?;
        if !before.is_empty() && !before.ends_with(char::is_whitespace) {
            return None;
        }
        let value = attributes
            .get(at + name.len()..)?
            .trim_start()
            .strip_prefix('=')?
            .trim_start();
        let end = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => return value.get(1..)?.split(quote).next(),
            _ => value.find(char::is_whitespace).unwrap_or(value.len()),
        };
        Some(value.get(..end)?.trim_end_matches('/'))
    })
}

/// As many spaces as the text has UTF-16 units, and its line ends.
fn blank(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '\n' | '\r' => out.push(c),
            _ => (0..c.len_utf16()).for_each(|_| out.push(' ')),
        }
    }
}
