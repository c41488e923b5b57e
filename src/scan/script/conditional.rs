//! `A extends B ? X : Y`: decided where what is known of `A` surely decides it, else both.

use rustc_hash::FxHashMap;

use crate::domain::surface::types::{Conditional, Target, Type};
use crate::scan::script::infer::Inference;
use crate::scan::script::ty::{Env, Home, Ty};

/// Names that `infer` introduces, with what they stand for.
type Inferred<'w> = FxHashMap<&'w str, Ty<'w>>;

/// Whether one type extends another.
enum Extends<'w> {
    Yes(Inferred<'w>),
    No,
    /// Not enough is known of one of them.
    Open,
}

impl<'w> Inference<'w> {
    /// What a conditional type is. Of a parameter that stands for several types it is decided for each of them.
    pub(super) fn conditional(&self, of: &'w Conditional, env: &Env<'w>, home: Home<'w>) -> Ty<'w> {
        let check = self.written(&of.check, env, home);
        let parameter = match &of.check {
            Type::Named(named) if named.target == Target::Parameter => Some(named.written.as_str()),
            _ => None,
        };
        match (parameter, check.strong().0) {
            (Some(name), Ty::Union(parts)) => Ty::union(parts.iter().map(|part| {
                let env = env.with(vec![(name, part.clone())]);
                self.decided(of, part, &env, home)
            })),
            _ => self.decided(of, &check, env, home),
        }
    }

    fn decided(
        &self,
        of: &'w Conditional,
        check: &Ty<'w>,
        env: &Env<'w>,
        home: Home<'w>,
    ) -> Ty<'w> {
        match self.extends(check, &of.extends) {
            Extends::Yes(inferred) => {
                let env = env.with(inferred.into_iter().collect());
                self.written(&of.yes, &env, home)
            }
            Extends::No => self.written(&of.no, env, home),
            Extends::Open => {
                let both = [&of.yes, &of.no].map(|ty| self.written(ty, env, home));
                // What one of them lacks the other may have, if that is not known.
                if both.iter().any(Ty::is_unknown) && !both.iter().all(Ty::is_unknown) {
                    Ty::Union(both.into())
                } else {
                    Ty::union(both)
                }
            }
        }
    }

    fn extends(&self, check: &Ty<'w>, ty: &'w Type) -> Extends<'w> {
        let check = check.strong().0;
        let yes = || Extends::Yes(Inferred::default());
        let of = |is: bool| if is { yes() } else { Extends::No };
        let is_text = matches!(check, Ty::Text(_) | Ty::AnyText);
        match (ty, check) {
            (Type::Keyword(word), _) if matches!(word.as_str(), "any" | "unknown") => yes(),
            (_, Ty::Unknown | Ty::Union(_)) => Extends::Open,
            (Type::Keyword(word), _) if word == "string" => of(is_text),
            (Type::Literal(text), Ty::Text(known)) => {
                of(text.trim_matches('"') == &**known && text.starts_with('"'))
            }
            (Type::Literal(text), Ty::AnyText) if text.starts_with('"') => Extends::No,
            (Type::Union(types), Ty::Text(_)) => {
                let mut open = false;
                for ty in types {
                    match self.extends(check, ty) {
                        Extends::Yes(inferred) => return Extends::Yes(inferred),
                        Extends::No => {}
                        Extends::Open => open = true,
                    }
                }
                if open { Extends::Open } else { Extends::No }
            }
            (
                Type::Array(_) | Type::Function(_) | Type::Object(_),
                Ty::Text(_) | Ty::AnyText | Ty::Primitive,
            )
            | (Type::Array(_), Ty::Function(_) | Ty::OwnFunction(..))
            | (Type::Function(_), Ty::Array(_)) => Extends::No,
            (Type::Array(_), Ty::Array(_))
            | (Type::Function(_), Ty::Function(_) | Ty::OwnFunction(..)) => {
                let mut inferred = Inferred::default();
                self.unify(ty, check, &mut inferred);
                Extends::Yes(inferred)
            }
            // Where something is found for what is to be inferred, it has that form.
            (Type::Named(_), _) => {
                let mut inferred = Inferred::default();
                self.unify(ty, check, &mut inferred);
                if inferred.is_empty() {
                    Extends::Open
                } else {
                    Extends::Yes(inferred)
                }
            }
            _ => Extends::Open,
        }
    }
}
