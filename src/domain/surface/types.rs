//! Types as declarations state them, with every name bound to what it means.

use serde::{Deserialize, Serialize};

use crate::domain::surface::{Member, ModuleId};

/// A type of TypeScript or Rust.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Type {
    /// `any`, `string`, `this`, `u8`, `str`, `!`, `_`, and the like.
    Keyword(String),
    /// A literal as a type or value: `"name"` (always in double quotes), `1`, `-1n`, `true`.
    Literal(String),
    Named(Box<Named>),
    /// `T[]`.
    Array(Box<Self>),
    /// `[A, b?: B, ...C]`; a Rust tuple, whose unit is empty.
    Tuple(Vec<TupleItem>),
    Union(Vec<Self>),
    Intersection(Vec<Self>),
    /// `(a: A) => B`, a method, `fn(A) -> B`.
    Function(Box<Signature>),
    /// `new (a: A) => B`.
    Constructor(Box<Signature>),
    /// `{ … }`; the fields of a Rust variant.
    Object(Vec<Member>),
    Mapped(Box<Mapped>),
    /// `check extends extends ? yes : no`.
    Conditional(Box<Conditional>),
    /// `infer T`.
    Infer {
        name: String,
        bound: Option<Box<Self>>,
    },
    /// `keyof T`, `readonly T`, `unique symbol`.
    Operator {
        operator: String,
        of: Box<Self>,
    },
    /// `T["key"]`.
    Indexed {
        of: Box<Self>,
        by: Box<Self>,
    },
    /// `typeof name`.
    TypeOf(Box<Named>),
    /// `` `a${T}b` ``: texts and types in turn, beginning with a text.
    Template {
        texts: Vec<String>,
        types: Vec<Self>,
    },
    /// `x is T`, `asserts x is T`, `asserts x`.
    Predicate {
        asserts: bool,
        name: String,
        ty: Option<Box<Self>>,
    },
    /// `&T`, `&mut T`.
    Reference {
        mutable: bool,
        to: Box<Self>,
    },
    /// `*const T`, `*mut T`.
    Pointer {
        mutable: bool,
        to: Box<Self>,
    },
    /// `[T]`; with a length, `[T; N]`.
    Slice {
        of: Box<Self>,
        length: Option<String>,
    },
    /// `impl A + B`.
    Impl(Vec<Self>),
    /// `dyn A + B`.
    Dyn(Vec<Self>),
    /// `Item = T` among the arguments of a Rust trait; of `Deref` for a type, what it dereferences to.
    Binding {
        name: String,
        ty: Box<Self>,
    },
    /// `<T as Trait>::Name`, `T::Name` of a type parameter, `Self::Name`.
    Associated {
        of: Box<Self>,
        by: Option<Box<Self>>,
        name: String,
    },
    /// The text of something that the reader does not take apart, spaces made single.
    Unread(String),
}

/// A name with arguments, and what it is bound to.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Named {
    /// As written, without arguments: `React.ReactNode`, `std::io::Error`.
    pub written: String,
    pub target: Target,
    pub arguments: Vec<Type>,
}

/// What a name in a type means.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Target {
    /// A type parameter in scope, or one that `infer` or a mapped type introduces.
    Parameter,
    /// A declaration of this surface: where it stands, re-exports followed, and its name there. In TypeScript the name may
    /// go on, after a dot, to a member of one: `Enum.Variant`, `Class.static`.
    Declared { module: ModuleId, name: String },
    /// A whole module: `typeof import("./x")`, a namespace import.
    Module(ModuleId),
    /// Something of a package that is not part of this surface; `path` is empty for its root. Rust's `std`, `core` and
    /// `alloc` are such packages. What stands in an npm package's module below its root is `/sub/path#name`, that module
    /// itself `/sub/path`.
    Foreign { package: String, path: String },
    /// What the language's own library declares (`Array`, `Promise`), or a global that nobody here declares.
    Global,
    /// It should be declared, and is not: a gap.
    Missing,
}

/// A type parameter.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Generic {
    pub name: String,
    /// What it extends; a Rust parameter's traits, those of the `where` clause included.
    pub bounds: Vec<Type>,
    pub default: Option<Type>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Signature {
    pub generics: Vec<Generic>,
    /// Without `this` and `self`.
    pub parameters: Vec<Parameter>,
    /// `None`: not stated (a constructor's, or `any` by omission). A Rust function without `->` states the unit.
    pub returns: Option<Type>,
    /// The type of `this` or `self` (`Self`, `&Self`, `&mut Self` …), if it is stated.
    pub receiver: Option<Type>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Parameter {
    /// As declared; a pattern's text if it is one.
    pub name: String,
    pub ty: Option<Type>,
    pub optional: bool,
    /// `...rest`.
    pub rest: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TupleItem {
    pub name: Option<String>,
    pub optional: bool,
    pub rest: bool,
    pub ty: Type,
}

/// `{ readonly [K in keys as rename]?: ty }`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Mapped {
    pub parameter: String,
    pub keys: Type,
    pub rename: Option<Type>,
    pub ty: Option<Type>,
    pub readonly: Modifier,
    pub optional: Modifier,
}

/// What a mapped type does to a modifier of its members.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Modifier {
    #[default]
    Keep,
    Add,
    Remove,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Conditional {
    pub check: Type,
    pub extends: Type,
    pub yes: Type,
    pub no: Type,
}
