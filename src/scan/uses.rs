//! What a plugin uses of platforms, whatever it is written in: each place with the symbol that it names, and what becomes
//! of that in the target.
//!
//! This is what every language gives, and all that findings are made of.

use crate::domain::deprecation::SymbolKind;
use crate::domain::document::scan::Confidence;
use crate::domain::surface::notice::Notice;
use crate::syntax::script::Span;

/// How a place names a symbol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Site {
    /// In an import, as the other module calls it.
    Import,
    /// The specifier of an import of a deeper module.
    Module,
    ReExport,
    /// An imported name, used.
    Name,
    Member,
    Type,
    TypeKey,
    Doc,
    Tag,
    /// Of an element; of Rust a derive too, and words that a derive reads.
    Attribute,
    /// Of an object literal, or of a struct's.
    Key,
    /// In a pattern.
    Binding,
    /// A method of a class of the plugin that hides one of its base, or implements that of a platform's trait.
    Override,
    /// The member of a base class that a class of the plugin, or an object, assigns.
    Assigned,
    /// A text, or a key, that is a name of the record.
    Text,
    /// A member of a platform, by a name that only a run would tell.
    Computed,
    /// Where the way to what is meant was too long to follow.
    Lost,
}

/// One place in a plugin that names a symbol of a platform.
#[derive(Clone, Debug)]
pub struct Use {
    /// Position among the files.
    pub file: usize,
    pub at: Span,
    pub site: Site,
    pub confidence: Confidence,
    pub guarded: bool,
    /// Position among the packages.
    pub package: usize,
    /// The path as users write it.
    pub symbol: String,
    pub what: Kind,
    /// Whether it is a member of a type without a name, which is known by the value that it is a part of.
    pub nameless: bool,
    /// Whether only a deep import reaches it.
    pub deep: Option<String>,
    pub then: Then,
    /// Where the name is imported that this is another use of.
    pub imported_at: Option<Span>,
    /// The left side of `exports.name = …`, where the symbol is passed on by it.
    pub passed_on_at: Option<Span>,
    /// What else is to be said of it.
    pub notes: Vec<String>,
    /// Whether it is code for tests, in a file that is not.
    pub test_code: bool,
}

/// What is used, as far as names tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What a module has under a name.
    Export,
    Member,
    EnumMember,
    Module,
    /// A name that the record lists, and no declaration shows.
    Recorded(SymbolKind),
}

/// What there is of it in the target.
#[derive(Clone, Debug)]
pub enum Then {
    There {
        /// The notice that deprecates it for certain, with the part that it is said of.
        deprecated: Option<Notice>,
    },
    /// It is there, and other forms of it are deprecated than the one that is used.
    Spared,
    Gone,
    /// The record alone can tell.
    Recorded,
    /// It is there, and another package's or the plugin's own.
    Other,
    /// It cannot be told: what it is a member of is not known there.
    Unknown,
}

/// What a run over a plugin gives.
#[derive(Clone, Debug, Default)]
pub struct Uses {
    /// In the order of files and places.
    pub uses: Vec<Use>,
    /// Places that resolve to a symbol.
    pub references: usize,
    /// In the order of files and places.
    pub undecided: Vec<Undecided>,
    /// Whether a module was looked for that no root leads to.
    pub deep: bool,
}

/// A place that may name a symbol, of which it cannot be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Undecided {
    /// Position among the files.
    pub file: usize,
    pub at: Span,
    /// Why: [`Site::Module`], [`Site::Computed`] or [`Site::Lost`].
    pub site: Site,
}
