//! The versions that a registry lists of a package, and which of them are meant.

use std::collections::BTreeMap;

use crate::domain::range::{Range, RangeError};
use crate::domain::surface::Language;
use crate::domain::version::{SemVersion, Version};
use crate::error::Error;
use crate::ingest::source::Wanted;

/// A version that the registry lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub version: SemVersion,
    /// Withdrawn by its publisher. Cargo does not hand such a version out.
    pub yanked: bool,
}

/// What a registry lists of one package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    pub language: Language,
    /// As the registry spells it.
    pub name: String,
    /// In the order of versions.
    pub versions: Vec<Listed>,
    /// The publisher's names for versions: `latest`.
    pub tags: BTreeMap<String, String>,
    /// What is listed and is no semantic version, as written.
    pub unplaced: Vec<String>,
}

impl Listing {
    /// Makes a listing of versions in any order, each with whether it is yanked. One that is listed twice counts once.
    pub(super) fn new(
        language: Language,
        name: &str,
        texts: impl IntoIterator<Item = (String, bool)>,
        tags: BTreeMap<String, String>,
    ) -> Self {
        let mut versions: BTreeMap<SemVersion, bool> = BTreeMap::new();
        let mut unplaced = Vec::new();
        for (text, yanked) in texts {
            match text.parse() {
                Ok(version) => {
                    versions.insert(version, yanked);
                }
                Err(_) => unplaced.push(text),
            }
        }
        Self {
            language,
            name: name.to_owned(),
            versions: versions
                .into_iter()
                .map(|(version, yanked)| Listed { version, yanked })
                .collect(),
            tags,
            unplaced,
        }
    }

    /// The versions that are wanted, in their order. Yanked ones only if they are named.
    ///
    /// # Errors
    /// If a version or tag that is named is not listed, or nothing lies in a range; the nearest are named.
    pub fn select(&self, wanted: &Wanted) -> Result<Vec<SemVersion>, Error> {
        let found: Vec<SemVersion> = match wanted {
            Wanted::All => self.offered().cloned().collect(),
            Wanted::Tag(tag) => vec![self.tagged(tag)?],
            Wanted::Exact(version) => vec![self.listed(version)?.clone()],
            Wanted::Range { range, .. } => self
                .offered()
                .filter(|version| range.contains(&Version::Semver((*version).clone())))
                .cloned()
                .collect(),
            Wanted::Between { after, to } => {
                self.listed(after)?;
                self.listed(to)?;
                self.offered()
                    .filter(|version| *version > after && *version <= to)
                    .cloned()
                    .collect()
            }
        };
        if !found.is_empty() {
            return Ok(found);
        }
        let what = match wanted {
            Wanted::Range { text, .. } => format!("no version of {} lies in {text}", self.name),
            Wanted::Between { after, to } => {
                format!("{} has no version after {after}, up to {to}", self.name)
            }
            _ => format!("the registry lists no versions of {}", self.name),
        };
        Err(Error::new(what).hints(self.newest_hint()))
    }

    /// The newest version in a range of a manifest, or what the tag stands for that is written in its place. `None` if
    /// none is listed.
    ///
    /// # Errors
    /// [`RangeError`] if `range` is neither, such as the address of a repository.
    pub fn newest(&self, range: &str) -> Result<Option<SemVersion>, RangeError> {
        if let Some(tagged) = self.tags.get(range).and_then(|text| text.parse().ok()) {
            return Ok(Some(tagged));
        }
        let range = match self.language {
            Language::TypeScript => Range::npm(range),
            Language::Rust => Range::cargo(range),
        }?;
        Ok(self
            .offered()
            .rfind(|version| range.contains(&Version::Semver((*version).clone())))
            .cloned())
    }

    fn offered(&self) -> impl DoubleEndedIterator<Item = &SemVersion> {
        self.versions
            .iter()
            .filter(|listed| !listed.yanked)
            .map(|listed| &listed.version)
    }

    fn listed(&self, version: &SemVersion) -> Result<&SemVersion, Error> {
        self.versions
            .binary_search_by(|listed| listed.version.cmp(version))
            .map(|at| &self.versions[at].version)
            .map_err(|at| self.unknown(version, at))
    }

    /// The error for a version that would stand at `at` in the order.
    fn unknown(&self, version: &SemVersion, at: usize) -> Error {
        let before = at.checked_sub(1).and_then(|at| self.versions.get(at));
        let near: Vec<String> = [before, self.versions.get(at)]
            .into_iter()
            .flatten()
            .map(|listed| listed.version.to_string())
            .collect();
        let error = Error::new(format!("the registry lists no {} {version}", self.name));
        if near.is_empty() {
            return error;
        }
        error.hint(format!("the nearest: {}", near.join(" and ")))
    }

    fn tagged(&self, tag: &str) -> Result<SemVersion, Error> {
        if let Some(text) = self.tags.get(tag) {
            return text.parse().map_err(|error| {
                Error::new(format!("the tag {tag} of {} is of no use", self.name)).because(error)
            });
        }
        if self.language == Language::Rust {
            let newest = self.offered().rfind(|version| !version.is_prerelease());
            return newest.cloned().ok_or_else(|| {
                Error::new(format!("{} has no version but pre-releases", self.name))
                    .hints(self.newest_hint())
            });
        }
        let error = Error::new(format!("{} has no tag `{tag}`", self.name));
        let near = self
            .tags
            .keys()
            .max_by(|a, b| strsim::jaro(tag, a).total_cmp(&strsim::jaro(tag, b)));
        Err(match near {
            Some(near) => error.hint(format!("did you mean `{near}`?")),
            None => error.hint("name a version instead"),
        })
    }

    fn newest_hint(&self) -> Option<String> {
        self.offered()
            .next_back()
            .map(|version| format!("the newest is {version}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::source::Source;

    fn listing(language: Language) -> Listing {
        let texts = [
            "2.1.0",
            "2.0.0",
            "1.0.0",
            "2.10.0",
            "2.2.0",
            "3.0.0-rc2",
            "3.0.0-rc10",
            "odd",
        ];
        let texts = texts.map(|text| (text.to_owned(), text == "2.2.0"));
        let tags = [("latest", "2.10.0"), ("next", "3.0.0-rc10"), ("bad", "x")]
            .map(|(tag, version)| (tag.to_owned(), version.to_owned()));
        Listing::new(language, "a", texts, BTreeMap::from(tags))
    }

    fn told(listing: &Listing, spec: &str) -> String {
        let prefix = listing.language.prefix();
        let Ok(Source::Registry { wanted, .. }) = Source::parse(&format!("{prefix}a@{spec}"))
        else {
            panic!("{spec}")
        };
        match listing.select(&wanted) {
            Ok(versions) => {
                let texts: Vec<String> = versions.iter().map(ToString::to_string).collect();
                texts.join(" ")
            }
            Err(error) => error.render().replace('\n', ""),
        }
    }

    #[test]
    fn what_is_wanted_is_selected_in_the_order_of_versions() {
        let npm = listing(Language::TypeScript);
        assert_eq!(npm.unplaced, ["odd"]);
        for (spec, expected) in [
            ("all", "1.0.0 2.0.0 2.1.0 2.10.0 3.0.0-rc2 3.0.0-rc10"),
            ("latest", "2.10.0"),
            ("next", "3.0.0-rc10"),
            ("nxt", "error: a has no tag `nxt`  did you mean `next`?"),
            ("2.2.0", "2.2.0"),
            ("2.x", "2.0.0 2.1.0 2.10.0"),
            ("2.0.0..2.10.0", "2.1.0 2.10.0"),
            (
                "2.10.0..2.10.0",
                "error: a has no version after 2.10.0, up to 2.10.0  the newest is 3.0.0-rc10",
            ),
            (
                "2.3.0",
                "error: the registry lists no a 2.3.0  the nearest: 2.2.0 and 2.10.0",
            ),
            (
                "0.1.0..2.0.0",
                "error: the registry lists no a 0.1.0  the nearest: 1.0.0",
            ),
            (
                "^7",
                "error: no version of a lies in ^7  the newest is 3.0.0-rc10",
            ),
        ] {
            assert_eq!(told(&npm, spec), expected, "{spec}");
        }
        let mut cargo = listing(Language::Rust);
        cargo.tags.clear();
        assert_eq!(told(&cargo, "latest"), "2.10.0");
        assert_eq!(told(&cargo, "2"), "2.0.0 2.1.0 2.10.0");
    }

    #[test]
    fn the_newest_in_a_range_of_a_manifest_is_found() {
        let npm = listing(Language::TypeScript);
        for (range, expected) in [
            ("^2.0.0", Some("2.10.0")),
            ("2.1.0", Some("2.1.0")),
            ("2.2.0", None),
            ("next", Some("3.0.0-rc10")),
            ("^9", None),
        ] {
            let newest = npm
                .newest(range)
                .unwrap()
                .map(|version| version.to_string());
            assert_eq!(newest.as_deref(), expected, "{range}");
        }
        assert!(npm.newest("github:a/b").is_err());
    }
}
