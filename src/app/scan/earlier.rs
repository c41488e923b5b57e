//! What earlier versions had of what the observations do not list: members of types that no root leads to by name, such as
//! those that a state holds. They are looked up where a version declares them.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::app::api::Packages;
use crate::domain::surface::shape::{Scope, Shape, Shapes};
use crate::domain::surface::{ModuleId, Surface};
use crate::error::Error;

/// So many surfaces are at hand at once: each is some megabytes, and plugins of one fleet ask for the same few.
const AT_HAND: usize = 4;

/// No path is followed deeper.
const DEEPEST: usize = 6;

/// Earlier versions of packages; what was asked of one is known from then on.
pub(super) struct Earlier<'a, 'h> {
    packages: &'a Packages<'h>,
    at_hand: RefCell<Vec<Rc<Declared>>>,
    answers: RefCell<BTreeMap<(String, String), BTreeMap<String, bool>>>,
}

impl<'a, 'h> Earlier<'a, 'h> {
    pub(super) fn new(packages: &'a Packages<'h>) -> Self {
        Self {
            packages,
            at_hand: RefCell::default(),
            answers: RefCell::default(),
        }
    }

    /// The first of `paths` that a version does not declare.
    ///
    /// # Errors
    /// If its surface cannot be read.
    pub(super) fn missing<'p>(
        &self,
        package: &str,
        version: &str,
        paths: impl IntoIterator<Item = &'p str>,
    ) -> Result<Option<&'p str>, Error> {
        let key = (package.to_owned(), version.to_owned());
        for path in paths {
            let known = self
                .answers
                .borrow()
                .get(&key)
                .and_then(|answers| answers.get(path).copied());
            let is_there = if let Some(is_there) = known {
                is_there
            } else {
                let is_there = self.declared(package, version)?.has(path);
                let mut answers = self.answers.borrow_mut();
                let of_version = answers.entry(key.clone()).or_default();
                of_version.insert(path.to_owned(), is_there);
                is_there
            };
            if !is_there {
                return Ok(Some(path));
            }
        }
        Ok(None)
    }

    fn declared(&self, package: &str, version: &str) -> Result<Rc<Declared>, Error> {
        let mut at_hand = self.at_hand.borrow_mut();
        let is_meant = |one: &Rc<Declared>| one.package == package && one.version == version;
        let one = if let Some(place) = at_hand.iter().position(is_meant) {
            at_hand.remove(place)
        } else {
            let surface = self.packages.surface(package, version)?;
            Rc::new(Declared::new(package, version, surface))
        };
        if at_hand.len() == AT_HAND {
            at_hand.remove(0);
        }
        at_hand.push(Rc::clone(&one));
        Ok(one)
    }
}

/// One version, with the modules that declare each name.
struct Declared {
    package: String,
    version: String,
    surface: Surface,
    modules: BTreeMap<String, Vec<ModuleId>>,
}

impl Declared {
    fn new(package: &str, version: &str, surface: Surface) -> Self {
        let mut modules: BTreeMap<String, Vec<ModuleId>> = BTreeMap::new();
        for (id, module) in &surface.modules {
            for declaration in &module.declarations {
                let of_name = modules.entry(declaration.name.clone()).or_default();
                if of_name.last() != Some(id) {
                    of_name.push(id.clone());
                }
            }
        }
        Self {
            package: package.to_owned(),
            version: version.to_owned(),
            surface,
            modules,
        }
    }

    /// Whether a symbol is declared: `Owner`, `Owner.member` or deeper, or a module by its import path. Which module declares
    /// the owner does not matter: files move between versions. A type that had another name then counts as missing, so that a
    /// floor may be too high and is never too low.
    fn has(&self, path: &str) -> bool {
        if let Some(module) = self.module_path(path) {
            let mut ids = self.surface.modules.keys();
            return ids.any(|id| is_import_of(id, module));
        }
        let mut parts = path.split('.');
        let Some(owner) = parts.next() else {
            return false;
        };
        let rest: Vec<&str> = parts.collect();
        let Some(modules) = self.modules.get(owner) else {
            return false;
        };
        if rest.is_empty() {
            return true;
        }
        let shapes = Shapes::new(&self.surface);
        modules.iter().any(|module| {
            let both = [
                shapes.instance(module, owner),
                shapes.statics(module, owner),
            ];
            both.iter().any(|shape| reaches(shapes, shape, &rest, 0))
        })
    }

    /// The path within the package, if a module is named.
    fn module_path<'p>(&self, path: &'p str) -> Option<&'p str> {
        let (_, name) = self.package.split_once(':')?;
        path.strip_prefix(name)?.strip_prefix('/')
    }
}

fn is_import_of(id: &ModuleId, path: &str) -> bool {
    let own = id.path();
    own == path || own.strip_suffix("/index") == Some(path)
}

/// Whether members lead on from a type as `rest` names them. A type that was not looked into whole may have any.
fn reaches<'s>(shapes: Shapes<'s>, shape: &Shape<'s>, rest: &[&str], depth: usize) -> bool {
    let Some((first, rest)) = rest.split_first() else {
        return true;
    };
    let Some(seen) = shape.members.get(*first) else {
        return !shape.open.is_empty();
    };
    if rest.is_empty() || depth == DEEPEST {
        return true;
    }
    seen.iter().any(|one| {
        let scope: &Scope<'s> = &one.scope;
        one.ty
            .is_some_and(|ty| reaches(shapes, &shapes.of(ty, scope), rest, depth + 1))
    })
}
