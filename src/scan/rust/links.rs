//! Which files of a package have a say in what is found in others.

use std::collections::BTreeMap;
use std::rc::Rc;

use rustc_hash::FxHashMap as HashMap;

use crate::domain::surface::paths::Space;
use crate::scan::rust::made::Made;
use crate::scan::rust::tree::{Entry, Tree};
use crate::scan::rust::{File, Package};
use crate::syntax::rust::code::{Code, Expr, ItemId, ItemKind, Path, Type};

/// For each file those that it follows from, by what leads there: the modules that it declares and those that its imports and
/// paths lead through, what it includes, macros that it calls, and implementations for the types that it declares.
pub fn links(files: &[File], package: &Package) -> Vec<BTreeMap<String, usize>> {
    let all: Vec<&File> = files.iter().collect();
    let tree = Tree::new(&all, &Made::nothing(files), package);
    let mut found = Links {
        files,
        tree: &tree,
        package,
        of_files: vec![BTreeMap::new(); files.len()],
        paths: vec![None; files.len()],
    };
    for node in 0..tree.nodes.len() {
        found.of_place(node);
        found.of_imports(node);
        found.of_paths(node);
    }
    found.of_macros();
    found.of_files
}

struct Links<'f> {
    files: &'f [File],
    tree: &'f Tree,
    package: &'f Package,
    of_files: Vec<BTreeMap<String, usize>>,
    /// By file, once they were asked for.
    paths: Vec<Option<Rc<[Vec<&'f str>]>>>,
}

fn names_of(path: &Path) -> Vec<&str> {
    path.segments.iter().map(|one| &*one.name.text).collect()
}

/// The paths of more than one part in expressions and types, each once.
fn paths_of(code: &Code) -> Rc<[Vec<&str>]> {
    let exprs = code.exprs.iter().filter_map(|one| match one {
        Expr::Path(path) => Some(path),
        Expr::Struct(one) => Some(&one.path),
        _ => None,
    });
    let types = code.types.iter().filter_map(|one| match one {
        Type::Path(path) => Some(path),
        _ => None,
    });
    let all = exprs.chain(types).filter(|path| path.segments.len() > 1);
    let mut found: Vec<Vec<&str>> = all.map(names_of).collect();
    found.sort_unstable();
    found.dedup();
    found.into()
}

impl Links<'_> {
    fn add(&mut self, from: usize, name: String, to: usize) {
        if from != to {
            self.of_files[from].insert(name, to);
        }
    }

    /// A module follows from the files that it is made of; what a module includes sees all that the module has.
    fn of_place(&mut self, node: usize) {
        let here = &self.tree.nodes[node];
        let Some(above) = here.parent.map(|above| self.tree.nodes[above].file) else {
            return;
        };
        let name = |file: usize| format!("mod {}", self.files[file].path);
        let (down, up) = (name(here.file), name(above));
        self.add(above, down, here.file);
        if here.is_block {
            self.add(here.file, up, above);
        }
    }

    fn of_imports(&mut self, node: usize) {
        let here = &self.tree.nodes[node];
        for item in &here.items {
            let ItemKind::Use(imports) = &self.files[here.file].code[*item].kind else {
                continue;
            };
            for import in imports {
                let names: Vec<&str> = import.path.iter().map(|one| &*one.text).collect();
                self.path(node, &names);
            }
        }
    }

    /// Paths in code, and implementations for types of other files: those follow from these.
    fn of_paths(&mut self, node: usize) {
        let here = &self.tree.nodes[node];
        // Blocks are gone over with the module that they stand in.
        let around = here.parent.map(|above| self.tree.nodes[above].file);
        if here.is_block && around == Some(here.file) {
            return;
        }
        let code = &self.files[here.file].code;
        let paths = Rc::clone(self.paths[here.file].get_or_insert_with(|| paths_of(code)));
        for path in paths.iter() {
            self.path(node, path);
        }
        for item in &here.items {
            let ItemKind::Implementation(one) = &code[*item].kind else {
                continue;
            };
            let Type::Path(target) = &code[one.target] else {
                continue;
            };
            let path = names_of(target);
            if let Some(home) = self.home(node, &path) {
                self.add(
                    home,
                    format!("impl {}", self.files[here.file].path),
                    here.file,
                );
            }
        }
    }

    fn path(&mut self, node: usize, path: &[&str]) {
        if let Some(to) = self.module(node, path) {
            let from = self.tree.nodes[node].file;
            self.add(from, path.join("::"), self.tree.nodes[to].file);
        }
    }

    /// The file of the module that declares a type.
    fn home(&self, node: usize, path: &[&str]) -> Option<usize> {
        let first = path.first()?;
        let here = &self.tree.nodes[node];
        let to = match here.entries.get(first, Space::Type) {
            Some(Entry::Import(item, at)) => {
                let ItemKind::Use(imports) = &self.files[here.file].code[item].kind else {
                    return None;
                };
                let import = &imports.get(at)?.path;
                let names: Vec<&str> = import.iter().map(|one| &*one.text).collect();
                self.module(node, &names)
            }
            _ => self.module(node, path),
        };
        to.map(|to| self.tree.nodes[to].file)
    }

    /// A macro by example is called by its name alone, so that each of that name counts.
    fn of_macros(&mut self) {
        let mut rules: HashMap<&str, Vec<usize>> = HashMap::default();
        for (at, file) in self.files.iter().enumerate() {
            for item in &file.code.items {
                if matches!(item.kind, ItemKind::Rules(..)) {
                    rules.entry(&item.name.text).or_default().push(at);
                }
            }
        }
        for at in 0..self.files.len() {
            let code = &self.files[at].code;
            let of_items = code.items.iter().filter_map(|one| match &one.kind {
                ItemKind::Macro(call, _) => Some(&call.path),
                _ => None,
            });
            let of_exprs = code.exprs.iter().filter_map(|one| match one {
                Expr::Macro(call) => Some(&call.path),
                _ => None,
            });
            let of_types = code.types.iter().filter_map(|one| match one {
                Type::Macro(call) => Some(&call.path),
                _ => None,
            });
            let called = of_items.chain(of_exprs).chain(of_types);
            let names = called.filter_map(|path| path.segments.last());
            let found: Vec<(String, usize)> = names
                .filter_map(|one| Some((&one.name.text, rules.get(&*one.name.text)?)))
                .flat_map(|(name, all)| all.iter().map(move |to| (name, *to)))
                .map(|(name, to)| (format!("{name}! of {}", self.files[to].path), to))
                .collect();
            for (name, to) in found {
                self.add(at, name, to);
            }
        }
    }

    /// The last module of the plugin's own that a path leads through.
    fn module(&self, node: usize, path: &[&str]) -> Option<usize> {
        let tree = self.tree;
        let mut at = None;
        for name in path {
            let here = at.unwrap_or(node);
            let next = match *name {
                "crate" => Some(tree.crates[tree.nodes[here].krate].root),
                "self" => Some(here),
                "super" => tree.nodes[here].parent,
                name => match tree.nodes[here].entries.get(name, Space::Type) {
                    Some(Entry::Module(inner)) => Some(inner),
                    // A module that is imported leads on from where it is.
                    Some(Entry::Import(item, import)) if at.is_none() => {
                        self.imported(node, item, import)
                    }
                    _ if at.is_none() && self.package.library.as_deref() == Some(name) => {
                        tree.library.map(|krate| tree.crates[krate].root)
                    }
                    _ => None,
                },
            };
            match next {
                Some(next) => at = Some(next),
                None => break,
            }
        }
        at
    }

    /// Where an import of the same module leads through, which begins with no other import.
    fn imported(&self, node: usize, item: ItemId, import: usize) -> Option<usize> {
        let here = &self.tree.nodes[node];
        let ItemKind::Use(imports) = &self.files[here.file].code[item].kind else {
            return None;
        };
        let path = &imports.get(import)?.path;
        let first = path.first()?;
        let begins = matches!(&*first.text, "crate" | "self" | "super")
            || self.package.library.as_deref() == Some(&*first.text);
        if !begins {
            return None;
        }
        let names: Vec<&str> = path.iter().map(|one| &*one.text).collect();
        self.module(node, &names)
    }
}
