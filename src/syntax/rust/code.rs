//! Rust source as a record that inference can go over: items, bodies and types in arenas, every name with its place.
//!
//! The record knows nothing of other files and binds no name. What macros are given is read as what it looks like:
//! expressions, items, patterns, types; where it is none of them the paths in it are kept. What inference has no use for
//! keeps its parts, so that every path of a file is reached. Places are bytes of the text.

mod attributes;
mod expressions;
mod items;
mod lower;
mod macros;
mod patterns;
mod read;
mod types;

pub use crate::syntax::script::{Comment, Span};
pub use read::{Unparsed, expanded, read};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident -> $field:ident: $of:ty,)+) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $name(pub u32);

            impl std::ops::Index<$name> for Code {
                type Output = $of;

                fn index(&self, id: $name) -> &$of {
                    &self.$field[id.0 as usize]
                }
            }
        )+
    };
}

ids! {
    /// An expression.
    ExprId -> exprs: Expr,
    /// A pattern.
    PatId -> pats: Pat,
    /// A type.
    TypeId -> types: Type,
    /// An item, or a member of a trait or an implementation.
    ItemId -> items: Item,
}

/// One file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Code {
    pub exprs: Vec<Expr>,
    pub pats: Vec<Pat>,
    pub types: Vec<Type>,
    pub items: Vec<Item>,
    /// What stands at the top.
    pub top: Vec<ItemId>,
    /// Where the lint on deprecated names is switched; the innermost counts.
    pub lints: Vec<Lint>,
    /// Where code exists under a condition only.
    pub conditions: Vec<Condition>,
    pub comments: Vec<Comment>,
    /// Functions, types, traits, implementations and modules, with their names.
    pub scopes: Vec<(Span, String)>,
    /// Macros whose arguments are nothing that can be read.
    pub opaque: Vec<Span>,
    /// Modules and blocks with items of their own, those around others first.
    pub nests: Vec<Nest>,
}

/// A part of a file with names of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nest {
    /// The one around it, by position.
    pub outer: Option<usize>,
    pub of: NestOf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NestOf {
    Module(ItemId),
    Block(ExprId),
}

/// `#[allow(deprecated)]` and its like, over what it stands at; of the whole file if that is all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lint {
    pub at: Span,
    pub silences: bool,
}

/// `#[cfg(…)]` over what it stands at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    pub at: Span,
    /// As written.
    pub cfg: String,
    /// Whether it is code for tests only.
    pub is_test: bool,
}

/// A name with its place, without `r#`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    pub text: Box<str>,
    pub at: Span,
}

/// `a::b::<T>::c`, `<T as Trait>::c`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Path {
    /// Whether it begins with `::`.
    pub absolute: bool,
    /// The type in angle brackets, and how many of the segments name the trait beside it.
    pub of: Option<(TypeId, usize)>,
    pub segments: Vec<Segment>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    pub name: Name,
    pub arguments: Option<Box<Arguments>>,
}

/// Arguments of a name: `<A, Item = B, C: D>`, `(A) -> B`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arguments {
    pub types: Vec<TypeId>,
    pub bindings: Vec<(Name, TypeId)>,
    pub bounded: Vec<(Name, Vec<Bound>)>,
    pub constants: Vec<ExprId>,
    /// Of `Fn(A) -> B` the types are the parameters, and this is what it returns.
    pub returns: Option<Option<TypeId>>,
}

/// A trait that something must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    pub path: Path,
    /// `?Sized`.
    pub maybe: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    Path(Path),
    Reference(TypeId),
    Pointer(TypeId),
    Slice(TypeId),
    Array(TypeId, ExprId),
    Tuple(Vec<TypeId>),
    /// `fn(A) -> B`.
    Function(Vec<TypeId>, Option<TypeId>),
    /// `impl A + B`.
    Impl(Vec<Bound>),
    /// `dyn A + B`.
    Dyn(Vec<Bound>),
    Never,
    /// `_`.
    Infer,
    Macro(Box<Macro>),
    Other,
}

/// Type and constant parameters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Generics {
    pub parameters: Vec<Parameter>,
    /// Of the `where` clause.
    pub wheres: Vec<(TypeId, Vec<Bound>)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    pub name: Box<str>,
    pub bounds: Vec<Bound>,
    pub default: Option<TypeId>,
    /// Of `const N: T` the type.
    pub constant: Option<TypeId>,
}

/// Who may name an item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Visibility {
    #[default]
    Private,
    Restricted,
    Public,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Empty if it has none.
    pub name: Name,
    pub visibility: Visibility,
    /// Derives and attributes that are no part of the language.
    pub attributes: Vec<Attribute>,
    pub kind: ItemKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemKind {
    Function(Box<Function>),
    Struct(Generics, Fields),
    Union(Generics, Fields),
    Enum(Generics, Vec<Variant>),
    /// A constant, a static or a constant member.
    Value(TypeId, Option<ExprId>),
    Alias(Generics, TypeId),
    Trait(Box<Trait>),
    Implementation(Box<Implementation>),
    /// An associated type of a trait: bounds and default.
    Associated(Vec<Bound>, Option<TypeId>),
    Module {
        /// What `#[path]` says.
        paths: Vec<String>,
        /// `None`: it stands in a file of its own.
        body: Option<Vec<ItemId>>,
    },
    Use(Vec<Import>),
    /// `extern crate of as name`.
    ExternCrate(Name),
    /// `macro_rules!`: what the rules turn into, and the rules as they are written.
    Rules(Vec<Input>, Box<str>),
    /// A macro that is called where items stand, and what it is given, as that is written.
    Macro(Box<Macro>, Box<str>),
    /// `include!("path")`; `None` if only a build can tell the path.
    Include(Option<String>),
    /// `extern { … }`.
    Foreign(Vec<ItemId>),
    /// Nothing that could be read.
    Other,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function {
    pub generics: Generics,
    pub receiver: Option<Receiver>,
    pub parameters: Vec<(PatId, TypeId)>,
    pub returns: Option<TypeId>,
    pub body: Option<ExprId>,
    pub is_async: bool,
}

/// `self`, `&self`, `self: T`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Receiver {
    Value,
    Reference,
    Typed(TypeId),
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    pub list: Vec<Field>,
    /// Whether they are named by numbers.
    pub is_tuple: bool,
    /// Whether there are no brackets at all.
    pub is_unit: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    pub name: Name,
    pub ty: TypeId,
    pub attributes: Vec<Attribute>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    pub name: Name,
    pub fields: Fields,
    pub discriminant: Option<ExprId>,
    pub attributes: Vec<Attribute>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trait {
    pub generics: Generics,
    pub bounds: Vec<Bound>,
    pub items: Vec<ItemId>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Implementation {
    pub generics: Generics,
    pub of: Option<Path>,
    pub target: TypeId,
    pub items: Vec<ItemId>,
}

/// One name, or all of them, that a `use` brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// With `crate`, `self`, `super`; the last part is what is imported, but for a glob.
    pub path: Vec<Name>,
    pub absolute: bool,
    /// The name it has here, `_` if none; `None` for a glob.
    pub name: Option<Box<str>>,
}

/// `#[derive(Path)]`, `#[path(…)]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    pub path: Path,
    pub is_derive: bool,
    /// The words that begin its parts: `name` of `#[a(name = "x", other(1))]`.
    pub keys: Vec<Name>,
    pub inputs: Vec<Input>,
}

/// A macro that is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Macro {
    pub path: Path,
    pub inputs: Vec<Input>,
}

/// A part of what a macro is given, or turns into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    Expression(ExprId),
    Statements(Vec<Statement>),
    Items(Vec<ItemId>),
    Pattern(PatId),
    Type(TypeId),
    /// A path among tokens that are nothing else.
    Loose(Path),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Statement {
    Let {
        pat: PatId,
        value: Option<ExprId>,
        otherwise: Option<ExprId>,
    },
    Item(ItemId),
    /// With whether a semicolon stands behind it.
    Expression(ExprId, bool),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expr {
    Path(Path),
    Call(ExprId, Vec<ExprId>),
    Method(Box<Method>),
    /// `base.name`; a tuple's names are numbers.
    Field(ExprId, Name),
    /// `P { a, b: c, ..d }`.
    Struct(Box<Literal>),
    Block(Vec<Statement>),
    /// `async { … }`.
    Async(ExprId),
    Closure(Box<Closure>),
    If {
        condition: ExprId,
        then: ExprId,
        otherwise: Option<ExprId>,
    },
    /// `let p = e` as a condition.
    Let(PatId, ExprId),
    Match(ExprId, Vec<(PatId, ExprId)>),
    For(PatId, ExprId, ExprId),
    /// `while`, and `loop` without a condition.
    Loop(Option<ExprId>, ExprId),
    Reference(ExprId),
    Dereference(ExprId),
    /// `-a`, `!a`.
    Unary(ExprId),
    /// `a + b`, `a += b`.
    Binary(ExprId, ExprId, Operator),
    Assign(ExprId, ExprId),
    Try(ExprId),
    Await(ExprId),
    Cast(ExprId, TypeId),
    Index(ExprId, ExprId),
    Range(Option<ExprId>, Option<ExprId>),
    Tuple(Vec<ExprId>),
    /// `[a, b]`.
    Array(Vec<ExprId>),
    /// `[a; n]`.
    Repeat(ExprId, ExprId),
    Text,
    Number(NumberKind),
    Bool,
    Char,
    Bytes,
    /// `return`, `break`, `continue`, `yield`.
    Leave(Option<ExprId>, bool),
    Macro(Box<Macro>),
    Other,
}

/// What an operator does, as far as its value depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// Gives a truth value.
    Compare,
    Add,
    Subtract,
    Multiply,
    Divide,
    Other,
}

/// What the end of a number says of its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NumberKind {
    Integer,
    Float,
    Typed(Box<str>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Method {
    pub receiver: ExprId,
    pub name: Name,
    /// What stands in `::<…>`.
    pub arguments: Option<Box<Arguments>>,
    pub given: Vec<ExprId>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Literal {
    pub path: Path,
    pub fields: Vec<(Name, ExprId)>,
    pub rest: Option<ExprId>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closure {
    /// With the type of those that state one.
    pub parameters: Vec<PatId>,
    pub returns: Option<TypeId>,
    pub body: ExprId,
    pub is_async: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pat {
    /// A name that is bound, unless it is a constant or a unit; with `@ p`.
    Name(Name, Option<PatId>, bool),
    Path(Path),
    TupleStruct(Path, Vec<PatId>),
    Struct(Path, Vec<(Name, PatId)>),
    Tuple(Vec<PatId>),
    Slice(Vec<PatId>),
    Or(Vec<PatId>),
    Reference(PatId),
    /// A literal, a range, a constant block: its parts.
    Value(Vec<ExprId>),
    Typed(PatId, TypeId),
    /// `p if e`.
    Guarded(PatId, ExprId),
    /// `_`.
    Wild,
    /// `..`.
    Rest,
    Macro(Box<Macro>),
}
