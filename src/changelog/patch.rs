//! An edit put into a file that somebody formatted by hand: only the lines of what was edited are touched.

use diffy::{ConflictStyle, MergeOptions};
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table};

use crate::changelog::{catalogue, release_file, writer};
use crate::domain::changelog::Changelog;
use crate::domain::document::diff::LineChange;
use crate::domain::problem::Severity;
use crate::domain::release::{Release, Stream};

const OURS: &str = "<<<<<<<";
const ORIGINAL: &str = "|||||||";
const MIDDLE: &str = "=======";
const THEIRS: &str = ">>>>>>>";

/// The text of a release's file after an edit. `text` is the file as it stands, which reads as `before`.
///
/// Keys of the front matter are changed one by one. What the edit changes in the formatter's body is merged into the file line by
/// line; where that meets lines that are formatted another way, which are the edited entry's own, the formatter's take their place. `None` if the outcome would not read as
/// `after`: nothing is written that is not what was meant.
pub(super) fn patched(
    text: &str,
    before: &Release,
    after: &Release,
    streams: &[Stream],
) -> Option<String> {
    let (old, new) = (writer::release(before), writer::release(after));
    if text == old {
        return Some(new);
    }
    let (front, body) = split(text);
    let ((old_front, old_body), (new_front, new_body)) = (split(&old), split(&new));
    let mut merged = String::new();
    let front = keys(front, old_front, new_front)?;
    if !front.is_empty() || new_front.is_empty() != old_front.is_empty() {
        merged.push_str(FENCE);
        merged.push_str(&front);
        merged.push_str(FENCE);
    }
    if old_body == new_body {
        merged.push_str(body);
    } else {
        let mut options = MergeOptions::new();
        options.set_conflict_style(ConflictStyle::Diff3);
        match options.merge(old_body, body, new_body) {
            Ok(lines) => merged.push_str(&lines),
            Err(marked) => merged.push_str(&settled(&marked)?),
        }
    }
    reads_as(&merged, after, streams).then_some(merged)
}

/// `features.toml` after an edit; as [`patched`].
pub(super) fn features(text: &str, before: &Changelog, after: &Changelog) -> Option<String> {
    let (old, new) = [before, after]
        .map(|one| writer::features(&one.features, &one.toggles))
        .into();
    let merged = keys(text, &old, &new)?;
    let (features, toggles, problems) = catalogue::read_features(&merged, "", &after.streams);
    let is_sound = problems.iter().all(|one| one.severity != Severity::Error);
    (is_sound && features == after.features && toggles == after.toggles).then_some(merged)
}

/// Two texts that came from one, merged; whether no lines meet that both changed.
pub(super) fn merged(base: &str, mine: &str, theirs: &str) -> (String, bool) {
    let mut options = MergeOptions::new();
    options.set_conflict_style(ConflictStyle::Merge);
    match options.merge(base, mine, theirs) {
        Ok(merged) => (merged, true),
        Err(marked) => (marked, false),
    }
}

/// All lines of two texts; what became of each.
pub(super) fn differences(old: &str, new: &str) -> Vec<(LineChange, String)> {
    let mut options = diffy::DiffOptions::new();
    options.set_context_len(usize::MAX);
    let patch = options.create_patch(old, new);
    let mut lines: Vec<(LineChange, String)> = Vec::new();
    for line in patch.hunks().iter().flat_map(diffy::Hunk::lines) {
        let (change, text) = match line {
            diffy::Line::Context(text) => (LineChange::Same, text),
            diffy::Line::Delete(text) => (LineChange::Removed, text),
            diffy::Line::Insert(text) => (LineChange::Added, text),
        };
        lines.push((change, text.trim_end_matches('\n').to_owned()));
    }
    if lines.is_empty() {
        // No hunk at all: they are the same.
        lines.extend(new.lines().map(|line| (LineChange::Same, line.to_owned())));
    }
    lines
}

/// Whether the text of a release's file says what it is to say.
pub(super) fn reads_as(text: &str, release: &Release, streams: &[Stream]) -> bool {
    let Some(stream) = streams.iter().find(|one| one.id == release.stream) else {
        return false;
    };
    let place = release.place.clone();
    let (read, problems) = release_file::read(text, "", stream, place, streams);
    problems.iter().all(|one| one.severity != Severity::Error) && read == *release
}

const FENCE: &str = "+++\n";

/// Front matter without its fences, and what follows it.
fn split(text: &str) -> (&str, &str) {
    let whole = ("", text);
    let Some(rest) = text.strip_prefix(FENCE) else {
        return whole;
    };
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        if line.trim_end() == "+++" {
            return rest.split_at_checked(at).map_or(whole, |(front, body)| {
                (front, body.get(line.len()..).unwrap_or_default())
            });
        }
        at += line.len();
    }
    whole
}

/// Front matter by hand, in which the keys are as `new` has them that differ between `old` and `new`; all else stays as it
/// stands. `None` if one of them is no TOML.
fn keys(by_hand: &str, old: &str, new: &str) -> Option<String> {
    if old == new {
        return Some(by_hand.to_owned());
    }
    let read = |text: &str| text.parse::<DocumentMut>().ok();
    let (mut document, old, new) = (read(by_hand)?, read(old)?, read(new)?);
    table(document.as_table_mut(), old.as_table(), new.as_table());
    Some(document.to_string())
}

fn table(by_hand: &mut Table, old: &Table, new: &Table) {
    for (key, _) in old.iter().filter(|(key, _)| !new.contains_key(key)) {
        by_hand.remove(key);
    }
    for (key, item) in new {
        let before = old.get(key);
        if before.is_some_and(|before| text_of(before) == text_of(item)) {
            continue;
        }
        match (by_hand.get_mut(key), before, item) {
            (Some(Item::Table(ours)), Some(Item::Table(before)), Item::Table(after)) => {
                table(ours, before, after);
            }
            (
                Some(Item::ArrayOfTables(ours)),
                Some(Item::ArrayOfTables(before)),
                Item::ArrayOfTables(after),
            ) => *ours = tables(ours, before, after),
            (Some(ours), ..) => *ours = item.clone(),
            (None, ..) => {
                by_hand.insert(key, item.clone());
            }
        }
    }
}

/// The tables of `new`; those that `old` has as well as they stand by hand.
fn tables(by_hand: &ArrayOfTables, old: &ArrayOfTables, new: &ArrayOfTables) -> ArrayOfTables {
    let known: Vec<String> = old.iter().map(whole).collect();
    let mut taken = vec![false; known.len()];
    let mut out = ArrayOfTables::new();
    for after in new {
        let text = whole(after);
        let free = |idx: &usize, taken: &[bool]| !taken[*idx];
        let same = (0..known.len()).find(|idx| free(idx, &taken) && known[*idx] == text);
        let named = || {
            let name = name(after)?;
            (0..known.len()).find(|idx| {
                free(idx, &taken) && old.get(*idx).and_then(self::name).as_ref() == Some(&name)
            })
        };
        let mut one = match (same, same.or_else(named)) {
            (Some(idx), _) => {
                taken[idx] = true;
                by_hand.get(idx).unwrap_or(after).clone()
            }
            (None, Some(idx)) => {
                taken[idx] = true;
                match (by_hand.get(idx), old.get(idx)) {
                    (Some(ours), Some(before)) => {
                        let mut ours = ours.clone();
                        table(&mut ours, before, after);
                        ours
                    }
                    _ => after.clone(),
                }
            }
            (None, None) => after.clone(),
        };
        unplaced(&mut one);
        out.push(one);
    }
    out
}

fn text_of(item: &Item) -> String {
    match item {
        Item::Table(table) => whole(table),
        Item::ArrayOfTables(tables) => tables.iter().map(whole).collect(),
        other => other.to_string(),
    }
}

/// A table with all that it holds; its own text is without the tables in it.
fn whole(table: &Table) -> String {
    DocumentMut::from(table.clone()).to_string()
}

/// What a table is known by, if it is edited: the keys that name something.
fn name(table: &Table) -> Option<String> {
    let id = table.get("id").or_else(|| table.get("flag"))?.as_str()?;
    // A setting's change belongs to its entry.
    let entry = table.get("entry").and_then(Item::as_str);
    Some(format!("{} {id}", entry.unwrap_or_default()))
}

/// Positions are of the documents that tables were parsed in: the order is that of the list.
fn unplaced(table: &mut Table) {
    table.set_position(None);
    for (_, item) in table.iter_mut() {
        match item {
            Item::Table(inner) => unplaced(inner),
            Item::ArrayOfTables(tables) => tables.iter_mut().for_each(unplaced),
            _ => {}
        }
    }
}

/// The edit's side of each conflict. `None` if the marks do not stand as they should.
fn settled(marked: &str) -> Option<String> {
    #[derive(PartialEq)]
    enum Side {
        Both,
        Ours,
        Original,
        Theirs,
    }
    let mut side = Side::Both;
    let mut out = String::with_capacity(marked.len());
    for line in marked.split_inclusive('\n') {
        side = match side {
            Side::Both if line.starts_with(OURS) => Side::Ours,
            Side::Ours if line.starts_with(ORIGINAL) => Side::Original,
            Side::Original if line.starts_with(MIDDLE) => Side::Theirs,
            Side::Theirs if line.starts_with(THEIRS) => Side::Both,
            Side::Both | Side::Theirs => {
                out.push_str(line);
                side
            }
            Side::Ours | Side::Original => side,
        };
    }
    (side == Side::Both).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::release::Place;
    use crate::domain::text::Untrusted;
    use crate::domain::version::{Scheme, Version};

    const BY_HAND: &str = "+++\n# Why this one matters\nsummary   =   'Queues.'\n+++\n\n## Added\n\n* First of\n  two lines. {#first}\n* Second. {#second}\n\n## Fixed\n\n* Third. {#third}\n";

    fn stream() -> Stream {
        Stream::new("ui", Scheme::Semver)
    }

    fn read(text: &str) -> Release {
        let place = Place::Version(Version::parse(Scheme::Semver, "1.0.0").unwrap());
        let (release, problems) = release_file::read(text, "", &stream(), place, &[stream()]);
        assert_eq!(problems, []);
        release
    }

    fn changed(change: impl FnOnce(&mut Release)) -> String {
        let before = read(BY_HAND);
        let mut after = before.clone();
        change(&mut after);
        patched(BY_HAND, &before, &after, &[stream()]).unwrap()
    }

    /// Lines of the file by hand that are no longer there.
    fn lost(text: &str) -> Vec<&'static str> {
        BY_HAND
            .lines()
            .filter(|line| !text.lines().any(|other| other == *line))
            .collect()
    }

    #[test]
    fn only_the_lines_of_the_edited_entry_are_touched() {
        let text = changed(|release| release.entries[1].text = Untrusted::from("Other."));
        assert_eq!(lost(&text), ["* Second. {#second}"]);
        assert!(text.contains("Other. {#second}"), "{text}");
    }

    #[test]
    fn an_entry_that_goes_takes_its_lines_only() {
        let text = changed(|release| drop(release.entries.remove(2)));
        assert!(!text.contains("Third."), "{text}");
        assert!(text.contains("# Why this one matters"), "{text}");
        assert!(text.contains("* First of\n  two lines. {#first}"), "{text}");
    }

    #[test]
    fn an_entry_that_comes_leaves_the_others() {
        let text = changed(|release| {
            let mut new = release.entries[2].clone();
            new.id = "fourth".to_owned();
            new.text = Untrusted::from("Fourth.");
            release.entries.push(new);
        });
        assert!(text.contains("Fourth. {#fourth}"), "{text}");
        assert!(text.contains("summary   =   'Queues.'"), "{text}");
    }

    #[test]
    fn keys_of_the_release_join_those_that_are_there() {
        let text = changed(|release| release.title = Some(Untrusted::from("Name")));
        assert!(text.contains("title = \"Name\""), "{text}");
        assert!(text.contains("# Why this one matters"), "{text}");
    }

    #[test]
    fn features_by_hand_keep_their_form() {
        let by_hand = "# Ours\n[[feature]]\nid   = 'holding'\nname = 'Holding' # for now\n\n  [[feature.event]]\n  stage = 'pilot'\n";
        let read = |text: &str| {
            let (features, toggles, problems) = catalogue::read_features(text, "", &[stream()]);
            assert_eq!(problems, []);
            let mut changelog = Changelog::new("acme");
            (changelog.features, changelog.toggles) = (features, toggles);
            changelog.streams = vec![stream()];
            changelog
        };
        let before = read(by_hand);
        let mut after = before.clone();
        let mut event = after.features[0].events[0].clone();
        event.note = Some(Untrusted::from("New."));
        after.features[0].events.push(event);
        let (old, new) = (
            writer::features(&before.features, &[]),
            writer::features(&after.features, &[]),
        );
        let merged = keys(by_hand, &old, &new).unwrap();
        assert_eq!(
            merged,
            format!("{by_hand}\n[[feature.event]]\nstage = \"pilot\"\nnote = \"New.\"\n")
        );
        assert_eq!(features(by_hand, &before, &after), Some(merged));
    }
}
