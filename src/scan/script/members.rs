//! What a member of a value is, and which symbol that is.
//!
//! The rules are TypeScript's for property access: an own member hides an inherited one, of an intersection any part
//! may have it, of a union all parts have to; where only some have it the answer is there, but less sure.

use std::rc::Rc;

use crate::domain::document::scan::Confidence;
use crate::domain::surface::notice::Notes;
use crate::domain::surface::types::Type;
use crate::domain::surface::{Access, DeclarationKind, Member, MemberKind, ModuleId};
use crate::scan::script::infer::Inference;
use crate::scan::script::memo;
use crate::scan::script::ty::{Env, Form, Home, Instance, Ty};

/// A symbol of a platform package, as a place in a plugin resolves to it.
#[derive(Clone, Debug)]
pub struct Symbol<'w> {
    /// Position of the package in the world.
    pub package: usize,
    /// The path as users write it, as far as names go; [`Self::deep`] for what no name of the root leads to.
    pub path: Rc<str>,
    pub what: What<'w>,
    /// What is said of the declarations: of each form.
    pub notes: Vec<&'w Notes>,
    /// What is said of it where it is exported.
    pub exported: Option<Rc<Notes>>,
    /// The module, where only a deep import reaches it.
    pub deep: Option<&'w ModuleId>,
    /// Whether other forms of it are deprecated than the one that is called.
    pub spared: bool,
}

/// What a symbol is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What<'w> {
    Export,
    /// Of the declaration of this name.
    Member {
        owner: &'w str,
    },
    EnumMember,
    Module,
}

impl Symbol<'_> {
    /// Whether it is declared deprecated: where it is exported, or every form of it. Of a pair of accessors one is enough.
    pub fn is_deprecated(&self) -> bool {
        self.exported
            .as_ref()
            .is_some_and(|notes| notes.deprecated().is_some())
            || !self.notes.is_empty() && self.notes.iter().all(|notes| notes.deprecated().is_some())
    }

    /// Whether forms of it are deprecated, and not the one that is used; to name it uses none.
    pub fn is_spared(&self) -> bool {
        self.spared || self.is_partly_deprecated()
    }

    /// Whether only some of its forms are.
    pub fn is_partly_deprecated(&self) -> bool {
        !self.is_deprecated() && self.notes.iter().any(|notes| notes.deprecated().is_some())
    }
}

/// What looking for a member gives.
#[derive(Clone, Debug, Default)]
pub enum Lookup<'w> {
    Found(Property<'w>),
    /// All members of the receiver are known, and it is none of them; with the path that it would have.
    Missing(Option<Absent<'w>>),
    #[default]
    Unknown,
}

/// A member that its container does not have.
#[derive(Clone, Debug)]
pub struct Absent<'w> {
    pub package: usize,
    pub path: Rc<str>,
    pub owner: &'w str,
}

#[derive(Clone, Debug)]
pub struct Property<'w> {
    pub ty: Ty<'w>,
    /// `None`: a member of the plugin's own, or of a package that is no platform.
    pub symbol: Option<Symbol<'w>>,
    pub confidence: Confidence,
}

impl<'w> Property<'w> {
    fn own(ty: Ty<'w>) -> Self {
        Self {
            ty,
            symbol: None,
            confidence: Confidence::High,
        }
    }
}

impl<'w> Lookup<'w> {
    pub(super) fn own(ty: Ty<'w>) -> Self {
        Self::Found(Property::own(ty))
    }

    fn weak(self, confidence: Confidence) -> Self {
        match self {
            Self::Found(mut property) => {
                property.confidence = property.confidence.max(confidence);
                property.ty = property.ty.weak(confidence);
                Self::Found(property)
            }
            other => other,
        }
    }
}

/// An object type without a name of its own.
struct Literal<'w, 'a> {
    members: &'w [Member],
    env: &'a Env<'w>,
    home: Home<'w>,
    /// The alias that names it.
    owner: Option<&'w str>,
    path: Option<&'a Rc<str>>,
}

impl<'w> Inference<'w> {
    /// The type of a member, whatever it is.
    pub(super) fn member_ty(&self, of: &Ty<'w>, name: &str) -> Ty<'w> {
        self.ty_of(of, name, self.member(of, name))
    }

    /// Looks for a member of a value.
    pub(super) fn member(&self, of: &Ty<'w>, name: &str) -> Lookup<'w> {
        let work = || self.bounded(|| self.member_now(of, name));
        match memo::declared(of) {
            Some(declared) => self.memo.member(declared, name, work),
            None => work(),
        }
    }

    fn member_now(&self, of: &Ty<'w>, name: &str) -> Lookup<'w> {
        match of {
            Ty::Unknown | Ty::Primitive | Ty::Text(_) | Ty::AnyText | Ty::OwnFunction(..) => {
                Lookup::Unknown
            }
            Ty::Weak(confidence, ty) => self.member(ty, name).weak(*confidence),
            Ty::At(_, ty) => self.member(ty, name),
            Ty::Instance(instance) => {
                let this = vec![("this", of.clone())];
                let found = self.of_declared(
                    instance.home,
                    instance.name,
                    &instance.arguments,
                    &this,
                    name,
                );
                self.as_called(found, instance, name)
            }
            Ty::Value(home, declared) => self.of_value(*home, declared, name),
            Ty::Module(package, module) => self.of_module(*package, module, name),
            Ty::Object {
                members,
                env,
                home,
                path,
            } => {
                let literal = Literal {
                    members,
                    env,
                    home: *home,
                    owner: None,
                    path: path.as_ref(),
                };
                self.of_members(&literal, name)
            }
            Ty::Intersection(parts) => {
                let mut unknown = false;
                for part in parts.iter() {
                    match self.member(part, name) {
                        Lookup::Found(property) => return Lookup::Found(property),
                        Lookup::Unknown => unknown = true,
                        Lookup::Missing(_) => {}
                    }
                }
                if unknown {
                    Lookup::Unknown
                } else {
                    Lookup::Missing(None)
                }
            }
            Ty::Union(parts) => self.of_union(parts, name),
            Ty::Made { ty, env, home } => self.of_made(ty, env, *home, name),
            Ty::Array(item) => self.of_array(item, name),
            Ty::Tuple(items) => match name.parse::<usize>() {
                Ok(index) => Lookup::own(items.get(index).cloned().unwrap_or_default()),
                Err(_) => self.of_array(&Ty::union(items.iter().cloned()), name),
            },
            Ty::Promise(_) | Ty::Function(_) | Ty::Constructor(_) => self.of_builtin(of, name),
            Ty::OwnModule(file) => Lookup::own(self.own_export(*file, name)),
            Ty::OwnClass(file, class) => self.of_own_class(*file, *class, name, true),
            Ty::OwnInstance(file, class) => self.of_own_class(*file, *class, name, false),
            Ty::OwnObject(file, node) => self.of_own_object(*file, *node, name),
        }
    }

    /// A member of a class by the name of its only value, where the value is what leads to it.
    fn as_called(&self, found: Lookup<'w>, of: &Instance<'w>, name: &str) -> Lookup<'w> {
        let Some(called) = &of.called else {
            return found;
        };
        let own = self.path_of(of.home, of.name);
        let is_own = |path: &str| {
            let rest = own.as_deref().and_then(|own| path.strip_prefix(own));
            rest.and_then(|rest| rest.strip_prefix('.')) == Some(name)
        };
        let path = || Rc::from(format!("{called}.{name}"));
        match found {
            Lookup::Found(mut property) => {
                if let Some(symbol) = property.symbol.as_mut().filter(|one| is_own(&one.path)) {
                    symbol.path = path();
                }
                Lookup::Found(property)
            }
            Lookup::Missing(Some(mut absent)) if is_own(&absent.path) => {
                absent.path = path();
                Lookup::Missing(Some(absent))
            }
            other => other,
        }
    }

    fn of_union(&self, parts: &[Ty<'w>], name: &str) -> Lookup<'w> {
        let mut found: Option<Property<'w>> = None;
        let (mut missing, mut unknown, mut own) = (0, 0, 0);
        for part in parts {
            match self.member(part, name) {
                Lookup::Found(property) => match &mut found {
                    Some(there) => {
                        there.ty = Ty::union([std::mem::take(&mut there.ty), property.ty]);
                        if there.symbol.is_none() {
                            there.symbol = property.symbol;
                        }
                    }
                    None => found = Some(property),
                },
                // `x || {}` is no object of another kind, but a way to ask no further.
                Lookup::Missing(_) if matches!(part.strong().0, Ty::OwnObject(..)) => own += 1,
                Lookup::Missing(_) => missing += 1,
                Lookup::Unknown => unknown += 1,
            }
        }
        match found {
            Some(property) if missing > 0 => Lookup::Found(property).weak(Confidence::Low),
            Some(property) => Lookup::Found(property),
            None if unknown == 0 && missing + own > 0 => Lookup::Missing(None),
            None => Lookup::Unknown,
        }
    }

    /// A member of a value of a declared type.
    fn of_declared(
        &self,
        home: Home<'w>,
        declared: &'w str,
        arguments: &[Ty<'w>],
        this: &[(&'w str, Ty<'w>)],
        name: &str,
    ) -> Lookup<'w> {
        let declarations = self.declarations(home, declared);
        if declarations.is_empty() {
            return Lookup::Unknown;
        }
        let mut forms: Vec<(&'w Member, Env<'w>)> = Vec::new();
        let mut bases = Vec::new();
        // What has no parameters of its own is the same for all.
        let plain = Env::of(this.to_vec());
        for one in declarations.iter() {
            let env = if one.generics.is_empty() {
                plain.clone()
            } else {
                self.env_of(&one.generics, arguments, home)
                    .with(this.to_vec())
            };
            match one.kind {
                DeclarationKind::Alias => {
                    return match &one.ty {
                        Some(Type::Object(members)) => {
                            let path = self.path_of(home, declared).map(Rc::from);
                            let literal = Literal {
                                members,
                                env: &env,
                                home,
                                owner: Some(declared),
                                path: path.as_ref(),
                            };
                            self.of_members(&literal, name)
                        }
                        Some(ty) => {
                            let path = self.path_of(home, declared).map(Rc::from);
                            let ty = self.written(ty, &env, home).under(path.as_ref());
                            self.member(&ty, name)
                        }
                        None => Lookup::Unknown,
                    };
                }
                // A value of an enum is a text or a number.
                DeclarationKind::Enum => return Lookup::Unknown,
                _ => {
                    let own = one.members.iter();
                    let own = own.filter(|member| !member.is_static && member.name == name);
                    forms.extend(
                        own.filter(|member| has_name(member))
                            .map(|one| (one, env.clone())),
                    );
                    bases.extend(one.extends.iter().map(|ty| (ty, env.clone())));
                }
            }
        }
        if !forms.is_empty() {
            let path = self.path_of(home, declared);
            return self.of_forms(&forms, home, Some(declared), path.as_deref(), name);
        }
        self.of_bases(home, declared, &declarations, &bases, name)
    }

    /// What no member of its own is: inherited, by an index, or not there.
    fn of_bases(
        &self,
        home: Home<'w>,
        declared: &'w str,
        declarations: &[&'w crate::domain::surface::Declaration],
        bases: &[(&'w Type, Env<'w>)],
        name: &str,
    ) -> Lookup<'w> {
        let mut open = false;
        for (base, env) in bases {
            match self.member(&self.written(base, env, home), name) {
                Lookup::Found(property) => return Lookup::Found(property),
                Lookup::Unknown => open = true,
                Lookup::Missing(_) => {}
            }
        }
        let members = || declarations.iter().flat_map(|one| &one.members);
        if let Some(index) = members().find(|one| one.kind == MemberKind::Index) {
            let env = bases
                .first()
                .map(|(_, env)| env.clone())
                .unwrap_or_default();
            return Lookup::own(self.indexed_value(index, &env, home));
        }
        if open {
            return Lookup::Unknown;
        }
        Lookup::Missing(self.absent(home, declared, name))
    }

    pub(super) fn absent(&self, home: Home<'w>, owner: &'w str, name: &str) -> Option<Absent<'w>> {
        let Home::Package(package, _) = home else {
            return None;
        };
        let path = format!("{}.{name}", self.path_of(home, owner)?);
        self.world.packages[package].is_platform().then(|| Absent {
            package,
            path: path.into(),
            owner,
        })
    }

    fn indexed_value(&self, index: &'w Member, env: &Env<'w>, home: Home<'w>) -> Ty<'w> {
        match &index.ty {
            Some(Type::Function(signature)) => signature
                .returns
                .as_ref()
                .map_or(Ty::Unknown, |ty| self.written(ty, env, home)),
            Some(ty) => self.written(ty, env, home),
            None => Ty::Unknown,
        }
    }

    /// A member of an object type.
    fn of_members(&self, of: &Literal<'w, '_>, name: &str) -> Lookup<'w> {
        let Literal {
            members,
            env,
            home,
            owner,
            path,
        } = *of;
        let forms: Vec<(&'w Member, Env<'w>)> = members
            .iter()
            .filter(|one| one.name == name && has_name(one))
            .map(|one| (one, env.clone()))
            .collect();
        if !forms.is_empty() {
            return self.of_forms(&forms, home, owner, path.map(|path| &**path), name);
        }
        if let Some(index) = members.iter().find(|one| one.kind == MemberKind::Index) {
            return Lookup::own(self.indexed_value(index, env, home));
        }
        let absent = match (home, path) {
            (Home::Package(package, _), Some(path))
                if self.world.packages[package].is_platform() =>
            {
                Some(Absent {
                    package,
                    path: format!("{path}.{name}").into(),
                    owner: owner.unwrap_or_default(),
                })
            }
            _ => None,
        };
        Lookup::Missing(absent)
    }

    /// The declarations of one member.
    pub(super) fn of_forms(
        &self,
        forms: &[(&'w Member, Env<'w>)],
        home: Home<'w>,
        owner: Option<&'w str>,
        path: Option<&str>,
        name: &str,
    ) -> Lookup<'w> {
        let path: Option<Rc<str>> = path.map(|path| format!("{path}.{name}").into());
        let ty = match path
            .as_deref()
            .and_then(|path| self.member_by_convention(path))
        {
            Some(ty) => ty,
            None => self.of_all_forms(forms, home, path.as_ref()),
        };
        let symbol = match home {
            Home::Package(package, _) if self.world.packages[package].is_platform() => {
                path.map(|path| Symbol {
                    package,
                    path,
                    what: What::Member {
                        owner: owner.unwrap_or_default(),
                    },
                    notes: notes_of(forms),
                    exported: None,
                    deep: None,
                    spared: false,
                })
            }
            _ => None,
        };
        Lookup::Found(Property {
            ty,
            symbol,
            confidence: Confidence::High,
        })
    }

    fn of_all_forms(
        &self,
        forms: &[(&'w Member, Env<'w>)],
        home: Home<'w>,
        path: Option<&Rc<str>>,
    ) -> Ty<'w> {
        if forms.len() > 1 {
            let functions: Vec<Form<'w>> = forms
                .iter()
                .filter_map(|(member, env)| match &member.ty {
                    Some(Type::Function(signature)) => Some(Form {
                        signature,
                        env: env.clone(),
                        home,
                        notes: Some(&member.notes),
                    }),
                    _ => None,
                })
                .collect();
            if functions.len() == forms.len() {
                return Ty::Function(functions.into());
            }
        }
        let getter = forms.iter().find(|(one, _)| one.kind != MemberKind::Setter);
        let Some((member, env)) = getter.or(forms.first()) else {
            return Ty::Unknown;
        };
        match &member.ty {
            Some(Type::Object(members)) => Ty::Object {
                members,
                env: env.clone(),
                home,
                path: path.cloned(),
            },
            Some(ty) => match self.written(ty, env, home) {
                Ty::Object {
                    members, env, home, ..
                } => Ty::Object {
                    members,
                    env,
                    home,
                    path: path.cloned(),
                },
                ty => ty,
            },
            None => Ty::Unknown,
        }
    }

    /// The path by which users know a declaration.
    pub(super) fn path_of(&self, home: Home<'w>, name: &'w str) -> Option<String> {
        match home {
            Home::Package(package, module) if self.world.packages[package].is_platform() => {
                Some(self.world.public_name(package, module, name).to_owned())
            }
            _ => None,
        }
    }
}

/// Whether users can name it: it has a name, and is not private.
pub(super) fn has_name(member: &Member) -> bool {
    member.access != Access::Private
        && !matches!(
            member.kind,
            MemberKind::Constructor | MemberKind::Call | MemberKind::New | MemberKind::Index
        )
}

/// Of each form; of accessors only what is deprecated, so that one of a pair is enough.
fn notes_of<'w>(forms: &[(&'w Member, Env<'w>)]) -> Vec<&'w Notes> {
    let is_accessor = |one: &Member| matches!(one.kind, MemberKind::Getter | MemberKind::Setter);
    let all = || forms.iter().map(|(one, _)| &one.notes);
    if forms.iter().all(|(one, _)| is_accessor(one)) {
        let deprecated: Vec<&Notes> = all().filter(|notes| notes.deprecated().is_some()).collect();
        if !deprecated.is_empty() {
            return deprecated;
        }
    }
    all().collect()
}
