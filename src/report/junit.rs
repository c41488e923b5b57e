//! The XML of `JUnit`, which most build servers show: a suite is a plugin, a case a symbol that it uses.
//!
//! A finding is a failure, what the baseline has is skipped, what could not be read is an error. A plugin without any of these
//! has one case that passes, so that it is seen to have been looked at.

mod case;

use std::io::{self, Write};

use crate::domain::document::scan::{ScanDocument, ScannedPlugin};
use crate::domain::text::Untrusted;
use crate::report::words::scan as words;

use case::{Case, Outcome};

/// Writes the answer of `scan`. No time is written: the same answer is the same bytes.
pub fn write(document: &ScanDocument, out: &mut dyn Write) -> io::Result<()> {
    let mut suites: Vec<(String, Option<&ScannedPlugin>, Vec<Case>)> = document
        .plugins
        .iter()
        .map(|plugin| (plugin.name.clone(), Some(plugin), case::of(plugin)))
        .collect();
    if document.cancelled {
        suites.push(("forewarn".to_owned(), None, vec![case::cancelled()]));
    }
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    let all: Vec<&Case> = suites.iter().flat_map(|(_, _, cases)| cases).collect();
    let all = counts(&all);
    writeln!(out, "<testsuites name=\"forewarn scan\" {all}>")?;
    for (name, plugin, cases) in &suites {
        let counts = counts(&cases.iter().collect::<Vec<_>>());
        writeln!(out, "  <testsuite name=\"{}\" {counts}>", attribute(name))?;
        properties(document, *plugin, out)?;
        for case in cases {
            self::case(name, case, out)?;
        }
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

fn counts(cases: &[&Case]) -> String {
    let count = |is_meant: fn(&Outcome) -> bool| {
        cases.iter().filter(|case| is_meant(&case.outcome)).count()
    };
    format!(
        "tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" time=\"0\"",
        cases.len(),
        count(|outcome| matches!(outcome, Outcome::Failed { .. })),
        count(|outcome| matches!(outcome, Outcome::Error { .. })),
        count(|outcome| matches!(outcome, Outcome::Skipped { .. })),
    )
}

/// What the answer rests on.
fn properties(
    document: &ScanDocument,
    plugin: Option<&ScannedPlugin>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut properties = vec![
        ("as-of", document.as_of.to_string()),
        ("scanned", words::scanned(document)),
    ];
    if let Some(plugin) = plugin {
        properties.push(("path", plugin.path_of("")));
        properties.extend(plugin.packages.iter().map(|package| {
            let text = format!("{} {}", package.package, words::window(package));
            ("package", text)
        }));
        let beside = words::held_back(plugin)
            .into_iter()
            .chain(words::undecided(plugin));
        properties.extend(beside.map(|text| ("beside", text)));
        properties.extend(plugin.stale.iter().map(|one| {
            let at = one
                .at
                .map_or_else(String::new, |at| format!(":{}", at.line));
            ("stale", format!("{}{at}: {}", one.file, one.why))
        }));
    }
    writeln!(out, "    <properties>")?;
    for (name, value) in properties {
        let value = attribute(&value);
        writeln!(out, "      <property name=\"{name}\" value=\"{value}\"/>")?;
    }
    writeln!(out, "    </properties>")
}

fn case(suite: &str, case: &Case, out: &mut dyn Write) -> io::Result<()> {
    let mut head = format!(
        "<testcase classname=\"{}\" name=\"{}\"",
        attribute(suite),
        attribute(&case.name)
    );
    if let Some((file, line)) = &case.place {
        head = format!("{head} file=\"{}\" line=\"{line}\"", attribute(file));
    }
    head.push_str(" time=\"0\"");
    let (element, kind, message, lines) = match &case.outcome {
        Outcome::Passed => return writeln!(out, "    {head}/>"),
        Outcome::Skipped { message } => {
            let message = attribute(message);
            writeln!(out, "    {head}>")?;
            writeln!(out, "      <skipped message=\"{message}\"/>")?;
            return writeln!(out, "    </testcase>");
        }
        Outcome::Failed {
            kind,
            message,
            lines,
        } => ("failure", *kind, message, lines.as_slice()),
        Outcome::Error { kind, message } => ("error", *kind, message, [].as_slice()),
    };
    writeln!(out, "    {head}>")?;
    let message = attribute(message);
    write!(
        out,
        "      <{element} message=\"{message}\" type=\"{kind}\">"
    )?;
    let text: Vec<String> = lines.iter().map(|line| attribute(line)).collect();
    writeln!(out, "{}</{element}>", text.join("\n"))?;
    writeln!(out, "    </testcase>")
}

/// Text of an element or an attribute, on one line. Controls and the characters that XML forbids are written visibly, so
/// nothing that it forbids is left.
fn attribute(text: &str) -> String {
    Untrusted::from(Untrusted::from(text).for_terminal_line()).for_html()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::scan_made::{clean, document, hostile};

    fn written(document: &ScanDocument) -> String {
        let mut out = Vec::new();
        write(document, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_clean_plugin_has_a_case_that_passes() {
        let shown = written(&clean());
        assert!(shown.contains("tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\""));
        assert!(
            shown.contains("name=\"no findings\" time=\"0\"/>"),
            "{shown}"
        );
    }

    #[test]
    fn counts_are_those_of_the_cases() {
        let shown = written(&document());
        assert!(shown.contains(
            "<testsuites name=\"forewarn scan\" tests=\"13\" failures=\"8\" errors=\"3\" skipped=\"1\""
        ));
        for (element, count) in [("<testcase ", 13), ("<failure ", 8), ("<error ", 3)] {
            assert_eq!(shown.matches(element).count(), count, "{element}");
        }
    }

    #[test]
    fn only_what_xml_allows_is_written() {
        for document in [document(), hostile()] {
            let shown = written(&document);
            let is_allowed =
                |c: char| c == '\n' || (!c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}'));
            assert!(shown.chars().all(is_allowed));
            assert!(!shown.contains("]]>"));
            // Every element is one of ours, and every one that opens is closed.
            let mut open = Vec::new();
            for tag in shown.split('<').skip(1) {
                let (tag, _) = tag.split_once('>').unwrap();
                let name = tag
                    .split([' ', '/', '?'])
                    .find(|part| !part.is_empty())
                    .unwrap();
                if let Some(closed) = tag.strip_prefix('/') {
                    assert_eq!(open.pop(), Some(closed));
                } else if !tag.ends_with(['/', '?']) {
                    open.push(name);
                }
                let ours = [
                    "xml",
                    "testsuites",
                    "testsuite",
                    "properties",
                    "property",
                    "testcase",
                    "failure",
                    "error",
                    "skipped",
                ];
                assert!(ours.contains(&name), "{name}");
            }
            assert!(open.is_empty());
        }
    }
}
