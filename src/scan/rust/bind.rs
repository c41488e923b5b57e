//! The plugin's own types and signatures, with every name bound.

use std::rc::Rc;

use crate::domain::surface::DeclarationKind;
use crate::domain::surface::paths::Space;
use crate::scan::rust::info::{Info, Member, MemberClass, Own, OwnImpl, World};
use crate::scan::rust::scope::Def;
use crate::scan::rust::ty::{DEEPEST, DeclId, Env, Generic, Sig, TraitTy, Ty};
use crate::syntax::rust::code::{
    self, Arguments, Bound, Fields, Function, Generics, Implementation, Item, ItemId, ItemKind,
    Path, Type, TypeId,
};

/// Where a type stands.
#[derive(Clone, Copy, Debug)]
pub struct Here<'h> {
    pub node: usize,
    pub file: usize,
    /// What type parameters and `Self` are.
    pub env: &'h Env,
}

/// The type parameters of an item.
pub fn generics_of(item: &Item) -> Option<&Generics> {
    Some(match &item.kind {
        ItemKind::Function(one) => &one.generics,
        ItemKind::Struct(one, _)
        | ItemKind::Union(one, _)
        | ItemKind::Enum(one, _)
        | ItemKind::Alias(one, _) => one,
        ItemKind::Trait(one) => &one.generics,
        ItemKind::Implementation(one) => &one.generics,
        _ => return None,
    })
}

/// What an item is as a declaration.
pub const fn kind_of(kind: &ItemKind) -> DeclarationKind {
    match kind {
        ItemKind::Function(_) => DeclarationKind::Function,
        ItemKind::Enum(..) => DeclarationKind::Enum,
        ItemKind::Union(..) => DeclarationKind::Union,
        ItemKind::Value(..) => DeclarationKind::Constant,
        ItemKind::Alias(..) => DeclarationKind::Alias,
        ItemKind::Trait(_) => DeclarationKind::Trait,
        ItemKind::Rules(..) => DeclarationKind::Macro,
        _ => DeclarationKind::Struct,
    }
}

/// Type parameters as themselves.
pub fn open(generics: &Generics, mut env: Env) -> Env {
    for one in &generics.parameters {
        let name: Rc<str> = Rc::from(&*one.name);
        env.set(&name, Ty::Param(Rc::clone(&name)));
    }
    env
}

impl World<'_> {
    /// A type as it stands in a file.
    pub fn written(&self, here: Here<'_>, id: TypeId, depth: usize) -> Ty {
        if depth > DEEPEST {
            return Ty::Unknown;
        }
        let inner = |id: &TypeId| self.written(here, *id, depth + 1);
        match &self.files[here.file].code[id] {
            Type::Path(path) => self.written_path(here, path, depth),
            Type::Reference(to) | Type::Pointer(to) => inner(to),
            Type::Slice(of) | Type::Array(of, _) => self.made("primitive::slice", vec![inner(of)]),
            Type::Tuple(items) => Ty::Tuple(items.iter().map(inner).collect()),
            Type::Function(params, returns) => Ty::Function(Rc::new(Sig {
                params: params.iter().map(inner).collect(),
                returns: returns.as_ref().map_or(Ty::unit(), inner),
                ..Sig::default()
            })),
            Type::Impl(bounds) | Type::Dyn(bounds) => {
                Ty::Bounded(self.written_bounds(here, bounds, depth).into())
            }
            Type::Never => Ty::Never,
            Type::Infer | Type::Macro(_) | Type::Other => Ty::Unknown,
        }
    }

    pub fn written_bounds(&self, here: Here<'_>, bounds: &[Bound], depth: usize) -> Vec<TraitTy> {
        let sized = bounds.iter().filter(|one| !one.maybe);
        sized
            .filter_map(|one| self.written_trait(here, &one.path, depth))
            .collect()
    }

    /// A trait with its arguments; `None` if nobody knows it.
    pub fn written_trait(&self, here: Here<'_>, path: &Path, depth: usize) -> Option<TraitTy> {
        let names: Vec<&str> = path.segments.iter().map(|one| &*one.name.text).collect();
        let found = self.resolve(here.node, &names, path.absolute, Space::Type)?;
        if found.defs.len() != names.len() {
            return None;
        }
        let decl = self.decl_of(found.defs.last()?)?;
        let arguments = path.segments.last()?.arguments.as_deref();
        let (args, bindings) = self.arguments(here, arguments, depth);
        Some(TraitTy {
            decl,
            args: args.into(),
            bindings: bindings.into(),
        })
    }

    /// Types and bindings; those of `Fn(A) -> B` as the compiler has them.
    pub fn arguments(
        &self,
        here: Here<'_>,
        given: Option<&Arguments>,
        depth: usize,
    ) -> (Vec<Ty>, Vec<(Rc<str>, Ty)>) {
        let Some(given) = given else {
            return (Vec::new(), Vec::new());
        };
        let inner = |id: &TypeId| self.written(here, *id, depth + 1);
        let types = given.types.iter().map(inner);
        if let Some(returns) = &given.returns {
            let params = Ty::Tuple(types.collect());
            let output = returns.as_ref().map_or(Ty::unit(), inner);
            return (vec![params], vec![(Rc::from("Output"), output)]);
        }
        let types = types.collect();
        let name = |name: &code::Name| Rc::from(&*name.text);
        let bindings = given
            .bindings
            .iter()
            .map(|(one, ty)| (name(one), inner(ty)));
        let bounded = given.bounded.iter().map(|(one, bounds)| {
            let bounds = self.written_bounds(here, bounds, depth + 1);
            (name(one), Ty::Bounded(bounds.into()))
        });
        (types, bindings.chain(bounded).collect())
    }

    fn written_path(&self, here: Here<'_>, path: &Path, depth: usize) -> Ty {
        if let Some((of, taken)) = path.of {
            let of = self.written(here, of, depth + 1);
            let by = Path {
                segments: path.segments.get(..taken).unwrap_or_default().to_vec(),
                ..Path::default()
            };
            let by = if taken > 0 {
                self.written_trait(here, &by, depth)
            } else {
                None
            };
            let name = path.segments.get(taken).map_or("", |one| &*one.name.text);
            return self.projected(&of, by.as_ref(), name, depth + 1);
        }
        let names: Vec<&str> = path.segments.iter().map(|one| &*one.name.text).collect();
        let (Some(first), false) = (names.first(), path.absolute) else {
            return self.resolved_path(here, path, &names, depth);
        };
        match here.env.get(first) {
            Some(ty) => self.behind(ty.clone(), names.get(1..).unwrap_or_default(), depth),
            None => self.resolved_path(here, path, &names, depth),
        }
    }

    fn resolved_path(&self, here: Here<'_>, path: &Path, names: &[&str], depth: usize) -> Ty {
        let Some(found) = self.resolve(here.node, names, path.absolute, Space::Type) else {
            return Ty::Unknown;
        };
        let taken = found.defs.len();
        let arguments = path
            .segments
            .get(taken.wrapping_sub(1))
            .and_then(|one| one.arguments.as_deref());
        let ty = match found.defs.last() {
            Some(Def::Elsewhere) => return Ty::Other,
            Some(Def::Primitive(name)) => self.primitive(name).unwrap_or_default(),
            Some(def) => match self.decl_of(def) {
                Some(decl) => {
                    let (args, _) = self.arguments(here, arguments, depth);
                    self.applied(decl, args, depth + 1)
                }
                None => Ty::Other,
            },
            None => Ty::Unknown,
        };
        self.behind(ty, names.get(taken..).unwrap_or_default(), depth)
    }

    /// What stands behind a type: associated types.
    fn behind(&self, mut ty: Ty, names: &[&str], depth: usize) -> Ty {
        for name in names {
            ty = self.projected(&ty, None, name, depth + 1);
        }
        ty
    }

    /// The type parameters of an item, with what they must have.
    pub fn written_generics(&self, here: Here<'_>, generics: &Generics) -> Vec<Generic> {
        let code = &self.files[here.file].code;
        let is_of = |ty: TypeId, name: &str| match &code[ty] {
            Type::Path(path) => match &path.segments[..] {
                [one] => path.of.is_none() && &*one.name.text == name,
                _ => false,
            },
            _ => false,
        };
        let made = |one: &code::Parameter| {
            let mut bounds = self.written_bounds(here, &one.bounds, 1);
            let wheres = generics
                .wheres
                .iter()
                .filter(|(ty, _)| is_of(*ty, &one.name));
            bounds.extend(wheres.flat_map(|(_, bounds)| self.written_bounds(here, bounds, 1)));
            Generic {
                name: Rc::from(&*one.name),
                bounds,
                default: one.default.map(|ty| self.written(here, ty, 1)),
            }
        };
        generics.parameters.iter().map(made).collect()
    }

    /// A function's signature. `env` has the parameters of what is around it.
    pub fn written_sig(&self, node: usize, file: usize, one: &Function, env: &Env) -> Sig {
        let env = open(&one.generics, env.clone());
        let here = Here {
            node,
            file,
            env: &env,
        };
        let returns = one
            .returns
            .map_or(Ty::unit(), |ty| self.written(here, ty, 0));
        Sig {
            generics: self.written_generics(here, &one.generics),
            has_self: one.receiver.is_some(),
            params: one
                .parameters
                .iter()
                .map(|(_, ty)| self.written(here, *ty, 0))
                .collect(),
            returns,
        }
    }

    pub(super) fn own_impl(&self, own: Own, one: &Implementation) -> OwnImpl {
        let env = open(&one.generics, Env::default());
        let here = Here {
            node: own.node,
            file: own.file,
            env: &env,
        };
        let target = self.written(here, one.target, 0);
        let env = env.clone().with_self(target.clone());
        let here = Here { env: &env, ..here };
        let mut of = one
            .of
            .as_ref()
            .and_then(|path| self.written_trait(here, path, 0));
        let mut items = rustc_hash::FxHashMap::default();
        let mut bindings = Vec::new();
        for id in &one.items {
            let item = self.item(own.file, *id);
            items.insert(item.name.text.clone(), *id);
            if let ItemKind::Alias(_, ty) = &item.kind {
                bindings.push((Rc::from(&*item.name.text), self.written(here, *ty, 0)));
            }
        }
        if let Some(of) = &mut of {
            of.bindings = of.bindings.iter().cloned().chain(bindings).collect();
        }
        OwnImpl {
            own,
            generics: self.written_generics(here, &one.generics),
            target,
            of,
            items,
        }
    }

    pub(super) fn own_info(&self, decl: DeclId) -> Info {
        let mut info = Info {
            kind: DeclarationKind::Struct,
            generics: Vec::new(),
            members: Vec::new(),
            implements: Vec::new(),
            supers: Vec::new(),
            blanket: Vec::new(),
            ty: None,
        };
        let Some(own) = self.own(decl) else {
            return info;
        };
        let item = self.item(own.file, own.item);
        info.kind = kind_of(&item.kind);
        let mut env = generics_of(item).map_or_else(Env::default, |one| open(one, Env::default()));
        if !matches!(item.kind, ItemKind::Trait(_) | ItemKind::Alias(..)) {
            let args = generics_of(item).map_or(&[][..], |one| &one.parameters);
            let args = args.iter().map(|one| Ty::Param(Rc::from(&*one.name)));
            env = env.with_self(Ty::Named(decl, args.collect()));
        } else if matches!(item.kind, ItemKind::Trait(_)) {
            env = env.with_self(Ty::Param(Rc::from("Self")));
        }
        let here = Here {
            node: own.node,
            file: own.file,
            env: &env,
        };
        if let Some(generics) = generics_of(item) {
            info.generics = self.written_generics(here, generics);
        }
        match &item.kind {
            ItemKind::Struct(_, fields) | ItemKind::Union(_, fields) => {
                info.members = self.fields(here, fields);
            }
            ItemKind::Enum(_, variants) => {
                let made = |one: &code::Variant| Member {
                    name: Rc::from(&*one.name.text),
                    class: MemberClass::Variant,
                    ty: Ty::Unknown,
                    fields: self
                        .fields(here, &one.fields)
                        .into_iter()
                        .map(|one| (one.name, one.ty))
                        .collect(),
                };
                info.members = variants.iter().map(made).collect();
            }
            ItemKind::Alias(_, ty) | ItemKind::Value(ty, _) => {
                info.ty = Some(self.written(here, *ty, 0));
            }
            ItemKind::Function(one) => {
                let sig = self.written_sig(own.node, own.file, one, &Env::default());
                info.ty = Some(Ty::Function(Rc::new(sig)));
            }
            ItemKind::Trait(one) => {
                info.supers = self.written_bounds(here, &one.bounds, 0);
                info.members = one
                    .items
                    .iter()
                    .filter_map(|id| self.own_member(here, *id))
                    .collect();
            }
            _ => {}
        }
        info
    }

    fn fields(&self, here: Here<'_>, fields: &Fields) -> Vec<Member> {
        let made = |one: &code::Field| Member {
            name: Rc::from(&*one.name.text),
            class: MemberClass::Field,
            ty: self.written(here, one.ty, 0),
            fields: Rc::from([]),
        };
        fields.list.iter().map(made).collect()
    }

    /// A member of a trait or an implementation.
    pub fn own_member(&self, here: Here<'_>, id: ItemId) -> Option<Member> {
        let item = self.item(here.file, id);
        let (class, ty) = match &item.kind {
            ItemKind::Function(one) => {
                let sig = self.written_sig(here.node, here.file, one, here.env);
                (MemberClass::Function, Ty::Function(Rc::new(sig)))
            }
            ItemKind::Value(ty, _) => (MemberClass::Constant, self.written(here, *ty, 0)),
            ItemKind::Alias(_, ty) => (MemberClass::Type, self.written(here, *ty, 0)),
            ItemKind::Associated(bounds, default) => {
                let ty = match default {
                    Some(ty) => self.written(here, *ty, 0),
                    None => Ty::Bounded(self.written_bounds(here, bounds, 0).into()),
                };
                (MemberClass::Type, ty)
            }
            _ => return None,
        };
        Some(Member {
            name: Rc::from(&*item.name.text),
            class,
            ty,
            fields: Rc::from([]),
        })
    }
}
