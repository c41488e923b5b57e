//! Calls of functions and methods.

use std::rc::Rc;

use crate::domain::document::scan::Confidence;
use crate::scan::rust::info::MemberClass;
use crate::scan::rust::members::Hit;
use crate::scan::rust::ty::{Env, Sig, Ty};
use crate::scan::rust::visit::Visit;
use crate::scan::uses::Site;
use crate::syntax::rust::code::{Expr, ExprId, Method};

impl<'w> Visit<'_, 'w> {
    pub(super) fn method(
        &mut self,
        one: &'w Method,
        receiver: &Ty,
        expected: &Ty,
        local: Option<&'w str>,
    ) -> Ty {
        if let Some(arguments) = &one.arguments {
            self.arguments(arguments);
        }
        let hit = self.world.method(self.node, receiver, &one.name.text);
        let Some(hit) = hit else {
            self.nobody(one, receiver);
            for given in &one.given {
                self.expr(*given, &Ty::Unknown);
            }
            // A copy is what it was made of.
            return match &*one.name.text {
                "clone" | "to_owned" | "borrow" | "borrow_mut" | "as_ref" | "as_mut" | "by_ref"
                | "into_inner"
                    if receiver.is_known() =>
                {
                    receiver.clone()
                }
                _ => Ty::Unknown,
            };
        };
        self.member(one.name.at, Site::Member, &hit);
        let ty = match &one.arguments {
            Some(arguments) => self.given_types(hit.ty, arguments),
            None => hit.ty,
        };
        let Ty::Function(sig) = &ty else {
            for given in &one.given {
                self.expr(*given, &Ty::Unknown);
            }
            return Ty::Unknown;
        };
        let mut env = Env::default();
        self.given(sig, &sig.params, &one.given, &mut env);
        if let (Some(local), true) = (local, receiver.is_partly_unknown()) {
            self.learn(local, receiver, &one.name.text, &one.given);
        }
        self.world.result(sig, &env, expected)
    }

    /// What is put into a container says what it holds.
    fn learn(&mut self, local: &'w str, receiver: &Ty, name: &str, given: &[ExprId]) {
        let Ty::Named(decl, args) = receiver else {
            return;
        };
        let info = self.world.info(*decl);
        let Some(Ty::Function(sig)) = info
            .members(name)
            .find(|one| one.class == MemberClass::Function)
            .map(|one| one.ty.clone())
        else {
            return;
        };
        let mut env = Env::default();
        let before = self.met.places.len();
        let undecided = self.met.undecided.len();
        for (param, value) in sig.params.iter().zip(given) {
            let ty = self.expr(*value, &Ty::Unknown);
            self.world.unify(param, &ty, &mut env, 0);
        }
        // They were gone over already.
        self.met.places.truncate(before);
        self.met.undecided.truncate(undecided);
        let args = info.generics.iter().zip(args.iter()).map(|(generic, arg)| {
            let found = env.get(&generic.name).filter(|_| arg.is_partly_unknown());
            found.cloned().unwrap_or_else(|| arg.clone())
        });
        let ty = Ty::Named(*decl, args.collect());
        self.set_local(local, ty);
    }

    /// A method of something that is not known: who only shares a name with the platform's is told of with little confidence.
    fn nobody(&mut self, one: &'w Method, receiver: &Ty) {
        if !matches!(receiver, Ty::Unknown) {
            return;
        }
        let owners = self.world.owners_of(&one.name.text);
        if owners.is_empty() {
            return;
        }
        self.met.undecided.push(one.name.at);
        self.at_most(Confidence::Low, |visit| {
            for owner in owners.iter().take(1) {
                let hit = Hit::of(*owner, &one.name.text, MemberClass::Function);
                visit.member(one.name.at, Site::Member, &hit);
            }
        });
    }

    /// Goes over what is given to a function, and binds its parameters by it.
    fn given(&mut self, sig: &Sig, params: &[Ty], given: &'w [ExprId], env: &mut Env) {
        for (at, value) in given.iter().enumerate() {
            let Some(param) = params.get(at) else {
                self.expr(*value, &Ty::Unknown);
                continue;
            };
            let is_closure = matches!(self.code()[*value], Expr::Closure(_));
            let wanted = match self.world.callable(param, &sig.generics, env) {
                Some((params, returns)) if is_closure => Ty::Function(Rc::new(Sig {
                    params: params
                        .iter()
                        .map(|one| self.world.subst(one, env))
                        .collect(),
                    returns: self.world.subst(&returns, env).settled(),
                    ..Sig::default()
                })),
                _ => self.world.subst(param, env).settled(),
            };
            let ty = self.expr(*value, &wanted);
            self.world.give(sig, param, &ty, env);
        }
    }

    pub(super) fn call(&mut self, callee: &Ty, given: &'w [ExprId], expected: &Ty) -> Ty {
        match callee {
            Ty::Function(sig) => {
                let mut env = Env::default();
                let mut given = given;
                if let (true, Some((first, rest))) = (sig.has_self, given.split_first()) {
                    let itself = self.expr(*first, &Ty::Unknown);
                    env.set(&Rc::from("Self"), itself);
                    given = rest;
                }
                self.given(sig, &sig.params, given, &mut env);
                self.world.result(sig, &env, expected)
            }
            other => {
                let callable = self.world.callable(other, &[], &Env::default());
                let (params, returns) = callable.unwrap_or_default();
                self.given(&Sig::default(), &params, given, &mut Env::default());
                returns
            }
        }
    }
}
