//! Files that nobody wrote in good faith: whatever they hold, reading them ends, soon, and with a list of problems.

use std::time::{Duration, Instant};

use forewarn::changelog::folder;
use forewarn::domain::changelog::Changelog;
use forewarn::domain::problem::Problem;
use forewarn::domain::tree::Found;

use crate::problems::read;

/// A second; code that is not optimised, on a machine that is busy with other tests, gets more.
const LONGEST: Duration = Duration::from_secs(if cfg!(debug_assertions) { 6 } else { 1 });

/// Reads `bytes` as a release and says how it went, unless that took too long.
fn read_release(name: &str, bytes: &[u8]) -> (Changelog, Vec<Problem>) {
    timed(name, || read(&[("ui/1.0.0.md", bytes)]))
}

fn timed<T>(name: &str, run: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = run();
    let took = start.elapsed();
    assert!(took < LONGEST, "{name} took {took:?}");
    result
}

/// `count` times what `line` makes of the number.
fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect::<Vec<_>>().concat()
}

/// The same bytes in every run: a xorshift generator.
fn random(count: usize) -> impl Iterator<Item = u64> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    std::iter::repeat_with(move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    })
    .take(count)
}

const MEGABYTE: usize = 1024 * 1024;

#[test]
fn a_megabyte_of_random_bytes_is_not_text() {
    let bytes: Vec<u8> = random(MEGABYTE).map(|n| n.to_le_bytes()[3]).collect();
    for path in [
        "streams.toml",
        "features.toml",
        "lifecycle.toml",
        "ui/1.0.0.md",
        "ui/unreleased/a.md",
    ] {
        let (_, problems) = timed(path, || read(&[(path, &bytes)]));
        let told: Vec<&str> = problems
            .iter()
            .map(|problem| problem.message.raw())
            .collect();
        assert_eq!(told, ["this byte is not UTF-8"], "{path}");
    }
}

#[test]
fn random_text_of_the_letters_of_the_format_is_read() {
    let letters = b"#- \n\n`*_[]{}()!<>|+=\"'\\:.0ab&~1\t";
    let text: Vec<u8> = random(MEGABYTE / 4)
        .map(|n| letters[usize::from(n.to_le_bytes()[3]) % letters.len()])
        .collect();
    let body = [b"## Added\n\n- ".as_slice(), &text].concat();
    let front = [b"+++\n".as_slice(), &text, b"\n+++\n"].concat();
    read_release("Markdown", &body);
    read_release("front matter", &front);
    for path in ["streams.toml", "features.toml", "lifecycle.toml"] {
        timed(path, || read(&[(path, &text)]));
    }
}

#[test]
fn deep_nesting_is_read() {
    let nested_list = lines(300, |depth| format!("{}- x\n", "  ".repeat(depth)));
    for (name, body) in [
        (
            "quotes",
            format!("## Added\n\n- {}x {{#a}}\n", "> ".repeat(20_000)),
        ),
        (
            "lists on one line",
            format!("## Added\n\n{}x\n", "- ".repeat(2_000)),
        ),
        ("lists", format!("## Added\n\n{nested_list}")),
        (
            "brackets",
            format!("## Added\n\n- {}x {{#a}}\n", "[".repeat(20_000)),
        ),
        (
            "images",
            format!("## Added\n\n- {}x {{#a}}\n", "![".repeat(20_000)),
        ),
        (
            "emphasis",
            format!("## Added\n\n- {}x {{#a}}\n", "*a _b ".repeat(5_000)),
        ),
        (
            "backticks",
            format!(
                "## Added\n\n- {} {{#a}}\n",
                (1..300).map(|n| "`".repeat(n) + " ").collect::<String>()
            ),
        ),
    ] {
        let (changelog, _) = read_release(name, body.as_bytes());
        timed("writing", || folder::write(&changelog));
    }
}

#[test]
fn deep_values_are_refused_or_read() {
    let entry = "[[setting]]\nentry = \"a\"\nid = \"x\"\n";
    for (name, value) in [
        (
            "arrays",
            format!("old = {}{}", "[".repeat(5_000), "]".repeat(5_000)),
        ),
        ("open arrays", format!("old = {}", "[".repeat(20_000))),
        (
            "tables",
            format!("old = {}1{}", "{a=".repeat(5_000), "}".repeat(5_000)),
        ),
        (
            "JSON",
            format!("old-json = '{}{}'", "[".repeat(20_000), "]".repeat(20_000)),
        ),
        ("dotted keys", format!("old{} = 1", ".a".repeat(5_000))),
        ("headers", format!("\n[old{}]", ".a".repeat(5_000))),
    ] {
        let text = format!("+++\n{entry}{value}\n+++\n\n## Added\n\n- A. {{#a}}\n");
        let (_, problems) = read_release(name, text.as_bytes());
        assert!(!problems.is_empty(), "{name}");
    }
}

#[test]
fn many_of_everything_are_read() {
    let keys = lines(10_000, |n| format!("key-{n} = {n}\n"));
    let (_, problems) = read_release("10,000 keys", format!("+++\n{keys}+++\n").as_bytes());
    assert_eq!(problems.len(), 10_000);

    let entries = lines(3_000, |n| format!("- Entry. {{#e-{n}}}\n"));
    let (changelog, problems) =
        read_release("3,000 entries", format!("## Added\n\n{entries}").as_bytes());
    assert_eq!((changelog.counts().entries, problems.len()), (3_000, 0));

    let tables = lines(2_000, |n| format!("[entry.e-{n}]\nnote = \"x\"\n"));
    let text = format!("+++\n{tables}+++\n\n## Added\n\n{entries}");
    let (_, problems) = read_release("2,000 tables", text.as_bytes());
    assert_eq!(problems, []);

    let same = "- The same words.\n".repeat(300);
    let (changelog, _) = read_release(
        "300 entries without ids",
        format!("## Added\n\n{same}").as_bytes(),
    );
    assert_eq!(changelog.counts().entries, 300);

    let headings = "## Added\n\n".repeat(5_000);
    let (_, problems) = read_release("5,000 headings", headings.as_bytes());
    assert_eq!(problems.len(), 5_000);
}

#[test]
fn many_files_are_read() {
    let files: Vec<(String, Found)> = (0..2_000)
        .map(|n| {
            (
                format!("ui/1.0.{n}.md"),
                Found::File(format!("## Added\n\n- A. {{#a-{n}}}\n").into_bytes()),
            )
        })
        .collect();
    let mut found: std::collections::BTreeMap<String, Found> = files.into_iter().collect();
    found.insert(
        "streams.toml".to_owned(),
        Found::File(
            b"format = 1\nplatform = \"flex\"\n\n[[stream]]\nid = \"ui\"\nscheme = \"semver\"\n"
                .to_vec(),
        ),
    );
    let (changelog, problems) = timed("2,000 files", || folder::read("", &found));
    assert_eq!((changelog.releases.len(), problems.len()), (2_000, 0));
}
