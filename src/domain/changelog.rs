//! A platform's whole changelog, and looking things up in it.

use serde::{Deserialize, Serialize};

use crate::domain::entry::Entry;
use crate::domain::feature::{Feature, PublishedEnd, Toggle};
use crate::domain::release::{Release, Stream};
use crate::domain::text::Untrusted;

/// The product whose releases are tracked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Platform {
    pub id: String,
    pub name: Option<Untrusted>,
}

/// Everything that the files of a `changelog/` folder say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changelog {
    pub platform: Platform,
    /// In the platform's own order.
    pub streams: Vec<Stream>,
    /// By stream, then ascending by version; fragments last.
    pub releases: Vec<Release>,
    pub features: Vec<Feature>,
    pub toggles: Vec<Toggle>,
    pub ends: Vec<PublishedEnd>,
    /// By source, then line.
    pub leftovers: Vec<Leftover>,
    /// By id.
    #[serde(default)]
    pub commits: Vec<SettledCommit>,
}

crate::domain::words::closed_words! {
    /// Why a commit that could be a draft has no entry.
    pub enum Settled {
        /// Somebody took its draft out.
        Deleted = "deleted",
        /// A later commit took it back before anybody read of it.
        Reverted = "reverted",
    }
}

/// A git commit that was dealt with and has no entry: no import makes one of it again.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SettledCommit {
    /// The whole hash.
    pub id: String,
    pub why: Settled,
    /// The id of the entry that it had, for whoever reads the file.
    pub entry: Option<String>,
}

/// A piece of an imported file that became no part of the changelog: kept, so that nothing is
/// dropped in silence.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Leftover {
    /// The file or package it stood in.
    pub source: Untrusted,
    /// 1-based.
    pub line: usize,
    pub heading: Option<Untrusted>,
    pub text: Untrusted,
    pub why: String,
}

/// How much a changelog holds: what an import or export counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    pub streams: usize,
    pub releases: usize,
    pub entries: usize,
    pub settings: usize,
    pub deprecations: usize,
    pub corrections: usize,
    pub features: usize,
    pub toggles: usize,
    pub ends: usize,
}

impl Changelog {
    pub fn new(platform: impl Into<String>) -> Self {
        Self {
            platform: Platform {
                id: platform.into(),
                name: None,
            },
            streams: Vec::new(),
            releases: Vec::new(),
            features: Vec::new(),
            toggles: Vec::new(),
            ends: Vec::new(),
            leftovers: Vec::new(),
            commits: Vec::new(),
        }
    }

    pub fn stream(&self, id: &str) -> Option<&Stream> {
        self.streams.iter().find(|stream| stream.id == id)
    }

    /// Puts releases in the order that [`Self::releases`] promises.
    pub fn sort(&mut self) {
        let rank = |id: &str| self.streams.iter().position(|stream| stream.id == id);
        self.releases.sort_by(|a, b| {
            rank(&a.stream)
                .cmp(&rank(&b.stream))
                .then_with(|| a.place.cmp(&b.place))
        });
    }

    /// Notes that a commit was dealt with, unless an entry still has it or it is noted.
    pub fn settle(&mut self, id: &str, why: Settled, entry: &str) {
        let has_entry = self
            .entries()
            .any(|(_, entry)| entry.commit.as_deref() == Some(id));
        let Err(position) = self
            .commits
            .binary_search_by(|commit| commit.id.as_str().cmp(id))
        else {
            return;
        };
        if !has_entry {
            let settled = SettledCommit {
                id: id.to_owned(),
                why,
                entry: Some(entry.to_owned()),
            };
            self.commits.insert(position, settled);
        }
    }

    pub fn release(&self, stream: &str, place: &str) -> Option<&Release> {
        self.releases
            .iter()
            .find(|release| release.stream == stream && release.place.to_string() == place)
    }

    /// Every entry with its release, in order.
    pub fn entries(&self) -> impl Iterator<Item = (&Release, &Entry)> {
        self.releases
            .iter()
            .flat_map(|release| release.entries.iter().map(move |entry| (release, entry)))
    }

    pub fn counts(&self) -> Counts {
        let mut counts = Counts {
            streams: self.streams.len(),
            releases: self.releases.len(),
            features: self.features.len(),
            toggles: self.toggles.len(),
            ends: self.ends.len(),
            ..Counts::default()
        };
        for (_, entry) in self.entries() {
            counts.entries += 1;
            counts.settings += entry.settings.len();
            counts.deprecations += entry.deprecations.len();
            counts.corrections += entry.corrections.len();
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::deprecation::{Deprecation, SymbolChange, SymbolKind};
    use crate::domain::entry::{Correction, EntryKind, SettingChange};
    use crate::domain::release::{Origin, Place};
    use crate::domain::version::{Scheme, Version};

    #[test]
    fn everything_is_counted_once() {
        let mut first = Entry::new("a", EntryKind::Default, "A.");
        first.settings = vec![SettingChange::new("x"), SettingChange::new("y")];
        first.corrections = vec![Correction {
            former: "B.".into(),
            reason: None,
            date: None,
            announced_in: None,
            sources: Vec::new(),
        }];
        first.deprecations = vec![Deprecation::new(
            "A.b",
            SymbolKind::Member,
            SymbolChange::Deprecated,
        )];
        let place = Place::Version(Version::parse_any("1.0.0").unwrap());
        let mut changelog = Changelog::new("acme");
        changelog.streams = vec![
            Stream::new("ui", Scheme::Semver),
            Stream::new("api", Scheme::Date),
        ];
        changelog.ends = vec![PublishedEnd {
            stream: "ui".to_owned(),
            line: "1".to_owned(),
            date: None,
            published_status: None,
            note: None,
            sources: Vec::new(),
            origin: Origin::Local,
        }];
        changelog.releases = vec![Release {
            entries: vec![first, Entry::new("b", EntryKind::Fixed, "B.")],
            ..Release::new("ui", place)
        }];
        let counts = Counts {
            streams: 2,
            releases: 1,
            entries: 2,
            settings: 2,
            deprecations: 1,
            ends: 1,
            corrections: 1,
            ..Counts::default()
        };
        assert_eq!(changelog.counts(), counts);
    }
}
