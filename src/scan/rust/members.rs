//! Which member a name is: fields, methods and what they come from, associated functions, types and constants.

use std::rc::Rc;

use rustc_hash::FxHashSet;

use crate::domain::surface::paths::{Space, Thing};
use crate::domain::surface::{DeclarationKind, ModuleId};
use crate::scan::rust::bind::Here;
use crate::scan::rust::info::{Info, Member, MemberClass, OwnImpl, World};
use crate::scan::rust::scope::{Def, Outside};
use crate::scan::rust::tree::Entry;
use crate::scan::rust::ty::{DEEPEST, DeclId, Env, TraitTy, Ty};

/// How often a type is looked through to what it dereferences to.
const DEREFS: usize = 10;

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
    /// A type with parameters put in.
    pub fn subst(&self, ty: &Ty, env: &Env) -> Ty {
        self.subst_within(ty, env, 0)
    }

    fn subst_within(&self, ty: &Ty, env: &Env, depth: usize) -> Ty {
        if depth > DEEPEST {
            return Ty::Unknown;
        }
        let inner = |ty: &Ty| self.subst_within(ty, env, depth + 1);
        match ty {
            Ty::Param(name) => env.get(name).cloned().unwrap_or_else(|| ty.clone()),
            Ty::Named(decl, args) if !args.is_empty() => {
                Ty::Named(*decl, args.iter().map(inner).collect())
            }
            Ty::Tuple(items) => Ty::Tuple(items.iter().map(inner).collect()),
            Ty::Bounded(bounds) => Ty::Bounded(
                bounds
                    .iter()
                    .map(|one| self.subst_bound(one, env, depth))
                    .collect(),
            ),
            Ty::Function(sig) => {
                let mut sig = (**sig).clone();
                // Its own parameters hide those of the same name around it.
                let mut env = env.clone();
                for one in &sig.generics {
                    if env.get(&one.name).is_some() {
                        env.set(&one.name, Ty::Param(Rc::clone(&one.name)));
                    }
                }
                let inner = |ty: &Ty| self.subst_within(ty, &env, depth + 1);
                sig.params = sig.params.iter().map(inner).collect();
                sig.returns = inner(&sig.returns);
                for one in &mut sig.generics {
                    one.bounds = one
                        .bounds
                        .iter()
                        .map(|one| self.subst_bound(one, &env, depth))
                        .collect();
                    one.default = one.default.as_ref().map(inner);
                }
                Ty::Function(Rc::new(sig))
            }
            Ty::Associated(one) => {
                let (of, by, name) = &**one;
                let by = by.as_ref().map(|by| self.subst_bound(by, env, depth));
                self.projected(&inner(of), by.as_ref(), name, depth + 1)
            }
            other => other.clone(),
        }
    }

    fn subst_bound(&self, one: &TraitTy, env: &Env, depth: usize) -> TraitTy {
        let inner = |ty: &Ty| self.subst_within(ty, env, depth + 1);
        TraitTy {
            decl: one.decl,
            args: one.args.iter().map(inner).collect(),
            bindings: one
                .bindings
                .iter()
                .map(|(name, ty)| (Rc::clone(name), inner(ty)))
                .collect(),
        }
    }

    /// `<of as by>::name`; as it stands, if that cannot be told yet.
    pub fn projected(&self, of: &Ty, by: Option<&TraitTy>, name: &str, depth: usize) -> Ty {
        if depth > DEEPEST || matches!(of, Ty::Unknown | Ty::Other) {
            return Ty::Unknown;
        }
        self.project(of, by.map(|by| by.decl), name, depth)
            .unwrap_or_else(|| Ty::Associated(Rc::new((of.clone(), by.cloned(), Rc::from(name)))))
    }

    /// What an associated type of something is.
    pub fn project(&self, of: &Ty, by: Option<DeclId>, name: &str, depth: usize) -> Option<Ty> {
        let bound = |one: &TraitTy, env: &Env| {
            let found = one
                .bindings
                .iter()
                .find(|(binding, _)| &**binding == name)?;
            Some(self.subst_within(&found.1, env, depth + 1))
        };
        let is_meant = |one: &TraitTy| by.is_none_or(|by| by == one.decl);
        match of {
            Ty::Named(decl, args) => {
                let info = self.info(*decl);
                let env = Env::of(&info.generics, args).with_self(of.clone());
                let own = self.impls_of(*decl).filter_map(|one| {
                    let tr = one.of.as_ref().filter(|tr| is_meant(tr))?;
                    bound(tr, &self.env_of_impl(one, of))
                });
                let mut declared = info.implements.iter().filter(|one| is_meant(one));
                declared
                    .find_map(|one| bound(one, &env))
                    .or_else(|| own.into_iter().next())
                    .or_else(|| self.item_of_iterator(of, by, name, depth))
            }
            Ty::Bounded(bounds) => {
                let env = Env::default().with_self(of.clone());
                let all = self.with_supers(bounds);
                let stated = all
                    .iter()
                    .filter(|one| is_meant(one))
                    .find_map(|one| bound(one, &env));
                stated
                    .or_else(|| self.item_of_iterator(of, by, name, depth))
                    .or_else(|| {
                        let mut all = all.iter().filter(|one| is_meant(one));
                        all.find_map(|one| {
                            let info = self.info(one.decl);
                            let member = info
                                .members(name)
                                .find(|one| one.class == MemberClass::Type)?;
                            let env = Env::of(&info.generics, &one.args).with_self(of.clone());
                            Some(self.subst_within(&member.ty, &env, depth + 1))
                        })
                    })
            }
            _ => None,
        }
    }

    /// Every iterator can be gone over.
    fn item_of_iterator(
        &self,
        of: &Ty,
        by: Option<DeclId>,
        name: &str,
        depth: usize,
    ) -> Option<Ty> {
        let into = self.language("iter::IntoIterator")?;
        (by == Some(into) && name == "Item" && depth < DEEPEST)
            .then(|| self.project(of, self.language("iter::Iterator"), name, depth + 1))?
    }

    /// Traits, and those that they ask for.
    pub fn with_supers(&self, bounds: &[TraitTy]) -> Vec<TraitTy> {
        let mut all: Vec<TraitTy> = bounds.to_vec();
        let mut at = 0;
        while let Some(one) = all.get(at).cloned() {
            let info = self.info(one.decl);
            let env = Env::of(&info.generics, &one.args);
            for above in &info.supers {
                if all.len() < 64 && !all.iter().any(|there| there.decl == above.decl) {
                    all.push(self.subst_bound(above, &env, 0));
                }
            }
            at += 1;
        }
        all
    }

    /// What an implementation's parameters are for a type.
    pub fn env_of_impl(&self, one: &OwnImpl, of: &Ty) -> Env {
        let mut env = Env::default();
        self.unify(&one.target, of, &mut env, 0);
        env.with_self(of.clone())
    }

    /// Binds the parameters in a type by what stands in its place.
    pub fn unify(&self, pattern: &Ty, actual: &Ty, env: &mut Env, depth: usize) {
        if depth > DEEPEST || matches!(actual, Ty::Unknown) {
            return;
        }
        match (pattern, actual) {
            (Ty::Param(name), _) => {
                if env.get(name).is_none_or(|there| {
                    matches!(there, Ty::Unknown | Ty::Never)
                        || (there.is_partly_unknown() && !actual.is_partly_unknown())
                }) {
                    env.set(name, actual.clone());
                }
            }
            (Ty::Named(one, args), Ty::Named(other, given)) if one == other => {
                for (pattern, actual) in args.iter().zip(given.iter()) {
                    self.unify(pattern, actual, env, depth + 1);
                }
            }
            // What is asked for is what the given one dereferences to.
            (Ty::Named(..), Ty::Named(..)) => {
                if let Some(next) = self.deref(actual) {
                    self.unify(pattern, &next, env, depth + 1);
                }
            }
            (Ty::Tuple(items), Ty::Tuple(given)) => {
                for (pattern, actual) in items.iter().zip(given.iter()) {
                    self.unify(pattern, actual, env, depth + 1);
                }
            }
            (Ty::Function(sig), Ty::Function(given)) => {
                for (pattern, actual) in sig.params.iter().zip(&given.params) {
                    self.unify(pattern, actual, env, depth + 1);
                }
                self.unify(&sig.returns, &given.returns, env, depth + 1);
            }
            (Ty::Bounded(bounds), actual) => {
                for one in bounds.iter() {
                    self.unify_bound(one, actual, env, depth + 1);
                }
            }
            _ => {}
        }
    }

    /// Binds the parameters in what a trait is to give, by what something that has it gives.
    pub fn unify_bound(&self, one: &TraitTy, actual: &Ty, env: &mut Env, depth: usize) {
        if let Ty::Function(given) = actual {
            if let Some(params) = one.args.first() {
                self.unify(
                    params,
                    &Ty::Tuple(given.params.clone().into()),
                    env,
                    depth + 1,
                );
            }
            if let Some((_, output)) = one.bindings.first() {
                self.unify(output, &given.returns, env, depth + 1);
            }
            return;
        }
        for (name, pattern) in one.bindings.iter() {
            if let Some(found) = self.project(actual, Some(one.decl), name, depth + 1) {
                self.unify(pattern, &found, env, depth + 1);
            }
        }
    }

    /// What `*value` gives.
    pub fn deref(&self, ty: &Ty) -> Option<Ty> {
        let deref = self.language("ops::Deref")?;
        match ty {
            Ty::Named(..) => self.project(ty, Some(deref), "Target", 0),
            Ty::Associated(_) => Some(self.subst(ty, &Env::default())).filter(|next| next != ty),
            _ => None,
        }
    }

    /// A type and what it dereferences to, one after the other.
    pub fn derefs(&self, ty: &Ty) -> Vec<Ty> {
        let mut all = vec![ty.clone()];
        while all.len() < DEREFS
            && let Some(next) = all.last().and_then(|last| self.deref(last))
        {
            if all.contains(&next) {
                break;
            }
            all.push(next);
        }
        all
    }

    /// The field of a value.
    pub fn field(&self, ty: &Ty, name: &str) -> Option<Hit> {
        self.derefs(ty).into_iter().find_map(|ty| match &ty {
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
        let steps = self.derefs(ty);
        let found = steps
            .iter()
            .find_map(|ty| self.associated(node, ty, name, true));
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
            let env = self.open_impl(one, env);
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
    fn open_impl(&self, one: &OwnImpl, mut env: Env) -> Env {
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

    /// The traits whose methods can be called in a module, with whether an import names them.
    pub fn traits_in_scope(&self, node: usize) -> Rc<Vec<(DeclId, bool)>> {
        if let Some(known) = self.traits.borrow().get(&node) {
            return Rc::clone(known);
        }
        let mut found: Vec<(DeclId, bool)> = Vec::new();
        let mut seen = FxHashSet::default();
        let mut at = Some(node);
        while let Some(here) = at {
            self.traits_of(here, &mut found, &mut seen);
            let above = &self.tree.nodes[here];
            at = above.parent.filter(|_| above.is_block);
        }
        for path in ["iter::Iterator", "iter::IntoIterator"] {
            found.extend(self.language(path).map(|decl| (decl, false)));
        }
        found.sort_by_key(|(decl, explicit)| (!explicit, *decl));
        let mut seen = FxHashSet::default();
        found.retain(|(decl, _)| seen.insert(*decl));
        let found = Rc::new(found);
        self.traits.borrow_mut().insert(node, Rc::clone(&found));
        found
    }

    fn traits_of(&self, node: usize, found: &mut Vec<(DeclId, bool)>, seen: &mut FxHashSet<usize>) {
        if !seen.insert(node) {
            return;
        }
        let here = &self.tree.nodes[node];
        let mut names: Vec<&str> = here
            .entries
            .iter()
            .filter(|((_, space), entry)| {
                *space == Space::Type && matches!(entry, Entry::Import(..) | Entry::Item(_))
            })
            .map(|((name, _), _)| &**name)
            .collect();
        names.sort_unstable();
        for name in names {
            let def = self.name(node, name, Space::Type, 0).map(|one| one.def);
            found.extend(
                def.and_then(|def| self.trait_of(&def))
                    .map(|decl| (decl, true)),
            );
        }
        for nameless in &here.nameless {
            if let Some(import) = self.import(node, *nameless) {
                let path: Vec<&str> = import.path.iter().map(|one| &*one.text).collect();
                let def = self.import_path(node, &path, (import.absolute, Space::Type), 0);
                let def = def.filter(|one| one.defs.len() == path.len());
                let def = def.and_then(|one| one.defs.into_iter().next_back());
                found.extend(
                    def.and_then(|def| self.trait_of(&def))
                        .map(|decl| (decl, true)),
                );
            }
        }
        for glob in &here.globs {
            if let Some(import) = self.import(node, *glob) {
                let path: Vec<&str> = import.path.iter().map(|one| &*one.text).collect();
                let def = self.import_path(node, &path, (import.absolute, Space::Type), 0);
                let def = def.filter(|one| one.defs.len() == path.len());
                if let Some(def) = def.and_then(|one| one.defs.into_iter().next_back()) {
                    self.traits_of_glob(&def, found, seen);
                }
            }
        }
    }

    /// What the globs of a module take from other crates.
    pub fn globs_of(&self, node: usize) -> Vec<Rc<Outside>> {
        let mut found = Vec::new();
        let mut at = Some(node);
        while let Some(here) = at {
            let above = &self.tree.nodes[here];
            for glob in &above.globs {
                let Some(import) = self.import(here, *glob) else {
                    continue;
                };
                let path: Vec<&str> = import.path.iter().map(|one| &*one.text).collect();
                let def = self.import_path(here, &path, (import.absolute, Space::Type), 0);
                match def.and_then(|one| one.defs.into_iter().nth(path.len().checked_sub(1)?)) {
                    Some(Def::Outside(outside)) => found.push(outside),
                    // Tests take all that is around them.
                    Some(Def::Module(inner))
                        if inner != here && found.len() < 32 && Some(inner) == above.parent =>
                    {
                        found.extend(self.globs_of(inner));
                    }
                    _ => {}
                }
            }
            at = above.parent.filter(|_| above.is_block);
        }
        found
    }

    fn trait_of(&self, def: &Def) -> Option<DeclId> {
        let decl = self.decl_of(def)?;
        let kind = self.kind(decl);
        matches!(kind, DeclarationKind::Trait | DeclarationKind::TraitAlias).then_some(decl)
    }

    fn traits_of_glob(
        &self,
        of: &Def,
        found: &mut Vec<(DeclId, bool)>,
        seen: &mut FxHashSet<usize>,
    ) {
        match of {
            Def::Module(inner) => {
                // What the other module sees itself is what it passes on, as far as this matters here.
                let mut inside = Vec::new();
                self.traits_of(*inner, &mut inside, seen);
                found.extend(inside.into_iter().map(|(decl, _)| (decl, false)));
            }
            Def::Outside(outside) => {
                let Thing::Module(module) = &outside.thing else {
                    return;
                };
                found.extend(
                    self.traits_of_module(outside.source, module)
                        .map(|decl| (decl, false)),
                );
            }
            _ => {}
        }
    }

    fn traits_of_module<'k>(
        &'k self,
        source: u16,
        module: &'k ModuleId,
    ) -> impl Iterator<Item = DeclId> + 'k {
        let known = self.known(source);
        let names = known.into_iter().flat_map(move |known| {
            known
                .tables
                .all(module)
                .map(move |(_, space, reached)| (known, space, reached))
        });
        names.filter_map(move |(known, space, reached)| {
            let index = known.group_of(&reached.thing, space)?;
            let decl = DeclId { source, index };
            matches!(self.kind(decl), DeclarationKind::Trait).then_some(decl)
        })
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

impl World<'_> {
    /// What an operator gives for two values.
    pub fn operated(&self, left: &Ty, right: &Ty, by: DeclId) -> Option<Ty> {
        let Ty::Named(decl, args) = left else {
            return None;
        };
        let info = self.info(*decl);
        let env = Env::of(&info.generics, args).with_self(left.clone());
        let own = self.impls_of(*decl).filter_map(|one| one.of.clone());
        let all: Vec<TraitTy> = info
            .implements
            .iter()
            .cloned()
            .chain(own)
            .filter(|one| one.decl == by)
            .collect();
        let fits = |one: &&TraitTy| match (one.args.first().map(|arg| self.subst(arg, &env)), right)
        {
            (None, right) => right == left,
            (Some(Ty::Named(one, _)), Ty::Named(two, _)) => one == *two,
            _ => false,
        };
        let one = all.iter().find(fits).or(match &all[..] {
            [only] => Some(only),
            _ => None,
        })?;
        let output = one.bindings.iter().find(|(name, _)| &**name == "Output")?;
        Some(self.subst(&output.1, &env))
    }

    /// Whether the plugin has a macro of that name.
    pub fn has_rules(&self, name: &str) -> bool {
        let nodes = self.tree.nodes.iter();
        nodes.clone().any(|node| {
            matches!(
                node.entries.get(&(name.into(), Space::Macro)),
                Some(Entry::Item(_))
            )
        })
    }

    /// The type of a package that has a method, by its path there.
    pub fn owner_of_method(&self, package: &str, path: &str, name: &str) -> Option<DeclId> {
        let (source, known) = (0..self.after.len()).find_map(|source| {
            let source = u16::try_from(source).ok()?;
            let known = self.known(source)?;
            (known.surface.package == package).then_some((source, known))
        })?;
        let (reached, space) = known.public(path, Space::Type)?;
        let index = known.group_of(&reached.thing, space)?;
        let Ty::Named(decl, _) = self.applied(DeclId { source, index }, Vec::new(), 0) else {
            return None;
        };
        let info = self.info(decl);
        let mut members = info.members(name);
        members
            .any(|one| one.class == MemberClass::Function)
            .then_some(decl)
    }

    /// Declarations of platforms that have a method of a name.
    pub fn owners_of(&self, name: &str) -> &[DeclId] {
        let all = self.owners.get_or_init(|| {
            let mut all: rustc_hash::FxHashMap<Box<str>, Vec<DeclId>> =
                rustc_hash::FxHashMap::default();
            for source in 0..self.after.len() {
                let source = u16::try_from(source).unwrap_or(u16::MAX);
                let Some(known) = self.known(source) else {
                    continue;
                };
                for (index, group) in known.groups.iter().enumerate() {
                    let decl = DeclId {
                        source,
                        index: u32::try_from(index).unwrap_or(u32::MAX),
                    };
                    for member in group.parts.iter().flat_map(|one| &one.members) {
                        if super::info::class_of(member.kind) == MemberClass::Function
                            && !member.is_static
                        {
                            all.entry(member.name.as_str().into())
                                .or_default()
                                .push(decl);
                        }
                    }
                }
            }
            all
        });
        all.get(name).map_or(&[], Vec::as_slice)
    }
}
