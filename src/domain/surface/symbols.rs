//! All public symbols of a Rust surface, one by one: items by every path, and the members that each declares itself.

use std::collections::BTreeSet;

use crate::domain::surface::paths::{PublicPath, Reached, Thing, public_paths, space_of};
use crate::domain::surface::types::Type;
use crate::domain::surface::{DeclarationKind, Member, MemberKind, Surface};

/// One symbol by one path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Symbol {
    /// `macro`, `module`, `struct`, `method`, `field`, `variant` …; `foreign` for what another package declares.
    pub kind: &'static str,
    /// As users write it, without the crate's name: `Duration::num_days`.
    pub path: String,
    /// Whether the compiler would say so.
    pub deprecated: bool,
    /// Whether it or a part of its path is `#[doc(hidden)]`.
    pub hidden: bool,
    /// Whether it, or something on the way to it, exists under a condition only.
    pub conditional: bool,
}

/// The symbols of a surface, in the order of their kinds and paths. What a type implements is not among its members.
pub fn symbols(surface: &Surface) -> BTreeSet<Symbol> {
    let mut found = BTreeSet::new();
    for (path, reached) in public_paths(surface) {
        enter(surface, &path, &reached, &mut found);
    }
    found
}

fn enter(surface: &Surface, path: &PublicPath, reached: &Reached, found: &mut BTreeSet<Symbol>) {
    let simple = |kind: &'static str, deprecated: bool| Symbol {
        kind,
        path: path.path.clone(),
        deprecated,
        hidden: reached.hidden,
        conditional: !reached.cfg.is_empty(),
    };
    match &reached.thing {
        Thing::Module(id) => {
            let notes = surface.modules.values().flat_map(|one| &one.exports).find(|one| {
                matches!(&one.what, crate::domain::surface::Exported::Namespace(to) if to == id)
            });
            let deprecated = notes.is_some_and(|one| one.notes.deprecated().is_some());
            found.insert(simple("module", deprecated));
        }
        Thing::Foreign { .. } => {
            found.insert(simple("foreign", false));
        }
        Thing::Variant { module, of, name } => {
            let declarations = surface
                .modules
                .get(module)
                .into_iter()
                .flat_map(|one| one.named(of));
            for member in declarations
                .flat_map(|one| &one.members)
                .filter(|one| one.name == *name && one.kind == MemberKind::Variant)
            {
                members(
                    &simple("variant", false),
                    Some(member),
                    std::slice::from_ref(member),
                    found,
                );
            }
        }
        Thing::Declaration { module, name } => {
            let declarations = surface
                .modules
                .get(module)
                .into_iter()
                .flat_map(|one| one.named(name));
            for one in declarations.filter(|one| space_of(one.kind) == path.space) {
                let mut symbol = simple(word(one.kind), one.notes.deprecated().is_some());
                symbol.hidden |= one.notes.private;
                symbol.conditional |= one.cfg.is_some();
                members(&symbol, None, &one.members, found);
                found.insert(symbol);
            }
        }
    }
}

/// Enters members of `of`, or `of` itself as the one member that it is.
fn members(of: &Symbol, itself: Option<&Member>, given: &[Member], found: &mut BTreeSet<Symbol>) {
    for member in given {
        let symbol = Symbol {
            kind: member_word(member.kind),
            path: if itself.is_some() {
                of.path.clone()
            } else {
                format!("{}::{}", of.path, member.name)
            },
            deprecated: member.notes.deprecated().is_some(),
            hidden: of.hidden || member.notes.private,
            conditional: of.conditional || member.cfg.is_some(),
        };
        if let (MemberKind::Variant, Some(Type::Object(fields))) = (member.kind, &member.ty) {
            members(&symbol, None, fields, found);
        }
        found.insert(symbol);
    }
}

const fn word(kind: DeclarationKind) -> &'static str {
    match kind {
        DeclarationKind::Function => "fn",
        DeclarationKind::Constant => "const",
        DeclarationKind::Variable => "static",
        DeclarationKind::TraitAlias => "trait_alias",
        other => other.word(),
    }
}

const fn member_word(kind: MemberKind) -> &'static str {
    match kind {
        MemberKind::Field | MemberKind::Property => "field",
        MemberKind::Variant => "variant",
        MemberKind::AssociatedType => "assoc_type",
        MemberKind::AssociatedConstant => "assoc_const",
        _ => "method",
    }
}
