//! What an expression may be worth. References and pointers are looked through: what can be named does not depend on them.

use std::rc::Rc;

/// A declaration: of a surface, or (with [`OWN`]) of the plugin itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeclId {
    pub source: u16,
    pub index: u32,
}

/// The plugin's own items, by their position among all of them.
pub const OWN: u16 = u16::MAX;

/// How deep types are looked into.
pub const DEEPEST: usize = 24;

/// Of how many parts a type is at most. What people write has tens; one that is given to itself doubles with every call.
const LARGEST: usize = 2048;

#[derive(Clone, Debug, Default, PartialEq)]
pub enum Ty {
    #[default]
    Unknown,
    /// Of a crate that nobody knows here.
    Other,
    Never,
    /// A type parameter that is not bound yet; `Self` is one in traits.
    Param(Rc<str>),
    Named(DeclId, Rc<[Self]>),
    Tuple(Rc<[Self]>),
    /// Something that has these traits: a type parameter in its body, `impl`, `dyn`.
    Bounded(Rc<[TraitTy]>),
    Function(Rc<Sig>),
    /// `<of as by>::name`, not worked out yet.
    Associated(Rc<(Self, Option<TraitTy>, Rc<str>)>),
}

/// A trait with what it is given.
#[derive(Clone, Debug, PartialEq)]
pub struct TraitTy {
    pub decl: DeclId,
    pub args: Rc<[Ty]>,
    /// `Item = T`.
    pub bindings: Rc<[(Rc<str>, Ty)]>,
}

impl TraitTy {
    fn fits(&self, left: &mut usize) -> bool {
        let bindings = self.bindings.iter().map(|(_, ty)| ty);
        self.args.iter().chain(bindings).all(|one| one.fits(left))
    }
}

/// A type parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Generic {
    pub name: Rc<str>,
    pub bounds: Vec<TraitTy>,
    pub default: Option<Ty>,
}

/// A function.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sig {
    pub generics: Vec<Generic>,
    /// Whether it has `self`, which is not among the parameters.
    pub has_self: bool,
    pub params: Vec<Ty>,
    pub returns: Ty,
}

impl Ty {
    pub fn unit() -> Self {
        Self::Tuple(Rc::from([]))
    }

    pub const fn is_known(&self) -> bool {
        !matches!(self, Self::Unknown)
    }

    /// The type with nothing open in it any more.
    #[must_use]
    pub fn settled(self) -> Self {
        let all = |types: &[Self]| types.iter().map(|one| one.clone().settled()).collect();
        match self {
            Self::Param(_) => Self::Unknown,
            Self::Named(decl, args) if args.iter().any(Self::is_partly_unknown) => {
                Self::Named(decl, all(&args))
            }
            Self::Tuple(items) if items.iter().any(Self::is_partly_unknown) => {
                Self::Tuple(all(&items))
            }
            other => other,
        }
    }

    /// The type, unless it has grown beyond measure: then nothing is known.
    #[must_use]
    pub fn bounded(self) -> Self {
        let mut left = LARGEST;
        if self.fits(&mut left) {
            self
        } else {
            Self::Unknown
        }
    }

    /// Takes its parts from those that are left; `false` once there are none.
    fn fits(&self, left: &mut usize) -> bool {
        let Some(less) = left.checked_sub(1) else {
            return false;
        };
        *left = less;
        match self {
            Self::Unknown | Self::Other | Self::Never | Self::Param(_) => true,
            Self::Named(_, parts) | Self::Tuple(parts) => parts.iter().all(|one| one.fits(left)),
            Self::Bounded(bounds) => bounds.iter().all(|one| one.fits(left)),
            Self::Function(sig) => {
                let mut parts = sig.params.iter().chain([&sig.returns]);
                parts.all(|one| one.fits(left))
                    && sig.generics.iter().all(|one| {
                        one.bounds.iter().all(|one| one.fits(left))
                            && one.default.iter().all(|one| one.fits(left))
                    })
            }
            Self::Associated(one) => {
                let (of, by, _) = &**one;
                of.fits(left) && by.iter().all(|one| one.fits(left))
            }
        }
    }

    /// Whether a part of it is still unknown.
    pub fn is_partly_unknown(&self) -> bool {
        match self {
            Self::Unknown | Self::Param(_) => true,
            Self::Named(_, args) => args.iter().any(Self::is_partly_unknown),
            Self::Tuple(items) => items.iter().any(Self::is_partly_unknown),
            _ => false,
        }
    }
}

/// What type parameters are bound to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Env {
    pairs: Vec<(Rc<str>, Ty)>,
    /// What `Self` is.
    itself: Option<Ty>,
}

impl Env {
    pub fn of(generics: &[Generic], args: &[Ty]) -> Self {
        let pairs = generics.iter().enumerate().map(|(at, generic)| {
            let ty = args.get(at).cloned().unwrap_or_default();
            (Rc::clone(&generic.name), ty)
        });
        Self {
            pairs: pairs.collect(),
            itself: None,
        }
    }

    pub fn get(&self, name: &str) -> Option<&Ty> {
        if name == "Self" {
            return self.itself.as_ref();
        }
        let mut pairs = self.pairs.iter().rev();
        pairs.find(|(one, _)| &**one == name).map(|(_, ty)| ty)
    }

    pub fn set(&mut self, name: &Rc<str>, ty: Ty) {
        if &**name == "Self" {
            self.itself = Some(ty);
            return;
        }
        match self.pairs.iter_mut().rev().find(|(one, _)| one == name) {
            Some((_, there)) => *there = ty,
            None => self.pairs.push((Rc::clone(name), ty)),
        }
    }

    #[must_use]
    pub fn with_self(mut self, ty: Ty) -> Self {
        self.itself = Some(ty);
        self
    }

    pub const fn is_empty(&self) -> bool {
        self.pairs.is_empty() && self.itself.is_none()
    }

    /// What is bound here and nowhere there.
    pub fn extend(&mut self, others: &Self) {
        for (name, ty) in &others.pairs {
            if self.get(name).is_none() {
                self.pairs.push((Rc::clone(name), ty.clone()));
            }
        }
        if self.itself.is_none() {
            self.itself.clone_from(&others.itself);
        }
    }
}
