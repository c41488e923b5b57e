//! Members of what is made of other types, of lists, promises and functions.

use std::rc::Rc;

use rustc_hash::FxHashSet;

use crate::domain::surface::types::{Named, Type};
use crate::domain::surface::{DeclarationKind, MemberKind};
use crate::scan::script::infer::Inference;
use crate::scan::script::members::Lookup;
use crate::scan::script::ty::{Env, Home, Ty};

impl<'w> Inference<'w> {
    /// A member of `Pick`, `Omit`, `Record` or a mapped type.
    pub(super) fn of_made(
        &self,
        ty: &'w Type,
        env: &Env<'w>,
        home: Home<'w>,
        name: &str,
    ) -> Lookup<'w> {
        match ty {
            Type::Named(named) => self.of_utility(named, env, home, name),
            Type::Mapped(mapped) => {
                if mapped.rename.is_some() {
                    return Lookup::Unknown;
                }
                if let Type::Operator { operator, of } = &mapped.keys
                    && operator == "keyof"
                {
                    // Its members stay those of the type that it goes over.
                    return self.member(&self.written(of, env, home), name);
                }
                match self.has_key(&mapped.keys, env, home, name) {
                    None => Lookup::Unknown,
                    Some(false) => Lookup::Missing(None),
                    Some(true) => match &mapped.ty {
                        Some(ty) => {
                            let key = vec![(mapped.parameter.as_str(), Ty::Text(name.into()))];
                            Lookup::own(self.written(ty, &env.with(key), home))
                        }
                        None => Lookup::Unknown,
                    },
                }
            }
            _ => Lookup::Unknown,
        }
    }

    fn of_utility(
        &self,
        named: &'w Named,
        env: &Env<'w>,
        home: Home<'w>,
        name: &str,
    ) -> Lookup<'w> {
        let [of, by] = named.arguments.as_slice() else {
            return Lookup::Unknown;
        };
        if named.written == "Record" {
            return match self.has_key(of, env, home, name) {
                Some(false) => Lookup::Missing(None),
                _ => Lookup::own(self.written(by, env, home)),
            };
        }
        match (named.written.as_str(), self.has_key(by, env, home, name)) {
            ("Pick", Some(false)) | ("Omit", Some(true)) => Lookup::Missing(None),
            _ => self.member(&self.written(of, env, home), name),
        }
    }

    /// Whether a name is among the keys that a type stands for; `None` if that cannot be told.
    fn has_key(&self, ty: &'w Type, env: &Env<'w>, home: Home<'w>, name: &str) -> Option<bool> {
        match ty {
            Type::Literal(literal) => Some(text(literal) == Some(name)),
            Type::Template { texts, .. } => Some(fits_template(texts, name)),
            Type::Union(types) => match self.memo.texts(types, || texts(types)) {
                Some(texts) => self.bounded(|| Some(texts.contains(name))),
                None => any(types
                    .iter()
                    .map(|ty| self.bounded(|| self.has_key(ty, env, home, name)))),
            },
            Type::Keyword(word) if word == "string" => Some(true),
            Type::Keyword(word) if word == "number" => Some(name.parse::<f64>().is_ok()),
            Type::Keyword(word) if word == "symbol" => Some(false),
            Type::Operator { operator, of } if operator == "keyof" => {
                match self.member(&self.written(of, env, home), name) {
                    Lookup::Found(_) => Some(true),
                    Lookup::Missing(_) => Some(false),
                    Lookup::Unknown => None,
                }
            }
            ty => self.is_key(&self.written(ty, env, home), name),
        }
    }

    fn is_key(&self, ty: &Ty<'w>, name: &str) -> Option<bool> {
        match ty {
            Ty::Text(text) => Some(**text == *name),
            Ty::Union(parts) => any(parts.iter().map(|part| self.is_key(part, name))),
            Ty::Instance(instance) => {
                let declared = self.declarations(instance.home, instance.name);
                let one = declared.first()?;
                let env = self.env_of(&one.generics, &instance.arguments, instance.home);
                let holds =
                    |ty: &'w Type| self.bounded(|| self.has_key(ty, &env, instance.home, name));
                match one.kind {
                    DeclarationKind::Alias => holds(one.ty.as_ref()?),
                    DeclarationKind::Enum => {
                        any(one.members.iter().map(|member| holds(member.ty.as_ref()?)))
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// What any value of an object is, where all are of one type: by an index, or of a `Record`.
    pub(super) fn any_value(&self, of: &Ty<'w>) -> Ty<'w> {
        match of {
            Ty::Made {
                ty: Type::Named(named),
                env,
                home,
            } if named.written == "Record" => named
                .arguments
                .get(1)
                .map_or(Ty::Unknown, |ty| self.written(ty, env, *home)),
            Ty::Object {
                members, env, home, ..
            } => {
                let index = members.iter().find(|one| one.kind == MemberKind::Index);
                match index.and_then(|one| one.ty.as_ref()) {
                    Some(Type::Function(signature)) => signature
                        .returns
                        .as_ref()
                        .map_or(Ty::Unknown, |ty| self.written(ty, env, *home)),
                    _ => Ty::Unknown,
                }
            }
            Ty::Instance(instance) => {
                let declared = self.declarations(instance.home, instance.name);
                let Some(one) = declared.first() else {
                    return Ty::Unknown;
                };
                let env = self.env_of(&one.generics, &instance.arguments, instance.home);
                match (&one.ty, one.kind) {
                    (Some(ty), DeclarationKind::Alias) => {
                        self.bounded(|| self.element(&self.written(ty, &env, instance.home)))
                    }
                    (_, DeclarationKind::Interface | DeclarationKind::Class) => {
                        self.bounded(|| {
                            self.any_value(&Ty::Object {
                                members: &one.members,
                                env,
                                home: instance.home,
                                path: None,
                            })
                        })
                    }
                    _ => Ty::Unknown,
                }
            }
            _ => Ty::Unknown,
        }
    }

    /// A member of a list: those of the language's `Array`, with the type of its items.
    pub(super) fn of_array(&self, item: &Ty<'w>, name: &str) -> Lookup<'w> {
        if name.parse::<usize>().is_ok() {
            return Lookup::own(item.clone());
        }
        self.of_library("Array", std::slice::from_ref(item), name)
    }

    /// A member of a promise or a function.
    pub(super) fn of_builtin(&self, of: &Ty<'w>, name: &str) -> Lookup<'w> {
        match (of, name) {
            (Ty::Promise(value), _) => {
                self.of_library("Promise", std::slice::from_ref(&**value), name)
            }
            // Bound or called by the way of itself it is still that function.
            (Ty::Function(_), "bind" | "call" | "apply") => Lookup::own(of.clone()),
            _ => Lookup::Unknown,
        }
    }

    fn of_library(&self, library: &str, arguments: &[Ty<'w>], name: &str) -> Lookup<'w> {
        let mut declared = self.world.globals(library).iter();
        declared
            .find_map(|(package, module, declared)| {
                let instance = Ty::Instance(Rc::new(crate::scan::script::ty::Instance {
                    home: Home::Package(*package, module),
                    name: declared,
                    arguments: arguments.to_vec(),
                    called: None,
                }));
                match self.member(&instance, name) {
                    Lookup::Found(found) => Some(Lookup::Found(found)),
                    _ => None,
                }
            })
            .unwrap_or_default()
    }
}

/// Whether one of many is so: yes if one is, no if none is, and unknown otherwise.
fn any(mut many: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    many.try_fold(Some(false), |before, one| match one {
        Some(true) => Err(()),
        Some(false) => Ok(before),
        None => Ok(None),
    })
    .unwrap_or(Some(true))
}

/// The text that a literal is; `None` if it is none.
fn text(literal: &str) -> Option<&str> {
    let rest = literal.strip_prefix('"')?;
    Some(rest.trim_end_matches('"'))
}

/// The texts that a union is of, if it is of nothing else: there may be hundreds.
fn texts(types: &[Type]) -> Option<FxHashSet<&str>> {
    let texts = types.iter().map(|ty| match ty {
        Type::Literal(literal) => text(literal),
        _ => None,
    });
    texts.collect()
}

/// Whether a text is the texts of a template in turn, with anything between.
fn fits_template(texts: &[String], name: &str) -> bool {
    let (Some((first, rest)), Some(last)) = (texts.split_first(), texts.last()) else {
        return false;
    };
    let Some(mut left) = name.strip_prefix(first.as_str()) else {
        return false;
    };
    for (index, text) in rest.iter().enumerate() {
        if index + 1 == rest.len() {
            return left.ends_with(last.as_str());
        }
        match left.find(text.as_str()) {
            Some(at) => left = left.get(at + text.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    left.is_empty()
}
