//! Ways between folders, and paths as users write them.

use std::path::{Component, Path, PathBuf};

use crate::system::System;

/// A path as the user would write it where forewarn runs.
pub(super) fn shown(system: &System, path: &Path) -> String {
    let full = system.absolute(path);
    let below = system.real_path(system.cwd()).ok();
    let bare = below
        .as_deref()
        .into_iter()
        .chain([system.cwd()])
        .find_map(|cwd| full.strip_prefix(cwd).ok());
    slashed(bare.unwrap_or(&full))
}

pub(super) fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// Without `.`, and with `..` worked out as far as it goes.
pub(super) fn tidy(path: &Path) -> PathBuf {
    let mut tidied = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(tidied.components().next_back(), Some(Component::Normal(_))) =>
            {
                tidied.pop();
            }
            part => tidied.push(part),
        }
    }
    tidied
}

/// The way from one folder to another.
pub(super) fn from(start: &Path, end: &Path) -> PathBuf {
    let common = start
        .components()
        .zip(end.components())
        .take_while(|(a, b)| a == b)
        .count();
    let up = start
        .components()
        .skip(common)
        .map(|_| Component::ParentDir);
    up.chain(end.components().skip(common)).collect()
}
