//! How long work tells how far it is, and how it is told to stop.
//!
//! The work calls a [`Progress`] and knows nothing of terminals; a front end draws what it is told. A [`Cancel`] is a
//! flag that a front end raises and that long loops look at; what was finished until then is kept.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A flag that all its clones share. Once raised it stays raised.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    pub fn raise(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    pub fn is_raised(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// What long work reports to. Calls come from one thread at a time, in the order start, steps, done.
pub trait Progress: Sync {
    /// `what` is about to be done in `total` steps: `reading packages`, 113.
    fn start(&self, what: &str, total: usize);

    /// One step is finished; `label` names it, such as a version.
    fn step(&self, label: &str);

    /// The work has ended, whether or not all steps were made.
    fn done(&self);

    /// The flag that the work looks at between steps.
    fn cancel(&self) -> &Cancel;
}

/// Draws nothing; the work can still be cancelled.
#[derive(Clone, Debug, Default)]
pub struct Silent(pub Cancel);

impl Progress for Silent {
    fn start(&self, _what: &str, _total: usize) {}

    fn step(&self, _label: &str) {}

    fn done(&self) {}

    fn cancel(&self) -> &Cancel {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_raised_flag_is_seen_through_every_clone() {
        let cancel = Cancel::default();
        let silent = Silent(cancel.clone());
        assert!(!silent.cancel().is_raised());
        cancel.raise();
        assert!(silent.cancel().is_raised());
    }
}
