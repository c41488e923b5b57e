//! Going through all names of declarations: what refers to what.

use std::collections::BTreeSet;

use crate::domain::surface::types::{Target, Type};
use crate::domain::surface::{Declaration, Exported, Member, Module, ModuleId, Origin, Surface};

/// The modules that a module's exports and types lead to.
fn modules_of(module: &Module) -> BTreeSet<&ModuleId> {
    let mut found = BTreeSet::new();
    for export in &module.exports {
        match &export.what {
            Exported::From { module, .. }
            | Exported::Namespace(module)
            | Exported::All(Origin::Module(module) | Origin::Variants { module, .. }) => {
                found.insert(module);
            }
            Exported::Own(_) | Exported::Foreign { .. } | Exported::All(Origin::Foreign { .. }) => {
            }
        }
    }
    for declaration in &module.declarations {
        in_declaration(declaration, &mut |target| match target {
            Target::Declared { module, .. } | Target::Module(module) => {
                found.insert(module);
            }
            _ => {}
        });
    }
    found
}

/// The modules that the roots of a surface, its own and its members', lead to: all that code that imports packages by
/// their names can come upon. What is global is part of it.
pub fn reachable(surface: &Surface) -> BTreeSet<&ModuleId> {
    let roots = surface
        .root
        .iter()
        .chain(surface.members.iter().filter_map(|one| one.root.as_ref()));
    let global = surface.modules.keys().filter(|id| id.path().contains('#'));
    let mut open: Vec<&ModuleId> = roots.chain(global).collect();
    let mut found = BTreeSet::new();
    while let Some(id) = open.pop() {
        let Some((id, module)) = surface.modules.get_key_value(id) else {
            continue;
        };
        if found.insert(id) {
            open.extend(modules_of(module));
        }
    }
    found
}

/// Shows what all names in the types of a declaration are bound to.
pub fn in_declaration<'a>(one: &'a Declaration, see: &mut impl FnMut(&'a Target)) {
    for generic in &one.generics {
        in_types(generic.bounds.iter().chain(&generic.default), see);
    }
    in_types(
        one.extends.iter().chain(&one.implements).chain(&one.ty),
        see,
    );
    in_members(&one.members, see);
}

fn in_members<'a>(members: &'a [Member], see: &mut impl FnMut(&'a Target)) {
    in_types(members.iter().filter_map(|member| member.ty.as_ref()), see);
}

/// Shows all names in types, however deep. The way is a list, not the stack.
fn in_types<'a>(types: impl Iterator<Item = &'a Type>, see: &mut impl FnMut(&'a Target)) {
    let mut rest: Vec<&Type> = types.collect();
    while let Some(ty) = rest.pop() {
        match ty {
            Type::Named(named) | Type::TypeOf(named) => {
                see(&named.target);
                rest.extend(&named.arguments);
            }
            Type::Array(of)
            | Type::Operator { of, .. }
            | Type::Slice { of, .. }
            | Type::Binding { ty: of, .. } => rest.push(of),
            Type::Tuple(items) => rest.extend(items.iter().map(|item| &item.ty)),
            Type::Union(types)
            | Type::Intersection(types)
            | Type::Impl(types)
            | Type::Dyn(types)
            | Type::Template { types, .. } => rest.extend(types),
            Type::Function(one) | Type::Constructor(one) => {
                for generic in &one.generics {
                    rest.extend(generic.bounds.iter().chain(&generic.default));
                }
                rest.extend(one.parameters.iter().filter_map(|one| one.ty.as_ref()));
                rest.extend(one.returns.iter().chain(&one.receiver));
            }
            Type::Object(members) => rest.extend(members.iter().filter_map(|one| one.ty.as_ref())),
            Type::Mapped(one) => {
                rest.push(&one.keys);
                rest.extend(one.rename.iter().chain(&one.ty));
            }
            Type::Conditional(one) => rest.extend([&one.check, &one.extends, &one.yes, &one.no]),
            Type::Infer { bound, .. } => rest.extend(bound.as_deref()),
            Type::Indexed { of, by } => rest.extend([&**of, &**by]),
            Type::Predicate { ty, .. } => rest.extend(ty.as_deref()),
            Type::Reference { to, .. } | Type::Pointer { to, .. } => rest.push(to),
            Type::Associated { of, by, .. } => {
                rest.push(of);
                rest.extend(by.as_deref());
            }
            Type::Keyword(_) | Type::Literal(_) | Type::Unread(_) => {}
        }
    }
}
