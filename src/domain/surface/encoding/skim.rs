//! What names of a module's bytes lead to, without its types: these are passed over, and nothing is made of them.
//!
//! The shapes here are those of [`Declaration`], [`Type`] and so on, part by part in the same order; a test holds them
//! against what is decoded whole.
//!
//! [`Declaration`]: crate::domain::surface::Declaration
//! [`Type`]: crate::domain::surface::types::Type

use std::fmt;
use std::marker::PhantomData;

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::domain::surface::notice::{Source, Strength};
use crate::domain::surface::types::Modifier;
use crate::domain::surface::{Access, DeclarationKind, Export, MemberKind};

/// The names that a module declares, and its exports.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::domain::surface) struct Sketch {
    /// In source order; overloads and merged declarations more than once.
    pub(in crate::domain::surface) names: Vec<String>,
    pub(in crate::domain::surface) exports: Vec<Export>,
}

/// The sketch of a module.
///
/// # Errors
/// Bytes that are no module.
pub(in crate::domain::surface) fn sketch(bytes: &[u8]) -> Result<Sketch, postcard::Error> {
    let (declarations, exports): (Vec<Declared>, Vec<Export>) = postcard::from_bytes(bytes)?;
    let names = declarations.into_iter().map(|one| one.name).collect();
    Ok(Sketch { names, exports })
}

macro_rules! shapes {
    ($($(#[$meta:meta])* $shape:ident { $($field:ident: $of:ty,)+ })+) => {
        $(
            $(#[$meta])*
            #[derive(Deserialize)]
            #[expect(dead_code, reason = "the fields say only what is passed over")]
            struct $shape {
                $($field: $of,)+
            }
        )+
    };
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "all but the name is passed over")]
struct Declared {
    name: String,
    kind: DeclarationKind,
    generics: Many<Generic>,
    extends: Many<Passed>,
    implements: Many<Passed>,
    members: Many<Member>,
    ty: Option<Passed>,
    notes: Notes,
    cfg: Option<Text>,
    line: u32,
}

shapes! {
    Member {
        name: Text,
        kind: MemberKind,
        access: Access,
        is_static: bool,
        optional: bool,
        readonly: bool,
        ty: Option<Passed>,
        notes: Notes,
        cfg: Option<Text>,
        line: u32,
    }
    Notes {
        notices: Many<Notice>,
        since: Option<Text>,
        private: bool,
        ignored: bool,
    }
    Notice {
        strength: Strength,
        source: Source,
        since: Option<Text>,
        removal: Option<Text>,
        replacements: Many<Text>,
        text: Option<Text>,
        advice: Option<Text>,
        example: Option<Text>,
        link: Option<Text>,
        cfg: Option<Text>,
        line: u32,
    }
    Generic {
        name: Text,
        bounds: Many<Passed>,
        default: Option<Passed>,
    }
    Named {
        written: Text,
        target: Target,
        arguments: Many<Passed>,
    }
    Signature {
        generics: Many<Generic>,
        parameters: Many<Parameter>,
        returns: Option<Passed>,
        receiver: Option<Passed>,
    }
    Parameter {
        name: Text,
        ty: Option<Passed>,
        optional: bool,
        rest: bool,
    }
    TupleItem {
        name: Option<Text>,
        optional: bool,
        rest: bool,
        ty: Passed,
    }
    Mapped {
        parameter: Text,
        keys: Passed,
        rename: Option<Passed>,
        ty: Option<Passed>,
        readonly: Modifier,
        optional: Modifier,
    }
}

#[derive(Deserialize)]
enum Target {
    Parameter,
    Declared(Text, Text),
    Module(Text),
    Foreign(Text, Text),
    Global,
    Missing,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "the fields say only what is passed over")]
enum Shape {
    Keyword(Text),
    Literal(Text),
    Named(Named),
    Array(Passed),
    Tuple(Many<TupleItem>),
    Union(Many<Passed>),
    Intersection(Many<Passed>),
    Function(Signature),
    Constructor(Signature),
    Object(Many<Member>),
    Mapped(Mapped),
    Conditional(Passed, Passed, Passed, Passed),
    Infer(Text, Option<Passed>),
    Operator(Text, Passed),
    Indexed(Passed, Passed),
    TypeOf(Named),
    Template(Many<Text>, Many<Passed>),
    Predicate(bool, Text, Option<Passed>),
    Reference(bool, Passed),
    Pointer(bool, Passed),
    Slice(Passed, Option<Text>),
    Impl(Many<Passed>),
    Dyn(Many<Passed>),
    Binding(Text, Passed),
    Associated(Passed, Option<Passed>, Text),
    Unread(Text),
}

/// A type.
struct Passed;

impl<'de> Deserialize<'de> for Passed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Shape::deserialize(deserializer)?;
        Ok(Self)
    }
}

/// A text.
struct Text;

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_bytes(Self)
    }
}

impl Visitor<'_> for Text {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_bytes<E>(self, _bytes: &[u8]) -> Result<Self, E> {
        Ok(self)
    }
}

/// A list.
struct Many<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Many<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Self(PhantomData))
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Many<T> {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self, A::Error> {
        while items.next_element::<T>()?.is_some() {}
        Ok(self)
    }
}
