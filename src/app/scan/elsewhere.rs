//! What a plugin loses at other versions than the target: it is gone over with each version that is asked for.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use rayon::prelude::*;

use crate::app::api::Packages;
use crate::app::scan::findings::From;
use crate::app::scan::reach::{Lost, Versions};
use crate::app::scan::window::Window;
use crate::domain::conventions::Helper;
use crate::domain::surface::resolve::{Resolution, resolve};
use crate::domain::surface::{Language, ModuleId, Surface};
use crate::error::Error;
use crate::scan::rust;
use crate::scan::rust::Package;
use crate::scan::rust::info::Ends;
use crate::scan::script::uses::{Run, joined, run};
use crate::scan::script::world::{Known, Role};
use crate::scan::uses::Uses;

/// A package and its version.
type Of = (String, String);

/// What versions said of modules and exports: plugins of one fleet ask for the same.
#[derive(Default)]
pub(super) struct Answered {
    modules: RefCell<BTreeMap<Of, Rc<BTreeSet<String>>>>,
    lacks: RefCell<BTreeMap<Of, BTreeMap<String, bool>>>,
}

/// What a plugin uses where one package, by its position, is of another version: all others stay as they are.
type GoneOver<'a> = dyn Fn(usize, &Surface) -> Uses + Sync + 'a;

/// A plugin, to be gone over with other versions. What one came to is known from then on.
pub(super) struct Elsewhere<'a> {
    packages: &'a Packages<'a>,
    answered: &'a Answered,
    windows: &'a [Window],
    /// With the modules that only deep imports lead to.
    is_deep: bool,
    gone_over: Box<GoneOver<'a>>,
    lost: RefCell<BTreeMap<(usize, String), Rc<Lost>>>,
}

/// What every plugin is looked at with.
#[derive(Clone, Copy)]
pub(super) struct With<'a> {
    pub(super) packages: &'a Packages<'a>,
    pub(super) answered: &'a Answered,
}

impl<'a> Elsewhere<'a> {
    /// A plugin in JavaScript or TypeScript. `before` is what the versions in use gave; `is_deep` says whether that was with
    /// the modules that only deep imports lead to.
    pub(super) fn of_scripts(with: With<'a>, from: &From<'a>, before: Run, is_deep: bool) -> Self {
        let (sources, platform) = (from.sources, from.platform);
        let in_use: Vec<&Surface> = from.windows.iter().map(|one| one.before.as_ref()).collect();
        let conventions = &platform.conventions;
        let gone_over = move |package: usize, other: &Surface| {
            let own = in_use.iter().enumerate().map(|(index, surface)| Known {
                surface: if index == package { other } else { surface },
                role: Role::Platform,
            });
            let known: Vec<Known<'_>> = own.chain(platform.known()).collect();
            joined(
                &before,
                run(&sources.files, &known, conventions),
                conventions,
            )
        };
        Self::new(with, from.windows, is_deep, Box::new(gone_over))
    }

    /// A plugin in Rust.
    pub(super) fn of_crates(
        with: With<'a>,
        from: &From<'a>,
        package: &'a Package,
        (standard, helpers): (&'a Surface, &'a [Helper]),
    ) -> Self {
        let sources = from.sources;
        let in_use: Vec<&Surface> = from.windows.iter().map(|one| one.before.as_ref()).collect();
        let gone_over = move |at: usize, other: &Surface| {
            let ends: Vec<Ends<'_>> = in_use
                .iter()
                .enumerate()
                .map(|(index, from)| Ends {
                    from,
                    to: if index == at { other } else { from },
                })
                .collect();
            rust::uses::uses(&sources.rust, package, &ends, standard, helpers)
        };
        Self::new(with, from.windows, false, Box::new(gone_over))
    }

    fn new(
        with: With<'a>,
        windows: &'a [Window],
        is_deep: bool,
        gone_over: Box<GoneOver<'a>>,
    ) -> Self {
        Self {
            packages: with.packages,
            answered: with.answered,
            windows,
            is_deep,
            gone_over,
            lost: RefCell::default(),
        }
    }

    /// Takes note of what the targets came to.
    pub(super) fn remember(&self, met: &Uses) {
        for (index, window) in self.windows.iter().enumerate() {
            let key = (index, window.to.to_string());
            self.lost
                .borrow_mut()
                .insert(key, Rc::new(Lost::of(met, index)));
        }
    }

    fn modules(&self, of: &Of) -> Result<Rc<BTreeSet<String>>, Error> {
        if let Some(known) = self.answered.modules.borrow().get(of) {
            return Ok(Rc::clone(known));
        }
        let surface = self.packages.lazily(&of.0, &of.1, true)?;
        let paths = surface.modules.keys().map(ModuleId::path);
        let found: BTreeSet<String> = paths
            .flat_map(|path| [Some(path), path.strip_suffix("/index")])
            .flatten()
            .map(str::to_owned)
            .collect();
        let found = Rc::new(found);
        self.answered
            .modules
            .borrow_mut()
            .insert(of.clone(), Rc::clone(&found));
        Ok(found)
    }
}

impl Versions for Elsewhere<'_> {
    fn learn(&self, package: usize, versions: &[&str]) -> Result<(), Error> {
        let name = &self.windows[package].package;
        let mut wanted: Vec<(&str, Rc<Surface>)> = Vec::new();
        for version in versions {
            let key = (package, (*version).to_owned());
            let is_wanted = wanted.iter().any(|(one, _)| one == version);
            if !is_wanted && !self.lost.borrow().contains_key(&key) {
                wanted.push((version, self.packages.lazily(name, version, self.is_deep)?));
            }
        }
        let surfaces: Vec<&Surface> = wanted.iter().map(|(_, one)| one.as_ref()).collect();
        let gone_over = self.gone_over.as_ref();
        let met: Vec<Uses> = surfaces
            .into_par_iter()
            .map(|surface| gone_over(package, surface))
            .collect();
        for ((version, surface), mut met) in wanted.into_iter().zip(met) {
            Packages::sound(&surface)?;
            if met.deep && !self.is_deep {
                let surface = self.packages.lazily(name, version, true)?;
                met = gone_over(package, &surface);
                Packages::sound(&surface)?;
            }
            let lost = Rc::new(Lost::of(&met, package));
            self.lost
                .borrow_mut()
                .insert((package, version.to_owned()), lost);
        }
        Ok(())
    }

    fn lost(&self, package: usize, version: &str) -> Result<Rc<Lost>, Error> {
        self.learn(package, &[version])?;
        let lost = self.lost.borrow();
        let known = lost.get(&(package, version.to_owned()));
        Ok(known.map(Rc::clone).unwrap_or_default())
    }

    fn has_module(&self, package: usize, version: &str, symbol: &str) -> Result<bool, Error> {
        let window = &self.windows[package];
        let path = symbol
            .strip_prefix(window.import())
            .and_then(|rest| rest.strip_prefix('/'));
        match path {
            Some(path) => {
                let modules = self.modules(&(window.package.clone(), version.to_owned()))?;
                Ok(modules.contains(path))
            }
            None => Ok(true),
        }
    }

    fn lacks_export(&self, package: usize, version: &str, symbol: &str) -> Result<bool, Error> {
        let window = &self.windows[package];
        if window.language() != Language::TypeScript {
            return Ok(false);
        }
        let of: Of = (window.package.clone(), version.to_owned());
        let known = |of: &Of| self.answered.lacks.borrow().get(of)?.get(symbol).copied();
        if let Some(known) = known(&of) {
            return Ok(known);
        }
        let surface = self.packages.lazily(&of.0, &of.1, self.is_deep)?;
        let is_missing = |root| resolve(&surface, root, symbol) == Resolution::Missing;
        let lacks = surface.root.as_ref().is_some_and(is_missing);
        Packages::sound(&surface)?;
        let mut answers = self.answered.lacks.borrow_mut();
        let of_version = answers.entry(of).or_default();
        of_version.insert(symbol.to_owned(), lacks);
        Ok(lacks)
    }
}
