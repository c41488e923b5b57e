//! The API surface of one version of a package: its modules, what each declares and exports, and of what type.
//!
//! One model serves TypeScript declarations and Rust source, because the questions are the same: what can a user
//! name, through which path, what are its members, of what type is a member, and what do the authors say of it. A
//! surface holds declarations as they were written, with every name already bound to the declaration that it means;
//! what follows from them (members that are inherited, picked or mapped; which paths reach a symbol) is worked out by
//! [`shape`] and [`outline`].

pub mod encoding;
pub mod modules;
pub mod notice;
pub mod outline;
pub mod paths;
pub mod render;
pub mod resolve;
pub mod shape;
pub mod symbols;
pub mod types;
pub mod walk;

use serde::{Deserialize, Serialize};

use crate::domain::surface::modules::Modules;
use crate::domain::surface::notice::{Notes, Notice};
use crate::domain::surface::types::{Generic, Type};

/// The language that a package is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Language {
    /// Declaration files of an npm package.
    TypeScript,
    /// Source of a crate.
    Rust,
}

impl Language {
    /// What stands between the parts of a symbol's path, as users write it.
    pub const fn separator(self) -> &'static str {
        match self {
            Self::TypeScript => ".",
            Self::Rust => "::",
        }
    }

    /// The language of a package, by the registry that its name begins with.
    pub fn of_package(package: &str) -> Self {
        if package.starts_with(Self::Rust.prefix()) {
            Self::Rust
        } else {
            Self::TypeScript
        }
    }

    /// What the name of a package of this language begins with.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::TypeScript => "npm:",
            Self::Rust => "crate:",
        }
    }
}

/// A package at one version, with its member packages folded in.
///
/// Modules are in the order of their ids, so that equal packages make equal surfaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Surface {
    pub language: Language,
    /// With its registry: `npm:@twilio/flex-ui`, `crate:clap`.
    pub package: String,
    /// As the package states it.
    pub version: String,
    /// Packages whose declarations are part of this surface, in the order of their names.
    pub members: Vec<MemberPackage>,
    /// What the package's manifest asks for.
    pub requires: Vec<Requirement>,
    /// The module that the package's root stands for; `None` if it has no types.
    pub root: Option<ModuleId>,
    pub modules: Modules,
    /// Every declaration that the compiler would call deprecated, whether anything leads to it or not.
    pub tags: Vec<Tag>,
    /// What is said of symbols elsewhere than where they are declared: in the package's change log.
    pub said: Vec<Said>,
    /// What could not be read or resolved.
    pub gaps: Vec<Gap>,
}

/// A declaration with a tag or attribute of its own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Tag {
    pub module: ModuleId,
    /// 1-based line of the tag.
    pub line: u32,
    pub name: String,
}

/// Something said of a symbol by its path, as the [`outline`] lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    pub symbol: String,
    pub notice: Notice,
}

/// A package that is read as part of another: `@twilio/flex-ui-core` of Flex UI, `clap_builder` of clap.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct MemberPackage {
    /// Without its registry: `@twilio/flex-ui-core`, `clap_builder`.
    pub name: String,
    /// What the manifest of the package asks for.
    pub range: String,
    /// The version that was folded in; `None` if none could be had, which is also a [`Gap`].
    pub version: Option<String>,
    /// The member's own root module, for plugins that import it directly.
    pub root: Option<ModuleId>,
}

/// One dependency that a manifest states.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Requirement {
    pub name: String,
    pub range: String,
    pub kind: RequirementKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum RequirementKind {
    Dependency,
    Peer,
    Optional,
}

impl RequirementKind {
    /// The word that histories keep for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Dependency => "dependency",
            Self::Peer => "peer",
            Self::Optional => "optional",
        }
    }

    /// The kind of such a word.
    pub fn of_word(word: &str) -> Option<Self> {
        [Self::Dependency, Self::Peer, Self::Optional]
            .into_iter()
            .find(|kind| kind.as_str() == word)
    }
}

/// A module: a declaration file without its suffix, or a Rust module.
///
/// The package's own are `src/components/Button` and `distributions::uniform` (the crate's root is the empty text);
/// a member package's begin with its name and a colon: `@twilio/flex-ui-core:src/index`, `clap_builder:`.
///
/// Two kinds of TypeScript modules are parts of a file: `src/globals#global` holds what that file makes global, and
/// `src/typings#name` a module that it declares by that name (`declare module "name"`). Neither can be imported by
/// its path.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ModuleId(pub String);

impl ModuleId {
    pub fn new(member: Option<&str>, path: &str) -> Self {
        Self(match member {
            None => path.to_owned(),
            Some(member) => format!("{member}:{path}"),
        })
    }

    /// The member package that the module belongs to, if it is not the package's own.
    pub fn member(&self) -> Option<&str> {
        self.split().0
    }

    /// The path within its package.
    pub fn path(&self) -> &str {
        self.split().1
    }

    // A Rust path holds `::`, and no other colon; a path of files holds none that follows a package name.
    fn split(&self) -> (Option<&str>, &str) {
        match self.0.split_once(':') {
            Some((member, path)) if !path.starts_with(':') && !member.is_empty() => {
                (Some(member), path)
            }
            _ => (None, &self.0),
        }
    }
}

/// What one module declares and exports, in source order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Module {
    pub declarations: Vec<Declaration>,
    pub exports: Vec<Export>,
}

impl Module {
    /// The declarations of one name: several where it is overloaded or merged.
    pub fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Declaration> {
        self.declarations.iter().filter(move |one| one.name == name)
    }
}

/// One name that a module lets others use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Export {
    /// `default` for a default export, `export=` for `export =`; empty for [`Exported::All`]. A name with a dot is an
    /// alias within a namespace of the module (`Namespace.alias`), which is no export of the module itself.
    pub name: String,
    pub what: Exported,
    /// Of the export itself; those of what is exported stand there.
    pub notes: Notes,
    /// The condition under which it exists (`cfg`), as written.
    pub cfg: Option<String>,
    /// 1-based line in the file; 0 if unknown.
    pub line: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Exported {
    /// A declaration of the same module, by its name there; as in [`types::Target::Declared`] the name may go on to a
    /// member.
    Own(String),
    /// A name that another module exports: `export { name as … } from`, `pub use module::name as …`.
    From { module: ModuleId, name: String },
    /// All that another module exports: `export * from`, `pub use module::*`. In Rust also all variants of an enum
    /// or all of a foreign crate's module.
    All(Origin),
    /// A module as a name: `export * as name from`, `pub mod name`.
    Namespace(ModuleId),
    /// Something of a package that is not part of this surface.
    Foreign { package: String, path: String },
}

/// A module of this surface, or somebody else's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Origin {
    Module(ModuleId),
    /// All variants of the enum of this name in that module.
    Variants {
        module: ModuleId,
        name: String,
    },
    Foreign {
        package: String,
        path: String,
    },
}

/// One declaration. Overloads and merged declarations are several of one name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declaration {
    /// As declared. One within a namespace is `Namespace.name`; `default` if it has no name.
    pub name: String,
    pub kind: DeclarationKind,
    /// Type parameters, in order.
    pub generics: Vec<Generic>,
    /// What it extends (classes, interfaces), or its supertraits.
    pub extends: Vec<Type>,
    /// What it implements: `implements` of a class; for a Rust type every `impl Trait for Type`.
    pub implements: Vec<Type>,
    pub members: Vec<Member>,
    /// What an alias stands for; the type of a variable, constant or function.
    pub ty: Option<Type>,
    pub notes: Notes,
    pub cfg: Option<String>,
    /// 1-based line in the file; 0 if unknown.
    pub line: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum DeclarationKind {
    Class,
    Interface,
    /// `type X = …` in both languages.
    Alias,
    /// Members are its variants.
    Enum,
    Function,
    /// `const`, `let`, `var`; a Rust `static`.
    Variable,
    /// Members stand in the module, as `Namespace.name`.
    Namespace,
    Struct,
    Union,
    Trait,
    TraitAlias,
    Constant,
    Macro,
}

impl DeclarationKind {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Class => "class",
            Self::Interface => "interface",
            Self::Alias => "type",
            Self::Enum => "enum",
            Self::Function => "function",
            Self::Variable => "variable",
            Self::Namespace => "namespace",
            Self::Struct => "struct",
            Self::Union => "union",
            Self::Trait => "trait",
            Self::TraitAlias => "trait alias",
            Self::Constant => "constant",
            Self::Macro => "macro",
        }
    }

    /// In TypeScript, whether the name can stand where a value is meant.
    pub const fn is_value(self) -> bool {
        !matches!(self, Self::Interface | Self::Alias)
    }
}

/// A member of a declaration or of an object type. Overloads are several of one name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Member {
    /// `constructor`, `()`, `new()` and `[]` for members without a name; a tuple's fields are `0`, `1` ….
    pub name: String,
    pub kind: MemberKind,
    pub access: Access,
    /// Of the class itself, not of its instances; in Rust an associated function without `self`.
    pub is_static: bool,
    pub optional: bool,
    pub readonly: bool,
    /// A method's is [`Type::Function`]; an enum member's or constant's is the literal. `None` if not stated.
    pub ty: Option<Type>,
    pub notes: Notes,
    pub cfg: Option<String>,
    pub line: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum MemberKind {
    Property,
    Method,
    Getter,
    Setter,
    Constructor,
    /// `(…): T` in an object type.
    Call,
    /// `new (…): T` in an object type.
    New,
    /// `[key: string]: T`; the type is a function from key to value.
    Index,
    /// A variant; a Rust variant's own fields are an object type.
    Variant,
    Field,
    AssociatedType,
    AssociatedConstant,
}

#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub enum Access {
    #[default]
    Public,
    Protected,
    Private,
}

/// Something of the package that could not be read or resolved: listed, never dropped.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Gap {
    pub kind: GapKind,
    /// The file or module.
    pub at: String,
    pub line: u32,
    pub message: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum GapKind {
    /// The package ships no declarations at all.
    NoTypes,
    /// A file that does not parse, or is nested too deep, or is no text.
    Unreadable,
    /// A module that an import or a `mod` names and that is not there.
    MissingModule,
    /// A name that a module is to export and does not.
    MissingName,
    /// A member package that could not be had.
    MissingMember,
    /// A construct that the reader does not take apart: its text is kept.
    Unplaced,
}

impl GapKind {
    /// Whether a whole file or package is missing for it, and not only a name.
    pub const fn is_grave(self) -> bool {
        matches!(self, Self::NoTypes | Self::Unreadable | Self::MissingMember)
    }
}

impl std::fmt::Display for ModuleId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::GapKind;

    #[test]
    fn a_gap_is_grave_if_a_file_or_a_package_is_missing_for_it() {
        for (kind, is_grave) in [
            (GapKind::NoTypes, true),
            (GapKind::Unreadable, true),
            (GapKind::MissingMember, true),
            (GapKind::MissingModule, false),
            (GapKind::MissingName, false),
            (GapKind::Unplaced, false),
        ] {
            assert_eq!(kind.is_grave(), is_grave, "{kind:?}");
        }
    }
}
