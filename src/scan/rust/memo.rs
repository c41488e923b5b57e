//! What names of modules were found to lead to, and which were asked for in vain.
//!
//! Modules take names from each other in circles: a prelude that takes all of a module which takes all of the prelude. A
//! name that is asked for while it is being worked out comes to nothing there, so nothing is certain of what was asked on
//! the way until the first name of the circle is done. That is kept track of as strongly connected components are found
//! (Tarjan, 1972): each name in vain knows the earliest open one that it hangs on. So a name of a module is worked out
//! once, or once more for each name of its circle that is found, and never for each way that leads there.

use std::cell::{Cell, RefCell};

use rustc_hash::FxHashMap as HashMap;

use crate::domain::surface::paths::Space;
use crate::scan::rust::scope::{Binding, Def};

/// How many names may be open at a time. One takes some kilobytes of a stack that is made for deep descents.
const DEEPEST: usize = 4096;

/// What names of one module lead to.
type Found = HashMap<Box<str>, Option<Binding>>;

/// A name of a module.
type Key = (usize, Space, Box<str>);

/// Resolves names, and remembers what it found, by module and namespace, and then by name: asking makes no key.
#[derive(Debug)]
pub struct Memo {
    known: RefCell<HashMap<(usize, Space), Found>>,
    /// Names that are being worked out, each with how many were open before it.
    open: RefCell<HashMap<Key, usize>>,
    /// Names that came to nothing in a circle which is not closed, each with the earliest open one that it hangs on.
    vain: RefCell<HashMap<Key, usize>>,
    /// The same names in the order in which they were given up.
    given_up: RefCell<Vec<Key>>,
    /// The earliest open name that what is being worked out hangs on.
    earliest: Cell<usize>,
    /// Whether the way was too long somewhere below the first open name.
    is_cut: Cell<bool>,
    /// Of the standard library, by path.
    pub(super) standard: RefCell<HashMap<(&'static str, Space), Option<Def>>>,
}

impl Default for Memo {
    fn default() -> Self {
        Self {
            known: RefCell::default(),
            open: RefCell::default(),
            vain: RefCell::default(),
            given_up: RefCell::default(),
            earliest: Cell::new(usize::MAX),
            is_cut: Cell::new(false),
            standard: RefCell::default(),
        }
    }
}

impl Memo {
    /// What a name of a module leads to: as it is known, else as `work` finds it.
    pub(super) fn name(
        &self,
        node: usize,
        name: &str,
        space: Space,
        work: impl FnOnce() -> Option<Binding>,
    ) -> Option<Binding> {
        let kept = self.known.borrow();
        if let Some(known) = kept.get(&(node, space)).and_then(|all| all.get(name)) {
            return known.clone();
        }
        drop(kept);
        let key = (node, space, Box::from(name));
        let before = self.open.borrow().len();
        let hangs_on = self.open.borrow().get(&key).copied();
        let hangs_on = hangs_on.or_else(|| self.vain.borrow().get(&key).copied());
        let is_too_deep = before == DEEPEST;
        if hangs_on.is_some() || is_too_deep {
            let on = hangs_on.unwrap_or(0);
            self.earliest.set(self.earliest.get().min(on));
            self.is_cut.set(self.is_cut.get() || hangs_on.is_none());
            return None;
        }
        self.open.borrow_mut().insert(key.clone(), before);
        let given_up = self.given_up.borrow().len();
        let outer = self.earliest.replace(usize::MAX);
        let found = work();
        self.open.borrow_mut().remove(&key);
        let earliest = self.earliest.get();
        // What is found hangs on nothing; what is not, only on what was open before it.
        let is_certain = found.is_some() || earliest >= before;
        self.earliest.set(if is_certain {
            outer
        } else {
            outer.min(earliest)
        });
        if is_certain {
            let is_whole = found.is_none() && !self.is_cut.get();
            self.close(given_up, is_whole);
            self.keep(key, found.clone());
        } else {
            self.vain.borrow_mut().insert(key.clone(), earliest);
            self.given_up.borrow_mut().push(key);
        }
        if before == 0 {
            self.is_cut.set(false);
        }
        found
    }

    /// Names that were given up since come to nothing for certain, or may be found after all.
    fn close(&self, since: usize, is_certain: bool) {
        let given_up: Vec<Key> = self.given_up.borrow_mut().split_off(since);
        for key in given_up {
            self.vain.borrow_mut().remove(&key);
            if is_certain {
                self.keep(key, None);
            }
        }
    }

    fn keep(&self, (node, space, name): Key, found: Option<Binding>) {
        let mut known = self.known.borrow_mut();
        known.entry((node, space)).or_default().insert(name, found);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Modules of which each takes all names of others; `has` says in which the name is declared.
    struct Modules {
        memo: Memo,
        takes: Vec<Vec<usize>>,
        has: Vec<usize>,
        looked: Cell<usize>,
    }

    impl Modules {
        fn new(takes: Vec<Vec<usize>>, has: &[usize]) -> Self {
            Self {
                memo: Memo::default(),
                takes,
                has: has.to_vec(),
                looked: Cell::new(0),
            }
        }

        fn find(&self, node: usize) -> Option<usize> {
            let found = self.binding(node)?;
            match found.def {
                Def::Module(at) => Some(at),
                _ => None,
            }
        }

        fn binding(&self, node: usize) -> Option<Binding> {
            self.memo.name(node, "x", Space::Type, || {
                self.looked.set(self.looked.get() + 1);
                if self.has.contains(&node) {
                    return Some(Binding {
                        def: Def::Module(node),
                        import: None,
                        root: None,
                    });
                }
                self.takes[node].iter().find_map(|one| self.binding(*one))
            })
        }
    }

    #[test]
    fn a_name_in_a_circle_is_found_from_each_module_of_it() {
        for first in 0..4 {
            // 0 -> 1 -> 2 -> 0, and 2 -> 3, which has it.
            let modules = Modules::new(vec![vec![1], vec![2], vec![0, 3], vec![]], &[3]);
            assert_eq!(modules.find(first), Some(3));
            for node in 0..4 {
                assert_eq!(modules.find(node), Some(3), "{node} after {first}");
            }
        }
    }

    #[test]
    fn what_hung_on_a_name_that_is_found_is_asked_again() {
        // 0 asks 1, which comes to nothing as long as 0 is open; then 0 finds it in 2.
        let modules = Modules::new(vec![vec![1, 2], vec![0], vec![]], &[2]);
        assert_eq!(modules.find(0), Some(2));
        assert_eq!(modules.find(1), Some(2));
    }

    #[test]
    fn modules_that_all_take_from_each_other_are_looked_at_once() {
        let all = || (0..200).collect::<Vec<usize>>();
        let modules = Modules::new((0..200).map(|_| all()).collect(), &[]);
        assert_eq!(modules.find(0), None);
        assert_eq!(modules.looked.get(), 200);
        // All of them are known then.
        assert_eq!((0..200).find_map(|node| modules.find(node)), None);
        assert_eq!(modules.looked.get(), 200);
        let one_has_it = Modules::new((0..200).map(|_| all()).collect(), &[199]);
        assert_eq!(one_has_it.find(0), Some(199));
        assert_eq!((0..200).find(|node| one_has_it.find(*node).is_none()), None);
        // Each that is found lets the others be asked again, and is found once.
        assert!(one_has_it.looked.get() <= 200 * 200);
    }

    #[test]
    fn a_way_that_is_too_long_says_nothing_of_the_modules_on_it() {
        crate::syntax::on_deep_stacks(|| {
            let long = DEEPEST + 10;
            let next = |node: usize| (node + 1..long).take(1).collect();
            let modules = Modules::new((0..long).map(next).collect(), &[long - 1]);
            assert_eq!(modules.find(0), None);
            assert_eq!(modules.find(100), Some(long - 1));
            assert_eq!(modules.find(99), Some(long - 1));
        });
    }
}
