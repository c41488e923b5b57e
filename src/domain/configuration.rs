//! What an account's configuration has to look like: the documents, their known fields, and what versions and features need.
//!
//! All of it is data of a platform. `policy::checkup` holds documents against it.

use crate::domain::date::Date;
use crate::domain::pattern::Pattern;
use crate::domain::pointer::Pointer;
use crate::domain::problem::Severity;
use crate::domain::range::Range;
use crate::domain::text::Untrusted;
use crate::domain::version::SemVersion;

crate::domain::words::closed_words! {
    /// What is asked of the values at a place: a closed list.
    pub enum Op {
        /// Nothing stands there.
        Absent = "absent",
        /// Exactly this value.
        Equals = "equals",
        /// A text that has the pattern.
        Matches = "matches",
        /// Nothing, or one of these values.
        AbsentOrIn = "absent-or-in",
        AbsentOrFalse = "absent-or-false",
        /// Every one of these values is among those that stand there.
        ContainsAll = "contains-all",
        /// Nothing, or a range that holds none of these versions.
        SemverNotIntersecting = "semver-not-intersecting",
        /// Nothing, or a range that holds no other than these versions.
        AbsentOrSemverSubset = "absent-or-semver-subset",
        /// Nothing, or a version or range that leads to at least this version.
        SemverMin = "semver-min",
    }
}

crate::domain::words::closed_words! {
    /// The types of JSON values.
    pub enum FieldType {
        String = "string",
        Boolean = "boolean",
        Integer = "integer",
        Number = "number",
        Object = "object",
        Array = "array",
    }
}

/// A kind of document that a checkup takes.
#[derive(Clone, Debug)]
pub struct DocumentKind {
    pub id: String,
    /// As people call it.
    pub name: String,
    /// The key that holds the items, for a list.
    pub list: Option<String>,
    /// An object has at least two of these keys; each item of a list all of them.
    pub known_by: Vec<String>,
    /// What the identifiers of a list's items begin with.
    pub sid: Option<String>,
    /// Where the version stands that the account is set to run.
    pub version: Option<Pointer>,
    /// Where the day stands on which the account was made.
    pub created: Option<Pointer>,
    /// Where users get it.
    pub from: Option<String>,
}

/// A field that is known.
#[derive(Clone, Debug)]
pub struct Field {
    pub document: String,
    pub pointer: Pointer,
    pub kind: FieldType,
    pub nullable: bool,
    /// The only values that there are; empty: any.
    pub values: Vec<String>,
    /// What the identifier begins with.
    pub sid: Option<String>,
    pub sources: Vec<Untrusted>,
}

/// What a rule expects, as its operation needs it.
#[derive(Clone, Debug)]
pub enum Expected {
    Nothing,
    Values(Vec<serde_json::Value>),
    Pattern(Pattern),
    /// A range and how it is written.
    Range(Range, String),
    Version(SemVersion),
}

/// Something that has to hold of a document.
#[derive(Clone, Debug)]
pub struct Rule {
    pub document: String,
    pub pointer: Pointer,
    pub op: Op,
    pub expected: Expected,
    /// Only items count in which these values stand.
    pub places: Vec<(Pointer, serde_json::Value)>,
}

/// When a requirement counts; all that is there has to hold.
#[derive(Clone, Debug, Default)]
pub struct When {
    /// Versions of the stream, and how the range is written.
    pub versions: Option<(Range, String)>,
    /// Only after this day.
    pub after: Option<Date>,
    /// Only if this feature is in use.
    pub using: Option<String>,
    /// Only for accounts made on this day or later.
    pub created_from: Option<Date>,
}

/// What versions or features need of a document.
#[derive(Clone, Debug)]
pub struct Requirement {
    pub id: String,
    pub rule: Rule,
    pub when: When,
    pub severity: Severity,
    /// Values that are one step less grave.
    pub milder: Vec<serde_json::Value>,
    pub why: Untrusted,
    pub action: Option<Untrusted>,
    pub sources: Vec<Untrusted>,
}

/// What leaves an account out of a change that is applied automatically: it happens only if the rule holds.
#[derive(Clone, Debug)]
pub struct Conflict {
    /// The entry of the record that brings the change.
    pub entry: String,
    /// What is the case if the rule does not hold.
    pub what: Untrusted,
    pub rule: Rule,
    pub sources: Vec<Untrusted>,
}

/// Where a setting of the record stands that names no pointer itself.
#[derive(Clone, Debug)]
pub struct SettingPlace {
    pub id: String,
    pub document: String,
    pub pointer: Pointer,
}

/// A feature that requirements depend on and that no document tells.
#[derive(Clone, Debug)]
pub struct Use {
    pub id: String,
    pub name: String,
}

/// The rules of a platform.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// The stream of versions that `versions` are of.
    pub stream: String,
    pub documents: Vec<DocumentKind>,
    pub uses: Vec<Use>,
    pub requirements: Vec<Requirement>,
    pub conflicts: Vec<Conflict>,
    pub settings: Vec<SettingPlace>,
    pub fields: Vec<Field>,
}

impl Rules {
    pub fn document(&self, id: &str) -> Option<&DocumentKind> {
        self.documents.iter().find(|kind| kind.id == id)
    }
}
