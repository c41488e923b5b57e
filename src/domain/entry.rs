//! Entries: one change each, with what it does to settings and symbols.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::date::Dated;
use crate::domain::deprecation::Deprecation;
use crate::domain::release::Origin;
use crate::domain::text::Untrusted;

crate::domain::words::closed_words! {
    /// What an entry tells of. The order is that of the headings in a release.
    pub enum EntryKind {
        Added = "added",
        Changed = "changed",
        Deprecated = "deprecated",
        Removed = "removed",
        Fixed = "fixed",
        Security = "security",
        Default = "default",
        Configuration = "configuration",
        Note = "note",
        KnownIssue = "known-issue",
    }
}

impl EntryKind {
    /// The heading that entries of this kind stand under.
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Added => "Added",
            Self::Changed => "Changed",
            Self::Deprecated => "Deprecated",
            Self::Removed => "Removed",
            Self::Fixed => "Fixed",
            Self::Security => "Security",
            Self::Default => "Defaults",
            Self::Configuration => "Configuration",
            Self::Note => "Notes",
            Self::KnownIssue => "Known issues",
        }
    }

    /// The kind of a heading, in any case.
    pub fn of_heading(heading: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|kind| kind.heading().eq_ignore_ascii_case(heading.trim()))
    }
}

crate::domain::words::closed_words! {
    /// Whom a change reaches.
    pub enum AppliesTo {
        All = "all",
        NewAccounts = "new-accounts",
        ExistingAccounts = "existing-accounts",
        OptIn = "opt-in",
    }
}

/// Who is left out of a change, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exclusion {
    pub who: Untrusted,
    pub why: Option<Untrusted>,
}

/// A later revision of a published entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    pub former: Untrusted,
    pub reason: Option<Untrusted>,
    /// `None`: nobody recorded when.
    pub date: Option<Dated>,
    /// `stream/version` of the release that tells readers of it.
    pub announced_in: Option<String>,
    pub sources: Vec<Untrusted>,
}

/// A value of a setting: unknown is not null.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SettingValue {
    #[default]
    Unknown,
    Known(serde_json::Value),
}

impl SettingValue {
    pub fn known(&self) -> Option<&serde_json::Value> {
        match self {
            Self::Unknown => None,
            Self::Known(value) => Some(value),
        }
    }
}

impl Serialize for SettingValue {
    /// `null` for unknown; whoever must tell the two apart also writes whether it is known.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            // One more level, so that unknown and null differ in stored revisions.
            Self::Unknown => serializer.serialize_none(),
            Self::Known(value) => serializer.collect_seq([value]),
        }
    }
}

impl<'de> Deserialize<'de> for SettingValue {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let wrapped: Option<[serde_json::Value; 1]> = Option::deserialize(deserializer)?;
        Ok(wrapped.map_or(Self::Unknown, |[value]| Self::Known(value)))
    }
}

/// One change of one setting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingChange {
    /// The setting's own permanent id.
    pub id: String,
    pub name: Option<Untrusted>,
    pub service: Option<Untrusted>,
    /// RFC 6901 pointer within the service's configuration.
    pub pointer: Option<Untrusted>,
    pub unit: Option<Untrusted>,
    pub old: SettingValue,
    pub new: SettingValue,
    /// `None`: as the entry.
    pub applies_to: Option<AppliesTo>,
    pub automatic: Option<bool>,
    pub excluded: Vec<Exclusion>,
    /// `None`: with its entry.
    pub effective: Option<Dated>,
    pub note: Option<Untrusted>,
}

impl SettingChange {
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            name: None,
            service: None,
            pointer: None,
            unit: None,
            old: SettingValue::Unknown,
            new: SettingValue::Unknown,
            applies_to: None,
            automatic: None,
            excluded: Vec::new(),
            effective: None,
            note: None,
        }
    }
}

/// One change, with a permanent id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub id: String,
    pub kind: EntryKind,
    pub breaking: bool,
    /// Markdown, without the bullet, the id and the breaking mark.
    pub text: Untrusted,
    pub impact: Option<Untrusted>,
    pub action: Option<Untrusted>,
    /// Stream id to range.
    pub requires: BTreeMap<String, String>,
    pub applies_to: Option<AppliesTo>,
    pub excluded: Vec<Exclusion>,
    /// `None`: with its release.
    pub effective: Option<Dated>,
    /// For a known issue: `stream/version`.
    pub fixed_in: Option<String>,
    pub feature: Option<String>,
    pub related: Vec<String>,
    pub reverts: Option<String>,
    /// Empty: as the release.
    pub audience: Vec<String>,
    pub note: Option<Untrusted>,
    pub sources: Vec<Untrusted>,
    /// The git commit that it was drafted from. Left out of revisions where there is none, so that older ones read alike.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    pub settings: Vec<SettingChange>,
    pub deprecations: Vec<Deprecation>,
    pub corrections: Vec<Correction>,
    #[serde(skip)]
    pub origin: Origin,
}

impl Entry {
    pub fn new(id: impl Into<String>, kind: EntryKind, text: impl Into<Untrusted>) -> Self {
        Self {
            id: id.into(),
            kind,
            breaking: false,
            text: text.into(),
            impact: None,
            action: None,
            requires: BTreeMap::new(),
            applies_to: None,
            excluded: Vec::new(),
            effective: None,
            fixed_in: None,
            feature: None,
            related: Vec::new(),
            reverts: None,
            audience: Vec::new(),
            note: None,
            sources: Vec::new(),
            commit: None,
            settings: Vec::new(),
            deprecations: Vec::new(),
            corrections: Vec::new(),
            origin: Origin::Local,
        }
    }

    /// The day from which it holds: its own, else its release's.
    pub fn holds_from(&self, release: Option<Dated>) -> Option<Dated> {
        self.effective.or(release)
    }
}

/// Whether `text` is the whole name of a git commit: SHA-1 or SHA-256 in lower-case hexadecimal.
pub fn is_commit(text: &str) -> bool {
    matches!(text.len(), 40 | 64)
        && text
            .bytes()
            .all(|one| matches!(one, b'0'..=b'9' | b'a'..=b'f'))
}

/// Whether `text` can be the id of an entry or a setting: lower-case letters, digits, `-` and `.`,
/// starting with a letter or digit, at most 80 characters.
pub fn is_valid_id(text: &str) -> bool {
    text.len() <= 80
        && text.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.'))
}
