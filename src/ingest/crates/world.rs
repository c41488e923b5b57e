//! All modules of a crate and its members, as read, and what their names are.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::domain::surface::notice::Notes;
use crate::domain::surface::{DeclarationKind, Gap, GapKind, ModuleId};
use crate::ingest::crates::Folded;
use crate::ingest::package::Package;
use crate::syntax::rust::record::{Import, Item, ItemKind, Visibility};

/// The three namespaces of Rust, as bits.
pub(super) const TYPE: u8 = 1;
pub(super) const VALUE: u8 = 2;
pub(super) const MACRO: u8 = 4;

/// A crate of the family.
pub(super) struct Krate<'a> {
    pub package: &'a Package,
    /// `None` for the family's root.
    pub member: Option<String>,
    pub root: usize,
    /// What each dependency's name in source means.
    pub externs: HashMap<String, Extern>,
    /// Macros by example: by name, where each stands, and its rules.
    pub rules: HashMap<String, Vec<Rules>>,
}

/// What the name of a dependency means.
#[derive(Clone, Debug)]
pub(super) enum Extern {
    Member(usize),
    Foreign(String),
}

/// A macro by example.
pub(super) struct Rules {
    pub module: String,
    pub line: u32,
    pub text: String,
}

/// One module.
pub(super) struct Node {
    pub id: ModuleId,
    pub krate: usize,
    pub parent: Option<usize>,
    pub items: Vec<Item>,
    /// Of the module, with what it inherits.
    pub notes: Notes,
    /// The file it stands in.
    pub file: String,
    /// The folder in which modules that it names stand.
    pub folder: String,
    /// Files that led to it.
    pub above: BTreeSet<String>,
    pub names: HashMap<String, Vec<Entry>>,
    pub globs: Vec<Glob>,
}

/// What one name of a module is.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub spaces: u8,
    pub public: bool,
    pub restricted: bool,
    pub what: What,
}

#[derive(Clone, Debug)]
pub(super) enum What {
    /// Declared in that module.
    Declared {
        node: usize,
        kind: DeclarationKind,
    },
    Module(usize),
    Import {
        path: Vec<String>,
        absolute: bool,
    },
    Crate(String),
}

#[derive(Clone, Debug)]
pub(super) struct Glob {
    pub path: Vec<String>,
    pub absolute: bool,
    pub visible: Visibility,
}

/// The names of one module, while they are entered.
#[derive(Default)]
struct Entered {
    names: Vec<(String, Entry)>,
    globs: Vec<Glob>,
    /// Macros that stand at the crate's root instead.
    exported: Vec<(String, Entry)>,
}

pub(super) struct World<'a> {
    pub crates: Vec<Krate<'a>>,
    pub nodes: Vec<Node>,
    pub ids: BTreeMap<ModuleId, usize>,
    pub gaps: Vec<Gap>,
}

impl<'a> World<'a> {
    pub(super) fn new(package: &'a Package, members: &[Folded<'a>]) -> Self {
        let mut crates = vec![Krate::new(package, None)];
        for (_, _, member) in members {
            let known = crates.iter().any(|krate| krate.package.name == member.name);
            if !known {
                crates.push(Krate::new(member, Some(member.name.clone())));
            }
        }
        let names: Vec<String> = crates.iter().map(|one| one.package.name.clone()).collect();
        for krate in &mut crates {
            krate.externs = externs(krate.package, &names);
        }
        for (name, _, member) in members {
            let at = names.iter().position(|one| *one == member.name);
            if let (Some(krate), Some(at)) = (crates.first_mut(), at) {
                krate
                    .externs
                    .insert(name.replace('-', "_"), Extern::Member(at));
            }
        }
        Self {
            crates,
            nodes: Vec::new(),
            ids: BTreeMap::new(),
            gaps: Vec::new(),
        }
    }

    pub(super) fn gap(&mut self, kind: GapKind, at: &str, line: u32, message: String) {
        self.gaps.push(Gap {
            kind,
            at: at.to_owned(),
            line,
            message,
        });
    }

    /// The module of an id, made if it is not there: a module may stand in two files under two conditions.
    pub(super) fn node(
        &mut self,
        id: &ModuleId,
        krate: usize,
        parent: Option<usize>,
        file: &str,
    ) -> usize {
        if let Some(known) = self.ids.get(id) {
            return *known;
        }
        let at = self.nodes.len();
        self.nodes.push(Node {
            id: id.clone(),
            krate,
            parent,
            items: Vec::new(),
            notes: Notes::default(),
            file: file.to_owned(),
            folder: String::new(),
            above: BTreeSet::new(),
            names: HashMap::new(),
            globs: Vec::new(),
        });
        self.ids.insert(id.clone(), at);
        at
    }

    /// Enters the names of every module, once all items are there.
    pub(super) fn index(&mut self) {
        for at in 0..self.nodes.len() {
            let mut found = Entered::default();
            let Some(node) = self.nodes.get(at) else {
                continue;
            };
            for item in &node.items {
                self.enter(at, node, item, &mut found);
            }
            let root = self.crates.get(node.krate).map_or(0, |krate| krate.root);
            if let Some(node) = self.nodes.get_mut(at) {
                for (name, entry) in found.names {
                    node.names.entry(name).or_default().push(entry);
                }
                node.globs = found.globs;
            }
            if let Some(root) = self.nodes.get_mut(root).filter(|_| root != at) {
                for (name, entry) in found.exported {
                    root.names.entry(name).or_default().push(entry);
                }
            }
        }
    }

    fn enter(&self, at: usize, node: &Node, item: &Item, found: &mut Entered) {
        let entry = |spaces: u8, what: What| Entry {
            spaces,
            public: item.visibility == Visibility::Public,
            restricted: item.visibility == Visibility::Restricted,
            what,
        };
        match &item.kind {
            ItemKind::Declared {
                declaration,
                constructor,
                ..
            } => {
                let kind = declaration.kind;
                let one = entry(
                    spaces(kind, *constructor),
                    What::Declared { node: at, kind },
                );
                found.names.push((item.name.clone(), one));
            }
            ItemKind::Module { .. } => {
                let id = child(&node.id, &item.name);
                if let Some(child) = self.ids.get(&id) {
                    found
                        .names
                        .push((item.name.clone(), entry(TYPE, What::Module(*child))));
                }
            }
            ItemKind::Use(imports) => {
                for import in imports {
                    enter_import(import, item.visibility, &entry, found);
                }
            }
            ItemKind::ExternCrate { of } => {
                let one = entry(TYPE | MACRO, What::Crate(of.clone()));
                found.names.push((item.name.clone(), one));
            }
            ItemKind::Rules { exported: out, .. } => {
                let what = What::Declared {
                    node: at,
                    kind: DeclarationKind::Macro,
                };
                let one = Entry {
                    public: *out,
                    ..entry(MACRO, what)
                };
                if *out {
                    found.exported.push((item.name.clone(), one.clone()));
                }
                found.names.push((item.name.clone(), one));
            }
            ItemKind::Implementation(_) | ItemKind::Call(_) => {}
        }
    }
}

fn enter_import(
    import: &Import,
    visible: Visibility,
    entry: &impl Fn(u8, What) -> Entry,
    found: &mut Entered,
) {
    let (path, absolute) = (import.path.clone(), import.absolute);
    match import.name.as_deref() {
        None => found.globs.push(Glob {
            path,
            absolute,
            visible,
        }),
        Some("_") => {}
        Some(name) => {
            let what = What::Import { path, absolute };
            found
                .names
                .push((name.to_owned(), entry(TYPE | VALUE | MACRO, what)));
        }
    }
}

impl<'a> Krate<'a> {
    fn new(package: &'a Package, member: Option<String>) -> Self {
        Self {
            package,
            member,
            root: 0,
            externs: HashMap::new(),
            rules: HashMap::new(),
        }
    }
}

/// The namespaces that a declaration's name is in.
pub(super) fn spaces(kind: DeclarationKind, constructor: bool) -> u8 {
    match kind {
        DeclarationKind::Struct if constructor => TYPE | VALUE,
        DeclarationKind::Function | DeclarationKind::Variable | DeclarationKind::Constant => VALUE,
        DeclarationKind::Macro => MACRO,
        _ => TYPE,
    }
}

/// The id of a module within another.
pub(super) fn child(of: &ModuleId, name: &str) -> ModuleId {
    let path = match of.path() {
        "" => name.to_owned(),
        path => format!("{path}::{name}"),
    };
    ModuleId::new(of.member(), &path)
}

fn externs(package: &Package, family: &[String]) -> HashMap<String, Extern> {
    let meaning = |name: &str| match family.iter().position(|one| one == name) {
        Some(at) => Extern::Member(at),
        None => Extern::Foreign(name.to_owned()),
    };
    let mut found: HashMap<String, Extern> = ["std", "core", "alloc", "proc_macro", "test"]
        .into_iter()
        .map(|name| (name.to_owned(), Extern::Foreign(name.to_owned())))
        .collect();
    for one in &package.requires {
        found.insert(one.name.replace('-', "_"), meaning(&one.name));
    }
    for (name, package) in &package.entry.renamed {
        found.insert(name.replace('-', "_"), meaning(package));
    }
    found
}
