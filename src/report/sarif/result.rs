//! A finding as a result, and a place as a location.

use std::collections::BTreeMap;

use crate::domain::document::scan::{
    Confidence, Excerpt, Finding, Point, RelatedAs, ScannedPlugin,
};
use crate::report::words::scan::{self as words, Level};

use super::log::{
    ArtifactLocation, Description, Location, PhysicalLocation, Region, ResultProperties,
    SarifResult, Suppression,
};
use super::{line, message, rules};

/// The base of all places.
pub(super) const ROOT: &str = "%SRCROOT%";

/// Further places of one result; a host shows no more.
const RELATED: usize = 100;

/// A result. `known` says whether the baseline has it; `None` if there is none.
pub(super) fn of(plugin: &ScannedPlugin, finding: &Finding, known: Option<bool>) -> SarifResult {
    let text = std::iter::once(&finding.message)
        .chain(&finding.notes)
        .map(|text| text.trim())
        .collect::<Vec<_>>()
        .join(" ");
    let text = if text.trim().is_empty() {
        format!("{} is {}", finding.symbol, finding.status)
    } else {
        text
    };
    let (start, end) = utf16(finding);
    SarifResult {
        rule_id: finding.rule.as_str(),
        rule_index: rules::index(finding.rule),
        level: rules::word(Level::of(finding)),
        message: Description::new(message(&text)),
        locations: [location(plugin, &finding.file, Some((start, end)))],
        related_locations: related(plugin, finding),
        partial_fingerprints: fingerprints(finding),
        baseline_state: known.map(|known| if known { "unchanged" } else { "new" }),
        suppressions: known.map(|known| {
            let accepted = Suppression {
                kind: "external",
                status: "accepted",
                justification: "It is in the baseline.",
            };
            known.then_some(accepted).into_iter().collect()
        }),
        properties: properties(plugin, finding),
    }
}

fn properties(plugin: &ScannedPlugin, finding: &Finding) -> ResultProperties {
    let text = |text: Option<String>| text.map(|text| line(&text));
    ResultProperties {
        plugin: line(&plugin.name),
        package: line(&finding.package),
        symbol: line(&finding.symbol),
        kind: finding.kind.as_str(),
        status: finding.status.as_str(),
        precision: match finding.confidence {
            Confidence::High => "high",
            Confidence::Medium => "medium",
            Confidence::Low => "low",
        },
        new: finding.new,
        guarded: finding.guarded,
        test_code: finding.test_code,
        since: text(words::since(finding)),
        until: text(words::until(finding)),
        instead: text(words::instead(finding, plugin.package_of(finding))),
    }
}

/// An empty one would make a host take all results for one.
fn fingerprints(finding: &Finding) -> BTreeMap<&'static str, String> {
    [
        ("primaryLocationLineHash", &finding.line_hash),
        ("forewarn/v1", &finding.fingerprint),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(key, value)| (key, line(value)))
    .collect()
}

fn related(plugin: &ScannedPlugin, finding: &Finding) -> Vec<Location> {
    finding
        .related
        .iter()
        .take(RELATED)
        .enumerate()
        .map(|(idx, one)| {
            let text = match one.by {
                RelatedAs::Import => "It is imported here.",
                RelatedAs::ReExport => "It is exported again here.",
                RelatedAs::Use => "What it offers is used here.",
            };
            Location {
                id: Some(idx + 1),
                message: Some(Description::new(text)),
                ..location(plugin, &one.file, Some((one.start, one.end)))
            }
        })
        .collect()
}

/// A place in a file of the plugin; without points the whole file.
pub(super) fn location(
    plugin: &ScannedPlugin,
    file: &str,
    span: Option<(Point, Point)>,
) -> Location {
    Location {
        id: None,
        physical: PhysicalLocation {
            artifact_location: ArtifactLocation {
                uri: Some(encoded(&plugin.repository_path_of(file))),
                uri_base_id: Some(ROOT),
                description: None,
            },
            region: span.map(|(start, end)| region(start, end)),
        },
        message: None,
    }
}

/// A place that nobody knows is the beginning of the file, and no span ends before it begins.
fn region(start: Point, end: Point) -> Region {
    let start = (start.line.max(1), start.column.max(1));
    let end = (end.line.max(1), end.column.max(1)).max(start);
    Region {
        start_line: start.0,
        start_column: start.1,
        end_line: end.0,
        end_column: end.1,
    }
}

/// A path as a relative URI: everything but letters, digits, `-._~` and `/` is percent-encoded, a colon with it, that would
/// make a scheme of what stands before it.
pub(super) fn encoded(path: &str) -> String {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push('%');
            for half in [byte >> 4, byte & 15] {
                uri.push(char::from(DIGITS[usize::from(half)]));
            }
        }
    }
    uri
}

/// The span in UTF-16 code units. Rust's columns are characters: they are counted anew in the source line, where that is
/// there from its beginning.
fn utf16(finding: &Finding) -> (Point, Point) {
    let same = (finding.start, finding.end);
    if !finding.package.starts_with("crate:") {
        return same;
    }
    counted(finding).unwrap_or(same)
}

fn counted(finding: &Finding) -> Option<(Point, Point)> {
    let Excerpt {
        text,
        start,
        length,
    } = finding.excerpt.as_ref()?;
    let before = text.get(..*start)?;
    let span = text.get(*start..)?.get(..*length)?;
    let is_whole = u32::try_from(before.chars().count()).ok()? + 1 == finding.start.column;
    let is_one_line = finding.start.line == finding.end.line;
    if !is_whole || !is_one_line {
        return None;
    }
    let column = u32::try_from(before.encode_utf16().count()).ok()? + 1;
    let width = u32::try_from(span.encode_utf16().count()).ok()?;
    let at = |column| Point {
        line: finding.start.line,
        column,
    };
    Some((at(column), at(column + width)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_a_relative_uri() {
        for (path, uri) in [
            ("src/a.ts", "src/a.ts"),
            ("src/a b#c?.ts", "src/a%20b%23c%3F.ts"),
            ("c:x", "c%3Ax"),
            ("日", "%E6%97%A5"),
            ("50%", "50%25"),
        ] {
            assert_eq!(encoded(path), uri);
        }
    }

    #[test]
    fn a_region_is_never_reversed_nor_zero() {
        let point = |line, column| Point { line, column };
        let one = region(point(0, 0), point(0, 0));
        assert_eq!((one.start_line, one.start_column), (1, 1));
        let two = region(point(3, 9), point(3, 2));
        assert_eq!((two.end_line, two.end_column), (3, 9));
    }
}
