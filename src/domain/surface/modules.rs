//! The modules of a surface by their ids, each decoded when it is asked for.
//!
//! A surface has thousands of modules, and a question mostly concerns a few of them: what was encoded stays bytes until
//! then.

use std::collections::BTreeMap;
use std::collections::btree_map;
use std::fmt;
use std::ops::{Index, Range};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use crate::domain::surface::encoding::skim::{Sketch, sketch};
use crate::domain::surface::{Declaration, Export, Module, ModuleId};

/// Modules in the order of their ids.
#[derive(Clone, Default)]
pub struct Modules(BTreeMap<ModuleId, Kept>);

/// One module, or the bytes that it is decoded from.
#[derive(Clone)]
struct Kept {
    module: OnceLock<Module>,
    /// As long as the module is bytes.
    sketch: OnceLock<Sketch>,
    /// `None` for one that was never bytes.
    packed: Option<(Arc<Packed>, Range<usize>)>,
}

/// The bytes of modules.
struct Packed {
    bytes: Arc<[u8]>,
    /// Whether some of them turned out to be no module.
    is_damaged: AtomicBool,
}

impl Kept {
    fn module(&self) -> &Module {
        self.module.get_or_init(|| {
            let Some((packed, range)) = &self.packed else {
                return Module::default();
            };
            packed.sound(postcard::from_bytes(packed.at(range)))
        })
    }

    fn shell(&self) -> Shell<'_> {
        let module = match &self.packed {
            Some(_) => self.module.get(),
            None => Some(self.module()),
        };
        if let Some(module) = module {
            let names = Names::Of(&module.declarations);
            let exports = &module.exports;
            return Shell { exports, names };
        }
        let sketch = self.sketch.get_or_init(|| match &self.packed {
            Some((packed, range)) => packed.sound(sketch(packed.at(range))),
            None => Sketch::default(),
        });
        Shell {
            exports: &sketch.exports,
            names: Names::Alone(&sketch.names),
        }
    }

    fn module_mut(&mut self) -> Option<&mut Module> {
        self.module();
        self.module.get_mut()
    }
}

impl Packed {
    fn at(&self, range: &Range<usize>) -> &[u8] {
        self.bytes.get(range.clone()).unwrap_or_default()
    }

    fn sound<T: Default>(&self, read: Result<T, postcard::Error>) -> T {
        read.unwrap_or_else(|_damaged| {
            self.is_damaged.store(true, Ordering::Relaxed);
            T::default()
        })
    }
}

/// What names lead to in a module: less than all of it, and to be had in less time.
#[derive(Clone, Copy)]
pub struct Shell<'a> {
    pub exports: &'a [Export],
    names: Names<'a>,
}

#[derive(Clone, Copy)]
enum Names<'a> {
    Of(&'a [Declaration]),
    Alone(&'a [String]),
}

impl<'a> Shell<'a> {
    /// The name of a declaration, if there is one of that name.
    pub fn declared(&self, name: &str) -> Option<&'a str> {
        match self.names {
            Names::Of(all) => {
                let mut names = all.iter().map(|one| one.name.as_str());
                names.find(|one| *one == name)
            }
            Names::Alone(all) => all.iter().map(String::as_str).find(|one| *one == name),
        }
    }
}

impl From<Module> for Kept {
    fn from(module: Module) -> Self {
        Self {
            module: OnceLock::from(module),
            sketch: OnceLock::new(),
            packed: None,
        }
    }
}

impl Modules {
    /// Modules that are decoded when they are asked for: each with its place in the bytes.
    pub(super) fn packed(
        bytes: Arc<[u8]>,
        places: impl IntoIterator<Item = (ModuleId, Range<usize>)>,
    ) -> Self {
        let packed = Arc::new(Packed {
            bytes,
            is_damaged: AtomicBool::new(false),
        });
        let kept = |(id, range)| {
            let kept = Kept {
                module: OnceLock::new(),
                sketch: OnceLock::new(),
                packed: Some((Arc::clone(&packed), range)),
            };
            (id, kept)
        };
        Self(places.into_iter().map(kept).collect())
    }

    /// Whether bytes were asked for that are no module: it was taken for one that is empty.
    pub fn is_damaged(&self) -> bool {
        let mut packed = self.0.values().filter_map(|one| one.packed.as_ref());
        packed
            .next()
            .is_some_and(|(packed, _)| packed.is_damaged.load(Ordering::Relaxed))
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn contains_key(&self, id: &ModuleId) -> bool {
        self.0.contains_key(id)
    }

    pub fn get(&self, id: &ModuleId) -> Option<&Module> {
        self.0.get(id).map(Kept::module)
    }

    pub fn get_key_value(&self, id: &ModuleId) -> Option<(&ModuleId, &Module)> {
        let (id, kept) = self.0.get_key_value(id)?;
        Some((id, kept.module()))
    }

    /// A module, to be changed.
    pub fn get_mut(&mut self, id: &ModuleId) -> Option<&mut Module> {
        self.0.get_mut(id)?.module_mut()
    }

    /// A module as far as names go.
    pub fn shell(&self, id: &ModuleId) -> Option<(&ModuleId, Shell<'_>)> {
        let (id, kept) = self.0.get_key_value(id)?;
        Some((id, kept.shell()))
    }

    /// The ids, in order; nothing is decoded.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &ModuleId> {
        self.0.keys()
    }

    /// All modules, in order of their ids.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &Module> {
        self.0.values().map(Kept::module)
    }

    /// All modules, to be changed.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut Module> {
        self.0.values_mut().filter_map(Kept::module_mut)
    }

    /// All modules with their ids, in order.
    pub fn iter(&self) -> Iter<'_> {
        Iter(self.0.iter())
    }

    /// All modules with their ids, to be changed.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (&ModuleId, &mut Module)> {
        let all = self.0.iter_mut();
        all.filter_map(|(id, kept)| Some((id, kept.module_mut()?)))
    }

    /// Gives the module that was there before.
    pub fn insert(&mut self, id: ModuleId, module: Module) -> Option<Module> {
        let before = self.0.insert(id, module.into())?;
        before.module();
        before.module.into_inner()
    }
}

/// Modules with their ids.
pub struct Iter<'a>(btree_map::Iter<'a, ModuleId, Kept>);

impl<'a> Iterator for Iter<'a> {
    type Item = (&'a ModuleId, &'a Module);

    fn next(&mut self) -> Option<Self::Item> {
        let (id, kept) = self.0.next()?;
        Some((id, kept.module()))
    }
}

impl<'a> IntoIterator for &'a Modules {
    type Item = (&'a ModuleId, &'a Module);
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        self.iter()
    }
}

impl FromIterator<(ModuleId, Module)> for Modules {
    fn from_iter<T: IntoIterator<Item = (ModuleId, Module)>>(modules: T) -> Self {
        let kept = |(id, module): (ModuleId, Module)| (id, module.into());
        Self(modules.into_iter().map(kept).collect())
    }
}

impl From<BTreeMap<ModuleId, Module>> for Modules {
    fn from(modules: BTreeMap<ModuleId, Module>) -> Self {
        modules.into_iter().collect()
    }
}

impl Index<&ModuleId> for Modules {
    type Output = Module;

    fn index(&self, id: &ModuleId) -> &Module {
        self.0[id].module()
    }
}

impl PartialEq for Modules {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other)
    }
}

impl Eq for Modules {}

impl fmt::Debug for Modules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self).finish()
    }
}
