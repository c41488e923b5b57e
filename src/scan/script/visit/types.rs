//! Imports, exports, and names that are written in types.

use std::rc::Rc;

use crate::domain::document::scan::Confidence;
use crate::scan::script::members::{Lookup, Property, Symbol, What};
use crate::scan::script::ty::{Home, Instance, Ty};
use crate::scan::script::visit::{Answer, Visit};
use crate::scan::script::world::Found;
use crate::scan::uses::Site;
use crate::syntax::script::{Exported, Imported, NameKind, Part, TypeHead, TypeSite, TypeUse};

impl<'w> Visit<'_, 'w> {
    pub(super) fn imports(&mut self) {
        let script = self.inference.script(self.file);
        for (index, import) in script.imports.iter().enumerate() {
            self.module(&import.specifier, import.specifier_at);
            match &import.what {
                Imported::Name(_) => {
                    let lookup = self.import_lookup(index);
                    // One that the plugin's own module passes on is named there.
                    self.record(import.at, Site::Import, &lookup);
                }
                Imported::Alias(head, path) => self.path(head, path, Site::Member),
                Imported::All | Imported::Nothing => {}
            }
        }
    }

    /// A specifier that goes deeper than the root of a platform's package.
    fn module(&mut self, specifier: &str, at: crate::syntax::script::Span) {
        let world = &self.inference.world;
        if self.inference.world.files[self.file]
            .links
            .contains_key(specifier)
        {
            return;
        }
        let Some(package) = world.platform_of(specifier) else {
            return;
        };
        let known = world.packages[package];
        let is_root = |name: &str| specifier == name;
        if is_root(known.name())
            || known
                .surface
                .members
                .iter()
                .any(|member| is_root(&member.name))
        {
            return;
        }
        let path: Rc<str> = specifier.into();
        let answer = match world.module(specifier) {
            Some((package, module)) => Answer::Symbol(Symbol {
                package,
                path,
                what: What::Module,
                notes: Vec::new(),
                exported: None,
                deep: Some(module),
                spared: false,
            }),
            None => Answer::Unknown,
        };
        self.push(at, Site::Module, answer, Confidence::High, None);
    }

    pub(super) fn exports(&mut self) {
        let script = self.inference.script(self.file);
        for export in &script.exports {
            match &export.what {
                Exported::From { specifier, name } => {
                    let lookup = self.inference.of_specifier(self.file, specifier, name);
                    if !self.inference.world.files[self.file]
                        .links
                        .contains_key(specifier)
                    {
                        self.record(export.at, Site::ReExport, &lookup);
                    }
                }
                Exported::Name(name) => {
                    if let NameKind::Import(import) = script[*name].kind {
                        let lookup = self.import_lookup(import as usize);
                        self.record(export.at, Site::ReExport, &lookup);
                    }
                }
                Exported::Value(_) | Exported::All { .. } => {}
            }
        }
    }

    pub(super) fn type_uses(&mut self) {
        let script = self.inference.script(self.file);
        for one in &script.type_uses {
            let site = match one.how {
                TypeSite::Doc => Site::Doc,
                TypeSite::Key => Site::TypeKey,
                _ => Site::Type,
            };
            match one.how {
                TypeSite::Key => self.key(one),
                _ => self.path(&one.head, &one.path, site),
            }
        }
    }

    /// `Of["key"]`.
    fn key(&mut self, one: &'w TypeUse) {
        let Some((key, path)) = one.path.split_last() else {
            return;
        };
        let of = self.type_at(&one.head, path);
        let lookup = self.inference.member(&of, &key.name);
        self.record(key.at, Site::TypeKey, &lookup);
    }

    /// Every part of a path of names that leads to something of a platform.
    fn path(&mut self, head: &'w TypeHead, path: &'w [Part], site: Site) {
        let script = self.inference.script(self.file);
        match head {
            TypeHead::Name(name) => {
                let Some((first, rest)) = path.split_first() else {
                    return;
                };
                let mut lookup = Lookup::Unknown;
                if let NameKind::Import(import) = script[*name].kind {
                    let found = self.import_lookup(import as usize);
                    let at = Some(script.imports[import as usize].at);
                    match &found {
                        Lookup::Found(Property {
                            symbol: Some(symbol),
                            confidence,
                            ..
                        }) => {
                            let answer = Answer::Symbol(symbol.clone());
                            self.push(first.at, site, answer, *confidence, at);
                        }
                        Lookup::Missing(Some(absent)) => {
                            let answer = Answer::Missing(Some(absent.clone()));
                            self.push(first.at, site, answer, Confidence::High, at);
                        }
                        _ => {}
                    }
                    lookup = found;
                }
                let of = match lookup {
                    Lookup::Found(property) => property.ty,
                    _ => self.inference.name(self.file, *name),
                };
                self.parts(of, rest, site);
            }
            TypeHead::Module(specifier, at) => {
                self.module(specifier, *at);
                let of = self.inference.module_value(self.file, specifier);
                self.parts(of, path, site);
            }
            TypeHead::Global => {}
        }
    }

    fn parts(&mut self, of: Ty<'w>, parts: &'w [Part], site: Site) {
        let mut of = of;
        for part in parts {
            let lookup = self.inference.member(&of, &part.name);
            self.record(part.at, site, &lookup);
            of = match lookup {
                Lookup::Found(property) => property.ty,
                _ => return,
            };
        }
    }

    /// The type that a path of names means.
    fn type_at(&self, head: &'w TypeHead, path: &'w [Part]) -> Ty<'w> {
        let script = self.inference.script(self.file);
        let named = |package: usize, module, name: &str| match self
            .inference
            .world
            .export(package, module, name)
        {
            Found::Declared(package, module, name) => Ty::Instance(Rc::new(Instance {
                home: Home::Package(package, module),
                name,
                arguments: Vec::new(),
                called: None,
            })),
            _ => Ty::Unknown,
        };
        let (specifier, rest): (&str, Vec<&str>) = match head {
            TypeHead::Module(specifier, _) => (
                specifier,
                path.iter().map(|part| part.name.as_str()).collect(),
            ),
            TypeHead::Name(name) => {
                let NameKind::Import(import) = script[*name].kind else {
                    return Ty::Unknown;
                };
                let import = &script.imports[import as usize];
                let rest = path.iter().skip(1).map(|part| part.name.as_str());
                match &import.what {
                    Imported::Name(name) if name != "default" => (
                        &import.specifier,
                        std::iter::once(name.as_str()).chain(rest).collect(),
                    ),
                    _ => (&import.specifier, rest.collect()),
                }
            }
            TypeHead::Global => return Ty::Unknown,
        };
        match (self.inference.world.module(specifier), rest.as_slice()) {
            (Some((package, module)), []) => Ty::Module(package, module),
            (Some((package, module)), parts) => named(package, module, &parts.join(".")),
            (None, _) => Ty::Unknown,
        }
    }
}
