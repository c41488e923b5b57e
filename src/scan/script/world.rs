//! What the source of a plugin can refer to: packages, and the plugin's own files.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::{Arc, LazyLock};

use rustc_hash::FxHashMap as HashMap;

use crate::domain::surface::notice::Notes;
use crate::domain::surface::outline::is_better_name;
use crate::domain::surface::resolve::{Resolution, exported_names, notes_on_the_way, resolve};
use crate::domain::surface::{Declaration, ModuleId, Surface};
use crate::syntax::script::Script;

/// A package that is known.
#[derive(Clone, Copy, Debug)]
pub struct Known<'w> {
    pub surface: &'w Surface,
    pub role: Role,
}

/// What a package is known for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Its symbols are what the scan is about.
    Platform,
    /// The types that it gives others, those of platforms among them.
    Contract,
    /// The types that it gives others, as the language's library does: none of them leads to a platform.
    Library,
}

impl Known<'_> {
    /// Whether its symbols are what the scan is about.
    pub fn is_platform(&self) -> bool {
        self.role == Role::Platform
    }

    /// Without its registry.
    pub fn name(&self) -> &str {
        let package = &self.surface.package;
        package.strip_prefix("npm:").unwrap_or(package)
    }
}

/// A file of the plugin, read.
#[derive(Clone, Debug)]
pub struct File {
    /// Relative to the plugin's root, with `/`.
    pub path: String,
    /// From [`shared`].
    pub script: Arc<Script>,
    /// The files that its specifiers lead to, where those are the plugin's own.
    pub links: BTreeMap<String, usize>,
    pub is_test: bool,
    /// Whether a program wrote it: what comes through it is followed, and nothing is said of it.
    pub is_generated: bool,
}

impl Default for File {
    fn default() -> Self {
        Self {
            path: String::new(),
            script: shared(Script::default()),
            links: BTreeMap::new(),
            is_test: false,
            is_generated: false,
        }
    }
}

/// A script as files hold it. Of all that are empty there is one: a plugin may have a million of them.
pub fn shared(script: Script) -> Arc<Script> {
    static EMPTY: LazyLock<Arc<Script>> = LazyLock::new(Arc::default);
    if script == **EMPTY {
        return EMPTY.clone();
    }
    Arc::new(script)
}

/// The declarations of one name in one module.
type Declarations<'w> = Rc<[&'w Declaration]>;

/// The declarations of one module.
type ByName<'w> = HashMap<&'w str, Declarations<'w>>;

/// Something of each name of the modules of packages.
type ByModule<'w, T> = HashMap<(usize, &'w ModuleId), HashMap<String, T>>;

/// Everything that names can lead to, with what was looked up so far.
pub struct World<'w> {
    pub packages: Vec<Known<'w>>,
    pub files: &'w [File],
    names: Vec<HashMap<(&'w ModuleId, &'w str), String>>,
    resolved: RefCell<ByModule<'w, Found<'w>>>,
    declared: RefCell<HashMap<(usize, &'w ModuleId), ByName<'w>>>,
    modules: RefCell<HashMap<String, Option<(usize, &'w ModuleId)>>>,
    /// What each package declares by `declare module "name"`.
    ambient: Vec<HashMap<&'w str, &'w ModuleId>>,
    globals: HashMap<&'w str, Vec<Global<'w>>>,
    /// Whether a module was looked for that is no root.
    pub deep: Cell<bool>,
    notes: RefCell<ByModule<'w, Option<Rc<Notes>>>>,
}

/// Package, module and name of what is declared for every file.
type Global<'w> = (usize, &'w ModuleId, &'w str);

/// What a name of a module leads to.
#[derive(Clone, Copy, Debug)]
pub enum Found<'w> {
    /// Package, module, and the name under which it is declared there.
    Declared(usize, &'w ModuleId, &'w str),
    Module(usize, &'w ModuleId),
    /// It is exported, and belongs to a package that is not known.
    Foreign,
    Missing,
}

impl<'w> World<'w> {
    pub fn new(packages: Vec<Known<'w>>, files: &'w [File]) -> Self {
        let names = packages.iter().map(|one| public_names(one)).collect();
        Self {
            globals: globals(&packages),
            ambient: packages.iter().map(ambient).collect(),
            deep: Cell::new(false),
            notes: RefCell::default(),
            packages,
            files,
            names,
            resolved: RefCell::default(),
            declared: RefCell::default(),
            modules: RefCell::default(),
        }
    }

    /// The module that a specifier of a package means: its root, a member's root, or a module within.
    pub fn module(&self, specifier: &str) -> Option<(usize, &'w ModuleId)> {
        if let Some(known) = self.modules.borrow().get(specifier) {
            return *known;
        }
        let found = self.find_module(specifier);
        self.modules
            .borrow_mut()
            .insert(specifier.to_owned(), found);
        found
    }

    fn find_module(&self, specifier: &str) -> Option<(usize, &'w ModuleId)> {
        for (index, known) in self.packages.iter().enumerate() {
            let surface = known.surface;
            if specifier == known.name()
                && let Some(root) = &surface.root
            {
                return Some((index, root));
            }
            for member in &surface.members {
                if member.name == specifier
                    && let Some(root) = &member.root
                {
                    return Some((index, root));
                }
            }
            if let Some(ambient) = self.ambient[index].get(specifier) {
                return Some((index, ambient));
            }
            if let Some(deep) = specifier
                .strip_prefix(known.name())
                .and_then(|rest| rest.strip_prefix('/'))
            {
                self.deep.set(true);
                if let Some(id) = deep_module(surface, deep) {
                    return Some((index, id));
                }
            }
        }
        None
    }

    /// The platform package that a specifier belongs to, whether or not the module is there.
    pub fn platform_of(&self, specifier: &str) -> Option<usize> {
        self.packages.iter().position(|known| {
            let is_within = |name: &str| {
                specifier == name
                    || specifier
                        .strip_prefix(name)
                        .is_some_and(|rest| rest.starts_with('/'))
            };
            known.is_platform()
                && (is_within(known.name())
                    || known
                        .surface
                        .members
                        .iter()
                        .any(|member| is_within(&member.name)))
        })
    }

    /// What can be imported of a package: it, its members, and modules that it declares by a name.
    pub fn specifiers(&self, package: usize) -> impl Iterator<Item = &'w str> {
        let surface = self.packages[package].surface;
        let own = surface.package.strip_prefix("npm:");
        let own = own.unwrap_or(&surface.package);
        let members = surface.members.iter().map(|member| member.name.as_str());
        let ambient = self.ambient[package].keys().copied();
        std::iter::once(own).chain(members).chain(ambient)
    }

    /// What a package declares for every file.
    pub fn globals_of(&self, package: usize) -> impl Iterator<Item = &'w str> {
        let all = self.globals.iter();
        all.filter(move |(_, of)| of.iter().any(|(there, ..)| *there == package))
            .map(|(name, _)| *name)
    }

    /// What a module exports under a name.
    pub fn export(&self, package: usize, module: &'w ModuleId, name: &str) -> Found<'w> {
        let key = (package, module);
        let known = self.resolved.borrow();
        if let Some(found) = known.get(&key).and_then(|names| names.get(name)) {
            return *found;
        }
        drop(known);
        let surface = self.packages[package].surface;
        let found = match resolve(surface, module, name) {
            Resolution::Own { module, name } => self.placed(package, &module, &name),
            Resolution::Namespace(module) => surface
                .modules
                .get_key_value(&module)
                .map_or(Found::Missing, |(id, _)| Found::Module(package, id)),
            Resolution::Foreign {
                package: foreign,
                path,
            } => self.foreign(&foreign, &path),
            Resolution::Missing => Found::Missing,
        };
        let mut resolved = self.resolved.borrow_mut();
        let names = resolved.entry(key).or_default();
        names.insert(name.to_owned(), found);
        found
    }

    /// What another package has under a path, if that package is known.
    pub fn foreign(&self, package: &str, path: &str) -> Found<'w> {
        let (specifier, name) = match path.strip_prefix('/') {
            Some(sub) => match sub.split_once('#') {
                Some((sub, name)) => (format!("{package}/{sub}"), name),
                None => (format!("{package}/{sub}"), ""),
            },
            None => (package.to_owned(), path),
        };
        match self.module(&specifier) {
            Some((index, module)) if name.is_empty() => Found::Module(index, module),
            Some((index, module)) => match self.export(index, module, name) {
                Found::Missing if !self.packages[index].is_platform() => {
                    // `import React from "react"`: the default of what is no ES module is all of it.
                    match name
                        .strip_prefix("default")
                        .map(|rest| rest.strip_prefix('.'))
                    {
                        Some(None) if name == "default" => Found::Module(index, module),
                        Some(Some(rest)) => match self.export(index, module, rest) {
                            Found::Missing => Found::Foreign,
                            found => found,
                        },
                        _ => Found::Foreign,
                    }
                }
                found => found,
            },
            None => Found::Foreign,
        }
    }

    fn placed(&self, package: usize, module: &ModuleId, name: &str) -> Found<'w> {
        let surface = self.packages[package].surface;
        let Some((id, module)) = surface.modules.get_key_value(module) else {
            return Found::Missing;
        };
        // The name may go on to a member of what is declared: `Enum.Variant`.
        let declared = module.declarations.iter().find(|one| one.name == name);
        declared.map_or(Found::Foreign, |one| {
            Found::Declared(package, id, &one.name)
        })
    }

    /// The declarations of a name in a module; several where it is overloaded or merged.
    pub fn declarations(
        &self,
        package: usize,
        module: &'w ModuleId,
        name: &str,
    ) -> Declarations<'w> {
        let mut declared = self.declared.borrow_mut();
        let by_name = declared.entry((package, module)).or_insert_with(|| {
            let mut by_name: HashMap<&'w str, Vec<&'w Declaration>> = HashMap::default();
            let module = self.packages[package].surface.modules.get(module);
            for one in module.into_iter().flat_map(|module| &module.declarations) {
                by_name.entry(&one.name).or_default().push(one);
            }
            by_name
                .into_iter()
                .map(|(name, declarations)| (name, declarations.into()))
                .collect()
        });
        by_name.get(name).map(Rc::clone).unwrap_or_default()
    }

    /// A global that some package declares: of several the one that adds to none.
    pub fn global(&self, name: &str) -> Option<Global<'w>> {
        self.globals(name).last().copied()
    }

    /// All declarations of a global: a platform may add to what the language's library declares.
    pub fn globals(&self, name: &str) -> &[Global<'w>] {
        self.globals.get(name).map_or(&[], Vec::as_slice)
    }

    /// The name under which users know a declaration: the exported one, or its own.
    pub fn public_name(&self, package: usize, module: &'w ModuleId, name: &'w str) -> &str {
        self.exported_name(package, module, name).unwrap_or(name)
    }

    /// The name under which a platform exports a declaration from its root.
    pub fn exported_name(
        &self,
        package: usize,
        module: &'w ModuleId,
        name: &'w str,
    ) -> Option<&str> {
        let exported = self.names[package].get(&(module, name))?;
        Some(exported)
    }

    /// What is said of an export on the way to its declaration; `None` if nothing is.
    pub fn export_notes(
        &self,
        package: usize,
        module: &'w ModuleId,
        name: &str,
    ) -> Option<Rc<Notes>> {
        let mut notes = self.notes.borrow_mut();
        let names = notes.entry((package, module)).or_default();
        if let Some(known) = names.get(name) {
            return known.clone();
        }
        let found = notes_on_the_way(self.packages[package].surface, module, name);
        let found = (!found.is_empty()).then(|| Rc::new(found));
        names.insert(name.to_owned(), found.clone());
        found
    }
}

/// What the packages declare for every file, the library of the language last.
fn globals<'w>(packages: &[Known<'w>]) -> HashMap<&'w str, Vec<Global<'w>>> {
    let mut globals: HashMap<&'w str, Vec<Global<'w>>> = HashMap::default();
    for (index, known) in packages.iter().enumerate() {
        let modules = &known.surface.modules;
        for id in modules.keys() {
            if !id.path().ends_with("#global") {
                continue;
            }
            for one in &modules[id].declarations {
                let name = one.name.as_str();
                let all = globals.entry(name).or_default();
                if !all.contains(&(index, id, name)) {
                    all.push((index, id, name));
                }
            }
        }
    }
    globals
}

/// The modules that a package declares by a name, not by a file.
fn ambient<'w>(known: &Known<'w>) -> HashMap<&'w str, &'w ModuleId> {
    let mut ambient = HashMap::default();
    for id in known.surface.modules.keys() {
        if let Some((_, name)) = id.path().split_once('#')
            && name != "global"
        {
            ambient.entry(name).or_insert(id);
        }
    }
    ambient
}

/// `src/components/Button` of `@scope/name/src/components/Button`, or of its index.
fn deep_module<'w>(surface: &'w Surface, path: &str) -> Option<&'w ModuleId> {
    let path = ["/index.js", ".d.ts", ".js", ".mjs", ".ts", "/"]
        .iter()
        .fold(path, |path, suffix| {
            path.strip_suffix(suffix).unwrap_or(path)
        });
    let find = |path: String| {
        surface
            .modules
            .get_key_value(&ModuleId(path))
            .map(|(id, _)| id)
    };
    find(path.to_owned()).or_else(|| find(format!("{path}/index")))
}

fn public_names<'w>(known: &Known<'w>) -> HashMap<(&'w ModuleId, &'w str), String> {
    let mut names: HashMap<(&ModuleId, &str), String> = HashMap::default();
    let surface = known.surface;
    if !known.is_platform() {
        return names;
    }
    let roots = surface
        .root
        .iter()
        .chain(surface.members.iter().filter_map(|one| one.root.as_ref()));
    for root in roots {
        for (name, resolution) in exported_names(surface, root) {
            let Resolution::Own {
                module,
                name: declared,
            } = resolution
            else {
                continue;
            };
            let Some((id, module)) = surface.modules.shell(&module) else {
                continue;
            };
            let Some(declared) = module.declared(&declared) else {
                continue;
            };
            let best = names.entry((id, declared)).or_insert_with(|| name.clone());
            if is_better_name(&name, best, declared) {
                *best = name;
            }
        }
    }
    names
}
