//! Reading all declaration files of a package, side by side.

use std::cell::RefCell;

use rayon::prelude::*;

use crate::domain::surface::ModuleId;
use crate::ingest::declarations::modules::{Finder, Source};
use crate::syntax::typescript::{self as syntax, FileDeclarations};

/// A declaration file that was read.
pub(super) struct File {
    pub(super) id: ModuleId,
    /// The file as gaps name it: its path, that of a member with the member's name before it.
    pub(super) at: String,
    pub(super) member: Option<String>,
    /// Below the root of its package.
    pub(super) path: String,
    pub(super) record: FileDeclarations,
}

/// Reads all declaration files that a finder knows, in the order of their modules' ids.
pub(super) fn read(finder: &Finder<'_>) -> Vec<File> {
    thread_local! {
        // The arena of a thread is used for one file after another.
        static ARENA: RefCell<syntax::Arena> = RefCell::default();
    }
    let mut files: Vec<File> = finder
        .sources()
        .par_iter()
        .map(|source| ARENA.with_borrow_mut(|arena| read_one(source, arena)))
        .collect();
    files.sort_by(|a, b| a.id.cmp(&b.id));
    files
}

fn read_one(source: &Source<'_>, arena: &mut syntax::Arena) -> File {
    let at = source.id.member().map_or_else(
        || source.path.to_owned(),
        |member| format!("{member}:{}", source.path),
    );
    File {
        record: syntax::read(&at, source.content, arena),
        member: source.id.member().map(str::to_owned),
        path: source.path.to_owned(),
        id: source.id.clone(),
        at,
    }
}
