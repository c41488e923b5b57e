//! Release notes: releases with their entries, and everything that was left out.

use crate::domain::date::{Date, Dated};
use crate::domain::entry::{Correction, Entry, EntryKind};
use crate::domain::markdown::Block;
use crate::domain::release::{Place, Stage, State};
use crate::domain::text::Untrusted;
use crate::domain::version::Scheme;

/// Why something is not in the notes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excluded {
    /// An entry's id, or a release's `stream/version` if the whole release is meant.
    pub id: String,
    pub why: String,
}

/// An entry as it stands in one release of the notes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotesEntry {
    pub entry: Entry,
    /// The text as a block tree; empty unless it was asked for.
    pub blocks: Vec<Block>,
    /// For a back-port: `stream/version` of the release that its text stands in.
    pub stands_in: Option<String>,
    /// For an entry that is rolled up into a stable release: `stream/version` of its pre-release.
    pub first_in: Option<String>,
    /// For an entry that takes another back which is not in these notes: where that one stands.
    pub takes_back: Option<String>,
}

/// A correction of a release that was published before, told again where its readers look now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnnouncedCorrection {
    /// The corrected entry's id.
    pub entry: String,
    /// `stream/version` of the release that the entry stands in.
    pub release: String,
    pub kind: EntryKind,
    /// The entry's text as it is now.
    pub text: Untrusted,
    /// The text as a block tree; empty unless it was asked for.
    pub blocks: Vec<Block>,
    pub correction: Correction,
}

/// One release of the notes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotesRelease {
    pub stream: String,
    pub stream_name: Untrusted,
    pub scheme: Scheme,
    pub place: Place,
    pub date: Option<Dated>,
    pub title: Option<Untrusted>,
    pub stage: Stage,
    pub state: State,
    pub withdrawn: Option<Untrusted>,
    pub summary: Option<Untrusted>,
    pub description: Option<Untrusted>,
    pub description_blocks: Vec<Block>,
    pub entries: Vec<NotesEntry>,
    /// Corrections of earlier releases that this one announces.
    pub corrections: Vec<AnnouncedCorrection>,
    /// Versions of the pre-releases whose entries are rolled up into this one, oldest first.
    pub prereleases: Vec<String>,
    /// How many breaking entries of it a limit on the length left out.
    pub cut_breaking: usize,
    /// How many of its entries are not told here: for other readers, taken back, told elsewhere, or cut.
    pub untold: usize,
    /// Markdown that fits nowhere, with the heading it stood under.
    pub unplaced: Vec<(Option<Untrusted>, Untrusted)>,
}

impl NotesRelease {
    /// Whether nothing is known of it but that it exists.
    pub fn is_blank(&self) -> bool {
        self.untold == 0
            && self.prereleases.is_empty()
            && self.summary.is_none()
            && self.description.is_none()
            && self.entries.is_empty()
            && self.corrections.is_empty()
            && self.unplaced.is_empty()
    }
}

/// What was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// Versions: `from` excluded, `to` included.
    pub from: Option<String>,
    pub to: Option<String>,
    /// One release or line.
    pub only: Option<String>,
    /// Days, both included.
    pub since: Option<Date>,
    pub until: Option<Date>,
}

/// What the data of one stream does and does not cover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    pub stream: String,
    pub name: Untrusted,
    pub from: Option<Date>,
    pub until: Option<Date>,
    pub complete: Option<bool>,
    pub continued_at: Option<Untrusted>,
    pub note: Option<Untrusted>,
}

/// What a limit on the length of the notes left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cut {
    /// The limit, in characters.
    pub max_chars: usize,
    /// Releases with the number of entries that are left out of each, in the order of the notes.
    pub releases: Vec<(String, usize)>,
    /// How many of them are breaking or security fixes.
    pub grave: usize,
    /// How many entries and releases are left out for other reasons, which are told where all of it is.
    pub excluded: usize,
    /// Where all of it is: an address or a command.
    pub whole: Untrusted,
}

impl Cut {
    pub fn entries(&self) -> usize {
        self.releases.iter().map(|(_, entries)| entries).sum()
    }
}

/// The answer of `forewarn notes`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotesDocument {
    pub as_of: Date,
    /// The platform's id, which feeds make their permanent ids from.
    pub platform_id: String,
    pub platform: Untrusted,
    pub span: Span,
    /// In the order they are to be shown.
    pub releases: Vec<NotesRelease>,
    pub excluded: Vec<Excluded>,
    /// What is left out because it is for other readers, or not published yet. Public output does not name these: ids
    /// are telling.
    pub withheld: Vec<Excluded>,
    /// Whose notes these are; `None`: everybody's.
    pub audience: Option<String>,
    /// How many of `excluded` are entries that took each other back.
    pub folded: usize,
    /// What was left out because the notes were to be short. `excluded` is empty then.
    pub cut: Option<Cut>,
    /// What a reader has to know of the answer as a whole.
    pub remarks: Vec<String>,
    pub coverage: Vec<Coverage>,
    /// Entries of the streams and span that were asked for: shown ones, excluded ones and cut ones.
    pub entries_in: usize,
}

impl NotesDocument {
    /// How many entries of what was asked for are left out: `entries_in` less those that are told or cut.
    pub fn excluded_entries(&self) -> usize {
        self.excluded
            .iter()
            .chain(&self.withheld)
            .filter(|one| !one.id.contains('/'))
            .count()
    }

    pub fn entries_out(&self) -> usize {
        self.releases
            .iter()
            .flat_map(|release| &release.entries)
            .filter(|entry| entry.stands_in.is_none())
            .count()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::domain::version::Version;

    /// A release of which nothing is known but its version.
    pub(crate) fn blank() -> NotesRelease {
        NotesRelease {
            stream: "ui".to_owned(),
            stream_name: Untrusted::from("UI"),
            scheme: Scheme::Semver,
            place: Place::Version(Version::parse_any("1.0.0").unwrap()),
            date: None,
            title: None,
            stage: Stage::Ga,
            state: State::Published,
            withdrawn: None,
            summary: None,
            description: None,
            description_blocks: Vec::new(),
            entries: Vec::new(),
            corrections: Vec::new(),
            prereleases: Vec::new(),
            cut_breaking: 0,
            untold: 0,
            unplaced: Vec::new(),
        }
    }

    #[test]
    fn a_release_is_blank_of_which_nothing_is_known() {
        assert!(blank().is_blank());
        let changes: [fn(&mut NotesRelease); 5] = [
            |one| one.untold = 1,
            |one| one.prereleases = vec!["1.0.0-rc.1".to_owned()],
            |one| one.summary = Some(Untrusted::from("S.")),
            |one| one.description = Some(Untrusted::from("D.")),
            |one| one.unplaced = vec![(None, Untrusted::from("U."))],
        ];
        for change in changes {
            let mut one = blank();
            change(&mut one);
            assert!(!one.is_blank(), "{one:?}");
        }
    }
}
