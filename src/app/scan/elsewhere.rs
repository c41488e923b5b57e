//! What a plugin loses at other versions than the target: it is gone over with each version that is asked for.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::app::api::Packages;
use crate::app::scan::findings::From;
use crate::app::scan::reach::{Lost, Versions};
use crate::app::scan::window::Window;
use crate::domain::surface::{ModuleId, Surface};
use crate::error::Error;
use crate::scan::rust;
use crate::scan::rust::info::Ends;
use crate::scan::rust::{Helper, Package};
use crate::scan::script::uses::{Run, joined, run};
use crate::scan::script::world::Known;
use crate::scan::uses::Uses;

/// What a plugin uses, by the position of a package and its version: all other packages stay as they are.
type GoneOver<'a> = dyn Fn(usize, &str) -> Result<Uses, Error> + 'a;

/// A plugin, to be gone over with other versions. What one came to is known from then on.
pub(super) struct Elsewhere<'a> {
    packages: &'a Packages<'a>,
    windows: &'a [Window],
    gone_over: Box<GoneOver<'a>>,
    lost: RefCell<BTreeMap<(usize, String), Rc<Lost>>>,
}

impl<'a> Elsewhere<'a> {
    /// A plugin in JavaScript or TypeScript. `before` is what the versions in use gave; `is_deep` says whether that was with
    /// the modules that only deep imports lead to.
    pub(super) fn of_scripts(
        packages: &'a Packages<'a>,
        from: &From<'a>,
        before: Run,
        is_deep: bool,
    ) -> Self {
        let (sources, windows, platform) = (from.sources, from.windows, from.platform);
        let conventions = &platform.conventions;
        let run_with = move |package: usize, version: &str, deep: bool| -> Result<Run, Error> {
            let other = packages.lazily(&windows[package].package, version, deep)?;
            let own = windows.iter().enumerate().map(|(index, window)| Known {
                surface: if index == package {
                    &other
                } else {
                    &window.before
                },
                is_platform: true,
            });
            let more = platform.known.iter().map(|surface| Known {
                surface,
                is_platform: false,
            });
            let known: Vec<Known<'_>> = own.chain(more).collect();
            let run = run(&sources.files, &known, conventions);
            Packages::sound(&other)?;
            Ok(run)
        };
        let gone_over = move |package: usize, version: &str| {
            let mut after = run_with(package, version, is_deep)?;
            if after.deep && !is_deep {
                after = run_with(package, version, true)?;
            }
            Ok(joined(&before, after, conventions))
        };
        Self::new(packages, windows, Box::new(gone_over))
    }

    /// A plugin in Rust.
    pub(super) fn of_crates(
        packages: &'a Packages<'a>,
        from: &From<'a>,
        package: &'a Package,
        (standard, helpers): (&'a Surface, &'a [Helper]),
    ) -> Self {
        let (sources, windows) = (from.sources, from.windows);
        let gone_over = move |at: usize, version: &str| {
            let other = packages.lazily(&windows[at].package, version, false)?;
            let ends: Vec<Ends<'_>> = windows
                .iter()
                .enumerate()
                .map(|(index, window)| Ends {
                    from: &window.before,
                    to: if index == at { &other } else { &window.before },
                })
                .collect();
            let uses = rust::uses::uses(&sources.rust, package, &ends, standard, helpers);
            Packages::sound(&other)?;
            Ok(uses)
        };
        Self::new(packages, windows, Box::new(gone_over))
    }

    fn new(
        packages: &'a Packages<'a>,
        windows: &'a [Window],
        gone_over: Box<GoneOver<'a>>,
    ) -> Self {
        Self {
            packages,
            windows,
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
}

impl Versions for Elsewhere<'_> {
    fn lost(&self, package: usize, version: &str) -> Result<Rc<Lost>, Error> {
        let key = (package, version.to_owned());
        if let Some(known) = self.lost.borrow().get(&key) {
            return Ok(Rc::clone(known));
        }
        let lost = Rc::new(Lost::of(&(self.gone_over)(package, version)?, package));
        self.lost.borrow_mut().insert(key, Rc::clone(&lost));
        Ok(lost)
    }

    fn has_module(&self, package: usize, version: &str, symbol: &str) -> Result<bool, Error> {
        let window = &self.windows[package];
        let Some(path) = symbol
            .strip_prefix(window.import())
            .and_then(|rest| rest.strip_prefix('/'))
        else {
            return Ok(true);
        };
        let surface = self.packages.lazily(&window.package, version, true)?;
        let is_there = surface
            .modules
            .keys()
            .map(ModuleId::path)
            .any(|own| own == path || own.strip_suffix("/index") == Some(path));
        Ok(is_there)
    }
}
