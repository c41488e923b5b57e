//! What the names of sections mean.

use crate::domain::entry::EntryKind;

/// The kind of a section's entries, and whether each of them breaks something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sort {
    pub(super) kind: EntryKind,
    pub(super) is_breaking: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Sort(Sort),
    /// Prose about the whole release.
    Summary,
}

/// Other names for kinds, lower-case. Where a name could be two kinds, it is the weaker: `changed`
/// says less than `added`.
const ALIASES: &[(EntryKind, &[&str])] = &[
    (
        EntryKind::Added,
        &[
            "add",
            "additions",
            "new additions",
            "feature",
            "features",
            "new",
            "new feature",
            "new features",
            "what's new",
            "whats new",
        ],
    ),
    (
        EntryKind::Changed,
        &[
            "change",
            "changes",
            "other changes",
            "what's changed",
            "whats changed",
            "what changed",
            "improvement",
            "improvements",
            "improved",
            "enhancement",
            "enhancements",
            "performance",
            "performance improvements",
            "performance enhancements",
            "perf",
            "optimizations",
            "dependency",
            "dependencies",
            "dependencies updated",
            "dependency updates",
            "dependencies updates",
            "updated dependencies",
            "update",
            "updates",
            "updated",
            "patch changes",
            "minor changes",
            "reverts",
            "reverted",
            "refactor",
            "refactors",
            "api changes",
            "notable changes",
            "optimisations",
            "refactoring",
            "code refactoring",
        ],
    ),
    (
        EntryKind::Deprecated,
        &["deprecation", "deprecations", "deprecate"],
    ),
    (
        EntryKind::Removed,
        &["removal", "removals", "remove", "deleted"],
    ),
    (
        EntryKind::Fixed,
        &[
            "fix",
            "fixes",
            "bug",
            "bugs",
            "bug fix",
            "bug fixes",
            "bugfix",
            "bugfixes",
            "bugs fixed",
            "fixed bugs",
            "hotfix",
            "hotfixes",
        ],
    ),
    (
        EntryKind::Security,
        &[
            "security fix",
            "security fixes",
            "security updates",
            "vulnerabilities",
        ],
    ),
    (EntryKind::Default, &["default", "changed defaults"]),
    (EntryKind::Configuration, &["config"]),
    (
        EntryKind::Note,
        &[
            "note",
            "documentation",
            "docs",
            "doc",
            "documentation changes",
            "documentation updates",
            "chore",
            "chores",
            "maintenance",
            "test",
            "tests",
            "testing",
            "internal",
            "internals",
            "internal changes",
            "misc",
            "miscellaneous",
            "other",
            "others",
            "other notes",
            "build",
            "build system",
            "ci",
            "continuous integration",
            "style",
            "styles",
            "housekeeping",
            "cleanup",
            "miscellaneous tasks",
        ],
    ),
    (
        EntryKind::KnownIssue,
        &["known issue", "known problems", "known bugs"],
    ),
];

const BREAKING: &[&str] = &[
    "breaking",
    "breaking change",
    "breaking changes",
    "potential breaking changes",
    "major changes",
    "backwards incompatible changes",
    "backward incompatible changes",
    "backwards-incompatible changes",
    "incompatible changes",
];

const SUMMARY: &[&str] = &[
    "summary",
    "overview",
    "highlights",
    "highlight",
    "description",
    "introduction",
];

/// What a section is for, by its name; `None` for a name that is no kind.
pub(super) fn meaning(name: &str) -> Option<Meaning> {
    let name = bare(name)
        .trim_matches(|c: char| c.is_whitespace() || ":.!*_#-".contains(c))
        .to_lowercase();
    let name = name
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace('\u{2019}', "'");
    if SUMMARY.contains(&name.as_str()) {
        return Some(Meaning::Summary);
    }
    sort_of(&name)
        .or_else(|| sort_of_several(&name))
        .map(Meaning::Sort)
}

fn sort_of(name: &str) -> Option<Sort> {
    if BREAKING.contains(&name) {
        return Some(Sort {
            kind: EntryKind::Changed,
            is_breaking: true,
        });
    }
    let alias = || {
        ALIASES
            .iter()
            .find(|(_, names)| names.contains(&name))
            .map(|(kind, _)| *kind)
    };
    let kind = EntryKind::of_heading(name).or_else(alias)?;
    Some(Sort {
        kind,
        is_breaking: false,
    })
}

/// `Breaking changes & deprecations`, `Fixed/Changed`: the first of them, if all are kinds.
fn sort_of_several(name: &str) -> Option<Sort> {
    let unified = name.replace(" and ", "&").replace(['/', ',', '+'], "&");
    let mut sorts = Vec::new();
    for part in unified.split('&') {
        sorts.push(sort_of(part.trim())?);
    }
    let kind = sorts.first()?.kind;
    Some(Sort {
        kind,
        is_breaking: sorts.iter().any(|sort| sort.is_breaking),
    })
}

/// `text` without emoji, `:shortcodes:` and a trailing `{#anchor}`.
pub(super) fn bare(text: &str) -> String {
    let text = text.trim();
    let text = text
        .rsplit_once("{#")
        .filter(|(_, id)| id.ends_with('}'))
        .map_or(text, |(before, _)| before);
    let kept: String = text
        .chars()
        .filter(|c| {
            c.is_ascii()
                || c.is_alphanumeric()
                || c.is_whitespace()
                || matches!(
                    c,
                    '\u{2013}' | '\u{2014}' | '\u{2018}' | '\u{2019}' | '\u{b7}' | '\u{2022}'
                )
        })
        .collect();
    let words: Vec<&str> = kept
        .split_whitespace()
        .filter(|word| !is_shortcode(word))
        .collect();
    words.join(" ")
}

fn is_shortcode(word: &str) -> bool {
    word.strip_prefix(':')
        .and_then(|rest| rest.strip_suffix(':'))
        .is_some_and(|name| {
            !name.is_empty()
                && name
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "_+-".contains(c))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sort(kind: EntryKind, is_breaking: bool) -> Meaning {
        Meaning::Sort(Sort { kind, is_breaking })
    }

    #[test]
    fn kinds_go_by_many_names() {
        for (name, kind) in [
            ("Added", EntryKind::Added),
            ("🚀 New Features", EntryKind::Added),
            ("FIXED", EntryKind::Fixed),
            (":bug: Bug fixes:", EntryKind::Fixed),
            ("🐛 Bug Fixes", EntryKind::Fixed),
            ("Dependencies updated", EntryKind::Changed),
            ("What\u{2019}s Changed", EntryKind::Changed),
            ("Known issues", EntryKind::KnownIssue),
            ("Known issue", EntryKind::KnownIssue),
            ("Defaults", EntryKind::Default),
            ("🔒 Security Fixes", EntryKind::Security),
            ("Chore", EntryKind::Note),
            ("Fixed/Changed", EntryKind::Fixed),
            ("Features and Improvements", EntryKind::Added),
            ("🔧 Maintenance & Chores", EntryKind::Note),
            ("Fixed {#fixed-1}", EntryKind::Fixed),
        ] {
            assert_eq!(meaning(name), Some(sort(kind, false)), "{name}");
        }
    }

    #[test]
    fn breaking_sections_hold_changes_that_break() {
        for name in [
            "BREAKING",
            "Breaking changes",
            "⚠️ Breaking Changes & Deprecations",
            "⚠ BREAKING CHANGES",
        ] {
            assert_eq!(
                meaning(name),
                Some(sort(EntryKind::Changed, true)),
                "{name}"
            );
        }
    }

    #[test]
    fn other_names_are_no_kinds() {
        assert_eq!(meaning("Highlights ✨"), Some(Meaning::Summary));
        for name in [
            "New Contributors",
            "",
            "🌟",
            "Fixed in the meantime",
            "and",
            "& &",
        ] {
            assert_eq!(meaning(name), None, "{name}");
        }
    }

    /// An alias that stands twice would be decided by its place in the table.
    #[test]
    fn every_alias_stands_once() {
        let mut names: Vec<&str> = ALIASES
            .iter()
            .flat_map(|(_, names)| names.iter().copied())
            .collect();
        names.extend(BREAKING.iter().chain(SUMMARY));
        for kind in EntryKind::ALL {
            assert!(
                !names.contains(&kind.heading().to_lowercase().as_str()),
                "{kind}"
            );
        }
        names.sort_unstable();
        let n_all = names.len();
        names.dedup();
        assert_eq!(names.len(), n_all);
    }
}
