//! What surfaces declare, as types that inference works with.

use std::rc::Rc;

use crate::domain::surface::paths::Space;
use crate::domain::surface::types::{self as declared, Target, Type};
use crate::domain::surface::{DeclarationKind, Member as Declared};
use crate::scan::rust::info::{Info, Member, MemberClass, World, class_of};
use crate::scan::rust::ty::{DEEPEST, DeclId, Env, Generic, Sig, TraitTy, Ty};

impl World<'_> {
    pub(super) fn declared_info(&self, decl: DeclId) -> Info {
        let group = self
            .known(decl.source)
            .and_then(|known| known.groups.get(decl.index as usize));
        let parts = group.map_or(&[][..], |group| &group.parts);
        let source = decl.source;
        let mut info = Info {
            kind: parts
                .first()
                .map_or(DeclarationKind::Struct, |one| one.kind),
            generics: parts
                .first()
                .map_or_else(Vec::new, |one| self.generics(source, &one.generics)),
            members: Vec::new(),
            implements: Vec::new(),
            supers: Vec::new(),
            blanket: Vec::new(),
            ty: None,
        };
        for one in parts {
            info.members
                .extend(one.members.iter().map(|member| self.member(source, member)));
            for ty in &one.implements {
                match ty {
                    Type::Impl(bounds) => info.blanket.push(self.bounds(source, bounds)),
                    ty => info.implements.extend(self.bound(source, ty, 0)),
                }
            }
            info.supers.extend(
                one.extends
                    .iter()
                    .filter_map(|ty| self.bound(source, ty, 0)),
            );
            if info.ty.is_none() {
                info.ty = one.ty.as_ref().map(|ty| self.ty(source, ty, 0));
            }
        }
        info
    }

    fn member(&self, source: u16, member: &Declared) -> Member {
        let class = class_of(member.kind);
        let mut fields = Vec::new();
        let ty = match &member.ty {
            Some(Type::Object(list)) if class == MemberClass::Variant => {
                fields.extend(list.iter().map(|field| {
                    let ty = field.ty.as_ref().map(|ty| self.ty(source, ty, 0));
                    (Rc::from(field.name.as_str()), ty.unwrap_or_default())
                }));
                Ty::Unknown
            }
            Some(Type::Impl(bounds)) if class == MemberClass::Type => {
                Ty::Bounded(self.bounds(source, bounds).into())
            }
            Some(Type::Function(one)) => {
                let mut sig = self.signature(source, one, 0);
                sig.has_self = !member.is_static;
                Ty::Function(Rc::new(sig))
            }
            Some(ty) => self.ty(source, ty, 0),
            None => Ty::Unknown,
        };
        Member {
            name: Rc::from(member.name.as_str()),
            class,
            ty,
            fields: fields.into(),
        }
    }

    fn generics(&self, source: u16, generics: &[declared::Generic]) -> Vec<Generic> {
        let made = |one: &declared::Generic| Generic {
            name: Rc::from(one.name.as_str()),
            bounds: self.bounds(source, &one.bounds),
            default: one.default.as_ref().map(|ty| self.ty(source, ty, 1)),
        };
        generics.iter().map(made).collect()
    }

    fn signature(&self, source: u16, one: &declared::Signature, depth: usize) -> Sig {
        let params = one.parameters.iter().map(|parameter| {
            let ty = parameter.ty.as_ref();
            ty.map_or(Ty::Unknown, |ty| self.ty(source, ty, depth + 1))
        });
        Sig {
            params: params.collect(),
            generics: self.generics(source, &one.generics),
            has_self: one.receiver.is_some(),
            returns: one
                .returns
                .as_ref()
                .map_or(Ty::unit(), |ty| self.ty(source, ty, depth + 1)),
        }
    }

    fn bounds(&self, source: u16, bounds: &[Type]) -> Vec<TraitTy> {
        bounds
            .iter()
            .filter_map(|ty| self.bound(source, ty, 1))
            .collect()
    }

    /// A trait of a surface; `None` if nobody knows it.
    fn bound(&self, source: u16, ty: &Type, depth: usize) -> Option<TraitTy> {
        let Type::Named(named) = ty else { return None };
        let decl = self.decl_of_target(source, &named.target)?;
        let (mut args, mut bindings) = (Vec::new(), Vec::new());
        for one in &named.arguments {
            match one {
                Type::Binding { name, ty } => {
                    bindings.push((Rc::from(name.as_str()), self.ty(source, ty, depth + 1)));
                }
                ty => args.push(self.ty(source, ty, depth + 1)),
            }
        }
        Some(TraitTy {
            decl,
            args: args.into(),
            bindings: bindings.into(),
        })
    }

    fn decl_of_target(&self, source: u16, target: &Target) -> Option<DeclId> {
        match target {
            Target::Declared { module, name } => {
                let index = self.known(source)?.type_group(module, name)?;
                Some(DeclId { source, index })
            }
            Target::Foreign { package, path } => {
                self.decl_of(&self.foreign(package, path, Space::Type))
            }
            _ => None,
        }
    }

    /// A type of a surface.
    pub fn ty(&self, source: u16, ty: &Type, depth: usize) -> Ty {
        if depth > DEEPEST {
            return Ty::Unknown;
        }
        let inner = |ty: &Type| self.ty(source, ty, depth + 1);
        match ty {
            Type::Keyword(word) if word == "!" || word == "never" => Ty::Never,
            Type::Keyword(word) => self.primitive(word).unwrap_or_default(),
            Type::Named(named) => self.named(source, named, depth),
            Type::Reference { to, .. } | Type::Pointer { to, .. } => inner(to),
            Type::Slice { of, .. } => self.made("primitive::slice", vec![inner(of)]),
            Type::Tuple(items) => Ty::Tuple(items.iter().map(|one| inner(&one.ty)).collect()),
            Type::Function(one) => Ty::Function(Rc::new(self.signature(source, one, depth))),
            Type::Impl(bounds) | Type::Dyn(bounds) => {
                let bounds = bounds.iter().filter_map(|ty| self.bound(source, ty, depth));
                Ty::Bounded(bounds.collect())
            }
            Type::Associated { of, by, name } => {
                let by = by.as_ref().and_then(|by| self.bound(source, by, depth));
                Ty::Associated(Rc::new((inner(of), by, Rc::from(name.as_str()))))
            }
            _ => Ty::Unknown,
        }
    }

    fn named(&self, source: u16, named: &declared::Named, depth: usize) -> Ty {
        if named.target == Target::Parameter {
            return Ty::Param(Rc::from(named.written.as_str()));
        }
        let Some(decl) = self.decl_of_target(source, &named.target) else {
            return match named.target {
                Target::Foreign { .. } => Ty::Other,
                _ => Ty::Unknown,
            };
        };
        let args = named
            .arguments
            .iter()
            .map(|one| self.ty(source, one, depth + 1));
        self.applied(decl, args.collect(), depth)
    }

    /// A declaration with arguments: what an alias stands for, a trait as what has it.
    pub fn applied(&self, decl: DeclId, mut args: Vec<Ty>, depth: usize) -> Ty {
        let kind = self.kind(decl);
        if matches!(kind, DeclarationKind::Trait | DeclarationKind::TraitAlias) {
            return Ty::Bounded(Rc::from([TraitTy {
                decl,
                args: args.into(),
                bindings: Rc::from([]),
            }]));
        }
        if kind == DeclarationKind::Alias {
            if depth > DEEPEST {
                return Ty::Unknown;
            }
            let info = self.info(decl);
            self.fill(&info.generics, &mut args);
            let env = Env::of(&info.generics, &args);
            return info
                .ty
                .as_ref()
                .map_or(Ty::Unknown, |ty| self.subst(ty, &env));
        }
        let generics = self.names_of_generics(decl);
        if args.len() < generics.len() {
            let info = self.info(decl);
            self.fill(&info.generics, &mut args);
        }
        Ty::Named(decl, args.into())
    }

    /// Adds the defaults of parameters that are left out.
    fn fill(&self, generics: &[Generic], args: &mut Vec<Ty>) {
        while let Some(generic) = generics.get(args.len()) {
            let env = Env::of(generics.get(..args.len()).unwrap_or_default(), args);
            let default = generic.default.as_ref().map(|ty| self.subst(ty, &env));
            args.push(default.unwrap_or_default());
        }
    }
}
