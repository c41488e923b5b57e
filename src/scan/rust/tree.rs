//! The crates of a package and the modules of each, put together from files as the compiler would.
//!
//! A file that no crate reaches is a crate of its own: nobody compiles it as it stands, but somebody wrote it to be.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap as HashMap;

use crate::domain::surface::paths::Space;
use crate::scan::rust::{File, Package};
use crate::syntax::rust::code::{Expr, ExprId, Input, ItemId, ItemKind, Name, NestOf, Statement};

/// How deep modules may lie in each other.
const DEEPEST: usize = 128;

/// Modules of one package.
const MOST: usize = 200_000;

/// A module, or a block that declares something.
#[derive(Debug, Default)]
pub struct Node {
    pub krate: usize,
    /// The module above; of a block the one around it.
    pub parent: Option<usize>,
    pub is_block: bool,
    pub file: usize,
    pub entries: HashMap<(Box<str>, Space), Entry>,
    /// Imports of everything: the item and the position in it.
    pub globs: Vec<(ItemId, usize)>,
    /// Imports without a name, for their traits.
    pub nameless: Vec<(ItemId, usize)>,
    pub items: Vec<ItemId>,
    /// Whether the lint on deprecated names is switched off where the module is declared.
    pub is_silenced: bool,
    pub is_test: bool,
}

/// What a name in a module is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    Item(ItemId),
    Module(usize),
    Import(ItemId, usize),
    ExternCrate(ItemId),
}

/// A crate: its root module.
#[derive(Clone, Copy, Debug)]
pub struct Crate {
    pub root: usize,
}

#[derive(Debug, Default)]
pub struct Tree {
    pub nodes: Vec<Node>,
    pub crates: Vec<Crate>,
    /// The library, among the crates.
    pub library: Option<usize>,
    /// Blocks with items, by file and expression.
    pub blocks: HashMap<(usize, ExprId), usize>,
    /// Modules that are written out, by file and item.
    pub inline: HashMap<(usize, ItemId), Vec<usize>>,
}

impl Tree {
    pub fn new(files: &[File], package: &Package) -> Self {
        let by_path: BTreeMap<&str, usize> = files
            .iter()
            .enumerate()
            .map(|(index, file)| (file.path.as_str(), index))
            .collect();
        let mut growing = Growing {
            files,
            by_path,
            reached: vec![false; files.len()],
            tree: Self::default(),
        };
        let library = package.library_path.as_deref().unwrap_or("src/lib.rs");
        for path in roots(files, package) {
            if let Some(&file) = growing.by_path.get(path.as_str()) {
                if path == library {
                    growing.tree.library = Some(growing.tree.crates.len());
                }
                growing.krate(file);
            }
        }
        for file in 0..files.len() {
            if !growing.reached[file] {
                growing.krate(file);
            }
        }
        growing.tree
    }
}

/// Which files of a package name which others: by declaring their modules, and by importing from them.
pub fn links(files: &[File], package: &Package) -> Vec<BTreeMap<String, usize>> {
    let tree = Tree::new(files, package);
    let mut links: Vec<BTreeMap<String, usize>> = vec![BTreeMap::new(); files.len()];
    for node in 0..tree.nodes.len() {
        let here = &tree.nodes[node];
        if let Some(above) = here.parent.map(|above| tree.nodes[above].file)
            && above != here.file
        {
            links[above].insert(format!("mod {}", files[here.file].path), here.file);
        }
        let mut link = |name: String, to: usize| {
            let file = tree.nodes[to].file;
            if file != here.file {
                links[here.file].insert(name, file);
            }
        };
        for item in &here.items {
            let ItemKind::Use(imports) = &files[here.file].code[*item].kind else {
                continue;
            };
            for import in imports {
                let names: Vec<&str> = import.path.iter().map(|one| &*one.text).collect();
                if let Some(to) = tree.module(node, &names, package) {
                    link(names.join("::"), to);
                }
            }
        }
    }
    links
}

impl Tree {
    /// The last module of the plugin's own that a path leads through.
    fn module(&self, node: usize, path: &[&str], package: &Package) -> Option<usize> {
        let mut at = None;
        for name in path {
            let here = at.unwrap_or(node);
            let next = match *name {
                "crate" => Some(self.crates[self.nodes[here].krate].root),
                "self" => Some(here),
                "super" => self.nodes[here].parent,
                name => match self.nodes[here].entries.get(&(name.into(), Space::Type)) {
                    Some(Entry::Module(inner)) => Some(*inner),
                    _ if at.is_none() && package.library.as_deref() == Some(name) => {
                        self.library.map(|krate| self.crates[krate].root)
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
}

/// The files that crates begin with, the library first.
fn roots(files: &[File], package: &Package) -> Vec<String> {
    let library = package.library_path.as_deref().unwrap_or("src/lib.rs");
    let mut found = vec![
        library.to_owned(),
        "src/main.rs".to_owned(),
        "build.rs".to_owned(),
    ];
    found.extend(package.targets.iter().cloned());
    for file in files {
        let parts: Vec<&str> = file.path.split('/').collect();
        let is_root = matches!(
            parts[..],
            ["tests" | "benches" | "examples", _]
                | ["src", "bin", _]
                | ["tests" | "benches" | "examples", _, "main.rs"]
                | ["src", "bin", _, "main.rs"]
        );
        if is_root {
            found.push(file.path.clone());
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    found.retain(|one| seen.insert(one.clone()));
    found
}

struct Growing<'f> {
    files: &'f [File],
    by_path: BTreeMap<&'f str, usize>,
    reached: Vec<bool>,
    tree: Tree,
}

/// Where modules of a module's own files are looked for.
#[derive(Clone)]
struct Place {
    /// The folder of the file.
    folder: String,
    /// Where the files of modules within it are.
    inner: String,
    depth: usize,
}

impl Growing<'_> {
    fn krate(&mut self, file: usize) {
        let path = &self.files[file].path;
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let place = Place {
            folder: folder.to_owned(),
            inner: folder.to_owned(),
            depth: 0,
        };
        let krate = self.tree.crates.len();
        let node = self.node(Node {
            krate,
            file,
            is_test: self.files[file].is_test,
            ..Node::default()
        });
        self.tree.crates.push(Crate { root: node });
        self.reached[file] = true;
        self.items(node, &self.files[file].code.top, &place);
        self.blocks(node);
    }

    fn node(&mut self, node: Node) -> usize {
        self.tree.nodes.push(node);
        self.tree.nodes.len() - 1
    }

    fn items(&mut self, node: usize, items: &[ItemId], place: &Place) {
        for id in items {
            self.item(node, *id, place);
        }
    }

    fn item(&mut self, node: usize, id: ItemId, place: &Place) {
        let file = self.tree.nodes[node].file;
        let files = self.files;
        let item = &files[file].code[id];
        self.tree.nodes[node].items.push(id);
        match &item.kind {
            ItemKind::Module { paths, body } => {
                self.module(node, id, (&item.name, paths, body.as_deref()), place);
            }
            ItemKind::Use(imports) => {
                for (at, import) in imports.iter().enumerate() {
                    let node = &mut self.tree.nodes[node];
                    match import.name.as_deref() {
                        None => node.globs.push((id, at)),
                        Some("_") => node.nameless.push((id, at)),
                        Some(name) => {
                            for space in [Space::Type, Space::Value, Space::Macro] {
                                let key = (name.into(), space);
                                node.entries.entry(key).or_insert(Entry::Import(id, at));
                            }
                        }
                    }
                }
            }
            ItemKind::ExternCrate(_) => {
                self.enter(node, &item.name.text, Space::Type, Entry::ExternCrate(id));
            }
            // What a macro is given may be what it declares.
            ItemKind::Macro(call) => {
                for input in &call.inputs {
                    if let Input::Items(items) = input {
                        self.items(node, items, place);
                    }
                }
            }
            ItemKind::Foreign(items) => self.items(node, items, place),
            kind => {
                for space in spaces(kind) {
                    self.enter(node, &item.name.text, *space, Entry::Item(id));
                }
            }
        }
    }

    /// A name that is declared wins over one that is imported.
    fn enter(&mut self, node: usize, name: &str, space: Space, entry: Entry) {
        let entries = &mut self.tree.nodes[node].entries;
        let there = entries.entry((name.into(), space)).or_insert(entry);
        if matches!(there, Entry::Import(..)) {
            *there = entry;
        }
    }

    fn module(
        &mut self,
        node: usize,
        id: ItemId,
        (name, paths, body): (&Name, &[String], Option<&[ItemId]>),
        place: &Place,
    ) {
        if place.depth >= DEEPEST || self.tree.nodes.len() >= MOST {
            return;
        }
        let (krate, file) = (self.tree.nodes[node].krate, self.tree.nodes[node].file);
        let (is_silenced, is_test) = self.marks(node, file, name);
        let new = Node {
            krate,
            parent: Some(node),
            is_silenced,
            is_test,
            ..Node::default()
        };
        if let Some(items) = body {
            let inner = self.node(Node { file, ..new });
            self.enter(node, &name.text, Space::Type, Entry::Module(inner));
            self.tree.inline.entry((file, id)).or_default().push(inner);
            let folder = paths.first().map_or(&*name.text, String::as_str);
            let place = Place {
                folder: join(&place.inner, folder),
                inner: join(&place.inner, folder),
                depth: place.depth + 1,
            };
            self.items(inner, items, &place);
            return;
        }
        let stated = paths.iter().map(|path| (join(&place.folder, path), true));
        let usual = [
            (join(&place.inner, &format!("{}.rs", name.text)), false),
            (join(&place.inner, &format!("{}/mod.rs", name.text)), false),
        ];
        let found = stated
            .chain(usual)
            .find_map(|(path, stated)| Some((*self.by_path.get(path.as_str())?, path, stated)));
        let Some((file, path, stated)) = found else {
            // It stays a module of which nothing is known.
            return;
        };
        let inner = self.node(Node { file, ..new });
        self.enter(node, &name.text, Space::Type, Entry::Module(inner));
        self.reached[file] = true;
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let is_mod = stated || path.ends_with("/mod.rs");
        let place = Place {
            folder: folder.to_owned(),
            inner: if is_mod {
                folder.to_owned()
            } else {
                join(folder, &name.text)
            },
            depth: place.depth + 1,
        };
        self.items(inner, &self.files[file].code.top, &place);
        self.blocks(inner);
    }

    /// What is said where a module is declared: whether the lint is off, and whether it is for tests.
    fn marks(&self, node: usize, file: usize, name: &Name) -> (bool, bool) {
        let code = &self.files[file].code;
        let above = &self.tree.nodes[node];
        let silenced = silences(code, name.at, above.is_silenced);
        let holds = |one: &crate::syntax::rust::code::Condition| {
            one.is_test && one.at.start <= name.at.start && name.at.end <= one.at.end
        };
        (silenced, above.is_test || code.conditions.iter().any(holds))
    }

    /// Makes a node of every block of a file that declares something.
    fn blocks(&mut self, root: usize) {
        let (krate, file) = (self.tree.nodes[root].krate, self.tree.nodes[root].file);
        let files = self.files;
        let mut nodes: Vec<usize> = Vec::new();
        for nest in &files[file].code.nests {
            let around = nest.outer.and_then(|outer| nodes.get(outer).copied());
            let parent = around.unwrap_or(root);
            let id = match nest.of {
                NestOf::Module(item) => {
                    let made = self.tree.inline.get(&(file, item));
                    nodes.push(made.and_then(|made| made.last().copied()).unwrap_or(parent));
                    continue;
                }
                NestOf::Block(id) => id,
            };
            // Of a file that is several modules the first counts.
            if let Some(there) = self.tree.blocks.get(&(file, id)) {
                nodes.push(*there);
                continue;
            }
            let node = self.node(Node {
                krate,
                parent: Some(parent),
                is_block: true,
                file,
                is_silenced: self.tree.nodes[parent].is_silenced,
                is_test: self.tree.nodes[parent].is_test,
                ..Node::default()
            });
            nodes.push(node);
            self.tree.blocks.insert((file, id), node);
            let place = Place {
                folder: String::new(),
                inner: String::new(),
                depth: DEEPEST - 1,
            };
            let Some(Expr::Block(statements)) = files[file].code.exprs.get(id.0 as usize) else {
                continue;
            };
            for one in statements {
                if let Statement::Item(item) = one {
                    self.item(node, *item, &place);
                }
            }
        }
    }
}

/// Whether the innermost attribute around a place switches the lint off; else what is said further out.
pub fn silences(
    code: &crate::syntax::rust::code::Code,
    at: crate::syntax::rust::code::Span,
    otherwise: bool,
) -> bool {
    let holds =
        |one: &&crate::syntax::rust::code::Lint| one.at.start <= at.start && at.end <= one.at.end;
    let inner = code.lints.iter().filter(holds);
    let inner = inner.min_by_key(|one| one.at.end - one.at.start);
    inner.map_or(otherwise, |one| one.silences)
}

/// The namespaces of an item's name.
const fn spaces(kind: &ItemKind) -> &'static [Space] {
    match kind {
        ItemKind::Function(_) | ItemKind::Value(..) => &[Space::Value],
        ItemKind::Struct(_, fields) if fields.is_tuple || fields.is_unit => {
            &[Space::Type, Space::Value]
        }
        ItemKind::Struct(..)
        | ItemKind::Union(..)
        | ItemKind::Enum(..)
        | ItemKind::Alias(..)
        | ItemKind::Trait(_) => &[Space::Type],
        ItemKind::Rules(_) => &[Space::Macro],
        _ => &[],
    }
}

/// A path below a folder, with `..` and `.` taken out.
fn join(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|one| !one.is_empty()).collect();
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}
