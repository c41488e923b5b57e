//! Mending what can be mended without changing what is said, in files that nobody was told of yet.
//!
//! Only drafts, releases in review and fragments of a workspace are touched: what was published changes by a correction. Only
//! the lines of the entry that goes are taken out; a file that was formatted by hand stays as it is.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::app::history::{History, Source};
use crate::app::target::only_writer;
use crate::app::workspace::Workspace;
use crate::app::workspace::lint::LintSettings;
use crate::changelog::folder;
use crate::domain::document::lint::Fixed;
use crate::domain::entry::Entry;
use crate::domain::lint::{LintRule, RuleLevel};
use crate::domain::problem::LineIndex;
use crate::domain::release::{Place, Release, State};
use crate::domain::text::Untrusted;
use crate::domain::tree::Found;
use crate::error::Error;
use crate::policy::lint::same_words;
use crate::system::System;

/// Takes out entries of drafts that repeat another entry of the same file, or hold no word, and of which the front matter
/// says nothing. With `dry_run` nothing is written.
///
/// # Errors
/// Outside of a workspace, or if a file cannot be read or written.
pub fn fix(system: &System, history: &History, dry_run: bool) -> Result<Vec<Fixed>, Error> {
    let Source::Workspace(root) = &history.source else {
        return Err(Error::new("there is nothing to fix outside of a workspace")
            .hint("`forewarn init` makes one; without --fix the history that is built in can be linted"));
    };
    let Some(workspace) = Workspace::find(system, root)? else {
        return Ok(Vec::new());
    };
    let settings = LintSettings::above(system, root)?;
    let is_on = |rule: LintRule| settings.levels.get(&rule) != Some(&RuleLevel::Off);
    // No other forewarn writes between reading and writing.
    let _lock = (!dry_run)
        .then(|| only_writer(system, &workspace.lock()))
        .transpose()?;
    let files = workspace.files(system)?;
    let (changelog, _) = workspace.read_changelog(system, &files)?;
    let mut fixed = Vec::new();
    for release in changelog.releases.iter().filter(|release| is_open(release)) {
        let path = folder::path_of(release);
        let Some(Found::File(bytes)) = files.get(&path) else {
            continue;
        };
        let Ok(text) = std::str::from_utf8(bytes) else {
            continue;
        };
        let going: Vec<(usize, LintRule, String)> = superfluous(release)
            .into_iter()
            .filter(|(_, rule, _)| is_on(*rule))
            .collect();
        let places = folder::places(text, release);
        let full = workspace.changelog.join(&path);
        let shown = full.strip_prefix(system.cwd()).unwrap_or(&full);
        let mut cuts = Vec::new();
        for (idx, rule, what) in going {
            let id = &release.entries[idx].id;
            // What the file and the record do not agree on is left alone.
            let Some((_, span)) = places.get(idx).filter(|(place, _)| place == id) else {
                continue;
            };
            cuts.push(span.clone());
            fixed.push(Fixed {
                rule,
                file: Untrusted::new(shown.to_string_lossy().into_owned()),
                line: LineIndex::new(text).position(span.start).line,
                what: Untrusted::new(what),
            });
        }
        if !cuts.is_empty() && !dry_run {
            system.write_atomically(&full, without(text, cuts).as_bytes())?;
        }
    }
    Ok(fixed)
}

/// Whether nobody was told of it yet, and nobody approved it as it stands.
fn is_open(release: &Release) -> bool {
    matches!(release.place, Place::Unreleased(_))
        || matches!(release.state, State::Draft | State::Review) && release.approved.is_none()
}

/// Entries that can go, by position, with why.
fn superfluous(release: &Release) -> Vec<(usize, LintRule, String)> {
    let mut seen: BTreeSet<(crate::domain::entry::EntryKind, bool, &str)> = BTreeSet::new();
    let mut going = Vec::new();
    for (idx, entry) in release.entries.iter().enumerate() {
        let is_bare = is_bare(entry);
        if same_words(entry.text.raw()).is_empty() {
            if is_bare {
                let what = format!("took out {}, an entry without a word", entry.id);
                going.push((idx, LintRule::EmptyEntry, what));
            }
            continue;
        }
        // Byte for byte: two texts that only resemble each other may be meant.
        let is_new = seen.insert((entry.kind, entry.breaking, entry.text.raw().trim()));
        if !is_new && is_bare {
            let what = format!("took out {}, which repeated an entry of the file", entry.id);
            going.push((idx, LintRule::DuplicateEntry, what));
        }
    }
    going
}

/// Whether an entry is its text and nothing else.
fn is_bare(entry: &Entry) -> bool {
    let plain = Entry {
        breaking: entry.breaking,
        origin: entry.origin.clone(),
        ..Entry::new(entry.id.clone(), entry.kind, entry.text.clone())
    };
    *entry == plain
}

/// A text without these spans, each with the end of its line.
fn without(text: &str, mut cuts: Vec<Range<usize>>) -> String {
    cuts.sort_by_key(|cut| cut.start);
    let mut kept = String::with_capacity(text.len());
    let mut from = 0;
    for cut in cuts {
        kept.push_str(text.get(from..cut.start).unwrap_or_default());
        from = cut.end;
    }
    kept.push_str(text.get(from..).unwrap_or_default());
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::entry::EntryKind;

    #[test]
    fn only_what_is_said_twice_and_has_no_facts_goes() {
        let mut release = Release::new("app", Place::Unreleased("x".to_owned()));
        let mut entries = vec![
            Entry::new("a", EntryKind::Added, "Lists are sorted."),
            Entry::new("b", EntryKind::Added, "Lists are sorted."),
            Entry::new("c", EntryKind::Fixed, "Lists are sorted."),
            Entry::new("d", EntryKind::Added, "Lists are sorted!"),
            Entry::new("e", EntryKind::Added, "…"),
            Entry::new("f", EntryKind::Added, "Lists are sorted."),
        ];
        entries[5].related = vec!["a".to_owned()];
        release.entries = entries;
        let going: Vec<(usize, LintRule)> = superfluous(&release)
            .into_iter()
            .map(|(idx, rule, _)| (idx, rule))
            .collect();
        assert_eq!(
            going,
            [(1, LintRule::DuplicateEntry), (4, LintRule::EmptyEntry)]
        );
    }

    #[test]
    fn cuts_leave_the_rest_as_it_is() {
        assert_eq!(without("abcdef", vec![3..4, 0..1]), "bcef");
    }
}
