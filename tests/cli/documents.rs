//! What the repository's own pages say: the commands that they show can be given, and their links lead somewhere.

use std::path::{Path, PathBuf};

use crate::run::World;

const PAGES: [&str; 6] = [
    "README.md",
    "docs/MANUAL.md",
    "docs/SPEED.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "assets/rules/README.md",
];

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test reads the repository's own files"
)]
fn text(page: &str) -> String {
    std::fs::read_to_string(repository().join(page)).unwrap()
}

/// The words of a line for a shell, up to where another program or a comment begins.
fn words(line: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let (mut quote, mut is_open) = (None, false);
    for letter in line.chars() {
        match (quote, letter) {
            (None, '|' | '>' | '<' | '#' | '&' | ';' | ')') if !is_open => break,
            (None, '\'' | '"') => {
                quote = Some(letter);
                if !is_open {
                    words.push(String::new());
                    is_open = true;
                }
            }
            (Some(mark), _) if mark == letter => quote = None,
            (None, ' ') => is_open = false,
            _ => {
                if !is_open {
                    words.push(String::new());
                    is_open = true;
                }
                words.last_mut().unwrap().push(letter);
            }
        }
    }
    words
}

/// With what a workflow puts into it: the number of a part, the name of a branch.
fn filled_in(command: &str) -> String {
    let mut text = command.replace("$CI_NODE_INDEX/$CI_NODE_TOTAL", "1/4");
    while let Some((before, rest)) = text.split_once("${{") {
        let (_, behind) = rest.split_once("}}").unwrap();
        text = format!("{before}1{behind}");
    }
    text
}

/// `--help` behind them is only answered if everything before it is known.
#[test]
fn commands_that_pages_show_can_be_given() {
    let world = World::new();
    let mut count = 0;
    for page in PAGES {
        let text = text(page);
        // What stands between two fences is every second piece.
        let blocks = text.split("```").skip(1).step_by(2);
        for line in blocks.flat_map(str::lines).map(str::trim) {
            let starts = ["$ ", "- run: ", "script: "];
            let Some(command) = starts.iter().find_map(|start| line.strip_prefix(start)) else {
                continue;
            };
            let parts = command.split("&& ");
            for part in parts.filter_map(|part| part.strip_prefix("forewarn ")) {
                let mut words = words(&filled_in(part));
                words.push("--help".to_owned());
                let words: Vec<&str> = words.iter().map(String::as_str).collect();
                let ran = world.run(&words);
                assert_eq!(ran.code, 0, "{page}: {line}\n{}", ran.stderr);
                count += 1;
            }
        }
    }
    assert!(count > 60, "only {count} commands were found");
}

/// The name by which a heading is linked to, as hosts of code make it.
fn anchor(heading: &str) -> String {
    let kept = heading
        .trim()
        .chars()
        .filter(|one| one.is_alphanumeric() || " -_".contains(*one));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

fn headings(page: &Path) -> Vec<String> {
    let text = text(&page.display().to_string());
    let headings = text.lines().filter(|line| line.starts_with('#'));
    headings
        .map(|line| anchor(line.trim_start_matches('#')))
        .collect()
}

#[test]
fn links_of_pages_lead_somewhere() {
    let mut count = 0;
    for page in PAGES {
        let folder = Path::new(page).parent().unwrap();
        let text = text(page);
        for rest in text.split("](").skip(1) {
            let Some((link, _)) = rest.split_once(')') else {
                continue;
            };
            if link.contains("://") || link.contains(' ') {
                continue;
            }
            let (file, heading) = link.split_once('#').unwrap_or((link, ""));
            let file = if file.is_empty() {
                PathBuf::from(page)
            } else {
                folder.join(file)
            };
            assert!(repository().join(&file).exists(), "{page} links to {link}");
            let is_there = heading.is_empty() || headings(&file).contains(&heading.to_owned());
            assert!(is_there, "{page} links to {link}");
            count += 1;
        }
    }
    assert!(count > 20, "only {count} links were found");
}
