//! What the source of one file says, before any name in it is bound.
//!
//! Types are those of the surface, with the target of every name [`Target::Missing`]: only who knows the whole crate
//! can bind them.
//!
//! [`Target::Missing`]: crate::domain::surface::types::Target::Missing

use crate::domain::surface::notice::Notes;
use crate::domain::surface::types::{Generic, Type};
use crate::domain::surface::{Declaration, Member};

/// One source file, or what a macro was expanded to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct File {
    pub items: Vec<Item>,
    /// Of the inner attributes, which are those of the module that the file is.
    pub marks: Marks,
}

/// What the attributes of an item say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    pub notes: Notes,
    /// The condition of `#[cfg]`, several joined by `all(…)`.
    pub cfg: Option<String>,
    /// `#[path]`, also within `cfg_attr`.
    pub paths: Vec<String>,
    /// Traits and macros of `#[derive]`.
    pub derives: Vec<Type>,
    /// `#[macro_export]`.
    pub exported: bool,
    /// The name and kind that an attribute of a procedural macro gives: `proc_macro_derive(Name)`.
    pub procedural: Option<String>,
    /// Whether it exists in tests only.
    pub test: bool,
}

/// Who may name an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visibility {
    Public,
    /// `pub(crate)`, `pub(in …)`, `pub(super)`.
    Restricted,
    Private,
}

/// One item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Empty where it has none.
    pub name: String,
    pub visibility: Visibility,
    pub notes: Notes,
    pub cfg: Option<String>,
    pub line: u32,
    pub kind: ItemKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// A type, trait, function, value, alias, or a macro that others may call.
    Declared {
        declaration: Box<Declaration>,
        /// Macros that are called where its members stand.
        calls: Vec<Call>,
        /// Whether its name is also a value: a tuple or unit struct.
        constructor: bool,
    },
    Module {
        /// What `#[path]` says.
        paths: Vec<String>,
        /// `None`: it stands in a file of its own.
        body: Option<Vec<Item>>,
    },
    Use(Vec<Import>),
    /// `extern crate of as name`.
    ExternCrate {
        of: String,
    },
    Implementation(Box<Implementation>),
    /// `macro_rules!`.
    Rules {
        /// The rules, as written between the outer braces.
        text: String,
        exported: bool,
    },
    Call(Call),
}

/// One name, or all of them, that a `use` brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// With `crate`, `self`, `super`; the last part is what is imported, but for a glob.
    pub path: Vec<String>,
    /// Whether it begins with `::`.
    pub absolute: bool,
    /// The name it has here, `_` if none; `None` for a glob.
    pub name: Option<String>,
}

/// A macro called where items or members stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    pub path: Vec<String>,
    /// Its argument, as written.
    pub text: String,
    pub line: u32,
    pub cfg: Option<String>,
}

/// `impl … { … }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Implementation {
    pub generics: Vec<Generic>,
    /// The trait. Its associated types are among its arguments, as bindings.
    pub of: Option<Type>,
    pub target: Type,
    /// Of an inherent one those that are public; of a trait none.
    pub members: Vec<Member>,
    pub calls: Vec<Call>,
}

/// Why a file was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub line: u32,
    pub message: String,
}

impl Refusal {
    pub fn new(line: u32, message: &str) -> Self {
        Self {
            line,
            message: message.to_owned(),
        }
    }
}
