//! The literal keys that a type stands for: what `Pick`, `Omit`, `Record` and mapped types go over.

use std::collections::BTreeSet;

use crate::domain::surface::shape::{DEPTH, Scope, Shapes};
use crate::domain::surface::types::{Named, Target, Type};
use crate::domain::surface::{DeclarationKind, Member, ModuleId};

/// Literal keys of a type.
pub(super) struct Keys {
    pub(super) names: BTreeSet<String>,
    /// Not all are known.
    pub(super) open: bool,
}

impl Keys {
    const OPEN: Self = Self {
        names: BTreeSet::new(),
        open: true,
    };
}

impl<'s> Shapes<'s> {
    pub(super) fn keys(self, ty: &'s Type, scope: &Scope<'s>, depth: usize) -> Keys {
        if depth > DEPTH {
            return Keys::OPEN;
        }
        let depth = depth + 1;
        match ty {
            Type::Literal(text) => Keys {
                names: BTreeSet::from([text.trim_matches('"').to_owned()]),
                open: false,
            },
            Type::Keyword(word) if word == "never" => Keys {
                names: BTreeSet::new(),
                open: false,
            },
            Type::Union(types) => types.iter().map(|ty| self.keys(ty, scope, depth)).fold(
                Keys {
                    names: BTreeSet::new(),
                    open: false,
                },
                |mut all, one| {
                    all.names.extend(one.names);
                    all.open |= one.open;
                    all
                },
            ),
            Type::Operator { operator, of } if operator == "keyof" => {
                let shape = self.ty(of, scope, depth);
                Keys {
                    names: shape.members.into_keys().collect(),
                    open: !shape.open.is_empty(),
                }
            }
            Type::Named(named) => self.named_keys(named, scope, depth),
            _ => Keys::OPEN,
        }
    }

    fn named_keys(self, named: &'s Named, scope: &Scope<'s>, depth: usize) -> Keys {
        match (&named.target, named.written.as_str()) {
            (Target::Parameter, name) => match scope.get(name) {
                Some((ty, scope)) => self.keys(ty, &scope, depth),
                None => Keys::OPEN,
            },
            (Target::Global, "Exclude") => match named.arguments.as_slice() {
                [from, out] => {
                    let (mut from, out) =
                        (self.keys(from, scope, depth), self.keys(out, scope, depth));
                    from.names.retain(|name| !out.names.contains(name));
                    from
                }
                _ => Keys::OPEN,
            },
            (Target::Global, "Extract") => match named.arguments.as_slice() {
                [from, kept] => {
                    let (mut from, kept) =
                        (self.keys(from, scope, depth), self.keys(kept, scope, depth));
                    if !kept.open {
                        from.names.retain(|name| kept.names.contains(name));
                    }
                    from
                }
                _ => Keys::OPEN,
            },
            (Target::Declared { module, name }, _) => {
                self.declared_keys(module, name, &named.arguments, scope, depth)
            }
            _ => Keys::OPEN,
        }
    }

    /// The keys that an alias or an enum stands for; `Enum.Member` is one of them.
    fn declared_keys(
        self,
        module: &ModuleId,
        name: &str,
        arguments: &'s [Type],
        around: &Scope<'s>,
        depth: usize,
    ) -> Keys {
        let mut keys = Keys {
            names: BTreeSet::new(),
            open: false,
        };
        let mut any = false;
        for (_, declaration) in self.declarations(module, name) {
            match (declaration.kind, &declaration.ty) {
                (DeclarationKind::Alias, Some(ty)) => {
                    let scope = Scope::of(&declaration.generics, arguments, around);
                    let more = self.keys(ty, &scope, depth);
                    keys.names.extend(more.names);
                    keys.open |= more.open;
                    any = true;
                }
                (DeclarationKind::Enum, _) => {
                    keys.names
                        .extend(declaration.members.iter().filter_map(value_of));
                    any = true;
                }
                _ => {}
            }
        }
        if any {
            return keys;
        }
        // `Enum.Member`, bound to the enum's own name with the member behind it.
        let member = name.rsplit_once('.').and_then(|(owner, member)| {
            self.declarations(module, owner)
                .filter(|(_, one)| one.kind == DeclarationKind::Enum)
                .flat_map(|(_, one)| &one.members)
                .find(|one| one.name == member)
        });
        match member.and_then(value_of) {
            Some(value) => Keys {
                names: BTreeSet::from([value]),
                open: false,
            },
            None => Keys::OPEN,
        }
    }
}

/// What an enum member is as a key.
fn value_of(member: &Member) -> Option<String> {
    match &member.ty {
        Some(Type::Literal(text)) => Some(text.trim_matches('"').to_owned()),
        _ => None,
    }
}
