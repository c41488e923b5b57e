//! Paths: what their parts name, and what they are worth.

use crate::domain::document::scan::Confidence;
use crate::domain::surface::DeclarationKind;
use crate::domain::surface::paths::{Space, Thing};
use crate::scan::rust::info::MemberClass;
use crate::scan::rust::judge::Fate;
use crate::scan::rust::scope::{Def, Outside, Resolved};
use crate::scan::rust::ty::{DeclId, Env, Ty};
use crate::scan::rust::visit::{Place, Visit};
use crate::scan::uses::{Kind, Site};
use crate::syntax::rust::code::{Arguments, Bound, Path, Span, Type, TypeId};

impl<'w> Visit<'_, 'w> {
    /// Takes note of something that a path leads to; whether it is gone.
    fn outside(
        &mut self,
        at: Span,
        site: Site,
        outside: &Outside,
        imported_at: Option<Span>,
    ) -> bool {
        if usize::from(outside.source) >= self.world.after.len() {
            return false;
        }
        let fate = self.world.fate_of_path(outside);
        let is_gone = fate == Fate::Gone;
        let (symbol, what) = self.symbol(outside);
        self.met.places.push(Place {
            at,
            site,
            source: outside.source,
            symbol,
            what,
            fate,
            confidence: self.certainty,
            imported_at,
            node: self.node,
        });
        is_gone
    }

    /// The path by which users know something.
    pub(super) fn symbol(&self, outside: &Outside) -> (String, Kind) {
        let known = self.world.known(outside.source);
        let is_main = known.is_some_and(|known| known.package() == &*outside.package);
        match &outside.thing {
            Thing::Variant { module, of, name } => {
                let group = known.and_then(|known| known.type_group(module, of));
                let of = group.map_or_else(
                    || of.clone(),
                    |index| {
                        let source = outside.source;
                        self.world.path_of(DeclId { source, index })
                    },
                );
                // A variant that is exported by itself is known by that.
                let path = format!("{of}::{name}");
                let is_alone =
                    is_main && !outside.path.ends_with(&path) && !outside.path.contains("::");
                (
                    if is_alone { outside.path.clone() } else { path },
                    Kind::EnumMember,
                )
            }
            Thing::Module(_) => (outside.path.clone(), Kind::Module),
            Thing::Declaration { .. } if !is_main => {
                let index = known.and_then(|known| known.group_of(&outside.thing, outside.space));
                let source = outside.source;
                let path = index.map(|index| self.world.path_of(DeclId { source, index }));
                (path.unwrap_or_else(|| outside.path.clone()), Kind::Export)
            }
            _ => (outside.path.clone(), Kind::Export),
        }
    }

    /// Takes note of what the parts of a path name; whether one of them is gone.
    pub(super) fn defs(&mut self, path: &Path, found: &Resolved, site: Site) -> bool {
        let defs = &found.defs;
        let imported_at = found
            .import
            .filter(|(file, _)| *file == self.file)
            .map(|(_, at)| at);
        for (at, def) in defs.iter().enumerate() {
            let Def::Outside(outside) = def else { continue };
            let goes_on = matches!(defs.get(at + 1), Some(Def::Outside(_)));
            match outside.thing {
                Thing::Module(_) => continue,
                Thing::Foreign { .. } if goes_on => continue,
                _ => {}
            }
            // Where another module of the plugin passes it on is where it is to be mended. What the version in use deprecates the
            // compiler names at every place.
            if found.root.is_some_and(|file| file != self.file)
                && self.world.fate_of_path(outside) == Fate::Gone
                && !self.world.is_deprecated_before(outside)
            {
                return true;
            }
            let Some(segment) = path.segments.get(at) else {
                continue;
            };
            let imported = imported_at.filter(|_| at == 0);
            if self.outside(segment.name.at, site, outside, imported) {
                return true;
            }
        }
        false
    }

    fn names(path: &Path) -> Vec<&str> {
        path.segments.iter().map(|one| &*one.name.text).collect()
    }

    /// Takes note of the types that a path is given.
    fn path_arguments(&mut self, path: &'w Path) {
        for segment in &path.segments {
            if let Some(arguments) = &segment.arguments {
                self.arguments(arguments);
            }
        }
    }

    pub(super) fn arguments(&mut self, arguments: &'w Arguments) {
        for ty in &arguments.types {
            self.see_type(*ty);
        }
        for (_, ty) in &arguments.bindings {
            self.see_type(*ty);
        }
        for (_, bounds) in &arguments.bounded {
            self.bounds(bounds);
        }
        for value in &arguments.constants {
            self.expr(*value, &Ty::Unknown);
        }
        if let Some(Some(returns)) = arguments.returns {
            self.see_type(returns);
        }
    }

    pub(super) fn bounds(&mut self, bounds: &'w [Bound]) {
        for one in bounds {
            self.type_path(&one.path);
        }
    }

    /// Takes note of what a type names.
    pub(super) fn see_type(&mut self, id: TypeId) {
        match &self.code()[id] {
            Type::Path(path) => self.type_path(path),
            Type::Reference(to) | Type::Pointer(to) | Type::Slice(to) => self.see_type(*to),
            Type::Array(of, length) => {
                self.see_type(*of);
                self.expr(*length, &Ty::Unknown);
            }
            Type::Tuple(items) => items.iter().for_each(|one| self.see_type(*one)),
            Type::Function(params, returns) => {
                for one in params.iter().chain(returns) {
                    self.see_type(*one);
                }
            }
            Type::Impl(bounds) | Type::Dyn(bounds) => self.bounds(bounds),
            Type::Macro(call) => drop(self.called(call, &Ty::Unknown)),
            Type::Never | Type::Infer | Type::Other => {}
        }
    }

    /// A type as it stands, and what it names.
    pub(super) fn ty(&mut self, id: TypeId) -> Ty {
        self.see_type(id);
        self.world.written(self.here(), id, 0)
    }

    /// Takes note of what a path names where a type or trait is meant.
    pub(super) fn type_path(&mut self, path: &'w Path) {
        self.path_arguments(path);
        if let Some((of, taken)) = path.of {
            self.see_type(of);
            let by = Path {
                segments: path.segments.get(..taken).unwrap_or_default().to_vec(),
                ..Path::default()
            };
            if taken > 0 {
                self.plain_type_path(&by);
            }
            return;
        }
        let first = path.segments.first().map(|one| &*one.name.text);
        if first.is_some_and(|first| !path.absolute && self.env.get(first).is_some()) {
            return;
        }
        self.plain_type_path(path);
    }

    fn plain_type_path(&mut self, path: &Path) {
        let names = Self::names(path);
        if let Some(found) = self
            .world
            .resolve(self.node, &names, path.absolute, Space::Type)
        {
            self.defs(path, &found, Site::Type);
        }
    }

    /// What a path is worth as a value.
    pub(super) fn value(&mut self, path: &'w Path) -> Ty {
        self.path_arguments(path);
        if let Some((of, taken)) = path.of {
            return self.qualified(path, of, taken);
        }
        let names = Self::names(path);
        let Some(first) = names.first() else {
            return Ty::Unknown;
        };
        if names.len() == 1
            && !path.absolute
            && let Some(ty) = self.local(first)
        {
            return ty.clone();
        }
        if !path.absolute
            && let Some(ty) = self.env.get(first).cloned()
        {
            return self.of_type(&ty, path, 1);
        }
        let found = self
            .world
            .resolve(self.node, &names, path.absolute, Space::Value);
        let found = match found {
            Some(found) => Some(found),
            // A macro may be given a type where an expression could stand.
            None => self
                .world
                .resolve(self.node, &names, path.absolute, Space::Type),
        };
        let Some(found) = found else {
            return Ty::Unknown;
        };
        let is_gone = self.defs(path, &found, Site::Name);
        let taken = found.defs.len();
        let Some(last) = found.defs.last() else {
            return Ty::Unknown;
        };
        if taken == names.len() {
            let ty = self.def_value(last, path, taken - 1);
            return self.turbofish(ty, path, taken - 1);
        }
        let ty = self.def_type(last, path, taken - 1);
        if is_gone {
            return Ty::Unknown;
        }
        self.of_type(&ty, path, taken)
    }

    /// `<T as Trait>::name`.
    fn qualified(&mut self, path: &'w Path, of: TypeId, taken: usize) -> Ty {
        let ty = self.ty(of);
        if taken == 0 {
            return self.of_type(&ty, path, 0);
        }
        let by = Path {
            segments: path.segments.get(..taken).unwrap_or_default().to_vec(),
            ..Path::default()
        };
        self.plain_type_path(&by);
        let Some(by) = self.world.written_trait(self.here(), &by, 0) else {
            return Ty::Unknown;
        };
        let Some(segment) = path.segments.get(taken) else {
            return Ty::Unknown;
        };
        let bound = Ty::Bounded(std::rc::Rc::from([by]));
        let hit = self
            .world
            .associated(self.node, &bound, &segment.name.text, false);
        let Some(hit) = hit else { return Ty::Unknown };
        self.member(segment.name.at, Site::Member, &hit);
        let env = Env::default().with_self(ty);
        let ty = self.world.subst(&hit.ty, &env);
        self.turbofish(ty, path, taken)
    }

    /// What a type's own name gives: `Type::name`, with the name at `at`.
    fn of_type(&mut self, ty: &Ty, path: &'w Path, at: usize) -> Ty {
        let Some(segment) = path.segments.get(at) else {
            // `Self` as a value is the constructor.
            return match ty {
                Ty::Named(decl, _) => self.constructor_of(*decl),
                other => other.clone(),
            };
        };
        let hit = self
            .world
            .associated(self.node, ty, &segment.name.text, false);
        let hit = hit.or_else(|| self.world.method(self.node, ty, &segment.name.text));
        let Some(hit) = hit else {
            return Ty::Unknown;
        };
        self.member(segment.name.at, Site::Member, &hit);
        self.turbofish(hit.ty, path, at)
    }

    /// A function with the types that are written behind its name.
    fn turbofish(&mut self, ty: Ty, path: &'w Path, at: usize) -> Ty {
        let arguments = path
            .segments
            .get(at)
            .and_then(|one| one.arguments.as_deref());
        match arguments {
            Some(arguments) => self.given_types(ty, arguments),
            None => ty,
        }
    }

    pub(super) fn given_types(&mut self, ty: Ty, arguments: &Arguments) -> Ty {
        let Ty::Function(sig) = &ty else { return ty };
        let (types, _) = self.world.arguments(self.here(), Some(arguments), 0);
        let mut env = Env::default();
        for (generic, ty) in sig.generics.iter().zip(&types) {
            if ty.is_known() {
                env.set(&generic.name, ty.clone());
            }
        }
        if env.is_empty() {
            return ty;
        }
        let mut bound = (**sig).clone();
        bound.generics.retain(|one| env.get(&one.name).is_none());
        self.world
            .subst(&Ty::Function(std::rc::Rc::new(bound)), &env)
    }

    /// The type that something is, with the arguments of the part of a path.
    fn def_type(&self, def: &Def, path: &Path, at: usize) -> Ty {
        if let Def::Primitive(name) = def {
            return self.world.primitive(name).unwrap_or_default();
        }
        let Some(decl) = self.world.decl_of(def) else {
            return if *def == Def::Elsewhere {
                Ty::Other
            } else {
                Ty::Unknown
            };
        };
        let arguments = path
            .segments
            .get(at)
            .and_then(|one| one.arguments.as_deref());
        let (args, _) = self.world.arguments(self.here(), arguments, 0);
        self.world.applied(decl, args, 0)
    }

    fn constructor_of(&self, decl: DeclId) -> Ty {
        let info = self.world.info(decl);
        let fields: Vec<_> = info
            .members
            .iter()
            .filter(|one| {
                one.class == MemberClass::Field
                    && one.name.starts_with(|c: char| c.is_ascii_digit())
            })
            .map(|one| (std::rc::Rc::clone(&one.name), one.ty.clone()))
            .collect();
        self.world.constructor(decl, &fields)
    }

    /// What something is worth.
    pub(super) fn def_value(&self, def: &Def, path: &Path, at: usize) -> Ty {
        match def {
            Def::OwnVariant(decl, index) => {
                let info = self.world.info(*decl);
                info.members.get(*index).map_or(Ty::Unknown, |one| {
                    self.world.constructor(*decl, &one.fields)
                })
            }
            Def::Outside(outside) => match &outside.thing {
                Thing::Variant { module, of, name } => {
                    let source = outside.source;
                    let index = self
                        .world
                        .known(source)
                        .and_then(|known| known.type_group(module, of));
                    let Some(index) = index else {
                        return Ty::Unknown;
                    };
                    let decl = DeclId { source, index };
                    let info = self.world.info(decl);
                    let mut variants = info
                        .members(name)
                        .filter(|one| one.class == MemberClass::Variant);
                    variants
                        .next()
                        .map_or(Ty::Unknown, |one| self.world.constructor(decl, &one.fields))
                }
                _ => self.decl_value(def, path, at),
            },
            Def::Own(_) => self.decl_value(def, path, at),
            Def::Elsewhere => Ty::Other,
            Def::Module(_) | Def::Primitive(_) => Ty::Unknown,
        }
    }

    fn decl_value(&self, def: &Def, path: &Path, at: usize) -> Ty {
        let Some(decl) = self.world.decl_of(def) else {
            return Ty::Other;
        };
        match self.world.kind(decl) {
            DeclarationKind::Function | DeclarationKind::Constant | DeclarationKind::Variable => {
                self.world.info(decl).ty.clone().unwrap_or_default()
            }
            DeclarationKind::Struct | DeclarationKind::Union | DeclarationKind::Enum => {
                match self.def_type(def, path, at) {
                    Ty::Named(decl, args) if args.iter().all(|one| !one.is_known()) => {
                        self.constructor_of(decl)
                    }
                    other => other,
                }
            }
            DeclarationKind::Alias => match self.def_type(def, path, at) {
                Ty::Named(decl, _) => self.constructor_of(decl),
                other => other,
            },
            _ => Ty::Unknown,
        }
    }

    /// A path among tokens that are no code.
    pub(super) fn loose(&mut self, path: &Path) {
        self.at_most(Confidence::Low, |visit| {
            let names = Self::names(path);
            let spaces = [Space::Value, Space::Type, Space::Macro];
            let found = spaces.into_iter().find_map(|space| {
                visit
                    .world
                    .resolve(visit.node, &names, path.absolute, space)
            });
            if let Some(found) = found {
                visit.defs(path, &found, Site::Name);
            }
        });
    }
}
