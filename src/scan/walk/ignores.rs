//! Ignore files as git has them: the innermost that says something of a name decides.
//!
//! `.gitignore` and `.ignore` of each folder and of those above it up to the repository's, and the repository's own
//! `.git/info/exclude`. What a user ignores everywhere is left out: an answer must not depend on whose machine it is.

use std::path::Path;
use std::rc::Rc;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::scan::lockfile::above;
use crate::scan::text::decode;
use crate::system::{Item, Kind, System};

/// Bytes of an ignore file. Its patterns are made into a machine, which takes a multiple of that.
const LIMIT: u64 = 512 * 1024;

/// The later beats the earlier.
const NAMES: [&str; 2] = [".gitignore", ".ignore"];

/// The ignore files of one folder, and of those around it.
pub(super) struct Ignores {
    own: Gitignore,
    around: Option<Rc<Self>>,
}

impl Ignores {
    /// Those that hold in `base` because of folders above it, up to `top`, the repository's.
    pub(super) fn above(system: &System, base: &Path, top: Option<&Path>) -> Option<Rc<Self>> {
        let top = top?;
        let mut found = read(system, top, &[".git/info/exclude"], None);
        let mut folders: Vec<&Path> = above(base, top).skip(1).collect();
        folders.reverse();
        for folder in folders {
            found = read(system, folder, &NAMES, found);
        }
        found
    }

    /// Those that hold within `folder`, which has these `items`.
    pub(super) fn within(
        system: &System,
        folder: &Path,
        items: &[Item],
        around: Option<Rc<Self>>,
    ) -> Option<Rc<Self>> {
        let here: Vec<&str> = NAMES
            .into_iter()
            .filter(|name| {
                items
                    .iter()
                    .any(|item| item.name == *name && matches!(item.kind, Kind::File(_)))
            })
            .collect();
        read(system, folder, &here, around)
    }

    /// Whether a file or folder is ignored. It must lie in a folder that is not: git does not look into one that is.
    pub(super) fn holds(&self, path: &Path, is_folder: bool) -> bool {
        let mut ignores = Some(self);
        while let Some(here) = ignores {
            let answer = here.own.matched(path, is_folder);
            if !answer.is_none() {
                return answer.is_ignore();
            }
            ignores = here.around.as_deref();
        }
        false
    }
}

/// `around`, and the ignore files of these names. One that cannot be read ignores nothing, so that more is scanned, and
/// so does a pattern that is none.
fn read(
    system: &System,
    folder: &Path,
    names: &[&str],
    around: Option<Rc<Ignores>>,
) -> Option<Rc<Ignores>> {
    let mut builder = GitignoreBuilder::new(folder);
    for name in names {
        let bytes = system.read_regular(&folder.join(name), LIMIT);
        let text = bytes.ok().and_then(|bytes| decode(bytes).ok());
        for line in text.unwrap_or_default().lines() {
            drop(builder.add_line(None, line));
        }
    }
    match builder.build() {
        Ok(own) if !own.is_empty() => Some(Rc::new(Ignores { own, around })),
        _ => around,
    }
}
