//! Calls: what parameters are bound to by what is given, and what comes back.

use crate::scan::rust::info::World;
use crate::scan::rust::ty::{Env, Generic, Sig, TraitTy, Ty};

/// Traits of what can be called.
const CALLABLE: &[&str] = &[
    "ops::Fn",
    "ops::FnMut",
    "ops::FnOnce",
    "ops::AsyncFn",
    "ops::AsyncFnMut",
    "ops::AsyncFnOnce",
];

impl World<'_> {
    /// What something that can be called takes and gives back.
    pub fn callable(&self, ty: &Ty, generics: &[Generic], env: &Env) -> Option<(Vec<Ty>, Ty)> {
        match ty {
            Ty::Function(sig) => Some((sig.params.clone(), sig.returns.clone())),
            Ty::Param(name) => {
                let generic = generics.iter().find(|one| one.name == *name)?;
                self.callable_of(&generic.bounds, env)
            }
            Ty::Bounded(bounds) => self.callable_of(bounds, env),
            Ty::Named(..) => {
                let next = self.deref(ty)?;
                match next {
                    Ty::Named(..) => None,
                    other => self.callable(&other, generics, env),
                }
            }
            _ => None,
        }
    }

    fn callable_of(&self, bounds: &[TraitTy], env: &Env) -> Option<(Vec<Ty>, Ty)> {
        let one = bounds
            .iter()
            .find(|one| self.is_language(one.decl, CALLABLE))?;
        let params = match one.args.first().map(|ty| self.subst(ty, env)) {
            Some(Ty::Tuple(items)) => items.to_vec(),
            _ => Vec::new(),
        };
        let output = one.bindings.iter().find(|(name, _)| &**name == "Output");
        Some((
            params,
            output.map_or(Ty::Unknown, |(_, ty)| self.subst(ty, env)),
        ))
    }

    /// Binds what follows from a parameter being given.
    pub fn give(&self, sig: &Sig, param: &Ty, actual: &Ty, env: &mut Env) {
        self.unify(param, actual, env, 0);
        for generic in &sig.generics {
            let Some(given) = env.get(&generic.name).cloned() else {
                continue;
            };
            for bound in &generic.bounds {
                self.unify_bound(bound, &given, env, 0);
            }
        }
    }

    /// What a call gives back, with what nothing binds as what it must be.
    pub fn result(&self, sig: &Sig, env: &Env, expected: &Ty) -> Ty {
        let mut env = env.clone();
        if expected.is_known() && self.subst(&sig.returns, &env).is_partly_unknown() {
            let mut wanted = Env::default();
            self.unify(&sig.returns, expected, &mut wanted, 0);
            env.extend(&wanted);
        }
        for generic in &sig.generics {
            if env.get(&generic.name).is_none_or(|ty| !ty.is_known()) {
                let ty = match &generic.default {
                    Some(default) => self.subst(default, &env),
                    None if generic.bounds.is_empty() => Ty::Unknown,
                    None => {
                        let bounded = Ty::Bounded(generic.bounds.clone().into());
                        self.subst(&bounded, &env)
                    }
                };
                env.set(&generic.name, ty);
            }
        }
        let ty = self.subst(&sig.returns, &env);
        ty.settled()
    }
}
