//! Notes that fit a limit on their length.

use std::cmp::Reverse;
use std::sync::Arc;

use crate::domain::document::notes::{Cut, NotesDocument, NotesEntry, NotesRelease};
use crate::domain::entry::EntryKind;
use crate::domain::text::Untrusted;
use crate::error::Error;

/// The document as it is if its text, which `length` measures in characters, has at most `max_chars`; else with as
/// many entries as fit: breaking ones first, then security fixes, then by kind, in each the order of the notes.
/// Entries are whole or left out, and the document says how many were left out, and that `whole` has all of it.
///
/// # Errors
/// If not even the statement of what was left out fits, or `length` fails.
pub fn fit(
    document: Arc<NotesDocument>,
    max_chars: usize,
    whole: &Untrusted,
    mut length: impl FnMut(&Arc<NotesDocument>) -> Result<usize, Error>,
) -> Result<Arc<NotesDocument>, Error> {
    if length(&document)? <= max_chars {
        return Ok(document);
    }
    let ranks = ranks(&document);
    let shortened = |kept: usize| Arc::new(shorten(&document, &ranks, kept, max_chars, whole));
    let least = shortened(0);
    let least_chars = length(&least)?;
    if least_chars > max_chars {
        return Err(
            Error::new(format!("not one entry fits into {max_chars} characters")).hint(format!(
                "--max-chars {least_chars} is the least that says so"
            )),
        );
    }
    // Each further entry makes the text longer, but for the odd digit in the count of those left out; the
    // answer is measured itself, so that it never is too long.
    let (mut fits, mut best) = (0, least);
    let mut too_many = ranks.len();
    while too_many - fits > 1 {
        let middle = usize::midpoint(fits, too_many);
        let candidate = shortened(middle);
        if length(&candidate)? <= max_chars {
            (fits, best) = (middle, candidate);
        } else {
            too_many = middle;
        }
    }
    Ok(best)
}

/// For each entry, in the order of the notes, its place among those to keep.
fn ranks(document: &NotesDocument) -> Vec<usize> {
    let mut order: Vec<(usize, _)> = entries(document).map(importance).enumerate().collect();
    order.sort_by_key(|(idx, importance)| (*importance, *idx));
    let mut ranks = vec![0; order.len()];
    for (rank, (idx, _)) in order.into_iter().enumerate() {
        ranks[idx] = rank;
    }
    ranks
}

fn entries(document: &NotesDocument) -> impl Iterator<Item = &NotesEntry> {
    document
        .releases
        .iter()
        .flat_map(|release| &release.entries)
}

fn is_grave(entry: &NotesEntry) -> bool {
    entry.entry.breaking || entry.entry.kind == EntryKind::Security
}

/// Smaller is more important.
fn importance(entry: &NotesEntry) -> (Reverse<bool>, Reverse<bool>, u8) {
    let kind = match entry.entry.kind {
        EntryKind::Security => 0,
        EntryKind::Removed => 1,
        EntryKind::Deprecated => 2,
        EntryKind::Default | EntryKind::Configuration => 3,
        EntryKind::Changed => 4,
        EntryKind::Added => 5,
        EntryKind::KnownIssue => 6,
        EntryKind::Fixed => 7,
        EntryKind::Note => 8,
    };
    (
        Reverse(entry.entry.breaking),
        Reverse(entry.entry.kind == EntryKind::Security),
        kind,
    )
}

/// The document with the `kept` most important entries. Releases of which no entry is left are
/// told by their number of entries only.
fn shorten(
    document: &NotesDocument,
    ranks: &[usize],
    kept: usize,
    max_chars: usize,
    whole: &Untrusted,
) -> NotesDocument {
    let mut cut = Cut {
        max_chars,
        whole: whole.clone(),
        excluded: document.excluded.len(),
        ..Cut::default()
    };
    let mut releases = Vec::new();
    let mut ranks = ranks.iter();
    for release in &document.releases {
        let mut left: Vec<NotesEntry> = Vec::new();
        let (mut out, mut breaking) = (0, 0);
        for entry in &release.entries {
            if ranks.next().is_some_and(|rank| *rank < kept) {
                left.push(entry.clone());
                continue;
            }
            out += 1;
            cut.grave += usize::from(is_grave(entry));
            breaking += usize::from(entry.entry.breaking);
        }
        if out > 0 {
            cut.releases
                .push((format!("{}/{}", release.stream, release.place), out));
        }
        if !left.is_empty() || !release.corrections.is_empty() {
            releases.push(NotesRelease {
                entries: left,
                untold: release.untold + out,
                cut_breaking: breaking,
                ..without_entries(release)
            });
        }
    }
    NotesDocument {
        releases,
        excluded: Vec::new(),
        withheld: document.withheld.clone(),
        audience: document.audience.clone(),
        cut: Some(cut),
        platform: document.platform.clone(),
        platform_id: document.platform_id.clone(),
        span: document.span.clone(),
        remarks: document.remarks.clone(),
        coverage: document.coverage.clone(),
        ..*document
    }
}

fn without_entries(release: &NotesRelease) -> NotesRelease {
    NotesRelease {
        stream: release.stream.clone(),
        stream_name: release.stream_name.clone(),
        scheme: release.scheme,
        place: release.place.clone(),
        date: release.date,
        title: release.title.clone(),
        stage: release.stage,
        state: release.state,
        withdrawn: release.withdrawn.clone(),
        summary: release.summary.clone(),
        description: release.description.clone(),
        description_blocks: release.description_blocks.clone(),
        entries: Vec::new(),
        corrections: release.corrections.clone(),
        prereleases: release.prereleases.clone(),
        cut_breaking: release.cut_breaking,
        untold: release.untold,
        unplaced: release.unplaced.clone(),
    }
}
