//! Which traits are in scope: by imports, by globs, by where a module stands.

use std::rc::Rc;

use rustc_hash::FxHashSet;

use crate::domain::surface::paths::{Space, Thing};
use crate::domain::surface::{DeclarationKind, ModuleId};
use crate::scan::rust::info::World;
use crate::scan::rust::scope::{Def, Outside};
use crate::scan::rust::tree::Entry;
use crate::scan::rust::ty::DeclId;

impl World<'_> {
    /// The traits whose methods can be called in a module, with whether an import names them.
    pub fn traits_in_scope(&self, node: usize) -> Rc<Vec<(DeclId, bool)>> {
        if let Some(known) = self.traits.borrow().get(&node) {
            return Rc::clone(known);
        }
        let mut found: Vec<(DeclId, bool)> = Vec::new();
        let mut seen = FxHashSet::default();
        let mut at = Some(node);
        while let Some(here) = at {
            self.traits_of(here, &mut found, &mut seen);
            let above = &self.tree.nodes[here];
            at = above.parent.filter(|_| above.is_block);
        }
        for path in ["iter::Iterator", "iter::IntoIterator"] {
            found.extend(self.language(path).map(|decl| (decl, false)));
        }
        found.sort_by_key(|(decl, explicit)| (!explicit, *decl));
        let mut seen = FxHashSet::default();
        found.retain(|(decl, _)| seen.insert(*decl));
        let found = Rc::new(found);
        self.traits.borrow_mut().insert(node, Rc::clone(&found));
        found
    }

    fn traits_of(&self, node: usize, found: &mut Vec<(DeclId, bool)>, seen: &mut FxHashSet<usize>) {
        if !seen.insert(node) {
            return;
        }
        let here = &self.tree.nodes[node];
        let mut names: Vec<&str> = here
            .entries
            .iter()
            .filter(|(_, space, entry)| {
                *space == Space::Type && matches!(entry, Entry::Import(..) | Entry::Item(_))
            })
            .map(|(name, _, _)| name)
            .collect();
        names.sort_unstable();
        for name in names {
            let def = self.name(node, name, Space::Type).map(|one| one.def);
            found.extend(
                def.and_then(|def| self.trait_of(&def))
                    .map(|decl| (decl, true)),
            );
        }
        for nameless in &here.nameless {
            if let Some(import) = self.import(node, *nameless) {
                let path: Vec<&str> = import.path.iter().map(|one| &*one.text).collect();
                let def = self.import_path(node, &path, (import.absolute, Space::Type));
                let def = def.filter(|one| one.defs.len() == path.len());
                let def = def.and_then(|one| one.defs.into_iter().next_back());
                found.extend(
                    def.and_then(|def| self.trait_of(&def))
                        .map(|decl| (decl, true)),
                );
            }
        }
        for inner in &here.included {
            self.traits_of(*inner, found, seen);
        }
        for glob in &here.globs {
            if let Some(import) = self.import(node, *glob) {
                let path: Vec<&str> = import.path.iter().map(|one| &*one.text).collect();
                let def = self.import_path(node, &path, (import.absolute, Space::Type));
                let def = def.filter(|one| one.defs.len() == path.len());
                if let Some(def) = def.and_then(|one| one.defs.into_iter().next_back()) {
                    self.traits_of_glob(&def, found, seen);
                }
            }
        }
    }

    /// What the globs of a module take from other crates.
    pub fn globs_of(&self, node: usize) -> Vec<Rc<Outside>> {
        let mut found = Vec::new();
        let mut at = Some(node);
        while let Some(here) = at {
            let above = &self.tree.nodes[here];
            for glob in &above.globs {
                let Some(import) = self.import(here, *glob) else {
                    continue;
                };
                let path: Vec<&str> = import.path.iter().map(|one| &*one.text).collect();
                let def = self.import_path(here, &path, (import.absolute, Space::Type));
                match def.and_then(|one| one.defs.into_iter().nth(path.len().checked_sub(1)?)) {
                    Some(Def::Outside(outside)) => found.push(outside),
                    // Tests take all that is around them.
                    Some(Def::Module(inner))
                        if inner != here && found.len() < 32 && Some(inner) == above.parent =>
                    {
                        found.extend(self.globs_of(inner));
                    }
                    _ => {}
                }
            }
            at = above.parent.filter(|_| above.is_block);
        }
        found
    }

    fn trait_of(&self, def: &Def) -> Option<DeclId> {
        let decl = self.decl_of(def)?;
        let kind = self.kind(decl);
        matches!(kind, DeclarationKind::Trait | DeclarationKind::TraitAlias).then_some(decl)
    }

    fn traits_of_glob(
        &self,
        of: &Def,
        found: &mut Vec<(DeclId, bool)>,
        seen: &mut FxHashSet<usize>,
    ) {
        match of {
            Def::Module(inner) => {
                // What the other module sees itself is what it passes on, as far as this matters here.
                let mut inside = Vec::new();
                self.traits_of(*inner, &mut inside, seen);
                found.extend(inside.into_iter().map(|(decl, _)| (decl, false)));
            }
            Def::Outside(outside) => {
                let Thing::Module(module) = &outside.thing else {
                    return;
                };
                found.extend(
                    self.traits_of_module(outside.source, module)
                        .map(|decl| (decl, false)),
                );
            }
            _ => {}
        }
    }

    fn traits_of_module<'k>(
        &'k self,
        source: u16,
        module: &'k ModuleId,
    ) -> impl Iterator<Item = DeclId> + 'k {
        let known = self.known(source);
        let names = known.into_iter().flat_map(move |known| {
            known
                .tables
                .all(module)
                .map(move |(_, space, reached)| (known, space, reached))
        });
        names.filter_map(move |(known, space, reached)| {
            let index = known.group_of(&reached.thing, space)?;
            let decl = DeclId { source, index };
            matches!(self.kind(decl), DeclarationKind::Trait).then_some(decl)
        })
    }
}
