//! Many plugins at once: what a move does to each, and where they meet.

use crate::domain::document::impact::Effort;
use crate::domain::document::scan::{ScannedPlugin, Status};
use crate::domain::fingerprint::number_of;

/// A part of a fleet: the K-th of N, counted from 1. Which part a plugin is of follows from its name alone, so it stays the same
/// whatever else the fleet holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    pub index: u32,
    pub count: u32,
}

impl Shard {
    /// Whether a plugin of that name belongs to it: the same on every machine and in every release.
    pub fn holds(self, name: &str) -> bool {
        number_of(name) % u64::from(self.count) == u64::from(self.index - 1)
    }
}

impl std::fmt::Display for Shard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.index, self.count)
    }
}

/// Why a text names no part of a fleet.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` is no part of a fleet: parts are written K/N, for example 1/4 to 4/4")]
pub struct ShardError(String);

impl std::str::FromStr for Shard {
    type Err = ShardError;

    fn from_str(text: &str) -> Result<Self, ShardError> {
        let error = || ShardError(text.to_owned());
        let (index, count) = text.split_once('/').ok_or_else(error)?;
        let number = |text: &str| text.parse::<u32>().map_err(|_not_a_number| error());
        let shard = Self {
            index: number(index)?,
            count: number(count)?,
        };
        if (1..=shard.count).contains(&shard.index) {
            Ok(shard)
        } else {
            Err(error())
        }
    }
}

/// A plugin with what a move does to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PluginImpact {
    /// As the fleet's list names it, else as its manifest does.
    pub name: String,
    pub owner: Option<String>,
    /// `None`: it could not be looked at, and `problem` says why.
    pub scanned: Option<ScannedPlugin>,
    pub problem: Option<String>,
    /// For each finding, in the scan's order, how it is fixed and with which version it comes about; `None`: it was
    /// there before the move.
    pub graded: Vec<(Effort, Option<String>)>,
}

impl PluginImpact {
    pub fn is_complete(&self) -> bool {
        self.scanned
            .as_ref()
            .is_some_and(|one| one.unreadable.is_empty() && one.missing.is_empty())
    }

    /// How many findings are fixed that way.
    pub fn graded_as(&self, effort: Effort) -> usize {
        self.graded.iter().filter(|(one, _)| *one == effort).count()
    }

    /// How many findings are of what the new version lacks, or has in an incompatible form.
    pub fn breaks(&self) -> usize {
        let findings = self.scanned.iter().flat_map(|one| &one.findings);
        findings.filter(|one| one.status <= Status::Changed).count()
    }

    /// How many findings are of what still works.
    pub fn warns(&self) -> usize {
        self.scanned.as_ref().map_or(0, |one| one.findings.len()) - self.breaks()
    }
}
