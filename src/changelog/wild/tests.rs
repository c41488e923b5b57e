//! The reader as a whole: sample files as snapshots, single rules, and what holds for any text.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use proptest::prelude::*;

use crate::changelog::wild::source::{LONGEST_TEXT, Source};
use crate::changelog::wild::{Wild, WildStream, read, read_source};
use crate::domain::entry::{Entry, EntryKind, is_valid_id};
use crate::domain::problem::Severity;
use crate::domain::release::{Release, State};
use crate::domain::version::Scheme;

fn stream(scheme: Scheme) -> WildStream {
    WildStream {
        id: "ui".to_owned(),
        scheme,
    }
}

fn read_ui(text: &str) -> Wild {
    let stream = stream(Scheme::Semver);
    let (wild, claimed_twice) = read_source(&Source::new(text), "CHANGELOG.md", &stream);
    assert_eq!(claimed_twice, 0, "{text}");
    assert_eq!(wild.lines.sum(), wild.lines.total, "{text}");
    assert_eq!(read(text, "CHANGELOG.md", &stream), wild);
    wild
}

/// Everything that was read, for snapshots.
fn shown(wild: &Wild) -> String {
    let mut out = String::new();
    for release in wild.releases.iter().chain(&wild.unreleased) {
        show_release(&mut out, release);
    }
    for text in &wild.unplaced {
        let heading = text.heading.as_deref().unwrap_or("no heading");
        writeln!(
            out,
            "unplaced {}:{} [{heading}], {}",
            text.at.line, text.at.column, text.why
        )
        .unwrap();
        writeln!(out, "{}", indented(text.text.raw())).unwrap();
    }
    for problem in &wild.problems {
        writeln!(out, "{problem}").unwrap();
    }
    writeln!(out, "{:?}", wild.lines).unwrap();
    out
}

fn show_release(out: &mut String, release: &Release) {
    write!(out, "{}", release.id()).unwrap();
    if let Some(date) = release.date {
        write!(out, " {date}").unwrap();
    }
    for other in &release.other_dates {
        write!(out, " or {}", other.dated).unwrap();
    }
    if release.state != State::Published {
        write!(out, " {}", release.state).unwrap();
    }
    for (name, text) in [
        ("title", &release.title),
        ("withdrawn", &release.withdrawn),
        ("description", &release.description),
    ] {
        if let Some(text) = text {
            write!(out, " {name} {:?}", text.raw()).unwrap();
        }
    }
    writeln!(out).unwrap();
    for entry in &release.entries {
        let breaking = if entry.breaking { " breaking" } else { "" };
        writeln!(out, "  {}{breaking} {}", entry.kind, entry.id).unwrap();
        writeln!(out, "{}", indented(entry.text.raw())).unwrap();
    }
}

fn indented(text: &str) -> String {
    text.lines()
        .map(|line| format!("    |{line}"))
        .collect::<Vec<_>>()
        .join("\n")
}

fn entries(wild: &Wild) -> Vec<&Entry> {
    wild.releases
        .iter()
        .chain(&wild.unreleased)
        .flat_map(|release| &release.entries)
        .collect()
}

fn texts(wild: &Wild) -> Vec<&str> {
    entries(wild)
        .into_iter()
        .map(|entry| entry.text.raw())
        .collect()
}

#[test]
fn keep_a_changelog_is_read() {
    insta::assert_snapshot!(shown(&read_ui(include_str!(
        "../../../tests/data/wild/kept.md"
    ))));
}

#[test]
fn its_relatives_are_read() {
    insta::assert_snapshot!(shown(&read_ui(include_str!(
        "../../../tests/data/wild/relatives.md"
    ))));
}

#[test]
fn odd_files_are_read_and_nothing_is_lost() {
    insta::assert_snapshot!(shown(&read_ui(include_str!(
        "../../../tests/data/wild/odd.md"
    ))));
}

#[test]
fn days_are_versions_of_a_date_stream() {
    let text = include_str!("../../../tests/data/wild/days.md");
    insta::assert_snapshot!(shown(&read(text, "CHANGELOG.md", &stream(Scheme::Date))));
}

#[test]
fn releases_are_found_at_any_of_three_levels() {
    for level in ["#", "##", "###"] {
        let wild = read_ui(&format!(
            "{level} 1.1.0\n\n{level}# Fixed\n\n- a\n\n{level} 1.0.0\n\n- b\n"
        ));
        assert_eq!(wild.releases.len(), 2, "{level}");
        assert_eq!(entries(&wild)[0].kind, EntryKind::Fixed);
    }
    // A package's own section within a release is none, even if its name holds a version.
    let nested = read_ui(
        "## 1.1.0\n\n### `core@1.1.0`\n\n- a\n\n## 1.0.0\n\n### 1.0.0 in pictures\n\n- b\n",
    );
    assert_eq!(nested.releases.len(), 2);
    let named = read_ui("# core@1.1.0\n\n## Fixed\n\n- a\n\n# core@1.0.0\n\n- b\n");
    assert_eq!(named.releases.len(), 2);
}

#[test]
fn a_date_below_the_heading_is_the_releases() {
    for date in ["_Mar 3, 2024_", "> 2024-03-03", "Released on 3 March 2024."] {
        let wild = read_ui(&format!("## 1.0.0\n{date}\n\n- a\n"));
        assert_eq!(
            wild.releases[0]
                .date
                .map(|date| date.to_string())
                .as_deref(),
            Some("2024-03-03"),
            "{date}"
        );
        assert_eq!(
            (wild.lines.headings, wild.lines.descriptions),
            (2, 0),
            "{date}"
        );
    }
}

#[test]
fn line_ends_do_not_matter() {
    let unix = include_str!("../../../tests/data/wild/kept.md");
    assert_eq!(read_ui(unix), read_ui(&unix.replace('\n', "\r\n")));
    assert_eq!(read_ui(unix), read_ui(&unix.replace('\n', "\r")));
    assert_eq!(read_ui(unix), read_ui(&format!("\u{feff}{unix}")));
}

#[test]
fn ids_are_made_once_and_numbered_where_they_collide() {
    let wild = read_ui("## 1.0.0\n\n- Fixed *it*\n- Fixed: it\n- Fixed `it`!\n- 修复\n");
    let ids: Vec<&str> = entries(&wild)
        .into_iter()
        .map(|entry| entry.id.as_str())
        .collect();
    assert_eq!(
        &ids[..3],
        [
            "ui-1.0.0-fixed-it",
            "ui-1.0.0-fixed-it-2",
            "ui-1.0.0-fixed-it-3"
        ]
    );
    assert!(is_valid_id(ids[3]));
}

#[test]
fn a_file_without_releases_is_kept_and_reported() {
    let wild = read_ui("# Changelog\n\nSee the web site.\n");
    assert_eq!(wild.releases, []);
    assert_eq!(wild.unplaced[0].text.raw(), "See the web site.");
    assert_eq!(wild.problems[0].message.raw(), "no heading names a release");
    let empty = read_ui("");
    assert_eq!((empty.problems.len(), empty.lines.total), (0, 0));
}

#[test]
fn hundreds_of_odd_headings_are_one_warning() {
    let mut text = String::new();
    for n in 0..200 {
        write!(
            text,
            "## 1.{n}.0\n\n## Fixed\n\n- a\n\n### Thanks\n\n- b\n\n"
        )
        .unwrap();
    }
    let wild = read_ui(&text);
    let messages: Vec<&str> = wild
        .problems
        .iter()
        .map(|problem| problem.message.raw())
        .collect();
    assert_eq!(
        messages,
        [
            "`Fixed` stands at the level of the releases, as do 199 more headings; read as part of the release above",
            "`Thanks` is not the name of a kind (200 headings); its 200 entries are read as fixed",
        ]
    );
}

#[test]
fn references_keep_their_targets_wherever_an_entry_goes() {
    let wild = read_ui(
        "## 1.0.0\n\n- a [b] and [c][d] and [e][]\n\n  [b]: https://x.example/b\n\n[d]: <d>\n[e]: e 'E'\n",
    );
    assert_eq!(
        texts(&wild),
        ["a [b](https://x.example/b) and [c](d) and [e](e \"E\")"]
    );
    assert_eq!(wild.lines.links, 3);
}

#[test]
fn text_that_is_too_long_is_kept_and_reported() {
    let wild = read(
        &"- word\n".repeat(LONGEST_TEXT / 7 + 1),
        "CHANGELOG.md",
        &stream(Scheme::Semver),
    );
    assert_eq!(wild.problems[0].severity, Severity::Error);
    assert_eq!(wild.lines.unplaced, wild.lines.total);
}

#[test]
fn deep_nesting_is_set_aside_and_the_rest_is_read() {
    let deep = format!(
        "## 1.0.0\n\n- a\n{}deep\n{}- deeper\n- b\n",
        "> ".repeat(5_000),
        " ".repeat(300)
    );
    let wild = read_ui(&deep);
    assert_eq!(texts(&wild), ["a", "b"]);
    assert_eq!((wild.lines.unplaced, wild.unplaced.len()), (2, 2));
    assert_eq!(
        wild.problems
            .iter()
            .filter(|problem| problem.severity == Severity::Warning)
            .count(),
        1
    );
}

/// Texts that make careless parsers take time by the square. What would take minutes then takes
/// well under a second here.
#[test]
fn hostile_texts_take_no_longer_than_others() {
    for (part, count) in [
        ("[", 60_000),
        ("[a](", 20_000),
        ("*a **b ", 10_000),
        ("<a ", 20_000),
        ("<!--", 15_000),
        ("- ", 30_000),
        ("> ", 30_000),
        ("`a", 30_000),
        ("**breaking** ", 5_000),
        ("## 1.0.0\n- a\n", 3_000),
    ] {
        let wild = read_ui(&format!("## 1.0.0\n\n- {}\n", part.repeat(count)));
        assert!(wild.lines.total > 0);
    }
}

/// Lines of all sorts, whole and broken.
const LINES: &[&str] = &[
    "",
    "",
    "   ",
    "\t",
    "# Changelog",
    "## 1.0.0",
    "## [1.1.0] - 2023-02-30",
    "### 2.0.0 (2020-01-01)",
    "## 1.0",
    "## Unreleased",
    "### Fixed",
    "## Changed",
    "###Added",
    "#### Odd",
    "**Added**",
    "Bug fixes:",
    "### Summary",
    "- a",
    "- a",
    "* b [x] and [y][x]",
    "+ c:",
    "1. one",
    "2) two",
    "-",
    "- ",
    "  - nested",
    "    - deeper",
    "      text",
    "    code",
    "\t\ttab",
    "```",
    "~~~",
    "````rust",
    "> quote",
    ">> deep",
    "> - in quote",
    "| a | b |",
    "| - | - |",
    "| 1 | 2 |",
    "---",
    "===",
    "***",
    "+++",
    "<!-- c -->",
    "<!--",
    "-->",
    "<!-- -->",
    "<details>",
    "</details>",
    "<a name=\"x\"></a>",
    "<pre>",
    "[x]: http://x.example",
    "[x]: again",
    "[x]:",
    "[^1]: note",
    "text [^1]",
    "[x]",
    "- [ ] task",
    "- **Breaking:** x",
    "💥 y",
    "\u{a0}",
    "- \u{a0}",
    "a  ",
    "\u{feff}## 1.0.0",
    "\\",
    "&amp;",
    "- [x]: http://y.example",
    "> [z]: q",
    "a\rb",
    "\u{0}",
    "\u{85}",
    "\u{2028}x",
    "- a\u{b}",
    "\u{c}",
    "- # heading",
    "- ```",
    "1.0.0 / 2020-01-01",
];

/// A line of these, two of them joined, or none of them.
fn any_line() -> impl Strategy<Value = String> {
    let known = proptest::sample::select(LINES).prop_map(str::to_owned);
    prop_oneof![
        6 => known.clone(),
        1 => "\\PC{0,20}",
        1 => "[-#>*+ \t`|\\[\\]()!<_~:0-9a\r]{0,16}",
        1 => (known.clone(), known).prop_map(|(a, b)| format!("{a}{b}")),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn each_line_of_any_text_is_accounted_for_once(
        lines in proptest::collection::vec(any_line(), 0..40),
        ends in any::<bool>(),
        by_date in any::<bool>(),
    ) {
        let text = lines.join("\n") + if ends { "\n" } else { "" };
        let stream = stream(if by_date { Scheme::Date } else { Scheme::Semver });
        let (wild, claimed_twice) = read_source(&Source::new(&text), "f", &stream);
        prop_assert_eq!(wild.lines.sum(), wild.lines.total);
        prop_assert_eq!(claimed_twice, 0);
        if text.contains('\n') {
            prop_assert_eq!(wild.lines.total, text.lines().count());
        }
        let mut ids = BTreeSet::new();
        for entry in entries(&wild) {
            prop_assert!(is_valid_id(&entry.id), "{}", entry.id);
            prop_assert!(ids.insert(entry.id.clone()), "{}", entry.id);
            prop_assert!(!entry.text.raw().trim().is_empty());
        }
        let releases: BTreeSet<String> = wild.releases.iter().map(Release::id).collect();
        prop_assert_eq!(releases.len(), wild.releases.len());
        prop_assert_eq!(read(&text, "f", &stream), wild);
    }

    /// Words are followed from the file to wherever they went.
    #[test]
    fn no_word_is_lost(shapes in proptest::collection::vec(0_usize..22, 1..40)) {
        const SHAPES: [&str; 22] = [
            "- W", "* W", "  - W", "    W", "W", "W:", "> W", "```\nW\n```", "| W | a |\n| - | - |\n| b | c |",
            "<!-- W -->", "<details>\nW\n</details>", "## 1.0.0", "## 2.0.0", "### Fixed", "### Odd", "# Odd", "",
            "### Summary", "1. W", "- \n", "[^1]: W", "## 1.0",
        ];
        let mut text = String::new();
        for (n, shape) in shapes.iter().enumerate() {
            text.push_str(&SHAPES[*shape].replace('W', &format!("w{n}w")));
            text.push('\n');
        }
        let found = shown(&read_ui(&text));
        for (n, shape) in shapes.iter().enumerate() {
            let word = format!("w{n}w");
            prop_assert_eq!(found.contains(&word), SHAPES[*shape].contains('W'), "{} in {}", word, text);
        }
    }
}
