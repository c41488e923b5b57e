//! The crates of a package and the modules of each, put together from files as the compiler would.
//!
//! A file that no crate reaches is a crate of its own: nobody compiles it as it stands, but somebody wrote it to be.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap as HashMap;

use crate::domain::surface::paths::Space;
use crate::scan::rust::made::Made;
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
    /// What is put into the module from elsewhere: files that it includes, and what macros come to. Each is a block whose
    /// names are those of the module.
    pub included: Vec<usize>,
    /// Files that the module includes, which nobody knows.
    pub missing: Vec<ItemId>,
    pub entries: Entries,
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

/// Names of a module in three namespaces, asked for without making a key of each.
#[derive(Clone, Debug, Default)]
pub struct Entries(HashMap<Box<str>, [Option<Entry>; 3]>);

impl Entries {
    pub fn get(&self, name: &str, space: Space) -> Option<Entry> {
        self.0.get(name)?[space as usize]
    }

    /// In no order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Space, Entry)> {
        let spaces = [Space::Type, Space::Value, Space::Macro];
        self.0.iter().flat_map(move |(name, all)| {
            let known = spaces.into_iter().zip(all);
            known.filter_map(move |(space, one)| Some((&**name, space, (*one)?)))
        })
    }

    fn slot(&mut self, name: &str, space: Space) -> &mut Option<Entry> {
        if !self.0.contains_key(name) {
            self.0.insert(name.into(), [None; 3]);
        }
        let all = self.0.get_mut(name).expect("it was put there");
        &mut all[space as usize]
    }
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
    /// `made` says which of the files a macro came to, by the file and item that call it.
    pub fn new(files: &[&File], made: &Made, package: &Package) -> Self {
        let by_path: BTreeMap<&str, usize> = files
            .iter()
            .enumerate()
            .filter(|(index, _)| *index < made.from)
            .map(|(index, file)| (file.path.as_str(), index))
            .collect();
        let mut growing = Growing {
            files,
            made,
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
        for file in 0..made.from {
            if !growing.reached[file] {
                growing.krate(file);
            }
        }
        growing.tree
    }
}

/// The files that crates begin with, the library first.
fn roots(files: &[&File], package: &Package) -> Vec<String> {
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
    files: &'f [&'f File],
    made: &'f Made,
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
                                node.entries
                                    .slot(name, space)
                                    .get_or_insert(Entry::Import(id, at));
                            }
                        }
                    }
                }
            }
            ItemKind::ExternCrate(_) => {
                self.enter(node, &item.name.text, Space::Type, Entry::ExternCrate(id));
            }
            // What a macro is given may be what it declares.
            ItemKind::Macro(call, _) => {
                let made = self.made.calls.get(&(file, id)).copied();
                // Where it is known what comes out, what goes in declares nothing.
                let into = match made {
                    Some(_) => self.within(node, file),
                    None => node,
                };
                for input in &call.inputs {
                    if let Input::Items(items) = input {
                        self.items(into, items, place);
                    }
                }
                if let Some(made) = made {
                    self.include(node, made, place);
                }
            }
            ItemKind::Include(path) => {
                let path = path.as_ref().map(|path| join(&place.folder, path));
                match path.and_then(|path| self.by_path.get(path.as_str())) {
                    Some(&included) => {
                        let path = &files[included].path;
                        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
                        let place = Place {
                            folder: folder.to_owned(),
                            ..place.clone()
                        };
                        self.include(node, included, &place);
                    }
                    None => self.tree.nodes[node].missing.push(id),
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

    /// A block in a module, or in another block.
    fn within(&mut self, node: usize, file: usize) -> usize {
        let around = &self.tree.nodes[node];
        let block = Node {
            krate: around.krate,
            parent: Some(node),
            is_block: true,
            file,
            is_silenced: around.is_silenced,
            is_test: around.is_test,
            ..Node::default()
        };
        self.node(block)
    }

    /// Puts what a file declares into a module.
    fn include(&mut self, node: usize, file: usize, place: &Place) {
        if place.depth >= DEEPEST || self.tree.nodes.len() >= MOST {
            return;
        }
        let inner = self.within(node, file);
        self.tree.nodes[node].included.push(inner);
        self.reached[file] = true;
        let place = Place {
            depth: place.depth + 1,
            ..place.clone()
        };
        self.items(inner, &self.files[file].code.top, &place);
        self.blocks(inner);
    }

    /// A name that is declared wins over one that is imported.
    fn enter(&mut self, node: usize, name: &str, space: Space, entry: Entry) {
        let entries = &mut self.tree.nodes[node].entries;
        let there = entries.slot(name, space).get_or_insert(entry);
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
        let file = self.tree.nodes[root].file;
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
            let node = self.within(parent, file);
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
        ItemKind::Rules(..) => &[Space::Macro],
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
