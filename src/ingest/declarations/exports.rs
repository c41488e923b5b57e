//! The modules of a package with what they export, and the blocks whose names are still to be bound.
//!
//! A file is a block; so are its `declare global` and each `declare module "x"` in it. Each block puts its declarations
//! into one module: a file into its own, what is global into `FILE#global`, an addition to another module of the
//! package into that module, and a module that is only declared into `FILE#NAME`.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::RwLock;

use crate::domain::surface::types::Target;
use crate::domain::surface::{
    Declaration, DeclarationKind, Export, Exported, Gap, GapKind, Module, ModuleId, Origin, Surface,
};
use crate::ingest::declarations::files::File;
use crate::ingest::declarations::modules::{Finder, Place};
use crate::syntax::typescript::{Body, Exportable, Exporting, Import, Imported};

/// The meanings that a name can have, as bits.
pub(super) mod meaning {
    pub(in super::super) const TYPE: u8 = 1;
    pub(in super::super) const VALUE: u8 = 2;
    pub(in super::super) const SPACE: u8 = 4;
}

/// A file, or a block of one that has a scope of its own.
pub(super) struct Block {
    /// Where its declarations go.
    pub(super) module: ModuleId,
    /// As gaps name the file.
    pub(super) at: String,
    member: Option<String>,
    path: String,
    pub(super) body: Body,
    /// The block of the file around it.
    pub(super) parent: Option<usize>,
    /// Names that its own body declares, with their meanings.
    pub(super) names: BTreeMap<String, u8>,
    /// Its imports, by their local names.
    pub(super) imports: HashMap<String, usize>,
}

/// All that is known before types are bound.
pub(super) struct World<'a> {
    finder: &'a Finder<'a>,
    pub(super) blocks: Vec<Block>,
    /// Modules with their exports, without declarations.
    pub(super) modules: BTreeMap<ModuleId, Module>,
    /// The same with the names and kinds of their declarations: what names are looked up in.
    pub(super) outline: Surface,
    /// By module, the names that it declares with their meanings.
    pub(super) declared: HashMap<ModuleId, HashMap<String, u8>>,
    pub(super) globals: HashMap<String, (ModuleId, u8)>,
    /// `export as namespace X`.
    pub(super) umd: HashMap<String, ModuleId>,
    ambient: BTreeMap<String, ModuleId>,
    /// What modules were found to export under a name.
    pub(super) answers: RwLock<HashMap<(ModuleId, String), Target>>,
    pub(super) gaps: BTreeSet<Gap>,
}

/// Makes the modules of all files that were read.
pub(super) fn world<'a>(finder: &'a Finder<'a>, files: Vec<File>) -> World<'a> {
    let mut world = World {
        finder,
        blocks: Vec::new(),
        modules: BTreeMap::new(),
        outline: empty(),
        declared: HashMap::new(),
        globals: HashMap::new(),
        umd: HashMap::new(),
        ambient: BTreeMap::new(),
        answers: RwLock::default(),
        gaps: BTreeSet::new(),
    };
    for file in &files {
        world.take_ambient(file);
    }
    for file in files {
        world.take(file);
    }
    world.index();
    world.bind_exports();
    world.outline.modules = world.make_outline();
    world
}

fn empty() -> Surface {
    Surface {
        language: crate::domain::surface::Language::TypeScript,
        package: String::new(),
        version: String::new(),
        members: Vec::new(),
        requires: Vec::new(),
        root: None,
        modules: BTreeMap::new(),
        tags: Vec::new(),
        said: Vec::new(),
        gaps: Vec::new(),
    }
}

fn part(id: &ModuleId, name: &str) -> ModuleId {
    ModuleId(format!("{}#{name}", id.0))
}

impl World<'_> {
    /// Takes note of the modules that a file declares by name, so that all files can import them.
    fn take_ambient(&mut self, file: &File) {
        // Within a module such a block adds to another module, and declares none.
        if file.record.is_module {
            return;
        }
        for one in &file.record.ambient {
            self.ambient
                .entry(one.specifier.clone())
                .or_insert_with(|| part(&file.id, &one.specifier));
        }
    }

    fn take(&mut self, file: File) {
        let File {
            id,
            at,
            member,
            path,
            record,
        } = file;
        self.modules.entry(id.clone()).or_default();
        if let Some(name) = record.umd {
            self.umd.insert(name, id.clone());
        }
        let block = |module: ModuleId, body: Body, parent: Option<usize>| Block {
            module,
            at: at.clone(),
            member: member.clone(),
            path: path.clone(),
            names: names(&body),
            imports: imports(&body),
            body,
            parent,
        };
        let global = part(&id, "global");
        let own = if record.is_module {
            id.clone()
        } else {
            global.clone()
        };
        let parent = self.blocks.len();
        let has_own = record.is_module || !record.body.declarations.is_empty();
        if has_own {
            self.modules.entry(own.clone()).or_default();
        }
        self.blocks.push(block(own, record.body, None));
        if record.global != Body::default() {
            self.modules.entry(global.clone()).or_default();
            self.blocks.push(block(global, record.global, Some(parent)));
        }
        for one in record.ambient {
            let target = if record.is_module {
                match self.finder.find(member.as_deref(), &path, &one.specifier) {
                    Place::Module(target) => target,
                    Place::Foreign { .. } | Place::Missing(_) => part(&id, &one.specifier),
                }
            } else {
                part(&id, &one.specifier)
            };
            self.modules.entry(target.clone()).or_default();
            self.blocks.push(block(target, one.body, Some(parent)));
        }
    }

    /// Makes the tables of what modules declare and of what is global.
    fn index(&mut self) {
        for block in &self.blocks {
            let of_module = self.declared.entry(block.module.clone()).or_default();
            for (name, meaning) in &block.names {
                *of_module.entry(name.clone()).or_default() |= meaning;
            }
            if block.module.0.ends_with("#global") {
                for (name, meaning) in &block.names {
                    let entry = self
                        .globals
                        .entry(name.clone())
                        .or_insert_with(|| (block.module.clone(), 0));
                    entry.1 |= meaning;
                }
            }
        }
    }

    fn bind_exports(&mut self) {
        let mut made: Vec<(ModuleId, Vec<Export>)> = Vec::new();
        let mut gaps = BTreeSet::new();
        for at in 0..self.blocks.len() {
            let block = &self.blocks[at];
            let mut exports: Vec<Export> = block
                .body
                .exports
                .iter()
                .map(|one| self.export(at, one, &mut gaps))
                .collect();
            // Whatever is global can be named anywhere: an export says so to what follows names.
            if block.module.0.ends_with("#global") {
                exports.extend(global_exports(block));
            }
            gaps.extend(self.missing_imports(block));
            made.push((block.module.clone(), exports));
        }
        for (id, exports) in made {
            let module = self.modules.entry(id).or_default();
            for export in exports {
                // An addition to a module declares again what is there.
                let is_there = |one: &Export| one.name == export.name && one.what == export.what;
                if !module.exports.iter().any(is_there) {
                    module.exports.push(export);
                }
            }
        }
        self.gaps.extend(gaps);
    }

    /// Modules that imports name and that are not there.
    fn missing_imports(&self, block: &Block) -> Vec<Gap> {
        block
            .body
            .imports
            .iter()
            .filter_map(|import| {
                let specifier = specifier(import)?;
                matches!(self.place(block, specifier), Place::Missing(_))
                    .then(|| missing_module(block, specifier, import.line))
            })
            .collect()
    }

    /// What a specifier in a block means, modules that are only declared included.
    pub(super) fn place(&self, block: &Block, specifier: &str) -> Place {
        if !specifier.starts_with('.')
            && let Some(module) = self.ambient.get(specifier)
        {
            return Place::Module(module.clone());
        }
        let found = self
            .finder
            .find(block.member.as_deref(), &block.path, specifier);
        if matches!(found, Place::Module(_)) {
            return found;
        }
        self.ambient
            .iter()
            .find(|(pattern, _)| {
                pattern.split_once('*').is_some_and(|(before, after)| {
                    specifier.len() >= before.len() + after.len()
                        && specifier.starts_with(before)
                        && specifier.ends_with(after)
                })
            })
            .map_or(found, |(_, module)| Place::Module(module.clone()))
    }

    fn export(&self, block: usize, one: &Exporting, gaps: &mut BTreeSet<Gap>) -> Export {
        let at = &self.blocks[block];
        let mut missing = |specifier: &str| {
            gaps.insert(missing_module(at, specifier, one.line));
        };
        let what = match &one.what {
            Exportable::Local { path } => {
                let path = self.around(at, &one.name, path);
                self.local(block, &path, 0).unwrap_or_else(|| {
                    gaps.insert(Gap {
                        kind: GapKind::MissingName,
                        at: at.at.clone(),
                        line: one.line,
                        message: format!("`{path}` is exported and not declared"),
                    });
                    Exported::Own(path)
                })
            }
            Exportable::From { specifier, name } => match self.place(at, specifier) {
                Place::Foreign { package, path } => Exported::Foreign {
                    package,
                    path: format!("{path}{name}"),
                },
                Place::Module(module) => Exported::From {
                    module,
                    name: name.clone(),
                },
                Place::Missing(module) => {
                    missing(specifier);
                    Exported::From {
                        module,
                        name: name.clone(),
                    }
                }
            },
            Exportable::All { specifier } => Exported::All(match self.place(at, specifier) {
                Place::Foreign { package, path } => Origin::Foreign { package, path },
                Place::Module(module) => Origin::Module(module),
                Place::Missing(module) => {
                    missing(specifier);
                    Origin::Module(module)
                }
            }),
            Exportable::Namespace { specifier } => {
                let place = self.place(at, specifier);
                if matches!(place, Place::Missing(_)) {
                    missing(specifier);
                }
                whole(place)
            }
        };
        Export {
            name: one.name.clone(),
            what,
            notes: one.notes.clone(),
            cfg: None,
            line: one.line,
        }
    }

    /// What a name of a block's own scope is exported as.
    fn local(&self, block: usize, path: &str, depth: usize) -> Option<Exported> {
        let at = &self.blocks[block];
        let (first, rest) = path
            .split_once('.')
            .map_or((path, None), |(first, rest)| (first, Some(rest)));
        let is_declared = |name: &str| {
            self.declared
                .get(&at.module)
                .is_some_and(|names| names.contains_key(name))
        };
        if is_declared(path) || (is_declared(first) && !at.imports.contains_key(path)) {
            return Some(Exported::Own(path.to_owned()));
        }
        let import = [path, first].iter().find_map(|name| {
            let import = at.body.imports.get(*at.imports.get(*name)?)?;
            Some((import, path.get(name.len() + 1..)))
        });
        if let Some((import, rest)) = import {
            return self.imported(block, import, rest, depth);
        }
        if let Some(parent) = at.parent {
            return self.local(parent, path, depth);
        }
        let (module, _) = self.globals.get(first)?;
        let name = rest.map_or_else(|| first.to_owned(), |rest| format!("{first}.{rest}"));
        Some(Exported::From {
            module: module.clone(),
            name,
        })
    }

    /// What an imported name, or something below it, is exported as.
    fn imported(
        &self,
        block: usize,
        import: &Import,
        rest: Option<&str>,
        depth: usize,
    ) -> Option<Exported> {
        let at = &self.blocks[block];
        let dotted =
            |name: &str| rest.map_or_else(|| name.to_owned(), |rest| format!("{name}.{rest}"));
        match &import.what {
            Imported::Name { specifier, name } => Some(match self.place(at, specifier) {
                Place::Foreign { package, path } => Exported::Foreign {
                    package,
                    path: format!("{path}{}", dotted(name)),
                },
                Place::Module(module) | Place::Missing(module) => Exported::From {
                    module,
                    name: dotted(name),
                },
            }),
            Imported::Namespace { specifier } | Imported::Require { specifier } => {
                let place = self.place(at, specifier);
                Some(match (place, rest) {
                    (place, None) => whole(place),
                    (Place::Foreign { package, path }, Some(rest)) => Exported::Foreign {
                        package,
                        path: format!("{path}{rest}"),
                    },
                    (Place::Module(module) | Place::Missing(module), Some(rest)) => {
                        Exported::From {
                            module,
                            name: rest.to_owned(),
                        }
                    }
                })
            }
            // Aliases of aliases end somewhere, or else go round.
            Imported::Alias { path } if depth < 32 => {
                let path = self.around(at, &import.local, path);
                self.local(block, &dotted(&path), depth + 1)
            }
            Imported::Alias { .. } | Imported::Nothing { .. } => None,
        }
    }

    /// The path of an alias or export from the top: its first name may stand in any of the namespaces around it.
    fn around(&self, block: &Block, local: &str, path: &str) -> String {
        let first = path.split('.').next().unwrap_or(path);
        let names = self.declared.get(&block.module);
        let mut around = local;
        while let Some((outer, _)) = around.rsplit_once('.') {
            let candidate = format!("{outer}.{first}");
            let is_other_alias = candidate != local && block.imports.contains_key(&candidate);
            if is_other_alias || names.is_some_and(|names| names.contains_key(&candidate)) {
                return format!("{outer}.{path}");
            }
            around = outer;
        }
        path.to_owned()
    }

    fn make_outline(&self) -> BTreeMap<ModuleId, Module> {
        let mut outline = self.modules.clone();
        for block in &self.blocks {
            let module = outline.entry(block.module.clone()).or_default();
            let stubs = block
                .body
                .declarations
                .iter()
                .map(|one| stub(&one.declaration));
            module.declarations.extend(stubs);
        }
        outline
    }
}

/// A declaration's name and kind.
fn stub(one: &Declaration) -> Declaration {
    Declaration {
        name: one.name.clone(),
        kind: one.kind,
        generics: Vec::new(),
        extends: Vec::new(),
        implements: Vec::new(),
        members: Vec::new(),
        ty: None,
        notes: crate::domain::surface::notice::Notes::default(),
        cfg: None,
        line: one.line,
    }
}

fn global_exports(block: &Block) -> Vec<Export> {
    block
        .names
        .keys()
        .filter(|name| !name.contains('.'))
        .map(|name| Export {
            name: name.clone(),
            what: Exported::Own(name.clone()),
            notes: crate::domain::surface::notice::Notes::default(),
            cfg: None,
            line: 0,
        })
        .collect()
}

/// A module as a name.
fn whole(place: Place) -> Exported {
    match place {
        Place::Module(module) | Place::Missing(module) => Exported::Namespace(module),
        Place::Foreign { package, path } => Exported::Foreign {
            package,
            path: path.trim_end_matches('#').to_owned(),
        },
    }
}

pub(super) fn missing_module(block: &Block, specifier: &str, line: u32) -> Gap {
    Gap {
        kind: GapKind::MissingModule,
        at: block.at.clone(),
        line,
        message: format!("`{specifier}` is not in the package"),
    }
}

pub(super) fn specifier(import: &Import) -> Option<&str> {
    match &import.what {
        Imported::Name { specifier, .. }
        | Imported::Namespace { specifier }
        | Imported::Require { specifier }
        | Imported::Nothing { specifier } => Some(specifier),
        Imported::Alias { .. } => None,
    }
}

fn names(body: &Body) -> BTreeMap<String, u8> {
    let mut names = BTreeMap::new();
    for one in &body.declarations {
        let declaration = &one.declaration;
        *names.entry(declaration.name.clone()).or_default() |= of_kind(declaration.kind);
    }
    names
}

const fn of_kind(kind: DeclarationKind) -> u8 {
    match kind {
        DeclarationKind::Class => meaning::TYPE | meaning::VALUE,
        DeclarationKind::Enum => meaning::TYPE | meaning::VALUE | meaning::SPACE,
        DeclarationKind::Interface | DeclarationKind::Alias => meaning::TYPE,
        DeclarationKind::Namespace => meaning::VALUE | meaning::SPACE,
        _ => meaning::VALUE,
    }
}

fn imports(body: &Body) -> HashMap<String, usize> {
    body.imports
        .iter()
        .enumerate()
        .filter(|(_, import)| !import.local.is_empty())
        .map(|(at, import)| (import.local.clone(), at))
        .collect()
}
