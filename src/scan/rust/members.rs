//! Which member a name is: fields, methods and what they come from, associated functions, types and constants.

use std::rc::Rc;

use crate::scan::rust::bind::Here;
use crate::scan::rust::info::{Info, Member, MemberClass, OwnImpl, World};
use crate::scan::rust::ty::{DeclId, Env, TraitTy, Ty};

/// A member that was found.
#[derive(Clone, Debug)]
pub struct Hit {
    /// The declaration that has it: a type, or the trait.
    pub owner: DeclId,
    pub name: Rc<str>,
    pub class: MemberClass,
    pub ty: Ty,
    /// Whether only its name says that it is the trait's.
    pub is_guess: bool,
    /// Whether it is had because a type parameter, or the like, must have the trait.
    pub by_bound: bool,
}

impl Hit {
    /// A member that is known by its name alone.
    pub fn of(owner: DeclId, name: &str, class: MemberClass) -> Self {
        Self {
            owner,
            name: Rc::from(name),
            class,
            ty: Ty::Unknown,
            is_guess: false,
            by_bound: false,
        }
    }
}

impl World<'_> {
    /// The field of a value.
    pub fn field(&self, ty: &Ty, name: &str) -> Option<Hit> {
        self.steps(ty).find_map(|ty| match &ty {
            Ty::Named(decl, args) => {
                let info = self.info(*decl);
                let member = info
                    .members(name)
                    .find(|one| one.class == MemberClass::Field)?;
                let env = Env::of(&info.generics, args).with_self(ty.clone());
                Some(hit(*decl, member, self.subst(&member.ty, &env)))
            }
            Ty::Tuple(items) => {
                let at: usize = name.parse().ok()?;
                Some(Hit {
                    owner: self.language("primitive::bool")?,
                    name: Rc::from(name),
                    class: MemberClass::Field,
                    ty: items.get(at)?.clone(),
                    is_guess: false,
                    by_bound: false,
                })
            }
            _ => None,
        })
    }

    /// The method of a value; `node` says which traits are in scope.
    pub fn method(&self, node: usize, ty: &Ty, name: &str) -> Option<Hit> {
        let found = self
            .steps(ty)
            .find_map(|ty| self.associated(node, &ty, name, true));
        found.or_else(|| self.guess(node, ty, name))
    }

    /// Something of a type by its name: with `self` only, or whatever it has.
    pub fn associated(&self, node: usize, ty: &Ty, name: &str, methods: bool) -> Option<Hit> {
        let wanted = |one: &&Member| match &one.ty {
            _ if one.class == MemberClass::Field => false,
            Ty::Function(sig) if methods => sig.has_self,
            _ if methods => false,
            _ => true,
        };
        match ty {
            Ty::Named(decl, args) => {
                let info = self.info(*decl);
                let env = Env::of(&info.generics, args).with_self(ty.clone());
                if !info.is_trait()
                    && let Some(member) = info.members(name).find(wanted)
                {
                    return Some(self.hit_of(*decl, &info, member, &env));
                }
                self.own_associated(*decl, ty, name, methods)
                    .or_else(|| self.of_traits(&info.implements, &env, ty, name, methods))
                    .or_else(|| self.of_blanket(node, ty, name, methods))
            }
            Ty::Bounded(bounds) => self
                .of_traits(bounds, &Env::default(), ty, name, methods)
                .map(|hit| Hit {
                    by_bound: true,
                    ..hit
                })
                .or_else(|| self.of_blanket(node, ty, name, methods)),
            Ty::Associated(_) => {
                let next = self.subst(ty, &Env::default());
                if next == *ty {
                    None
                } else {
                    self.associated(node, &next, name, methods)
                }
            }
            _ => None,
        }
    }

    fn hit_of(&self, decl: DeclId, info: &Info, member: &Member, env: &Env) -> Hit {
        if member.class == MemberClass::Variant {
            return hit(decl, member, self.variant(decl, info, member, env));
        }
        hit(decl, member, self.subst(&member.ty, env))
    }

    /// A variant as a value: itself, or a function from its fields.
    fn variant(&self, decl: DeclId, info: &Info, member: &Member, env: &Env) -> Ty {
        let args = info
            .generics
            .iter()
            .map(|one| env.get(&one.name).cloned().unwrap_or_default());
        let open = args.clone().all(|one| one == Ty::Unknown);
        if open {
            return self.constructor(decl, &member.fields);
        }
        let itself = Ty::Named(decl, args.collect());
        if member.fields.is_empty() {
            return itself;
        }
        let params = member
            .fields
            .iter()
            .map(|(_, ty)| self.subst(ty, env))
            .collect();
        Ty::Function(Rc::new(super::ty::Sig {
            params,
            returns: itself,
            ..Default::default()
        }))
    }

    /// A function from fields to the type that they make, its parameters open.
    pub fn constructor(&self, decl: DeclId, fields: &[(Rc<str>, Ty)]) -> Ty {
        let info = self.info(decl);
        let args = info
            .generics
            .iter()
            .map(|one| Ty::Param(Rc::clone(&one.name)));
        let itself = Ty::Named(decl, args.collect());
        if fields.is_empty() {
            let nothing = info.generics.iter().map(|_| Ty::Unknown).collect();
            return Ty::Named(decl, nothing);
        }
        Ty::Function(Rc::new(super::ty::Sig {
            generics: info.generics.clone(),
            has_self: false,
            params: fields.iter().map(|(_, ty)| ty.clone()).collect(),
            returns: itself,
        }))
    }

    /// Of implementations in the plugin: its own members, and those of the traits that it implements.
    fn own_associated(&self, decl: DeclId, ty: &Ty, name: &str, methods: bool) -> Option<Hit> {
        let mut traits = Vec::new();
        for one in self.impls_of(decl) {
            if let Some(of) = &one.of {
                traits.push((of, one));
            }
            let Some(item) = one.items.get(name) else {
                continue;
            };
            // What implements a platform's trait is the trait's to those who call it.
            if one.of.as_ref().is_some_and(|of| self.is_platform(of.decl)) {
                continue;
            }
            let env = self.env_of_impl(one, ty);
            let env = Self::open_impl(one, env);
            let here = Here {
                node: one.own.node,
                file: one.own.file,
                env: &env,
            };
            let member = self.own_member(here, *item)?;
            let has_self = matches!(&member.ty, Ty::Function(sig) if sig.has_self);
            if has_self || !methods {
                let ty = self.subst(&member.ty, &env);
                let owner = one.of.as_ref().map_or(decl, |of| of.decl);
                return Some(Hit {
                    owner,
                    name: Rc::from(name),
                    class: member.class,
                    ty,
                    is_guess: false,
                    by_bound: false,
                });
            }
        }
        traits.into_iter().find_map(|(of, one)| {
            let env = self.env_of_impl(one, ty);
            self.of_traits(std::slice::from_ref(of), &env, ty, name, methods)
        })
    }

    /// The parameters of an implementation that nothing says what they are.
    fn open_impl(one: &OwnImpl, mut env: Env) -> Env {
        for generic in &one.generics {
            if env.get(&generic.name).is_none() {
                env.set(&generic.name, Ty::Bounded(generic.bounds.clone().into()));
            }
        }
        env
    }

    fn of_traits(
        &self,
        traits: &[TraitTy],
        env: &Env,
        ty: &Ty,
        name: &str,
        methods: bool,
    ) -> Option<Hit> {
        let all = self.with_supers(traits);
        all.iter().find_map(|one| {
            let info = self.info(one.decl);
            let member = info.members(name).find(|one| match &one.ty {
                Ty::Function(sig) => sig.has_self || !methods,
                _ => !methods,
            })?;
            let args: Vec<Ty> = one.args.iter().map(|arg| self.subst(arg, env)).collect();
            let own = Env::of(&info.generics, &args).with_self(ty.clone());
            Some(self.hit_of(one.decl, &info, member, &own))
        })
    }

    /// Of traits in scope that everything has which has certain others.
    fn of_blanket(&self, node: usize, ty: &Ty, name: &str, methods: bool) -> Option<Hit> {
        let scope = self.traits_in_scope(node);
        scope.iter().find_map(|(decl, _)| {
            let info = self.info(*decl);
            info.members(name).next()?;
            let declared = info
                .blanket
                .iter()
                .any(|bounds| bounds.iter().all(|one| self.has(ty, one.decl)));
            let own = self
                .blanket
                .iter()
                .filter_map(|at| self.impls.get(*at))
                .any(|one| one.of.as_ref().is_some_and(|of| of.decl == *decl));
            let tr = TraitTy {
                decl: *decl,
                args: Rc::from([]),
                bindings: Rc::from([]),
            };
            (declared || own)
                .then(|| self.of_traits(&[tr], &Env::default(), ty, name, methods))
                .flatten()
        })
    }

    /// Whether a type has a trait, as far as declarations say.
    pub fn has(&self, ty: &Ty, decl: DeclId) -> bool {
        let is_marker = || {
            let group = self
                .known(decl.source)
                .and_then(|known| known.groups.get(decl.index as usize));
            group.is_some_and(|group| group.module.0 == "marker")
        };
        if decl.source == self.standard_source() && is_marker() {
            return true;
        }
        match ty {
            Ty::Named(of, _) => {
                let info = self.info(*of);
                let own = self.impls_of(*of).filter_map(|one| one.of.clone());
                let all: Vec<TraitTy> = info.implements.iter().cloned().chain(own).collect();
                self.with_supers(&all).iter().any(|one| one.decl == decl)
            }
            Ty::Bounded(bounds) => self.with_supers(bounds).iter().any(|one| one.decl == decl),
            _ => false,
        }
    }

    /// The method of a trait in scope, where nothing else has one of that name: what a surface does not tell is what its
    /// traits are implemented for elsewhere than with a declaration.
    fn guess(&self, node: usize, ty: &Ty, name: &str) -> Option<Hit> {
        if matches!(ty, Ty::Never) {
            return None;
        }
        let scope = self.traits_in_scope(node);
        let hits = scope.iter().filter_map(|(decl, is_explicit)| {
            let info = self.info(*decl);
            info.members(name).next()?;
            let tr = TraitTy {
                decl: *decl,
                args: Rc::from([]),
                bindings: Rc::from([]),
            };
            let hit = self.of_traits(std::slice::from_ref(&tr), &Env::default(), ty, name, true)?;
            // What a trait is implemented for by its traits was looked at before.
            Some((!info.blanket.is_empty(), !is_explicit, hit))
        });
        let (_, is_by_glob, hit) = hits.min_by_key(|(blanket, glob, _)| (*blanket, *glob))?;
        let is_known = !matches!(ty, Ty::Unknown | Ty::Other);
        if hit.owner.source == self.standard_source() {
            return Some(hit).filter(|_| matches!(ty, Ty::Unknown | Ty::Other));
        }
        // Of something unknown a method of that name may be anybody's.
        let is_common =
            !is_known && (self.is_common(name) || (is_by_glob && self.is_own_method(name)));
        (!is_common).then_some(Hit {
            is_guess: !is_known || is_by_glob,
            ..hit
        })
    }

    /// Whether the standard library has a method of that name.
    fn is_common(&self, name: &str) -> bool {
        let all = self.common.get_or_init(|| {
            let known = self.known(self.standard_source());
            let groups = known.into_iter().flat_map(|one| &one.groups);
            let members = groups
                .flat_map(|one| &one.parts)
                .flat_map(|one| &one.members);
            members.map(|one| one.name.as_str()).collect()
        });
        all.contains(name)
    }

    /// Whether an implementation in the plugin has a function of that name.
    fn is_own_method(&self, name: &str) -> bool {
        self.impls.iter().any(|one| one.items.contains_key(name))
    }
}

fn hit(owner: DeclId, member: &Member, ty: Ty) -> Hit {
    Hit {
        owner,
        name: Rc::clone(&member.name),
        class: member.class,
        ty,
        is_guess: false,
        by_bound: false,
    }
}
