//! Names in texts: actions, events, payload fields, notifications, children of components, paths of the state, theme
//! tokens, configuration keys.
//!
//! Where such names are given is data of the platform, and which names there are is in the record; this is how the two
//! meet a plugin. A name counts only where what it is given to resolves: to a call of the platform's function, or to a
//! value of one of its types. A bare text never does.

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::domain::conventions::{NamedBy, Names};
use crate::domain::deprecation::SymbolKind;
use crate::domain::document::scan::Confidence;
use crate::domain::surface::{DeclarationKind, ModuleId};
use crate::scan::script::infer::Inference;
use crate::scan::script::members::Lookup;
use crate::scan::script::memo;
use crate::scan::script::ty::{Home, Instance, Ty};
use crate::scan::script::world::{Found, World};
use crate::syntax::script::{Kind, NameKind, NodeId};

/// A value that is known under a path of the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    pub kind: SymbolKind,
    pub path: Rc<str>,
}

impl Known {
    fn member(&self, name: &str) -> Rc<str> {
        if self.path.is_empty() {
            name.into()
        } else {
            format!("{}.{name}", self.path).into()
        }
    }
}

/// The types of the roots, as they are declared.
pub(super) type Roots<'w> = FxHashMap<(usize, &'w ModuleId, &'w str), Vec<Known>>;

pub(super) fn roots<'w>(world: &World<'w>, names: &Names) -> Roots<'w> {
    let mut roots: Roots<'w> = Roots::default();
    for root in &names.roots {
        let Some((package, module)) = world.module(&root.is.specifier) else {
            continue;
        };
        if let Found::Declared(package, module, name) = world.export(package, module, &root.is.ty) {
            roots
                .entry((package, module, name))
                .or_default()
                .push(Known {
                    kind: root.kind,
                    path: root.path.as_str().into(),
                });
        }
    }
    roots
}

/// The last parts of the names of functions that are given names.
pub(super) fn last_parts(names: &Names) -> FxHashSet<&str> {
    let of = names.calls.iter().flat_map(|one| &one.of);
    of.filter_map(|of| of.rsplit('.').next()).collect()
}

impl<'w> Inference<'w> {
    fn names(&self) -> &'w Names {
        &self.conventions.names
    }

    /// Whether the record has this very name.
    pub(super) fn is_recorded(&self, kind: SymbolKind, path: &str) -> bool {
        let recorded = &self.names().recorded;
        recorded.get(&kind).is_some_and(|all| all.contains(path))
    }

    /// Whether the record has names below a path.
    fn leads_on(&self, kind: SymbolKind, path: &str) -> bool {
        let below = format!("{path}.");
        self.names().recorded.get(&kind).is_some_and(|all| {
            all.range(below.clone()..)
                .next()
                .is_some_and(|next| next.starts_with(&below))
        })
    }

    /// The paths under which the record knows a value.
    pub(super) fn known_as(&self, ty: &Ty<'w>) -> Vec<(Known, Confidence)> {
        match ty {
            Ty::Weak(confidence, ty) => {
                let mut all = self.known_as(ty);
                for (_, one) in &mut all {
                    *one = (*one).max(*confidence);
                }
                all
            }
            Ty::At(known, ty) => {
                let mut all = self.known_as(ty);
                all.push(((**known).clone(), Confidence::High));
                all
            }
            Ty::Instance(instance) => {
                if let Home::Package(package, module) = instance.home
                    && let Some(roots) = self.roots.get(&(package, module, instance.name))
                {
                    let roots = roots.iter();
                    return roots.map(|one| (one.clone(), Confidence::High)).collect();
                }
                let work = || match self.alias(instance) {
                    Some(ty) => self.bounded(|| self.known_as(&ty)),
                    None => Vec::new(),
                };
                match memo::declared(ty) {
                    Some(declared) => self.memo.known_as(declared, work),
                    None => work(),
                }
            }
            Ty::Intersection(parts) | Ty::Union(parts) => {
                parts.iter().flat_map(|part| self.known_as(part)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// What a type that is another name for a type stands for.
    pub(super) fn alias(&self, instance: &Instance<'w>) -> Option<Ty<'w>> {
        let declared = self.declarations(instance.home, instance.name);
        let one = declared.first()?;
        if one.kind != DeclarationKind::Alias {
            return None;
        }
        let env = self.env_of(&one.generics, &instance.arguments, instance.home);
        Some(self.written(one.ty.as_ref()?, &env, instance.home))
    }

    /// The names of the record that a member of a value is.
    pub(super) fn named_member(
        &self,
        of: &Ty<'w>,
        name: &str,
    ) -> Vec<(SymbolKind, Rc<str>, Confidence)> {
        if self.roots.is_empty() {
            return Vec::new();
        }
        let known = self.known_as(of).into_iter();
        known
            .map(|(known, confidence)| (known.kind, known.member(name), confidence))
            .filter(|(kind, path, _)| self.is_recorded(*kind, path))
            .collect()
    }

    /// The type of what was looked up in a value, with the path that leads on from there.
    pub(super) fn ty_of(&self, of: &Ty<'w>, name: &str, lookup: Lookup<'w>) -> Ty<'w> {
        let ty = match lookup {
            Lookup::Found(property) => property.ty,
            _ => Ty::Unknown,
        };
        if self.roots.is_empty() {
            return ty;
        }
        self.known_as(of)
            .into_iter()
            .fold(ty, |ty, (known, confidence)| {
                let path = known.member(name);
                if self.leads_on(known.kind, &path) {
                    let kind = known.kind;
                    Ty::At(Rc::new(Known { kind, path }), Rc::new(ty)).weak(confidence)
                } else {
                    ty
                }
            })
    }

    /// The paths of the function that a callee is: of its symbol, or below a root.
    fn callee_paths(&self, file: usize, callee: NodeId) -> Vec<(Rc<str>, Confidence)> {
        let script = self.script(file);
        match &script[callee].kind {
            Kind::Member { of, name, .. } => {
                let of = self.node(file, *of);
                let known = self.known_as(&of).into_iter();
                let mut paths: Vec<(Rc<str>, Confidence)> = known
                    .map(|(known, confidence)| (known.member(name), confidence))
                    .collect();
                if let Lookup::Found(property) = self.member(&of, name)
                    && let Some(symbol) = property.symbol
                {
                    paths.push((symbol.path, property.confidence));
                }
                paths
            }
            Kind::Name(name) => match script[*name].kind {
                NameKind::Import(import) => {
                    use crate::syntax::script::Imported;
                    let import = &script.imports[import as usize];
                    let Imported::Name(name) = &import.what else {
                        return Vec::new();
                    };
                    match self.of_specifier(file, &import.specifier, name) {
                        Lookup::Found(property) => property
                            .symbol
                            .map(|symbol| (symbol.path, property.confidence))
                            .into_iter()
                            .collect(),
                        _ => Vec::new(),
                    }
                }
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// Whether a callee is a `get` that is given a path as a text, as lodash has it.
    pub(super) fn gets_by_path(&self, file: usize, callee: NodeId) -> bool {
        use crate::syntax::script::Imported;
        const LIBRARIES: [&str; 4] = ["lodash", "lodash-es", "lodash.get", "lodash/get"];
        let script = self.script(file);
        let from = |name: NodeId, wanted: &[&str]| match &script[name].kind {
            Kind::Name(name) => match script[*name].kind {
                NameKind::Import(import) => {
                    let import = &script.imports[import as usize];
                    LIBRARIES.contains(&import.specifier.as_str())
                        && match &import.what {
                            Imported::Name(name) => wanted.contains(&name.as_str()),
                            Imported::All => wanted.contains(&"*"),
                            _ => false,
                        }
                }
                _ => false,
            },
            _ => false,
        };
        match &script[callee].kind {
            Kind::Member { of, name, .. } => name == "get" && from(*of, &["default", "*"]),
            Kind::Name(_) => from(callee, &["get", "default"]),
            _ => false,
        }
    }

    /// The rules on a call, with how sure it is that they are about it.
    pub(super) fn named_by(&self, file: usize, callee: NodeId) -> Vec<(&'w NamedBy, Confidence)> {
        let names = self.names();
        if names.calls.is_empty() {
            return Vec::new();
        }
        // Most calls are of something else: the last part of the name tells without working anything out.
        let script = self.script(file);
        let last = match &script[callee].kind {
            Kind::Member { name, .. } => Some(name.as_str()),
            Kind::Name(name) if matches!(script[*name].kind, NameKind::Import(_)) => None,
            _ => return Vec::new(),
        };
        let may_be = |one: &&NamedBy| {
            let mut of = one.of.iter();
            last.is_none_or(|last| of.any(|of| of.rsplit('.').next() == Some(last)))
        };
        if last.is_some_and(|last| !self.named.contains(last)) {
            return Vec::new();
        }
        let rules = names.calls.iter().filter(may_be);
        let paths = self.callee_paths(file, callee);
        let fits = |one: &NamedBy| {
            paths
                .iter()
                .find(|(path, _)| one.of.iter().any(|of| **of == **path))
                .map(|(_, confidence)| *confidence)
        };
        rules.filter_map(|one| Some((one, fits(one)?))).collect()
    }

    /// The component that a call adds children to, or removes them from, and whether it adds.
    pub(super) fn children_of(&self, file: usize, callee: NodeId) -> Option<(NodeId, bool)> {
        let script = self.script(file);
        let Kind::Member { of, name, .. } = &script[callee].kind else {
            return None;
        };
        let Kind::Member {
            of: component,
            name: through,
            ..
        } = &script[*of].kind
        else {
            return None;
        };
        let rule = self.names().children.iter();
        rule.filter(|one| one.through == *through)
            .find_map(|one| match name {
                name if one.add.contains(name) => Some((*component, true)),
                name if one.remove.contains(name) => Some((*component, false)),
                _ => None,
            })
    }

    /// The name by which a component is exported, as the last part of its path.
    pub(super) fn component_name(
        &self,
        file: usize,
        component: NodeId,
    ) -> Option<(Rc<str>, Confidence)> {
        let (path, confidence) = self.callee_paths(file, component).into_iter().next()?;
        Some((path.rsplit('.').next()?.into(), confidence))
    }
}

/// A text without what may stand before the name in it; `None` if nothing that may does.
pub(super) fn without_affix<'t>(text: &'t str, affixes: &[String]) -> Option<&'t str> {
    if affixes.is_empty() {
        return Some(text);
    }
    affixes
        .iter()
        .filter_map(|affix| text.strip_prefix(affix.as_str()))
        .find(|rest| !rest.is_empty())
}
