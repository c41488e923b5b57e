//! Types with parameters: put in, bound by what is given, associated types worked out.

use std::rc::Rc;

use crate::scan::rust::info::{MemberClass, OwnImpl, World};
use crate::scan::rust::ty::{DEEPEST, DeclId, Env, TraitTy, Ty};

/// How often a type is looked through to what it dereferences to.
const DEREFS: usize = 10;

impl World<'_> {
    /// A type with parameters put in; unknown if that makes it too large.
    pub fn subst(&self, ty: &Ty, env: &Env) -> Ty {
        self.subst_within(ty, env, 0).bounded()
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
        let bound = |one: &TraitTy, env: &dyn Fn() -> Env| {
            let found = one
                .bindings
                .iter()
                .find(|(binding, _)| &**binding == name)?;
            Some(self.subst_within(&found.1, &env(), depth + 1))
        };
        let is_meant = |one: &TraitTy| by.is_none_or(|by| by == one.decl);
        match of {
            Ty::Named(decl, args) => {
                let info = self.info(*decl);
                // Of most implementations nothing is asked.
                let env = || Env::of(&info.generics, args).with_self(of.clone());
                let own = self.impls_of(*decl).filter_map(|one| {
                    let tr = one.of.as_ref().filter(|tr| is_meant(tr))?;
                    bound(tr, &|| self.env_of_impl(one, of))
                });
                let mut declared = info.implements.iter().filter(|one| is_meant(one));
                declared
                    .find_map(|one| bound(one, &env))
                    .or_else(|| own.into_iter().next())
                    .or_else(|| self.item_of_iterator(of, by, name, depth))
            }
            Ty::Bounded(bounds) => {
                let env = || Env::default().with_self(of.clone());
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
                let is_better = |there: &Ty| {
                    matches!(there, Ty::Unknown | Ty::Never)
                        || (there.is_partly_unknown() && !actual.is_partly_unknown())
                };
                let takes = env.get(name).is_none_or(is_better);
                if takes {
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
            Ty::Named(..) => self.project(ty, Some(deref), "Target", 0).map(Ty::bounded),
            Ty::Associated(_) => Some(self.subst(ty, &Env::default())).filter(|next| next != ty),
            _ => None,
        }
    }

    /// A type and what it dereferences to, one after the other.
    pub fn derefs(&self, ty: &Ty) -> Vec<Ty> {
        self.steps(ty).collect()
    }

    /// As [`Self::derefs`], each when it is asked for.
    pub fn steps(&self, ty: &Ty) -> impl Iterator<Item = Ty> {
        let mut before: Vec<Ty> = Vec::new();
        let mut next = Some(ty.clone());
        std::iter::from_fn(move || {
            if let Some(last) = before.last() {
                next = self.deref(last);
            }
            let found = next.take().filter(|one| !before.contains(one))?;
            if before.len() >= DEREFS {
                return None;
            }
            before.push(found.clone());
            Some(found)
        })
    }
}
