//! All that inference knows: surfaces, the plugin's own items, and what each declaration has.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

use crate::domain::conventions::Helper;
use crate::domain::surface::paths::{Space, Thing};
use crate::domain::surface::{DeclarationKind, MemberKind, ModuleId, Surface};
use crate::scan::rust::known::Known;
use crate::scan::rust::made::Made;
use crate::scan::rust::memo::Memo;
use crate::scan::rust::scope::{Def, Extern};
use crate::scan::rust::tree::Tree;
use crate::scan::rust::ty::{DeclId, Generic, OWN, TraitTy, Ty};
use crate::scan::rust::{File, Package};
use crate::syntax::rust::code::{Item, ItemId, ItemKind};

/// One of the plugin's own items.
#[derive(Clone, Copy, Debug)]
pub struct Own {
    pub node: usize,
    pub file: usize,
    pub item: ItemId,
}

/// An implementation in the plugin.
#[derive(Debug)]
pub struct OwnImpl {
    pub own: Own,
    pub generics: Vec<Generic>,
    pub target: Ty,
    pub of: Option<TraitTy>,
    /// Functions, constants and types, by name.
    pub items: HashMap<Box<str>, ItemId>,
}

/// A surface at both ends of a scan.
#[derive(Clone, Copy, Debug)]
pub struct Ends<'w> {
    pub from: &'w Surface,
    pub to: &'w Surface,
}

/// What a member is, as far as names go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MemberClass {
    Field,
    /// With `self` or without.
    Function,
    Constant,
    Variant,
    Type,
}

/// A member of a declaration.
#[derive(Clone, Debug)]
pub struct Member {
    pub name: Rc<str>,
    pub class: MemberClass,
    pub ty: Ty,
    /// Of a variant.
    pub fields: Rc<[(Rc<str>, Ty)]>,
}

/// What a declaration has.
#[derive(Clone, Debug)]
pub struct Info {
    pub kind: DeclarationKind,
    pub generics: Vec<Generic>,
    pub members: Vec<Member>,
    pub implements: Vec<TraitTy>,
    pub supers: Vec<TraitTy>,
    /// Of a trait: what everything has that has all of these.
    pub blanket: Vec<Vec<TraitTy>>,
    /// What an alias stands for, a value is, a function does.
    pub ty: Option<Ty>,
}

impl Info {
    pub fn members<'i>(&'i self, name: &'i str) -> impl Iterator<Item = &'i Member> {
        self.members.iter().filter(move |one| &*one.name == name)
    }

    pub fn is_trait(&self) -> bool {
        matches!(
            self.kind,
            DeclarationKind::Trait | DeclarationKind::TraitAlias
        )
    }
}

/// Types that the language itself has to do with, in the standard library.
#[derive(Debug, Default)]
pub struct Language {
    by_path: HashMap<&'static str, DeclId>,
}

const LANGUAGE: &[&str] = &[
    "option::Option",
    "result::Result",
    "boxed::Box",
    "vec::Vec",
    "vec::IntoIter",
    "string::String",
    "ops::Range",
    "ops::Deref",
    "ops::Index",
    "ops::Fn",
    "ops::FnMut",
    "ops::FnOnce",
    "ops::AsyncFn",
    "ops::AsyncFnMut",
    "ops::AsyncFnOnce",
    "ops::Add",
    "ops::Sub",
    "ops::Mul",
    "ops::Div",
    "iter::Iterator",
    "iter::IntoIterator",
    "future::Future",
    "primitive::slice",
    "primitive::str",
    "primitive::bool",
];

/// Traits, with whether an import names them.
pub(super) type InScope = Rc<Vec<(DeclId, bool)>>;

/// What is known to inference.
#[derive(Debug)]
pub struct World<'w> {
    pub files: &'w [&'w File],
    pub helpers: &'w [Helper],
    pub tree: Tree,
    /// Platforms as they are in use, then the standard library.
    surfaces: Vec<Known<'w>>,
    /// Platforms in the target, in the same order.
    pub after: Vec<Known<'w>>,
    /// Names of dependencies, `None` for those that are not known.
    pub externs: BTreeMap<Box<str>, Option<Extern>>,
    own: Vec<Own>,
    own_ids: HashMap<(usize, ItemId), u32>,
    pub impls: Vec<OwnImpl>,
    impls_of: HashMap<DeclId, Vec<usize>>,
    /// Implementations for every type with certain traits.
    pub blanket: Vec<usize>,
    pub(super) memo: Memo,
    infos: RefCell<HashMap<DeclId, Rc<Info>>>,
    language: Language,
    pub(super) traits: RefCell<HashMap<usize, InScope>>,
    pub(super) targets: RefCell<HashMap<DeclId, super::judge::Projected>>,
    pub(super) owners: OnceCell<HashMap<Box<str>, Vec<DeclId>>>,
    /// Names of the plugin's own macros.
    pub(super) rules: OnceCell<HashSet<Box<str>>>,
    /// Names of members in the standard library.
    pub(super) common: OnceCell<HashSet<&'w str>>,
}

impl<'w> World<'w> {
    /// `platforms` in the order of the packages that are scanned for.
    pub fn new(
        (files, made): (&'w [&'w File], &Made),
        package: &Package,
        platforms: &[Ends<'w>],
        standard: &'w Surface,
        helpers: &'w [Helper],
    ) -> Self {
        let mut surfaces: Vec<Known<'w>> =
            platforms.iter().map(|one| Known::new(one.from)).collect();
        surfaces.push(Known::new(standard));
        let mut world = Self {
            files,
            helpers,
            tree: Tree::new(files, made, package),
            after: platforms.iter().map(|one| Known::new(one.to)).collect(),
            surfaces,
            externs: BTreeMap::new(),
            own: Vec::new(),
            own_ids: HashMap::default(),
            impls: Vec::new(),
            impls_of: HashMap::default(),
            blanket: Vec::new(),
            memo: Memo::default(),
            infos: RefCell::default(),
            language: Language::default(),
            traits: RefCell::default(),
            targets: RefCell::default(),
            owners: OnceCell::new(),
            rules: OnceCell::new(),
            common: OnceCell::new(),
        };
        world.find_externs(package);
        world.find_own();
        world.find_language();
        world.find_impls();
        world
    }

    fn find_externs(&mut self, package: &Package) {
        let standard = self.standard_source();
        for name in ["std", "core", "alloc"] {
            let known = Extern::Surface {
                source: standard,
                package: Rc::from("std"),
            };
            self.externs.insert(name.into(), Some(known));
        }
        for (name, of) in &package.dependencies {
            let found = self.package(of).map(|(source, _)| Extern::Surface {
                source,
                package: Rc::from(of.as_str()),
            });
            self.externs.insert(name.as_str().into(), found);
        }
        // What is scanned for is there, whatever the manifest says.
        for at in 0..self.after.len() {
            let package = self.surfaces[at].package().to_owned();
            let name = package.replace('-', "_");
            self.externs.entry(name.into()).or_insert_with(|| {
                Some(Extern::Surface {
                    source: u16::try_from(at).unwrap_or(u16::MAX),
                    package: Rc::from(package.as_str()),
                })
            });
        }
        if let (Some(krate), Some(name)) = (self.tree.library, &package.library) {
            self.externs
                .insert(name.as_str().into(), Some(Extern::Library(krate)));
        }
    }

    fn find_own(&mut self) {
        for (node, here) in self.tree.nodes.iter().enumerate() {
            for item in &here.items {
                let next = u32::try_from(self.own.len()).unwrap_or(u32::MAX);
                self.own.push(Own {
                    node,
                    file: here.file,
                    item: *item,
                });
                self.own_ids.insert((node, *item), next);
            }
        }
    }

    fn find_language(&mut self) {
        let source = self.standard_source();
        for path in LANGUAGE {
            if let Some(Def::Outside(outside)) = self.standard(path, Space::Type)
                && let Some(index) =
                    self.surfaces[source as usize].group_of(&outside.thing, Space::Type)
            {
                self.language.by_path.insert(path, DeclId { source, index });
            }
        }
    }

    fn find_impls(&mut self) {
        let mut found = Vec::new();
        for own in &self.own {
            if let ItemKind::Implementation(one) = &self.item(own.file, own.item).kind {
                found.push(self.own_impl(*own, one));
            }
        }
        for (at, one) in found.iter().enumerate() {
            match &one.target {
                Ty::Named(decl, _) => self.impls_of.entry(*decl).or_default().push(at),
                Ty::Param(_) => self.blanket.push(at),
                _ => {}
            }
        }
        self.impls = found;
        self.infos.borrow_mut().clear();
    }

    pub fn item(&self, file: usize, item: ItemId) -> &'w Item {
        &self.files[file].code[item]
    }

    pub fn own(&self, id: DeclId) -> Option<Own> {
        if id.source == OWN {
            self.own.get(id.index as usize).copied()
        } else {
            None
        }
    }

    pub fn own_id(&self, node: usize, item: ItemId) -> Option<DeclId> {
        let index = *self.own_ids.get(&(node, item))?;
        Some(DeclId { source: OWN, index })
    }

    pub fn impls_of(&self, decl: DeclId) -> impl Iterator<Item = &OwnImpl> {
        let at = self.impls_of.get(&decl).into_iter().flatten();
        at.filter_map(|at| self.impls.get(*at))
    }

    pub fn known(&self, source: u16) -> Option<&Known<'w>> {
        self.surfaces.get(usize::from(source))
    }

    pub fn standard_source(&self) -> u16 {
        u16::try_from(self.surfaces.len() - 1).unwrap_or(u16::MAX)
    }

    pub fn is_platform(&self, decl: DeclId) -> bool {
        decl.source != OWN && decl.source != self.standard_source()
    }

    /// The surface that has a package, and the package's root.
    pub fn package(&self, package: &str) -> Option<(u16, &ModuleId)> {
        let name = match package {
            "core" | "alloc" => "std",
            other => other,
        };
        let mut surfaces = self.surfaces.iter().enumerate();
        surfaces.find_map(|(at, known)| Some((u16::try_from(at).ok()?, known.root_of(name)?)))
    }

    /// A declaration of the standard library that the language has to do with.
    pub fn language(&self, path: &str) -> Option<DeclId> {
        self.language.by_path.get(path).copied()
    }

    pub fn is_language(&self, decl: DeclId, paths: &[&str]) -> bool {
        paths.iter().any(|path| self.language(path) == Some(decl))
    }

    /// A type of the standard library with arguments.
    pub fn made(&self, path: &str, args: Vec<Ty>) -> Ty {
        self.language(path)
            .map_or(Ty::Unknown, |decl| Ty::Named(decl, args.into()))
    }

    /// A type of the language.
    pub fn primitive(&self, name: &str) -> Option<Ty> {
        let known = self.surfaces.last()?;
        let module = ModuleId("primitive".to_owned());
        let index = known.type_group(&module, name)?;
        let source = self.standard_source();
        Some(Ty::Named(DeclId { source, index }, Rc::from([])))
    }

    /// What a declaration has.
    pub fn info(&self, decl: DeclId) -> Rc<Info> {
        if let Some(known) = self.infos.borrow().get(&decl) {
            return Rc::clone(known);
        }
        // Types may refer to themselves.
        let empty = Rc::new(Info {
            kind: DeclarationKind::Struct,
            generics: self.names_of_generics(decl),
            members: Vec::new(),
            implements: Vec::new(),
            supers: Vec::new(),
            blanket: Vec::new(),
            ty: None,
        });
        self.infos.borrow_mut().insert(decl, empty);
        let info = Rc::new(if decl.is_own() {
            self.own_info(decl)
        } else {
            self.declared_info(decl)
        });
        self.infos.borrow_mut().insert(decl, Rc::clone(&info));
        info
    }

    pub(super) fn names_of_generics(&self, decl: DeclId) -> Vec<Generic> {
        let plain = |name: &str| Generic {
            name: Rc::from(name),
            bounds: Vec::new(),
            default: None,
        };
        if let Some(own) = self.own(decl) {
            let generics = super::bind::generics_of(self.item(own.file, own.item));
            let parameters = generics.map_or(&[][..], |one| &one.parameters);
            return parameters.iter().map(|one| plain(&one.name)).collect();
        }
        let parts = self
            .known(decl.source)
            .and_then(|known| known.groups.get(decl.index as usize));
        let first = parts.and_then(|group| group.parts.first());
        let generics = first.map_or(&[][..], |one| &one.generics);
        generics.iter().map(|one| plain(&one.name)).collect()
    }

    /// The declaration that something is.
    pub fn decl_of(&self, def: &Def) -> Option<DeclId> {
        match def {
            Def::Own(id) => Some(*id),
            Def::Outside(outside) => match &outside.thing {
                Thing::Declaration { .. } => {
                    let known = self.known(outside.source)?;
                    let index = known.group_of(&outside.thing, outside.space)?;
                    Some(DeclId {
                        source: outside.source,
                        index,
                    })
                }
                Thing::Foreign { package, path } => {
                    match self.foreign(package, path, outside.space) {
                        Def::Outside(next) if !matches!(next.thing, Thing::Foreign { .. }) => {
                            self.decl_of(&Def::Outside(next))
                        }
                        _ => None,
                    }
                }
                _ => None,
            },
            _ => None,
        }
    }

    pub fn kind(&self, decl: DeclId) -> DeclarationKind {
        if let Some(own) = self.own(decl) {
            return super::bind::kind_of(&self.item(own.file, own.item).kind);
        }
        let group = self
            .known(decl.source)
            .and_then(|known| known.groups.get(decl.index as usize));
        let first = group.and_then(|group| group.parts.first());
        first.map_or(DeclarationKind::Struct, |one| one.kind)
    }

    /// The name of a declaration.
    pub fn name_of(&self, decl: DeclId) -> &str {
        if let Some(own) = self.own(decl) {
            return &self.item(own.file, own.item).name.text;
        }
        let group = self
            .known(decl.source)
            .and_then(|known| known.groups.get(decl.index as usize));
        group.map_or("", |group| group.name)
    }
}

/// What a member is, as far as names go.
pub const fn class_of(kind: MemberKind) -> MemberClass {
    match kind {
        MemberKind::Variant => MemberClass::Variant,
        MemberKind::AssociatedType => MemberClass::Type,
        MemberKind::AssociatedConstant => MemberClass::Constant,
        MemberKind::Field | MemberKind::Property => MemberClass::Field,
        _ => MemberClass::Function,
    }
}
