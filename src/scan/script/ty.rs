//! What inference knows of a value.

use std::rc::Rc;

use crate::domain::document::scan::Confidence;
use crate::domain::surface::notice::Notes;
use crate::domain::surface::types::{Signature, Type};
use crate::domain::surface::{Member, ModuleId};
use crate::scan::script::named::Known;
use crate::syntax::script::{ClassId, FunctionId, NodeId};

/// Types of one union that are told apart.
const MOST: usize = 24;

/// Where declarations stand whose names a type may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Home<'w> {
    /// A module of a package: position in the world, and its id.
    Package(usize, &'w ModuleId),
    /// A file of the plugin.
    File(usize),
}

/// What type parameters, and `this`, stand for.
#[derive(Clone, Debug, Default)]
pub struct Env<'w>(Option<Rc<[(&'w str, Ty<'w>)]>>);

impl<'w> Env<'w> {
    pub fn of(bound: Vec<(&'w str, Ty<'w>)>) -> Self {
        if bound.is_empty() {
            Self(None)
        } else {
            Self(Some(bound.into()))
        }
    }

    pub fn get(&self, name: &str) -> Option<&Ty<'w>> {
        let bound = self.0.as_ref()?;
        bound
            .iter()
            .rev()
            .find(|(there, _)| *there == name)
            .map(|(_, ty)| ty)
    }

    fn is_alike(&self, other: &Self, depth: usize) -> bool {
        match (&self.0, &other.0) {
            (None, None) => true,
            (Some(a), Some(b)) => {
                Rc::ptr_eq(a, b)
                    || a.len() == b.len()
                        && a.iter()
                            .zip(b.iter())
                            .all(|((a, x), (b, y))| a == b && x.is_alike(y, depth))
            }
            _ => false,
        }
    }

    /// With further names, which hide those of before.
    #[must_use]
    pub fn with(&self, more: Vec<(&'w str, Ty<'w>)>) -> Self {
        if more.is_empty() {
            return self.clone();
        }
        let mut bound = self
            .0
            .as_ref()
            .map_or_else(Vec::new, |bound| bound.to_vec());
        bound.extend(more);
        Self::of(bound)
    }
}

/// A type, or a value of which that is all there is to know.
#[derive(Clone, Debug, Default)]
pub enum Ty<'w> {
    /// Anything: nothing follows from it.
    #[default]
    Unknown,
    /// A number, a boolean, `null`: nothing that a platform declares is a member of it.
    Primitive,
    /// A text that is known.
    Text(Rc<str>),
    /// A text that is not known.
    AnyText,
    /// A value of a declared type.
    Instance(Rc<Instance<'w>>),
    /// What a declared name is itself: a class, an enum, a function, a variable, a namespace.
    Value(Home<'w>, &'w str),
    /// A module as an object.
    Module(usize, &'w ModuleId),
    /// An object type without a name; `path` is the symbol whose type it is.
    Object {
        members: &'w [Member],
        env: Env<'w>,
        home: Home<'w>,
        path: Option<Rc<str>>,
    },
    Function(Rc<[Form<'w>]>),
    /// `new (…) => T`.
    Constructor(Rc<[Form<'w>]>),
    Intersection(Rc<[Self]>),
    Union(Rc<[Self]>),
    Array(Rc<Self>),
    Tuple(Rc<[Self]>),
    Promise(Rc<Self>),
    /// A type that is worked out member by member: `Pick`, `Omit`, `Record`, mapped types.
    Made {
        ty: &'w Type,
        env: Env<'w>,
        home: Home<'w>,
    },
    /// A file of the plugin as an object.
    OwnModule(usize),
    OwnFunction(usize, FunctionId),
    OwnClass(usize, ClassId),
    /// An object of a class of the plugin.
    OwnInstance(usize, ClassId),
    /// An object literal of the plugin.
    OwnObject(usize, NodeId),
    /// A value that the record knows under a path, whether or not its type is known.
    At(Rc<Known>, Rc<Self>),
    /// What `{ ...rest }` leaves, or any value that is known as well as the one within, but less surely.
    Weak(Confidence, Rc<Self>),
}

/// A type with arguments.
#[derive(Clone, Debug)]
pub struct Instance<'w> {
    pub home: Home<'w>,
    pub name: &'w str,
    pub arguments: Vec<Ty<'w>>,
    /// The name of the only value of a class, by which users know its members: `Actions`, of the class `ActionsImpl`.
    pub called: Option<Rc<str>>,
}

/// One signature of a function.
#[derive(Clone, Debug)]
pub struct Form<'w> {
    pub signature: &'w Signature,
    pub env: Env<'w>,
    pub home: Home<'w>,
    /// Of the declaration, if this is one of several.
    pub notes: Option<&'w Notes>,
}

impl Ty<'_> {
    pub const fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown)
    }

    /// The union of types; what is unknown makes no difference to members, so it is left out but for its doubt.
    pub fn union(types: impl IntoIterator<Item = Self>) -> Self {
        let mut known: Vec<Self> = Vec::new();
        let (mut unknown, mut cut) = (false, false);
        for ty in types {
            match ty {
                Self::Unknown => unknown = true,
                Self::Primitive => {}
                Self::Union(parts) => known.extend(parts.iter().cloned()),
                // A list of thousands of objects is no surer for its last ones; but they may have what the first lack.
                _ if known.len() >= MOST => cut = true,
                ty => {
                    if !known.iter().any(|there| there.is_same(&ty)) {
                        known.push(ty);
                    }
                }
            }
        }
        if cut {
            known.push(Self::Unknown);
        }
        match (known.len(), unknown) {
            (0, true) => Self::Unknown,
            (0, false) => Self::Primitive,
            (1, false) => known.pop().unwrap_or_default(),
            // What is not known may have what an object of the plugin lacks: `unknown || {}`.
            (1, true) if matches!(known.first(), Some(Self::OwnObject(..))) => {
                known.push(Self::Unknown);
                Self::Union(known.into())
            }
            (1, true) => known.pop().unwrap_or_default().weak(Confidence::Medium),
            (_, _) => Self::Union(known.into()),
        }
    }

    /// The same with no more than this confidence.
    #[must_use]
    pub fn weak(self, confidence: Confidence) -> Self {
        match self {
            Self::Unknown | Self::Primitive => self,
            Self::Weak(there, ty) => Self::Weak(there.max(confidence), ty),
            ty if confidence == Confidence::High => ty,
            ty => Self::Weak(confidence, Rc::new(ty)),
        }
    }

    /// The same with this path for the nameless object types that it is put together of.
    #[must_use]
    pub fn under(self, path: Option<&Rc<str>>) -> Self {
        match self {
            Self::Object {
                members,
                env,
                home,
                path: None,
            } => Self::Object {
                members,
                env,
                home,
                path: path.cloned(),
            },
            Self::Intersection(parts) if path.is_some() => {
                Self::Intersection(parts.iter().cloned().map(|part| part.under(path)).collect())
            }
            ty => ty,
        }
    }

    /// What waiting for it gives.
    #[must_use]
    pub fn awaited(&self) -> Self {
        match self {
            Self::Promise(of) => (**of).clone(),
            Self::Weak(confidence, ty) => ty.awaited().weak(*confidence),
            Self::Union(parts) => Self::union(parts.iter().map(Self::awaited)),
            ty => ty.clone(),
        }
    }

    /// Without its doubt and what the record knows it as, and the doubt.
    pub fn strong(&self) -> (&Self, Confidence) {
        match self {
            Self::Weak(confidence, ty) => {
                let (ty, within) = ty.strong();
                (ty, within.max(*confidence))
            }
            Self::At(_, ty) => ty.strong(),
            ty => (ty, Confidence::High),
        }
    }

    #[must_use]
    pub fn array(of: Self) -> Self {
        Self::Array(Rc::new(of))
    }

    /// Whether no more is known than that it is a list, or a promise, of what is not known.
    pub fn is_vague(&self) -> bool {
        match self {
            Self::Unknown => true,
            Self::Array(of) | Self::Promise(of) => of.is_vague(),
            _ => false,
        }
    }

    /// What is written of something, unless that is vague and another way to learn of it says more.
    #[must_use]
    pub fn or_rather(self, other: impl FnOnce() -> Self) -> Self {
        if !self.is_vague() {
            return self;
        }
        match other() {
            Self::Unknown => self,
            other => other,
        }
    }

    /// Whether a union with the other is surely no more than this.
    pub fn holds(&self, other: &Self) -> bool {
        match self {
            Self::Union(parts) => parts.iter().any(|part| part.is_same(other)),
            one => one.is_same(other),
        }
    }

    /// Whether it is that type, or one of several that are, looking closer than [`Self::holds`]: nothing new is learnt from it.
    pub fn tells(&self, other: &Self) -> bool {
        match self {
            Self::Union(parts) => parts.iter().any(|part| part.is_alike(other, 0)),
            one => one.is_alike(other, 0),
        }
    }

    /// Whether both are the same as far down as is looked.
    fn is_alike(&self, other: &Self, depth: usize) -> bool {
        const DEEPEST: usize = 4;
        let next = depth + 1;
        let all = |a: &[Self], b: &[Self]| {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.is_alike(b, next))
        };
        if depth > DEEPEST {
            return false;
        }
        match (self, other) {
            (Self::Unknown, Self::Unknown) | (Self::Primitive, Self::Primitive) => true,
            (Self::Instance(a), Self::Instance(b)) => {
                Rc::ptr_eq(a, b)
                    || a.home == b.home && a.name == b.name && all(&a.arguments, &b.arguments)
            }
            (Self::Weak(a, x), Self::Weak(b, y)) => a == b && x.is_alike(y, next),
            (Self::Array(a), Self::Array(b)) | (Self::Promise(a), Self::Promise(b)) => {
                a.is_alike(b, next)
            }
            (Self::Union(a), Self::Union(b))
            | (Self::Intersection(a), Self::Intersection(b))
            | (Self::Tuple(a), Self::Tuple(b)) => all(a, b),
            (
                Self::Object {
                    members,
                    env,
                    path,
                    home: _,
                },
                Self::Object {
                    members: others,
                    env: other_env,
                    path: other_path,
                    home: _,
                },
            ) => {
                std::ptr::eq(*members, *others)
                    && path == other_path
                    && env.is_alike(other_env, next)
            }
            (Self::Made { ty: a, env: x, .. }, Self::Made { ty: b, env: y, .. }) => {
                std::ptr::eq(*a, *b) && x.is_alike(y, next)
            }
            (Self::Function(a), Self::Function(b))
            | (Self::Constructor(a), Self::Constructor(b)) => {
                a.len() == b.len()
                    && a.iter().zip(b.iter()).all(|(a, b)| {
                        std::ptr::eq(a.signature, b.signature) && a.env.is_alike(&b.env, next)
                    })
            }
            (Self::OwnObject(a, x), Self::OwnObject(b, y)) => a == b && x == y,
            (a, b) => a.is_same(b),
        }
    }

    /// Whether both are surely the same; cheap, and false where it would take work to tell.
    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text(a), Self::Text(b)) => a == b,
            (Self::AnyText, Self::AnyText) | (Self::Unknown, Self::Unknown) => true,
            (Self::Array(a), Self::Array(b)) => a.is_same(b),
            (Self::Weak(a, x), Self::Weak(b, y)) => a == b && x.is_same(y),
            (Self::Instance(a), Self::Instance(b)) => {
                Rc::ptr_eq(a, b)
                    || a.home == b.home
                        && a.name == b.name
                        && a.arguments.is_empty()
                        && b.arguments.is_empty()
            }
            (Self::Value(a, x), Self::Value(b, y)) => a == b && x == y,
            (Self::Module(a, x), Self::Module(b, y)) => a == b && x == y,
            (Self::OwnModule(a), Self::OwnModule(b)) => a == b,
            (Self::OwnClass(a, x), Self::OwnClass(b, y))
            | (Self::OwnInstance(a, x), Self::OwnInstance(b, y)) => a == b && x == y,
            (Self::OwnFunction(a, x), Self::OwnFunction(b, y)) => a == b && x == y,
            _ => false,
        }
    }
}
