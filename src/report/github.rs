//! Annotations of GitHub Actions: workflow commands that mark a line of a file.

pub mod fragment;
pub mod lint;
pub mod scan;

use std::io::{self, Write};

use crate::domain::document::check::{CheckDocument, Finding};
use crate::domain::text::Untrusted;
use crate::report::text;

/// One annotation per finding: an error if it fails, a notice if it is waived, else a warning. Waivers that have expired
/// are warned of; the last one says how the check ended and how old its data is.
pub fn write(document: &CheckDocument, out: &mut dyn Write) -> io::Result<()> {
    for finding in &document.findings {
        self::finding(finding, out)?;
    }
    for unread in &document.unread {
        let place = place(Some(&unread.file), unread.file_line);
        let text = format!("not read: {}", unread.why.for_terminal_line());
        writeln!(
            out,
            "::error {place}title=forewarn not read::{}",
            data(&text)
        )?;
    }
    for waiver in &document.waivers {
        let Some(text) = text::check::idle(waiver) else {
            continue;
        };
        let place = place(document.waivers_file.as_ref(), Some(waiver.file_line));
        writeln!(
            out,
            "::warning {place}title=forewarn waiver::{}",
            data(&text)
        )?;
    }
    let verdict = text::check::verdict(document);
    let newest = document
        .data
        .newest_known
        .as_ref()
        .map_or_else(|| "no version".to_owned(), ToString::to_string);
    let until = document
        .data
        .covers_until
        .map_or_else(String::new, |until| format!(", no data after {until}"));
    let text = format!(
        "{verdict} as of {}, end-of-life within {}; newest known version {newest}{until}",
        document.as_of, document.eol_within
    );
    writeln!(out, "::notice title=forewarn check::{}", data(&text))
}

fn finding(finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    let level = match (finding.fails, &finding.waived) {
        (true, _) => "error",
        (false, Some(_)) => "notice",
        (false, None) => "warning",
    };
    let waived = finding.waived.as_ref().map_or_else(String::new, |leave| {
        format!(
            " (waived until {}: {})",
            leave.expires,
            leave.reason.for_terminal_line()
        )
    });
    let text = format!(
        "{}: {}{waived}",
        finding.subject.for_terminal_line(),
        finding.message.for_terminal_line()
    );
    writeln!(
        out,
        "::{level} {}title=forewarn {}::{}",
        place(finding.file.as_ref(), finding.file_line),
        finding.kind,
        data(&text)
    )
}

/// `file=accounts.toml,line=3,`
fn place(file: Option<&Untrusted>, line: Option<usize>) -> String {
    let Some(file) = file else {
        return String::new();
    };
    let line = line.map_or_else(String::new, |line| format!("line={line},"));
    format!("file={},{line}", property(&file.for_terminal_line()))
}

/// A message, with what ends a command escaped.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A property, which also ends with a comma or a colon.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_from_outside_ends_a_command() {
        assert_eq!(data("50%\n::error::x"), "50%25%0A::error::x");
        assert_eq!(property("a,b:c%"), "a%2Cb%3Ac%25");
        assert_eq!(
            place(Some(&Untrusted::from("a\n::error::b,c")), Some(3)),
            "file=a %3A%3Aerror%3A%3Ab%2Cc,line=3,"
        );
    }
}
