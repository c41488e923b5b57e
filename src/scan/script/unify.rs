//! What type parameters have to stand for, so that a type is what was given.

use rustc_hash::FxHashMap as HashMap;

use crate::domain::surface::types::{Named, Target, Type};
use crate::scan::script::infer::Inference;
use crate::scan::script::ty::Ty;

impl<'w> Inference<'w> {
    /// Finds what parameters have to stand for, so that a type is what was given.
    pub(super) fn unify(&self, ty: &'w Type, given: &Ty<'w>, found: &mut HashMap<&'w str, Ty<'w>>) {
        // Parameters of the plugin's own functions are there before anything is known of them.
        if let Type::Named(named) = ty
            && (named.target == Target::Parameter || found.contains_key(named.written.as_str()))
            && !given.is_unknown()
        {
            let slot = found.entry(&named.written).or_default();
            if slot.is_unknown() {
                // With all that is known of it, its doubt too.
                *slot = given.clone();
            }
            return;
        }
        if let Type::Infer { name, .. } = ty
            && !given.is_unknown()
        {
            found.entry(name).or_insert_with(|| given.clone());
            return;
        }
        let (given, _) = given.strong();
        match (ty, given) {
            (_, Ty::Unknown) => {}
            (Type::Named(named), given) => self.unify_named(named, given, found),
            (Type::Array(of), Ty::Array(item)) => self.unify(of, item, found),
            (Type::Union(types), given) => {
                for ty in types {
                    self.unify(ty, given, found);
                }
            }
            // What a nameless type asks for, the value may have under the same name.
            (Type::Object(members), given) => {
                for member in members.iter().filter(|one| super::members::has_name(one)) {
                    if let Some(ty) = &member.ty {
                        let given = self.bounded(|| self.member_ty(given, &member.name));
                        self.unify(ty, &given, found);
                    }
                }
            }
            (Type::Function(signature), Ty::OwnFunction(file, function)) => {
                let own = &self.script(*file)[*function].parameters;
                for (wanted, index) in signature.parameters.iter().zip(0..own.len()) {
                    // Only what it says of them itself: the rest is yet to follow from this call.
                    if let Some(ty) = &wanted.ty
                        && own[index].ty.is_some()
                    {
                        let index = u32::try_from(index).unwrap_or(u32::MAX);
                        self.unify(ty, &self.parameter(*file, *function, index), found);
                    }
                }
                if let Some(returns) = &signature.returns {
                    let given = self.own_returned(*file, *function);
                    self.unify(returns, &given, found);
                }
            }
            (Type::Function(signature), Ty::Function(forms)) => {
                if let (Some(returns), Some(form)) = (&signature.returns, forms.first()) {
                    let given = self.parameter_ty(form, form.signature.returns.as_ref());
                    self.unify(returns, &given, found);
                }
            }
            _ => {}
        }
    }

    fn unify_named(&self, named: &'w Named, given: &Ty<'w>, found: &mut HashMap<&'w str, Ty<'w>>) {
        match (&named.target, given) {
            (_, given) if named.written == "Record" => {
                if let [_, value] = named.arguments.as_slice() {
                    self.unify(value, &self.element(given), found);
                }
            }
            // React's own types of components: what they take is what the component takes.
            (_, given)
                if ["FunctionComponent", "ComponentClass", "ComponentType"]
                    .contains(&named.written.as_str()) =>
            {
                if let [props] = named.arguments.as_slice() {
                    self.unify(props, &self.props(given), found);
                }
            }
            (_, Ty::Promise(of)) if named.written.starts_with("Promise") => {
                if let [argument] = named.arguments.as_slice() {
                    self.unify(argument, of, found);
                }
            }
            (_, Ty::Array(of)) if named.written.ends_with("Array") => {
                if let [argument] = named.arguments.as_slice() {
                    self.unify(argument, of, found);
                }
            }
            (Target::Declared { name, .. }, Ty::Instance(instance))
                if name == instance.name || named.written == instance.name =>
            {
                for (ty, given) in named.arguments.iter().zip(&instance.arguments) {
                    self.unify(ty, given, found);
                }
            }
            _ => {}
        }
    }
}
