//! What inference worked out before, as long as it still holds.
//!
//! An expression is looked at from several sides: by what takes a member of it, by the call that it is an argument of, by
//! the walk itself. Its value changes only when more gets known of a parameter; that is counted, and a value that was worked
//! out at the same count is taken again. What declared types have is the same all along. A value is not kept where
//! it depends on the way by which it was come upon: where a cycle closed, or the way was too long.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::domain::document::scan::Confidence;
use crate::domain::surface::ModuleId;
use crate::domain::surface::types::{Named, Type};
use crate::scan::script::members::Lookup;
use crate::scan::script::named::Known;
use crate::scan::script::ty::{Home, Ty};
use crate::scan::script::types::Meant;
use crate::syntax::script::{NameId, NodeId};

/// How much is known: what was worked out at one point holds at another if nothing came in between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Point {
    /// How often more got known of a parameter.
    known: u64,
    /// How often something depended on the way by which it was come upon.
    doubts: u64,
}

/// A name or a function, as far as it was worked out.
#[derive(Clone, Debug)]
pub(super) enum Settled<'w> {
    /// Just being worked out: it is not known by itself.
    Busy,
    Known(Ty<'w>),
    /// No more is known until more is known of parameters.
    Until(Point, Ty<'w>),
}

/// What was worked out of the names of files: by file and name, as most names of a file are asked for.
#[derive(Debug)]
pub(super) struct Settlements<'w>(Vec<Vec<Option<Settled<'w>>>>);

impl<'w> Settlements<'w> {
    /// Of so many files.
    pub(super) fn new(files: usize) -> Self {
        Self(std::iter::repeat_with(Vec::new).take(files).collect())
    }

    pub(super) fn get(&self, file: usize, name: NameId) -> Option<&Settled<'w>> {
        self.0[file].get(name.0 as usize)?.as_ref()
    }

    /// `names` is how many names the file has.
    pub(super) fn set(
        &mut self,
        (file, names): (usize, usize),
        name: NameId,
        settled: Option<Settled<'w>>,
    ) {
        let of_file = &mut self.0[file];
        if of_file.is_empty() {
            of_file.resize_with(names, || None);
        }
        if let Some(slot) = of_file.get_mut(name.0 as usize) {
            *slot = settled;
        }
    }

    /// Nothing of these files is worked out any more.
    pub(super) fn forget(&mut self, files: &[usize]) {
        for file in files {
            self.0[*file] = Vec::new();
        }
    }
}

/// An expression, with what `this` is around it.
type Place = (usize, NodeId, This);

/// `None`: there is no `this`, or nothing is known of it.
type This = Option<(bool, usize, u32)>;

/// A declared thing: package, and the addresses of its module and its name.
type Declared = (usize, usize, usize, usize, bool);

type Names<'w> = FxHashMap<String, Lookup<'w>>;

#[derive(Debug, Default)]
pub(super) struct Memo<'w> {
    known: Cell<u64>,
    doubts: Cell<u64>,
    nodes: RefCell<FxHashMap<Place, (u64, Ty<'w>)>>,
    members: RefCell<FxHashMap<Declared, Names<'w>>>,
    /// The paths under which the record knows values of a declared type.
    known_as: RefCell<FxHashMap<Declared, Vec<(Known, Confidence)>>>,
    /// The texts of a union, by the address of its parts; `None` if it is not of texts alone.
    texts: RefCell<FxHashMap<usize, Option<Rc<FxHashSet<&'w str>>>>>,
    /// By the address of a name in a type.
    targets: RefCell<FxHashMap<usize, Option<(Home<'w>, &'w str)>>>,
    /// By the address of a name in a type of the plugin's own.
    meant: RefCell<FxHashMap<usize, Meant<'w>>>,
}

impl<'w> Memo<'w> {
    pub(super) fn now(&self) -> Point {
        Point {
            known: self.known.get(),
            doubts: self.doubts.get(),
        }
    }

    /// More is known of a parameter.
    pub(super) fn learn(&self) {
        self.known.set(self.known.get() + 1);
    }

    /// What is being worked out depends on the way here.
    pub(super) fn doubt(&self) {
        self.doubts.set(self.doubts.get() + 1);
    }

    /// Whether what was found not to be known is to be looked at again.
    pub(super) fn is_past(&self, point: Point) -> bool {
        point.known != self.known.get()
    }

    /// How a name or a function is settled that was worked out since `before`; `None`: it is worked out anew each time.
    pub(super) fn settled(&self, ty: &Ty<'w>, is_open: bool, before: Point) -> Option<Settled<'w>> {
        if !is_open {
            return Some(Settled::Known(ty.clone()));
        }
        (self.now() == before).then(|| Settled::Until(before, ty.clone()))
    }

    /// The values of expressions, which are asked for near to where they stand, are forgotten.
    pub(super) fn leave(&self) {
        const ROOM: usize = 2048;
        let mut nodes = self.nodes.borrow_mut();
        // Clearing takes time by the room that there is, and one large file made much of it.
        if nodes.capacity() > ROOM {
            *nodes = FxHashMap::default();
        } else {
            nodes.clear();
        }
    }

    pub(super) fn node(&self, place: Place, work: impl FnOnce() -> Ty<'w>) -> Ty<'w> {
        let now = self.now();
        if let Some((known, ty)) = self.nodes.borrow().get(&place)
            && *known == now.known
        {
            return ty.clone();
        }
        let ty = work();
        if self.now() == now {
            let kept = (now.known, ty.clone());
            self.nodes.borrow_mut().insert(place, kept);
        }
        ty
    }

    /// Keeps the value of an expression that was worked out since `before`, unless it depends on the way there.
    pub(super) fn keep(&self, place: Place, before: Point, ty: &Ty<'w>) {
        if self.now() == before {
            let kept = (before.known, ty.clone());
            self.nodes.borrow_mut().insert(place, kept);
        }
    }

    /// A member of something that is declared.
    pub(super) fn member(
        &self,
        of: Declared,
        name: &str,
        work: impl FnOnce() -> Lookup<'w>,
    ) -> Lookup<'w> {
        let members = self.members.borrow();
        if let Some(found) = members.get(&of).and_then(|names| names.get(name)) {
            return found.clone();
        }
        drop(members);
        let doubts = self.doubts.get();
        let found = work();
        if self.doubts.get() == doubts {
            let mut members = self.members.borrow_mut();
            let names = members.entry(of).or_default();
            names.insert(name.to_owned(), found.clone());
        }
        found
    }

    /// The paths under which the record knows values of a declared type.
    pub(super) fn known_as(
        &self,
        of: Declared,
        work: impl FnOnce() -> Vec<(Known, Confidence)>,
    ) -> Vec<(Known, Confidence)> {
        if let Some(known) = self.known_as.borrow().get(&of) {
            return known.clone();
        }
        let doubts = self.doubts.get();
        let known = work();
        if self.doubts.get() == doubts {
            self.known_as.borrow_mut().insert(of, known.clone());
        }
        known
    }

    /// The texts of a union of nothing else.
    pub(super) fn texts(
        &self,
        union: &'w [Type],
        work: impl FnOnce() -> Option<FxHashSet<&'w str>>,
    ) -> Option<Rc<FxHashSet<&'w str>>> {
        let address = union.as_ptr().addr();
        if let Some(known) = self.texts.borrow().get(&address) {
            return known.clone();
        }
        let texts = work().map(Rc::new);
        self.texts.borrow_mut().insert(address, texts.clone());
        texts
    }

    /// What a name in a type of a package leads to.
    pub(super) fn target(
        &self,
        named: &'w Named,
        work: impl FnOnce() -> Option<(Home<'w>, &'w str)>,
    ) -> Option<(Home<'w>, &'w str)> {
        let address = std::ptr::from_ref(named).addr();
        if let Some(known) = self.targets.borrow().get(&address) {
            return *known;
        }
        let target = work();
        self.targets.borrow_mut().insert(address, target);
        target
    }

    /// What a name in a type of the plugin's own means.
    pub(super) fn meant(&self, named: &'w Named, work: impl FnOnce() -> Meant<'w>) -> Meant<'w> {
        let address = std::ptr::from_ref(named).addr();
        if let Some(known) = self.meant.borrow().get(&address) {
            return known.clone();
        }
        let meant = work();
        self.meant.borrow_mut().insert(address, meant.clone());
        meant
    }
}

/// What `this` is, if an expression's value can be kept with it; `Err` if not.
pub(super) fn this(of: Option<&Ty<'_>>) -> Result<This, ()> {
    match of {
        None | Some(Ty::Unknown) => Ok(None),
        Some(Ty::OwnInstance(file, class)) => Ok(Some((true, *file, class.0))),
        Some(Ty::OwnClass(file, class)) => Ok(Some((false, *file, class.0))),
        Some(_) => Err(()),
    }
}

/// A module of a package, whose members are its exports.
pub(super) fn module(package: usize, module: &ModuleId) -> Declared {
    (package, std::ptr::from_ref(module).addr(), 0, 0, false)
}

/// What is the same wherever its members are asked for: a declared name of a package, or its type without arguments.
pub(super) fn declared(of: &Ty<'_>) -> Option<Declared> {
    let (home, name, is_value) = match of {
        Ty::Instance(instance) if instance.arguments.is_empty() => {
            (instance.home, instance.name, false)
        }
        Ty::Value(home, name) => (*home, *name, true),
        Ty::Module(package, id) => return Some(module(*package, id)),
        _ => return None,
    };
    let Home::Package(package, module) = home else {
        return None;
    };
    let module = std::ptr::from_ref(module).addr();
    Some((package, module, name.as_ptr().addr(), name.len(), is_value))
}
