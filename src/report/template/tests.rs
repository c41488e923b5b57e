//! What templates see and what they get wrong.

use std::fmt::Write as _;

use super::*;
use crate::report::made;

fn filled(path: &str, text: &str) -> Result<String, TemplateError> {
    filled_with(made::document(), path, text)
}

fn filled_with(document: NotesDocument, path: &str, text: &str) -> Result<String, TemplateError> {
    let mut out = Vec::new();
    let own = OwnTemplate { path, text };
    write_own(&own, &Arc::new(document), &Addresses::default(), &mut out)?;
    Ok(String::from_utf8(out).unwrap())
}

fn written(name: &str, document: NotesDocument) -> String {
    let mut out = Vec::new();
    write(name, &Arc::new(document), &Addresses::default(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Every name has a value in a document with every part, and stands on the page about templates.
#[test]
fn every_name_has_a_value_and_is_described() {
    let loops = [
        ("", "", view::DOCUMENT),
        ("{% for x in releases %}", "x.", view::RELEASE),
        (
            "{% for r in releases %}{% for x in r.groups %}",
            "x.",
            view::GROUP,
        ),
        (
            "{% for r in releases %}{% for x in r.entries %}",
            "x.",
            entry::ENTRY,
        ),
        (
            "{% for r in releases %}{% for x in r.corrections %}",
            "x.",
            entry::ANNOUNCED,
        ),
        ("{% for x in standard_sections %}", "x.", keep::SECTION),
    ];
    for (open, prefix, names) in loops {
        for name in names {
            let close = "{% endfor %}".repeat(open.matches("{% for").count());
            let text = format!("{open}[{{{{ {prefix}{name}|string }}}}]{close}");
            let out = filled("x.md", &text).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert!(out.contains('['), "{name} was never asked for");
            assert!(
                REFERENCE.contains(&format!("`{name}`")),
                "{name} is not described"
            );
        }
    }
}

#[test]
fn every_built_in_template_writes_every_document() {
    for (name, ..) in BUILT_IN.iter().filter(|(name, ..)| *name != "feed-item") {
        let shown = written(name, made::document());
        assert_eq!(
            shown,
            written(name, made::document()),
            "{name} is not the same twice"
        );
        insta::with_settings!({ snapshot_suffix => *name, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!("every_part", shown);
        });
        written(name, made::hostile());
        let mut empty = made::document();
        empty.releases.clear();
        empty.excluded.clear();
        written(name, empty);
    }
}

#[test]
fn hostile_text_stays_text() {
    for name in ["html", "atom"] {
        let shown = written(name, made::hostile());
        let control = |c: char| c.is_control() && c != '\n' && c != '\t';
        assert!(!shown.contains(control), "{name}");
        for illegal in ['\u{fffe}', '\u{ffff}', '\u{202e}', '\u{feff}'] {
            assert!(!shown.contains(illegal), "{name}");
        }
        for markup in ["<script", "<img", "href=\"javascript", "<iframe", "]]>"] {
            assert!(!shown.contains(markup), "{name} holds {markup}");
        }
        for (idx, comment) in shown.split("<!--").enumerate().skip(1) {
            let (inside, _) = comment.split_once("-->").unwrap();
            assert!(!inside.contains("--"), "{name}, comment {idx}");
        }
        assert!(
            shown.contains("{{ 7 * 7 }}"),
            "{name} reads values as templates"
        );
    }
    let strict = written("keepachangelog", made::hostile());
    assert_eq!(
        strict
            .lines()
            .filter(|line| line.starts_with("## "))
            .count(),
        1
    );
    let bullets = strict
        .lines()
        .filter(|line| line.trim_start().starts_with("- "))
        .count();
    assert_eq!(bullets, made::HOSTILE.len() + 3);
    for name in ["markdown", "github", "keepachangelog"] {
        let shown = written(name, made::hostile());
        assert!(
            !shown.contains(['\u{1b}', '\u{202e}', '\u{7}', '\u{0}']),
            "{name}"
        );
    }
}

#[test]
fn the_name_of_a_file_decides_what_is_escaped() {
    for (path, shown) in [
        ("a.md", "<&>"),
        ("a.txt.jinja", "<&>"),
        ("html", "&lt;&amp;&gt;"),
        ("dir.html/a.md", "<&>"),
        ("a.HTML", "&lt;&amp;&gt;"),
        ("a.html.jinja", "&lt;&amp;&gt;"),
        ("a.xml.j2", "&lt;&amp;&gt;"),
    ] {
        assert_eq!(filled(path, "{{ '<&>' }}").unwrap(), shown, "{path}");
    }
}

#[test]
fn a_template_can_build_on_the_built_in_ones() {
    let page = filled(
        "mine.html.jinja",
        "{% extends 'html.html.jinja' %}{% block header %}<h1>Mine of {{ platform }}</h1>{% endblock %}",
    )
    .unwrap();
    assert!(page.contains("<h1>Mine of Acme</h1>"));
    assert!(page.contains("id=\"release-app-1.1.0\""));
    let bullets = filled(
        "mine.md",
        "{% from 'markdown' import bullet %}{% for entry in releases[0].entries %}{{ bullet(entry) }}{% endfor %}",
    )
    .unwrap();
    assert!(bullets.starts_with("- **Breaking:** `old()` is gone.\n  - Impact: Calls fail\n"));
}

#[test]
fn a_wrong_template_is_told_with_file_line_and_hint() {
    let mut told = String::new();
    for text in [
        "one\n{{ relases }}\n",
        "{% for release in releases %}\n{{ release.versoin }}{% endfor %}",
        "{% if true %}\n",
        "{{ title|shout }}",
        "{% include 'other.md' %}",
        "{% extends '/etc/passwd' %}",
        "{{ title.x.y }}",
        "{{ releases|length|md }}",
        "{{ 1 // 0 }}",
        "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
        "{{ range(99999999)|length }}",
        "{{ 'a' * 99999999999 }}",
        "{{ \u{1b}[2J }}",
    ] {
        let error = filled("mine.md.jinja", text).unwrap_err();
        let line = error.line_text().unwrap_or("-");
        writeln!(told, "{error}\n  {line}\n  {}", error.hint()).unwrap();
    }
    insta::assert_snapshot!(told);
}

#[test]
fn a_copied_template_writes_what_the_built_in_one_writes() {
    for (name, file, text) in BUILT_IN.iter().filter(|(name, ..)| *name != "feed-item") {
        let copied = filled(file, text).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(copied, written(name, made::document()), "{name}");
    }
}

/// `cargo test --release --lib a_long_history -- --ignored --nocapture` prints the figures.
#[test]
#[ignore = "prints figures"]
fn a_long_history_is_written_in_time() {
    let document = Arc::new(made::long(50));
    for (name, ..) in BUILT_IN.iter().filter(|(name, ..)| *name != "feed-item") {
        let started = std::time::Instant::now();
        let mut out = Vec::new();
        write(name, &document, &Addresses::default(), &mut out).unwrap();
        println!("{name}: {:?}, {} bytes", started.elapsed(), out.len());
    }
    let started = std::time::Instant::now();
    let mut out = Vec::new();
    crate::report::json::feed::write(&document, &Addresses::default(), &mut out).unwrap();
    println!("jsonfeed: {:?}, {} bytes", started.elapsed(), out.len());
}
