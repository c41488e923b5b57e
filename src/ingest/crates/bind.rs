//! Declarations with every name in their types bound to what it means.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::domain::surface::notice::Notes;
use crate::domain::surface::types::{Generic, Named, Signature, Target, Type};
use crate::domain::surface::{
    Declaration, DeclarationKind, Gap, GapKind, Member, Module, ModuleId,
};
use crate::ingest::crates::files::inherit;
use crate::ingest::crates::scope::{Found, Scope};
use crate::ingest::crates::world::{MACRO, Node, TYPE, World};
use crate::syntax::rust::record::{Item, ItemKind};

/// Binds types, and keeps a gap for each name that means nothing.
pub(super) struct Binder<'w, 'a> {
    pub scope: Scope<'w, 'a>,
    gaps: RefCell<Vec<Gap>>,
}

/// Where a type stands.
pub(super) struct Here {
    pub node: usize,
    /// What `Self` means; `None` in a trait, where it is a parameter.
    pub itself: Option<Type>,
    /// Names of the type parameters in scope.
    pub generics: Vec<String>,
}

impl Here {
    pub(super) fn with(node: usize, itself: Option<Type>, generics: &[Generic]) -> Self {
        Self {
            node,
            itself,
            generics: generics.iter().map(|one| one.name.clone()).collect(),
        }
    }
}

/// All declarations, private ones too, by module.
pub(super) fn declarations(binder: &Binder) -> BTreeMap<ModuleId, Module> {
    let mut modules = BTreeMap::new();
    for (at, node) in binder.scope.world.nodes.iter().enumerate() {
        let module: &mut Module = modules.entry(node.id.clone()).or_default();
        module.declarations.extend(
            node.items
                .iter()
                .filter_map(|item| binder.declaration(at, node, item)),
        );
    }
    modules
}

impl<'w, 'a> Binder<'w, 'a> {
    pub(super) fn new(scope: Scope<'w, 'a>) -> Self {
        Self {
            scope,
            gaps: RefCell::default(),
        }
    }

    pub(super) fn world(&self) -> &'w World<'a> {
        self.scope.world
    }

    pub(super) fn into_gaps(self) -> Vec<Gap> {
        self.gaps.into_inner()
    }

    pub(super) fn gap(&self, kind: GapKind, node: usize, line: u32, message: String) {
        let at = self
            .world()
            .nodes
            .get(node)
            .map_or_else(String::new, |node| node.file.clone());
        self.gaps.borrow_mut().push(Gap {
            kind,
            at,
            line,
            message,
        });
    }

    fn declaration(&self, at: usize, node: &Node, item: &Item) -> Option<Declaration> {
        let mut one = match &item.kind {
            ItemKind::Declared { declaration, .. } => (**declaration).clone(),
            ItemKind::Rules { exported: true, .. } => macro_by_example(item),
            _ => return None,
        };
        inherit(&node.notes, &mut one.notes);
        let itself = (one.kind != DeclarationKind::Trait
            && one.kind != DeclarationKind::TraitAlias)
            .then(|| {
                Type::Named(Box::new(Named {
                    written: "Self".to_owned(),
                    target: Target::Declared {
                        module: node.id.clone(),
                        name: one.name.clone(),
                    },
                    arguments: one
                        .generics
                        .iter()
                        .map(|one| parameter(&one.name))
                        .collect(),
                }))
            });
        let mut here = Here::with(at, itself, &one.generics);
        self.generics(&mut here, &mut one.generics);
        self.types(&mut here, &mut one.extends);
        for derive in &mut one.implements {
            self.derive(&mut here, derive);
        }
        one.implements
            .retain(|one| !matches!(one, Type::Named(named) if named.target == Target::Missing));
        for member in &mut one.members {
            pass_down(&one.notes, member);
            self.member(&mut here, member);
        }
        if let Some(ty) = &mut one.ty {
            self.ty(&mut here, ty);
        }
        Some(one)
    }

    // A derive is a macro, and mostly called like its trait.
    fn derive(&self, here: &mut Here, ty: &mut Type) {
        let Type::Named(named) = ty else { return };
        let (parts, absolute) = parts(&named.written);
        let found = [TYPE, MACRO]
            .into_iter()
            .find_map(|space| self.scope.whole(here.node, &parts, absolute, space));
        if let Some(found) = found {
            named.target = self.target(&found).unwrap_or(Target::Missing);
        }
    }

    pub(super) fn generics(&self, here: &mut Here, generics: &mut [Generic]) {
        for one in generics {
            self.types(here, &mut one.bounds);
            if let Some(default) = &mut one.default {
                self.ty(here, default);
            }
        }
    }

    pub(super) fn types(&self, here: &mut Here, types: &mut [Type]) {
        for one in types {
            self.ty(here, one);
        }
    }

    pub(super) fn member(&self, here: &mut Here, member: &mut Member) {
        if let Some(ty) = &mut member.ty {
            self.ty(here, ty);
        }
    }

    fn signature(&self, here: &mut Here, signature: &mut Signature) {
        let outer = here.generics.len();
        here.generics
            .extend(signature.generics.iter().map(|one| one.name.clone()));
        self.generics(here, &mut signature.generics);
        let types = signature
            .parameters
            .iter_mut()
            .filter_map(|one| one.ty.as_mut());
        for ty in types
            .chain(&mut signature.returns)
            .chain(&mut signature.receiver)
        {
            self.ty(here, ty);
        }
        here.generics.truncate(outer);
    }

    /// Binds every name of a type.
    pub(super) fn ty(&self, here: &mut Here, ty: &mut Type) {
        match ty {
            Type::Named(named) => {
                self.types(here, &mut named.arguments);
                let bound = self.named(here, named);
                if let Some(bound) = bound {
                    *ty = bound;
                }
            }
            Type::Array(of) | Type::Operator { of, .. } | Type::Slice { of, .. } => {
                self.ty(here, of);
            }
            Type::Reference { to, .. } | Type::Pointer { to, .. } => self.ty(here, to),
            Type::Binding { ty, .. } => self.ty(here, ty),
            Type::Tuple(items) => items.iter_mut().for_each(|one| self.ty(here, &mut one.ty)),
            Type::Impl(types)
            | Type::Dyn(types)
            | Type::Union(types)
            | Type::Intersection(types) => {
                self.types(here, types);
            }
            Type::Function(signature) | Type::Constructor(signature) => {
                self.signature(here, signature);
            }
            Type::Object(members) => members.iter_mut().for_each(|one| self.member(here, one)),
            Type::Associated { of, by, .. } => {
                self.ty(here, of);
                if let Some(by) = by {
                    self.ty(here, by);
                }
            }
            // Rust has no others.
            _ => {}
        }
    }

    /// Binds a name; a type that stands in its place, if it is no name after all.
    fn named(&self, here: &Here, named: &mut Named) -> Option<Type> {
        let (parts, absolute) = parts(&named.written);
        let first = parts.first()?;
        let arguments = std::mem::take(&mut named.arguments);
        let base = |written: &str, target: Target, arguments: Vec<Type>| {
            Type::Named(Box::new(Named {
                written: written.to_owned(),
                target,
                arguments,
            }))
        };
        let (found, taken) = if first == "Self" && !absolute {
            let itself = match &here.itself {
                Some(Type::Named(itself)) => {
                    base("Self", itself.target.clone(), itself.arguments.clone())
                }
                Some(other) => other.clone(),
                None => base("Self", Target::Parameter, Vec::new()),
            };
            (itself, 1)
        } else if here.generics.contains(first) && !absolute {
            (base(first, Target::Parameter, arguments), 1)
        } else {
            match self.scope.path(here.node, &parts, absolute, TYPE) {
                Some((Found::Primitive, taken)) => (Type::Keyword(first.clone()), taken),
                Some((found, taken)) => {
                    let target = self.target(&found).unwrap_or(Target::Missing);
                    (base(&named.written, target, arguments), taken)
                }
                None => {
                    let target = self.elsewhere(here.node, &parts);
                    (base(&named.written, target, arguments), parts.len())
                }
            }
        };
        Some(
            parts
                .into_iter()
                .skip(taken)
                .fold(found, |of, name| Type::Associated {
                    of: Box::new(of),
                    by: None,
                    name,
                }),
        )
    }

    /// What a name means that nothing here declares: a glob of a foreign module may bring it.
    fn elsewhere(&self, node: usize, parts: &[String]) -> Target {
        let Some(here) = self.world().nodes.get(node) else {
            return Target::Missing;
        };
        let foreign = here.globs.iter().find_map(|glob| {
            match self.scope.whole(node, &glob.path, glob.absolute, TYPE) {
                Some(Found::Foreign { package, path }) => Some((package, path)),
                _ => None,
            }
        });
        if let Some((package, path)) = foreign {
            let parts: Vec<String> = Some(path)
                .filter(|one| !one.is_empty())
                .into_iter()
                .chain(parts.iter().cloned())
                .collect();
            return Target::Foreign {
                package,
                path: parts.join("::"),
            };
        }
        self.gap(
            GapKind::MissingName,
            node,
            0,
            format!("`{}` means nothing in {}", parts.join("::"), here.id.0),
        );
        Target::Missing
    }

    pub(super) fn target(&self, found: &Found) -> Option<Target> {
        let id = |node: &usize| self.world().nodes.get(*node).map(|one| one.id.clone());
        Some(match found {
            Found::Declared { node, name, .. } | Found::Variant { node, of: name, .. } => {
                Target::Declared {
                    module: id(node)?,
                    name: name.clone(),
                }
            }
            Found::Module(node) => Target::Module(id(node)?),
            Found::Foreign { package, path } => Target::Foreign {
                package: package.clone(),
                path: path.clone(),
            },
            Found::Primitive => Target::Global,
        })
    }
}

fn macro_by_example(item: &Item) -> Declaration {
    Declaration {
        name: item.name.clone(),
        kind: DeclarationKind::Macro,
        generics: Vec::new(),
        extends: Vec::new(),
        implements: Vec::new(),
        members: Vec::new(),
        ty: None,
        notes: item.notes.clone(),
        cfg: item.cfg.clone(),
        line: item.line,
    }
}

/// A type parameter as a type.
pub(super) fn parameter(name: &str) -> Type {
    Type::Named(Box::new(Named {
        written: name.to_owned(),
        target: Target::Parameter,
        arguments: Vec::new(),
    }))
}

/// The parts of a path as written, and whether it begins with `::`.
fn parts(written: &str) -> (Vec<String>, bool) {
    let (rest, absolute) = written
        .strip_prefix("::")
        .map_or((written, false), |rest| (rest, true));
    let parts = rest
        .split("::")
        .map(|one| one.strip_prefix("r#").unwrap_or(one).to_owned());
    (parts.collect(), absolute)
}

/// Deprecation goes down to members, and to the fields of a variant.
pub(super) fn pass_down(from: &Notes, member: &mut Member) {
    inherit(from, &mut member.notes);
    if let Some(Type::Object(fields)) = &mut member.ty {
        for field in fields {
            inherit(&member.notes, &mut field.notes);
        }
    }
}
