//! JavaScript and TypeScript source as a record that inference can go over: names bound to where they are declared,
//! expressions, patterns and statements in arenas, every place as bytes of the text.
//!
//! The record knows nothing of other files, holds no text but names and constants, and can be kept: equal text of an
//! equal kind gives an equal record. Types are those of [`crate::syntax::typescript`], unbound: a name in them is
//! [`Target::Missing`] and means what the file's own scope says, and [`Target::Foreign`] holds a module specifier.
//! What inference has no use for keeps its parts ([`Kind::Other`]), so that every expression of a file is reached.
//!
//! [`Target::Missing`]: crate::domain::surface::types::Target::Missing
//! [`Target::Foreign`]: crate::domain::surface::types::Target::Foreign

mod bound;
mod docs;
mod lower;
pub mod places;
mod read;
mod tags;
#[cfg(test)]
mod tests;
mod uses;

use serde::{Deserialize, Serialize};

use crate::domain::surface::Declaration;
use crate::domain::surface::types::{Generic, Type};

pub use read::read;

/// Bytes of the text, from `start` up to `end`.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident -> $field:ident: $of:ty,)+) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
            pub struct $name(pub u32);

            impl std::ops::Index<$name> for Script {
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
    NodeId -> nodes: Node,
    /// A name that the file declares.
    NameId -> names: Name,
    /// What stands on the left of a declaration or an assignment.
    PatternId -> patterns: Pattern,
    FunctionId -> functions: Function,
    ClassId -> classes: Class,
    /// A type that is written in the file.
    TypeId -> types: Type,
}

/// One file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Script {
    pub imports: Vec<Import>,
    pub exports: Vec<Export>,
    pub body: Vec<Statement>,
    pub names: Vec<Name>,
    pub nodes: Vec<Node>,
    pub patterns: Vec<Pattern>,
    pub functions: Vec<Function>,
    pub classes: Vec<Class>,
    pub types: Vec<Type>,
    /// Interfaces, type aliases and enums, by their names; those within namespaces as `Namespace.name`. Of a JSDoc
    /// `@typedef` too.
    pub declared: Vec<Declaration>,
    /// Every name that is written in a type, in the order of the text.
    pub type_uses: Vec<TypeUse>,
    /// Comments that speak to forewarn, in the order of the text.
    pub comments: Vec<Comment>,
}

impl Script {
    /// Where names are imported from the module which is named at a place, and where they are used, in the order of the text.
    pub fn uses_of_module(&self, specifier_at: Span) -> Vec<Span> {
        let comes_from_it = |name: NameId| match self[name].kind {
            NameKind::Import(import) => self
                .imports
                .get(import as usize)
                .is_some_and(|one| one.specifier_at == specifier_at),
            _ => false,
        };
        let values = self.nodes.iter().filter_map(|node| match node.kind {
            Kind::Name(name) if comes_from_it(name) => Some(node.at),
            _ => None,
        });
        let types = self.type_uses.iter().filter_map(|one| match one.head {
            TypeHead::Name(name) if comes_from_it(name) => Some(one.path.first()?.at),
            _ => None,
        });
        let named = self.imports.iter().filter_map(|one| match &one.what {
            Imported::Name(name) if name != "default" => {
                (one.specifier_at == specifier_at).then_some(one.at)
            }
            _ => None,
        });
        let mut found: Vec<Span> = named.chain(values).chain(types).collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// A comment that holds `forewarn-`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    /// Without its delimiters.
    pub text: String,
    pub at: Span,
}

/// A name that the file declares.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    pub text: String,
    /// Where it is declared; of merged declarations the first.
    pub at: Span,
    pub kind: NameKind,
    /// The annotation of a variable or parameter, also by JSDoc (`@type`, `@param`).
    pub ty: Option<TypeId>,
    /// What is assigned to it after its declaration, if that is one plain assignment (`let a; a = x`).
    pub assigned: Option<NodeId>,
    /// Whether it is assigned more than once in all: its declaration with a value counts.
    pub changes: bool,
    /// The function in whose body, or whose class or module, it stands; `None` at the top.
    pub within: Option<FunctionId>,
}

/// What declares a name, and so what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NameKind {
    /// Position in [`Script::imports`].
    Import(u32),
    /// By a pattern with the value that is taken apart, if there is one: `const`, `let`, `var`, `using`.
    Variable {
        pattern: PatternId,
        value: Option<NodeId>,
        /// Taken out of each element of `value`: `for (const x of value)`.
        each: bool,
    },
    /// Parameter number `index`, by its pattern.
    Parameter {
        of: FunctionId,
        index: u32,
    },
    Function(FunctionId),
    Class(ClassId),
    /// Members are in [`Script::declared`] by the same name.
    Enum,
    /// An interface, an alias, a type parameter: nothing that has a value.
    Type,
    /// `namespace X {}`.
    Namespace,
    /// `catch (e)`, a member of an enum within that, a name in a type (`(a: T) => U`): nothing whose value can be known.
    Unknown,
}

/// A name that an import brings, or an import for its effects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    pub specifier: String,
    /// Of the specifier's text within its quotes.
    pub specifier_at: Span,
    pub what: Imported,
    /// `None` for `import "x"`.
    pub local: Option<NameId>,
    /// Of the name that is imported as the other module calls it (`old` in `{ old as o }`); of the local one for `* as`
    /// and a default.
    pub at: Span,
    pub type_only: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Imported {
    /// `{ name }`, `{ name as local }`; a default import has the name `default`.
    Name(String),
    /// `* as local`, `import local = require("x")`.
    All,
    /// `import "x"`.
    Nothing,
    /// `import local = A.B`: the path with the place of each part; the first part is a name of this file.
    Alias(TypeHead, Vec<Part>),
}

/// Something that the file exports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Export {
    /// As others import it: `default`; `export=` for `export = x` and `module.exports = x`; empty for `export *`.
    pub name: String,
    pub what: Exported,
    /// Of the name as the source calls it: `old` in `export { old as x } from "p"`.
    pub at: Span,
    pub type_only: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Exported {
    /// A declared name of this file.
    Name(NameId),
    /// `export default …`, `module.exports = …`, `exports.name = …`, an `export { name }` of no declared name.
    Value(NodeId),
    /// `export { name as … } from "specifier"`.
    From { specifier: String, name: String },
    /// `export * from "specifier"`; with a name in [`Export::name`], `export * as name from`.
    All { specifier: String },
}

/// One expression.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    pub kind: Kind,
    pub at: Span,
}

/// What an expression is. Parentheses are gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    Name(NameId),
    /// A name that the file does not declare: `window`, `require`, `module`.
    Global(String),
    /// `"text"`, also of an attribute of an element; the node's place is what is within the quotes.
    Text(String),
    Number(String),
    /// `true`, `false`.
    Boolean(bool),
    /// `null`; `undefined` is a [`Self::Global`].
    Null,
    /// `` `a${b}c` ``: texts and parts in turn, beginning and ending with a text, cooked. Its place is all of it.
    Template {
        texts: Vec<String>,
        parts: Vec<NodeId>,
    },
    /// `` tag`…` ``; the span of each text within the file goes with it.
    Tagged {
        tag: NodeId,
        texts: Vec<(String, Span)>,
        parts: Vec<NodeId>,
    },
    /// `of.name`, `of?.name`; `#private` with its mark.
    Member {
        of: NodeId,
        name: String,
        name_at: Span,
        optional: bool,
    },
    /// `of[by]`.
    Index {
        of: NodeId,
        by: NodeId,
        optional: bool,
    },
    /// `callee(…)`, `new callee(…)`; `import("x")` is one of [`Self::Import`].
    Call {
        callee: NodeId,
        arguments: Vec<NodeId>,
        types: Vec<TypeId>,
        new: bool,
        optional: bool,
    },
    /// `import(x)`.
    Import(NodeId),
    Await(NodeId),
    Function(FunctionId),
    Class(ClassId),
    Object(Vec<Property>),
    /// A hole is `None`.
    Array(Vec<Option<NodeId>>),
    /// `...x` among arguments, in arrays; of objects see [`Property::Spread`].
    Spread(NodeId),
    Conditional {
        test: NodeId,
        yes: NodeId,
        no: NodeId,
    },
    /// `&&`, `||`, `??`.
    Logical {
        operator: String,
        left: NodeId,
        right: NodeId,
    },
    /// `===`, `in`, `instanceof`, `+` and so on.
    Binary {
        operator: String,
        left: NodeId,
        right: NodeId,
    },
    /// `!x`, `typeof x`, `void x`, `delete x`, `-x`; `++` and `--` on either side.
    Unary {
        operator: String,
        of: NodeId,
    },
    /// `target = value`, `target += value`; the operator with its `=`.
    Assign {
        target: PatternId,
        operator: String,
        value: NodeId,
    },
    /// `of as ty`, `<ty>of`, `/** @type {ty} */ (of)`.
    As {
        of: NodeId,
        ty: TypeId,
    },
    /// `of as const`.
    Const(NodeId),
    Satisfies {
        of: NodeId,
        ty: TypeId,
    },
    /// `of!`.
    NonNull(NodeId),
    This,
    Super,
    Jsx(Box<Element>),
    /// The last one is its value.
    Sequence(Vec<NodeId>),
    /// Anything else, with the expressions in it.
    Other(Vec<NodeId>),
}

/// A part of an object literal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Property {
    Named {
        name: String,
        /// Within quotes for a quoted key.
        name_at: Span,
        value: NodeId,
        /// `{ name }`.
        shorthand: bool,
        /// `get`, `set`: the value is a function.
        accessor: bool,
    },
    /// `[key]: value`.
    Computed {
        key: NodeId,
        value: NodeId,
    },
    Spread(NodeId),
}

/// `<Tag attributes>children</Tag>`; a fragment has no tag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Element {
    /// `None`: a fragment.
    pub tag: Option<Tag>,
    pub attributes: Vec<Attribute>,
    pub children: Vec<NodeId>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tag {
    /// `div`.
    Intrinsic(String),
    /// A name or a chain of members, of the opening tag.
    Component(NodeId),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Attribute {
    Named {
        name: String,
        name_at: Span,
        /// `None`: `<A on />`.
        value: Option<NodeId>,
    },
    Spread(NodeId),
}

/// What a value is taken apart by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Pattern {
    Name(NameId, Span),
    Object {
        properties: Vec<PatternProperty>,
        rest: Option<PatternId>,
    },
    Array {
        items: Vec<Option<PatternId>>,
        rest: Option<PatternId>,
    },
    /// `pattern = value`.
    Default {
        pattern: PatternId,
        value: NodeId,
    },
    /// What is assigned to is no name: `a.b`, `a[0]`.
    Target(NodeId),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatternProperty {
    /// `None`: `[key]`, see `computed`.
    pub name: Option<String>,
    pub computed: Option<NodeId>,
    pub name_at: Span,
    pub value: PatternId,
}

/// A function, method, arrow, accessor or constructor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Function {
    /// Its own name, or that of the method, property or variable it is directly given to.
    pub name: Option<String>,
    pub at: Span,
    pub generics: Vec<Generic>,
    pub parameters: Vec<Parameter>,
    /// By annotation or JSDoc.
    pub returns: Option<TypeId>,
    pub body: Vec<Statement>,
    /// The value of an arrow without braces; `body` is then empty.
    pub value: Option<NodeId>,
    /// What its `return` statements give, those of functions within it left out.
    pub returned: Vec<NodeId>,
    pub is_async: bool,
    pub is_generator: bool,
    pub is_arrow: bool,
    /// The function that it stands in.
    pub within: Option<FunctionId>,
    /// The class whose member it is.
    pub class: Option<ClassId>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parameter {
    pub pattern: PatternId,
    pub ty: Option<TypeId>,
    pub optional: bool,
    pub rest: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Class {
    pub name: Option<String>,
    pub at: Span,
    pub generics: Vec<Generic>,
    pub extends: Option<NodeId>,
    /// Type arguments of what it extends.
    pub arguments: Vec<TypeId>,
    pub implements: Vec<TypeId>,
    pub members: Vec<ClassMember>,
    /// `static { … }` blocks.
    pub blocks: Vec<Vec<Statement>>,
    /// Decorators, those of parameters included, and keys that are computed.
    pub others: Vec<NodeId>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassMember {
    /// `constructor` for that; `None` for a computed key.
    pub name: Option<String>,
    pub name_at: Span,
    pub is_static: bool,
    pub ty: Option<TypeId>,
    pub what: Membership,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Membership {
    Field(Option<NodeId>),
    Method(FunctionId),
    Getter(FunctionId),
    Setter(FunctionId),
    /// A parameter of the constructor with `private`, `public`, `readonly`.
    Parameter(NameId),
}

/// What a file does, in the order of the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Statement {
    Expression(NodeId),
    Variable {
        pattern: PatternId,
        ty: Option<TypeId>,
        value: Option<NodeId>,
    },
    Function(FunctionId),
    Class(ClassId),
    Return(Option<NodeId>),
    Throw(NodeId),
    If {
        test: NodeId,
        yes: Vec<Self>,
        no: Vec<Self>,
    },
    /// `for (pattern of value)`, `for await`; `for (pattern in value)` has `keys`.
    Each {
        pattern: PatternId,
        value: NodeId,
        keys: bool,
        body: Vec<Self>,
    },
    /// Any other loop, `with`, a label.
    Loop {
        /// What stands before the body: initial declarations.
        before: Vec<Self>,
        parts: Vec<NodeId>,
        body: Vec<Self>,
    },
    Switch {
        of: NodeId,
        cases: Vec<(Option<NodeId>, Vec<Self>)>,
    },
    Try {
        body: Vec<Self>,
        handler: Vec<Self>,
        finally: Vec<Self>,
    },
    /// A block, the body of a `namespace`.
    Block(Vec<Self>),
    /// `enum`: the initial values of its members.
    Enum(NameId, Vec<NodeId>),
}

/// A name, or a path of names, written in a type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypeUse {
    pub head: TypeHead,
    /// The names in turn; the first is the head's own unless that is a module.
    pub path: Vec<Part>,
    pub how: TypeSite,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TypeHead {
    Name(NameId),
    Global,
    /// `import("specifier")`, with the place of the specifier within its quotes.
    Module(String, Span),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub name: String,
    pub at: Span,
}

/// How a name stands in a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TypeSite {
    /// As a type.
    Type,
    /// `typeof name`.
    Value,
    /// `implements`, or `extends` of an interface.
    Heritage,
    /// The last part is the key in `Of["key"]`, the others are the path of `Of`; `keyof`, `Pick` and `Omit` are no such.
    Key,
    /// Within a JSDoc comment.
    Doc,
}

/// The kind of source, which decides the grammar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Dialect {
    /// `.js`, `.jsx`, `.mjs`, `.cjs`: JSX is allowed, types are not.
    JavaScript,
    /// `.ts`, `.mts`, `.cts`.
    TypeScript,
    /// `.tsx`.
    Tsx,
}

/// Why a text gives no record, or only a part of one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{why}")]
pub struct Unparsed {
    /// A clause: `does not parse: Unexpected token`, `nested too deep`.
    pub why: String,
    /// The byte of the text at which it was seen, if that is known.
    pub at: Option<u32>,
}
