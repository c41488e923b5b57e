//! What a path means in a module: imports, globs, the names of dependencies, the prelude.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};

use crate::domain::surface::DeclarationKind;
use crate::ingest::crates::prelude;
use crate::ingest::crates::world::{Entry, Extern, Glob, MACRO, TYPE, VALUE, What, World};
use crate::syntax::rust::record::{ItemKind, Visibility};

/// How many imports may lead to one another.
const DEEPEST: usize = 200;

/// Steps of one crate's resolution, against sources that are made to take forever.
const MOST_STEPS: usize = 20_000_000;

/// What a path means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    Declared {
        node: usize,
        name: String,
        kind: DeclarationKind,
    },
    Module(usize),
    Variant {
        node: usize,
        of: String,
        name: String,
    },
    Foreign {
        package: String,
        path: String,
    },
    Primitive,
}

type Key = (usize, String, u8);

/// Resolves paths, and remembers what it found.
pub(super) struct Scope<'w, 'a> {
    pub world: &'w World<'a>,
    known: RefCell<HashMap<Key, Option<Found>>>,
    open: RefCell<HashSet<Key>>,
    /// Whether a cycle was cut since the outermost question: what was not found then may be found otherwise.
    cut: Cell<bool>,
    steps: Cell<usize>,
}

impl<'w, 'a> Scope<'w, 'a> {
    pub(super) fn new(world: &'w World<'a>) -> Self {
        Self {
            world,
            known: RefCell::default(),
            open: RefCell::default(),
            cut: Cell::new(false),
            steps: Cell::new(0),
        }
    }

    /// What a path means in a module, and how many of its parts that took; what is left over is associated.
    pub(super) fn path(
        &self,
        node: usize,
        path: &[String],
        absolute: bool,
        space: u8,
    ) -> Option<(Found, usize)> {
        let (mut found, mut at) = self.first(node, path, absolute, space)?;
        while let Some(part) = path.get(at) {
            let last = at + 1 == path.len();
            let Some(next) = self.step(&found, part, if last { space } else { TYPE }, node) else {
                // A module has nothing associated.
                return (!matches!(found, Found::Module(_))).then_some((found, at));
            };
            (found, at) = (next, at + 1);
        }
        Some((found, at))
    }

    /// What a path means, if all of it means something.
    pub(super) fn whole(
        &self,
        node: usize,
        path: &[String],
        absolute: bool,
        space: u8,
    ) -> Option<Found> {
        let (found, taken) = self.path(node, path, absolute, space)?;
        (taken == path.len()).then_some(found)
    }

    fn first(
        &self,
        node: usize,
        path: &[String],
        absolute: bool,
        space: u8,
    ) -> Option<(Found, usize)> {
        let first = path.first()?;
        let krate = self.world.nodes.get(node)?.krate;
        let root = self.world.crates.get(krate)?.root;
        if absolute {
            let local = || {
                self.name(
                    root,
                    first,
                    if path.len() == 1 { space } else { TYPE },
                    None,
                )
            };
            return self
                .dependency(krate, first)
                .or_else(local)
                .map(|found| (found, 1));
        }
        match first.as_str() {
            "crate" => return Some((Found::Module(root), 1)),
            "self" if path.len() == 1 || path.get(1).is_none_or(|one| one != "super") => {
                return Some((Found::Module(node), 1));
            }
            "self" | "super" => {
                let mut at = usize::from(first == "self");
                let mut here = node;
                while path.get(at).is_some_and(|one| one == "super") {
                    here = self.world.nodes.get(here)?.parent?;
                    at += 1;
                }
                return Some((Found::Module(here), at));
            }
            _ => {}
        }
        let space = if path.len() == 1 { space } else { TYPE };
        let local = self.name(node, first, space, None);
        let found = local
            .or_else(|| {
                (space & (TYPE | MACRO) != 0)
                    .then(|| self.dependency(krate, first))
                    .flatten()
            })
            // In the edition of 2015 a path of an import begins at the crate's root.
            .or_else(|| self.name(root, first, space, None))
            .or_else(|| Self::given(first, space));
        found.map(|found| (found, 1))
    }

    fn given(name: &str, space: u8) -> Option<Found> {
        if space & TYPE != 0 && prelude::is_primitive(name) {
            return Some(Found::Primitive);
        }
        prelude::standard(name).map(|path| Found::Foreign {
            package: "std".to_owned(),
            path: path.to_owned(),
        })
    }

    /// A dependency by its name in source.
    pub(super) fn dependency(&self, krate: usize, name: &str) -> Option<Found> {
        match self.world.crates.get(krate)?.externs.get(name)? {
            Extern::Member(at) => Some(Found::Module(self.world.crates.get(*at)?.root)),
            Extern::Foreign(package) => Some(Found::Foreign {
                package: package.clone(),
                path: String::new(),
            }),
        }
    }

    /// One part further: a name within what was found.
    fn step(&self, found: &Found, part: &str, space: u8, from: usize) -> Option<Found> {
        match found {
            Found::Module(node) => self.name(*node, part, space, Some(from)),
            Found::Foreign { package, path } => Some(Found::Foreign {
                package: package.clone(),
                path: if path.is_empty() {
                    part.to_owned()
                } else {
                    format!("{path}::{part}")
                },
            }),
            Found::Declared {
                node,
                name,
                kind: DeclarationKind::Enum,
            } => self.variant(*node, name, part),
            Found::Declared { .. } | Found::Variant { .. } | Found::Primitive => None,
        }
    }

    fn variant(&self, node: usize, of: &str, name: &str) -> Option<Found> {
        let is = self.world.nodes.get(node)?.items.iter().any(|item| {
            item.name == of
                && matches!(&item.kind, ItemKind::Declared { declaration, .. }
                    if declaration.members.iter().any(|member| member.name == name))
        });
        is.then(|| Found::Variant {
            node,
            of: of.to_owned(),
            name: name.to_owned(),
        })
    }

    /// What a name means in a module. `from` is who asks from elsewhere: private names are for those within only.
    pub(super) fn name(
        &self,
        node: usize,
        name: &str,
        space: u8,
        from: Option<usize>,
    ) -> Option<Found> {
        let key = (node, name.to_owned(), space);
        let inside = from.is_none_or(|from| self.is_within(from, node));
        // Who stands outside sees less, so only what the inside sees is remembered.
        if inside && let Some(known) = self.known.borrow().get(&key) {
            return known.clone();
        }
        let outermost = self.open.borrow().is_empty();
        if outermost {
            self.cut.set(false);
        }
        self.steps.set(self.steps.get() + 1);
        let refused = self.open.borrow().len() >= DEEPEST || self.steps.get() > MOST_STEPS;
        if refused || !self.open.borrow_mut().insert(key.clone()) {
            self.cut.set(true);
            return None;
        }
        let found = self.look(node, name, space, inside);
        self.open.borrow_mut().remove(&key);
        if inside && (found.is_some() || outermost || !self.cut.get()) {
            self.known.borrow_mut().insert(key, found.clone());
        }
        found
    }

    fn look(&self, at: usize, name: &str, space: u8, inside: bool) -> Option<Found> {
        let node = self.world.nodes.get(at)?;
        let krate = node.krate;
        let entries = node.names.get(name).into_iter().flatten();
        let seen =
            |one: &&Entry| one.spaces & space != 0 && (inside || one.public || one.restricted);
        // Several under different conditions: what is public comes first, then what is declared here, of which more
        // is known.
        let rank =
            |entry: &Entry, found: &Found| (entry.public, !matches!(found, Found::Foreign { .. }));
        let mut best: Option<((bool, bool), Found)> = None;
        for entry in entries.filter(seen) {
            let Some(found) = self.entry(at, krate, name, entry, space) else {
                continue;
            };
            let rank = rank(entry, &found);
            if best.as_ref().is_none_or(|(known, _)| rank > *known) {
                best = Some((rank, found));
            }
        }
        if let Some((_, found)) = best {
            return Some(found);
        }
        node.globs
            .iter()
            .filter(|glob| inside || glob.visible != Visibility::Private)
            .find_map(|glob| self.through(at, glob, name, space))
    }

    fn entry(
        &self,
        at: usize,
        krate: usize,
        name: &str,
        entry: &Entry,
        space: u8,
    ) -> Option<Found> {
        match &entry.what {
            What::Declared { node, kind } => Some(Found::Declared {
                node: *node,
                name: name.to_owned(),
                kind: *kind,
            }),
            What::Module(node) => Some(Found::Module(*node)),
            What::Import { path, absolute } => self.whole(at, path, *absolute, space),
            What::Crate(of) if of == "self" => {
                Some(Found::Module(self.world.crates.get(krate)?.root))
            }
            What::Crate(of) => self.dependency(krate, of).or_else(|| {
                Some(Found::Foreign {
                    package: of.clone(),
                    path: String::new(),
                })
            }),
        }
    }

    fn through(&self, at: usize, glob: &Glob, name: &str, space: u8) -> Option<Found> {
        match self.whole(at, &glob.path, glob.absolute, TYPE)? {
            Found::Module(node) => self.name(node, name, space, Some(at)),
            Found::Declared {
                node,
                name: of,
                kind: DeclarationKind::Enum,
            } if space & (TYPE | VALUE) != 0 => self.variant(node, &of, name),
            // What a foreign glob brings is not known here.
            _ => None,
        }
    }

    fn is_within(&self, mut node: usize, of: usize) -> bool {
        loop {
            if node == of {
                return true;
            }
            match self.world.nodes.get(node).and_then(|one| one.parent) {
                Some(parent) => node = parent,
                None => return false,
            }
        }
    }
}
