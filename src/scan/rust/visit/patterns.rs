//! Patterns: what they bind, and the fields and variants that they name.

use crate::domain::surface::paths::{Space, Thing};
use crate::scan::rust::info::MemberClass;
use crate::scan::rust::judge::Fate;
use crate::scan::rust::members::Hit;
use crate::scan::rust::scope::Def;
use crate::scan::rust::ty::{DeclId, Env, Ty};
use crate::scan::rust::visit::{Place, Visit};
use crate::scan::uses::{Kind, Site};
use crate::syntax::rust::code::{Name, Pat, PatId, Path, Span};

/// What a literal or a pattern of a struct is of.
pub(super) struct Shape {
    pub(super) ty: Ty,
    decl: Option<DeclId>,
    variant: Option<Box<str>>,
    pub(super) fields: Vec<(std::rc::Rc<str>, Ty)>,
    is_gone: bool,
}

impl<'w> Visit<'_, 'w> {
    /// Binds the names of a pattern to parts of a value.
    pub(super) fn bind(&mut self, id: PatId, ty: &Ty) {
        match &self.code()[id] {
            Pat::Name(name, within, binds) => {
                if within.is_none() && !binds && self.is_constant(name) {
                    return;
                }
                self.locals.push((&name.text, ty.clone()));
                if let Some(within) = within {
                    self.bind(*within, ty);
                }
            }
            Pat::Path(path) => drop(self.value(path)),
            Pat::TupleStruct(path, parts) => {
                let shape = self.shape(path, ty, Space::Value);
                self.bind_all(
                    parts,
                    &shape
                        .fields
                        .iter()
                        .map(|(_, ty)| ty.clone())
                        .collect::<Vec<_>>(),
                );
            }
            Pat::Struct(path, fields) => {
                let shape = self.shape(path, ty, Space::Type);
                for (name, pat) in fields {
                    let ty = self.shape_field(&shape, name, Site::Binding);
                    self.bind(*pat, &ty);
                }
            }
            Pat::Tuple(parts) => match ty {
                Ty::Tuple(items) => self.bind_all(parts, items),
                _ => self.bind_all(parts, &[]),
            },
            Pat::Slice(parts) => {
                let item = self.item_of(ty);
                for part in parts {
                    self.bind(*part, &item);
                }
            }
            Pat::Or(cases) => {
                for case in cases {
                    self.bind(*case, ty);
                }
            }
            Pat::Reference(inner) => self.bind(*inner, ty),
            Pat::Value(parts) => {
                for part in parts {
                    self.expr(*part, ty);
                }
            }
            Pat::Typed(inner, stated) => {
                let stated = self.ty(*stated);
                let ty = if stated.is_partly_unknown() && ty.is_known() {
                    ty.clone()
                } else {
                    stated
                };
                self.bind(*inner, &ty);
            }
            Pat::Guarded(inner, guard) => {
                self.bind(*inner, ty);
                self.expr(*guard, &Ty::Unknown);
            }
            Pat::Macro(call) => drop(self.called(call, &Ty::Unknown)),
            Pat::Wild | Pat::Rest => {}
        }
    }

    /// Binds parts in a row; those behind `..` are counted from the end.
    fn bind_all(&mut self, parts: &'w [PatId], items: &[Ty]) {
        let code = self.code();
        let rest = parts.iter().position(|part| code[*part] == Pat::Rest);
        for (at, part) in parts.iter().enumerate() {
            let item = match rest {
                Some(rest) if at > rest => (items.len() + at).checked_sub(parts.len()),
                _ => Some(at),
            };
            let ty = item
                .and_then(|at| items.get(at))
                .cloned()
                .unwrap_or_default();
            self.bind(*part, &ty);
        }
    }

    /// Whether a name in a pattern is that of a constant or a unit; then that is taken note of.
    fn is_constant(&mut self, name: &Name) -> bool {
        if !name
            .text
            .starts_with(|c: char| c.is_uppercase() || c == '_')
            || &*name.text == "_"
        {
            return false;
        }
        let found = self
            .world
            .resolve(self.node, &[&name.text], false, Space::Value);
        let Some(found) = found else { return false };
        let path = Path {
            segments: vec![crate::syntax::rust::code::Segment {
                name: name.clone(),
                arguments: None,
            }],
            ..Path::default()
        };
        self.defs(&path, &found, Site::Name);
        true
    }

    /// What a path stands for that has fields behind it; `ty` is what is taken apart or expected.
    pub(super) fn shape(&mut self, path: &'w Path, ty: &Ty, space: Space) -> Shape {
        let mut shape = Shape {
            ty: Ty::Unknown,
            decl: None,
            variant: None,
            fields: Vec::new(),
            is_gone: false,
        };
        let names: Vec<&str> = path.segments.iter().map(|one| &*one.name.text).collect();
        let first = names.first().copied().unwrap_or_default();
        let known = self.env.get(first).cloned().filter(|_| !path.absolute);
        let found = match (&known, path.of) {
            (None, None) => self.world.resolve(self.node, &names, path.absolute, space),
            _ => None,
        };
        let (itself, rest) = if let Some(found) = &found {
            shape.is_gone = self.defs(path, found, Site::Name);
            match found.defs.last() {
                Some(Def::OwnVariant(decl, _)) => {
                    shape.decl = Some(*decl);
                    shape.variant = names.last().map(|one| Box::from(*one));
                }
                Some(Def::Outside(outside)) => match &outside.thing {
                    Thing::Variant { module, of, name } => {
                        let source = outside.source;
                        let index = self
                            .world
                            .known(source)
                            .and_then(|known| known.type_group(module, of));
                        shape.decl = index.map(|index| DeclId { source, index });
                        shape.variant = Some(name.as_str().into());
                    }
                    _ => {
                        shape.decl = self
                            .world
                            .decl_of(&Def::Outside(std::rc::Rc::clone(outside)));
                    }
                },
                Some(def) => shape.decl = self.world.decl_of(def),
                None => {}
            }
            (None, found.defs.len())
        } else if let Some((of, _)) = path.of {
            (Some(self.ty(of)), 0)
        } else {
            (known, 1)
        };
        if let Some(Ty::Named(decl, _)) = itself {
            shape.decl = Some(decl);
        }
        if let Some(name) = path.segments.get(rest) {
            // A variant behind an alias or `Self`.
            shape.variant = Some(name.name.text.clone());
            if let Some(decl) = self.aliased(shape.decl) {
                shape.decl = Some(decl);
                self.member(
                    name.name.at,
                    Site::Member,
                    &Hit::of(decl, &name.name.text, MemberClass::Variant),
                );
            }
        }
        shape.decl = self.aliased(shape.decl);
        self.fill(&mut shape, ty);
        shape
    }

    fn aliased(&self, decl: Option<DeclId>) -> Option<DeclId> {
        match self.world.applied(decl?, Vec::new(), 0) {
            Ty::Named(decl, _) => Some(decl),
            _ => None,
        }
    }

    /// The fields of a shape, with parameters as they are in `ty`.
    fn fill(&self, shape: &mut Shape, ty: &Ty) {
        let Some(decl) = shape.decl else { return };
        let info = self.world.info(decl);
        let steps = self.world.derefs(ty);
        let args = steps.iter().find_map(|one| match one {
            Ty::Named(of, args) if *of == decl => Some(args),
            _ => None,
        });
        let unknown: Vec<Ty> = info.generics.iter().map(|_| Ty::Unknown).collect();
        let args: &[Ty] = args.map_or(&unknown, |args| args);
        let env = Env::of(&info.generics, args);
        shape.ty = Ty::Named(decl, args.into());
        let fields: Vec<_> = if let Some(name) = &shape.variant {
            let mut variants = info
                .members(name)
                .filter(|one| one.class == MemberClass::Variant);
            variants
                .next()
                .map_or_else(Vec::new, |one| one.fields.to_vec())
        } else {
            let fields = info.members.iter();
            let fields = fields.filter(|one| one.class == MemberClass::Field);
            fields
                .map(|one| (std::rc::Rc::clone(&one.name), one.ty.clone()))
                .collect()
        };
        shape.fields = fields
            .into_iter()
            .map(|(name, ty)| (name, self.world.subst(&ty, &env)))
            .collect();
    }

    /// The type of a shape's field, which is taken note of.
    pub(super) fn shape_field(&mut self, shape: &Shape, name: &Name, site: Site) -> Ty {
        let found = shape.fields.iter().find(|(one, _)| **one == *name.text);
        let Some((_, ty)) = found else {
            return Ty::Unknown;
        };
        let ty = ty.clone();
        if let (Some(decl), false) = (shape.decl, shape.is_gone) {
            match &shape.variant {
                None => self.member(
                    name.at,
                    site,
                    &Hit::of(decl, &name.text, MemberClass::Field),
                ),
                Some(variant) => self.variant_field(name.at, site, (decl, variant, &name.text)),
            }
        }
        ty
    }

    fn variant_field(
        &mut self,
        at: Span,
        site: Site,
        (owner, variant, field): (DeclId, &str, &str),
    ) {
        if !self.world.is_platform(owner) || owner.is_own() {
            return;
        }
        let fate = self.world.fate_of_variant_field(owner, variant, field);
        if fate == Fate::With {
            return;
        }
        self.met.places.push(Place {
            at,
            site,
            source: owner.source,
            symbol: format!("{}::{variant}::{field}", self.world.path_of(owner)),
            what: Kind::Member,
            fate,
            confidence: self.certainty,
            imported_at: None,
            node: self.node,
        });
    }
}
