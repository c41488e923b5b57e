//! What each channel's readers would fall for.

use serde_json::Value;

/// What a channel makes of an answer: why it is not harmless.
pub(super) type Check = fn(&str) -> Result<(), String>;

/// A form, and what it is held to.
pub(super) type Form = (&'static str, Check);

pub(super) const TEXT: Form = ("text", harmless_on_a_terminal);
pub(super) const PLAIN: Form = ("", harmless_on_a_terminal);
pub(super) const JSON: Form = ("json", harmless_json);
pub(super) const MARKDOWN: Form = ("markdown", harmless_markdown);
pub(super) const CHECKLIST: Form = ("checklist", harmless_markdown);
pub(super) const HTML: Form = ("html", harmless_page);
pub(super) const CSV: Form = ("csv", harmless_table);
pub(super) const GITHUB: Form = ("github", harmless_to_a_runner);
pub(super) const SARIF: Form = ("sarif", harmless_json);
pub(super) const CALENDAR: Form = ("ical", |text| {
    harmless_on_a_terminal(&text.replace('\r', ""))
});

/// What no terminal may get: controls but line ends, and what turns or hides text.
pub(super) fn harmless_on_a_terminal(text: &str) -> Result<(), String> {
    let bad = |c: char| {
        c != '\n' && c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    match text.char_indices().find(|(_, c)| bad(*c)) {
        Some((at, c)) => Err(format!("{c:?} in {:?}", excerpt(text, at))),
        None => Ok(()),
    }
}

/// JSON that is printed where a person looks at it: it is whole, and as harmless.
pub(super) fn harmless_json(text: &str) -> Result<(), String> {
    serde_json::from_str::<Value>(text).map_err(|error| error.to_string())?;
    let bad = |c: char| c != '\n' && c.is_control();
    match text.char_indices().find(|(_, c)| bad(*c)) {
        Some((at, c)) => Err(format!("{c:?} in {:?}", excerpt(text, at))),
        None => Ok(()),
    }
}

/// A page or a feed may hold no element of theirs, and no link that runs something.
pub(super) fn harmless_page(text: &str) -> Result<(), String> {
    harmless_on_a_terminal(text)?;
    let planted = [
        "<script>alert",
        "<img src=x",
        "<svg onload",
        "<iframe src",
        "</title></style>",
        "href=\"javascript:",
        "src=\"https://evil",
    ];
    let mut found = planted
        .iter()
        .filter_map(|one| Some((text.find(one)?, one)));
    match found.next() {
        Some((at, one)) => Err(format!("{one} in {:?}", excerpt(text, at))),
        None => Ok(()),
    }
}

/// Markdown may hold no element of theirs, no image, and no link that runs something, once it is read.
pub(super) fn harmless_markdown(text: &str) -> Result<(), String> {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    harmless_on_a_terminal(text)?;
    for (event, range) in Parser::new_ext(text, Options::all()).into_offset_iter() {
        let is_planted = match &event {
            Event::Html(html) | Event::InlineHtml(html) => {
                ["<script", "<img", "<svg", "<iframe", "</title"]
                    .iter()
                    .any(|one| html.contains(one))
            }
            Event::Start(Tag::Link { dest_url, .. }) => dest_url.starts_with("javascript:"),
            Event::Start(Tag::Image { dest_url, .. }) => dest_url.contains("evil.example"),
            _ => false,
        };
        if is_planted {
            return Err(format!("{event:?} in {:?}", excerpt(text, range.start)));
        }
    }
    Ok(())
}

/// A cell that a spreadsheet would work out.
pub(super) fn harmless_table(text: &str) -> Result<(), String> {
    let text = &text.replace("\r\n", "\n");
    harmless_on_a_terminal(text)?;
    // Two quotes within quotes are one of the cell's own.
    let text = text.replace("\"\"\"", "\"\u{1}").replace("\"\"", "\u{1}");
    let mut cell = String::new();
    let mut quoted = false;
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' | '\n' if !quoted => {
                if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
                    return Err(cell);
                }
                cell.clear();
            }
            c => cell.push(c),
        }
    }
    Ok(())
}

/// A line that a runner takes for a command of its own is one of ours, and says what it is about.
pub(super) fn harmless_to_a_runner(text: &str) -> Result<(), String> {
    harmless_on_a_terminal(text)?;
    for line in text.lines() {
        let line = line.trim_start();
        let is_ours = [
            "::error file=",
            "::warning file=",
            "::notice file=",
            "::notice title=",
            "::warning title=",
            "::error title=",
        ]
        .iter()
        .any(|start| line.starts_with(start));
        let is_planted = line.starts_with("::error file=a,line=1::planted");
        if (line.starts_with("::") && !is_ours) || is_planted || line.starts_with("##[") {
            return Err(line.to_owned());
        }
    }
    Ok(())
}

/// What stands around a place.
fn excerpt(text: &str, at: usize) -> String {
    let (before, after) = text.split_at(at);
    let before: Vec<char> = before.chars().rev().take(40).collect();
    before
        .into_iter()
        .rev()
        .chain(after.chars().take(60))
        .collect()
}
