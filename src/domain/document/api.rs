//! What the commands on API surfaces answer: one surface, the difference of two, the life of a symbol.

use crate::domain::api::ReadVersion;
use crate::domain::api::diff::{Bump, Difference};
use crate::domain::api::life::{Life, Moment};
use crate::domain::date::Date;
use crate::domain::deprecation::SymbolKind;
use crate::domain::surface::notice::Notice;
use crate::domain::surface::{Gap, Language};
use crate::domain::version::SemVersion;

/// How old and how complete the surfaces behind an answer are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurfaceAge {
    /// With its registry.
    pub package: String,
    /// The newest version whose surface was read.
    pub newest_read: Option<String>,
    /// How many were read.
    pub read: usize,
    /// Versions that the history knows and whose surface was not read, in order.
    pub unread: Vec<String>,
    /// Where the surfaces come from, in words.
    pub source: String,
}

/// The answer of `api show`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShowDocument {
    pub as_of: Date,
    pub language: Language,
    pub version: ReadVersion,
    pub rows: Vec<ShowRow>,
    /// Of the whole surface, whatever the filters leave.
    pub counts: ShowCounts,
    /// How many rows the filters left out.
    pub filtered: usize,
    pub gaps: Vec<Gap>,
    pub age: SurfaceAge,
}

/// What a surface holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ShowCounts {
    /// Names that the root exports.
    pub exports: usize,
    /// Symbols reachable from the root, exports included; those that a container only inherits are not counted.
    pub symbols: usize,
    /// Of those, declared deprecated.
    pub deprecated: usize,
    /// With a notice in prose or a comment only.
    pub soft: usize,
    /// Tags in places where they may not be meant.
    pub suspect: usize,
    /// Paths from the root that lead to something deprecated, inherited ones included.
    pub deprecated_paths: usize,
    /// Modules and their symbols that only a deep import reaches.
    pub deep: usize,
    /// Declarations anywhere in the package's own files that carry the tag.
    pub tags: usize,
    /// The same in the files of its member packages.
    pub member_tags: usize,
}

/// One symbol of a surface.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "facts that do not exclude each other"
)]
pub struct ShowRow {
    pub symbol: String,
    pub kind: SymbolKind,
    /// Reachable from the root, or only by a deep import.
    pub root: bool,
    pub declared_by: Option<String>,
    pub private: bool,
    pub deprecated: bool,
    pub partly: bool,
    pub soft: bool,
    /// Its overloads and merged declarations: word (with `?` if it is optional) and declared type.
    pub forms: Vec<(String, Option<String>)>,
    pub notices: Vec<Notice>,
    /// `file:line` of the first declaration, without the file's suffix.
    pub at: String,
    pub cfg: Option<String>,
}

/// A replacement that a notice names, and whether there is such a thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// As the notice writes it.
    pub written: String,
    /// The symbol that it names, if a version that was read has one.
    pub symbol: Option<String>,
    /// Since when.
    pub since: Option<Moment>,
    /// The newest version that has it, where a later one that was read lacks it.
    pub gone_after: Option<String>,
}

/// One symbol in a difference, with what the history adds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiffRow {
    pub difference: Difference,
    /// Some version before the step declared it deprecated.
    pub ever_deprecated: bool,
    pub declared_since: Option<String>,
    pub first_observed: Option<Moment>,
    pub replacements: Vec<Replacement>,
}

/// The answer of `api diff`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiffDocument {
    pub as_of: Date,
    pub language: Language,
    pub from: ReadVersion,
    pub to: ReadVersion,
    pub needs: Bump,
    pub made: Bump,
    pub removed: Vec<DiffRow>,
    pub moved: Vec<DiffRow>,
    pub changed: Vec<DiffRow>,
    pub deprecated: Vec<DiffRow>,
    pub added: Vec<DiffRow>,
    /// Changes of type of which it is not judged whether they break code.
    pub unjudged: usize,
    /// Dependencies whose range differs: name, kind, before, after.
    pub requires: Vec<(String, String, Option<String>, Option<String>)>,
    pub age: SurfaceAge,
}

crate::domain::words::closed_words! {
    /// The parts of a difference, the gravest first.
    pub enum DiffSection {
        Removed = "removed",
        Moved = "moved",
        Changed = "changed",
        Deprecated = "deprecated",
        Added = "added",
    }
}

impl DiffDocument {
    pub fn section(&self, section: DiffSection) -> &[DiffRow] {
        match section {
            DiffSection::Removed => &self.removed,
            DiffSection::Moved => &self.moved,
            DiffSection::Changed => &self.changed,
            DiffSection::Deprecated => &self.deprecated,
            DiffSection::Added => &self.added,
        }
    }

    /// Whether the surfaces and what the manifests ask for are the same.
    pub fn is_nothing(&self) -> bool {
        self.requires.is_empty()
            && DiffSection::ALL
                .iter()
                .all(|one| self.section(*one).is_empty())
    }

    /// Whether the versions are further apart than Semantic Versioning asks for. A pre-release promises nothing to the
    /// release that it leads to (Semantic Versioning 2.0.0, section 9).
    pub fn is_bump_enough(&self) -> bool {
        self.needs <= self.made || self.is_from_prerelease()
    }

    /// Whether the step leads from a pre-release towards its own release.
    pub fn is_from_prerelease(&self) -> bool {
        let parse = |read: &ReadVersion| read.version.parse::<SemVersion>().ok();
        match (parse(&self.from), parse(&self.to)) {
            (Some(from), Some(to)) => from.is_prerelease() && from.release() == to.release(),
            _ => false,
        }
    }
}

/// A declared type, and the versions in which it held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeSpan {
    /// The first and the last version that was read and has it.
    pub from: String,
    pub to: String,
    pub signature: String,
}

/// The answer of `api history`, and part of `explain`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LifeDocument {
    pub as_of: Date,
    pub package: String,
    pub life: Life,
    pub replacements: Vec<Replacement>,
    pub types: Vec<TypeSpan>,
    /// A deep import that still reaches a removed export, in the newest version.
    pub remnant: Option<String>,
    /// Entries of the change log that speak of it: entry, release, what they say.
    pub said: Vec<(String, String, String)>,
    pub age: SurfaceAge,
}
