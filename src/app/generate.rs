//! Making what the binary embeds, from the repository's own files.

use std::path::Path;

use crate::app::FILE_LIMIT;
use crate::app::workspace::sound;
use crate::bundle;
use crate::changelog::folder;
use crate::domain::changelog::Changelog;
use crate::domain::release::Origin;
use crate::error::Error;
use crate::store::Store;
use crate::system::System;

/// Reads the changelog folder at `root` and marks everything in it as bundled with this forewarn.
///
/// # Errors
/// If a file has an error.
pub fn bundled_changelog(system: &System, root: &Path) -> Result<Changelog, Error> {
    let files = system.tree(root, FILE_LIMIT)?;
    let (mut changelog, problems) = folder::read("changelog", &files);
    sound(problems)?;
    let origin = || Origin::Bundled(bundle::VERSION.to_owned());
    changelog
        .streams
        .iter_mut()
        .for_each(|stream| stream.origin = origin());
    changelog
        .features
        .iter_mut()
        .for_each(|feature| feature.origin = origin());
    changelog
        .toggles
        .iter_mut()
        .for_each(|toggle| toggle.origin = origin());
    changelog
        .ends
        .iter_mut()
        .for_each(|end| end.origin = origin());
    for release in &mut changelog.releases {
        release.origin = origin();
        release
            .entries
            .iter_mut()
            .for_each(|entry| entry.origin = origin());
    }
    Ok(changelog)
}

/// The SQLite image of a changelog: equal content gives equal bytes.
///
/// # Errors
/// If the store fails.
pub fn image(changelog: &Changelog) -> Result<Vec<u8>, Error> {
    let mut store = Store::in_memory()?;
    store.fill_bundled(changelog, bundle::VERSION)?;
    store.compact()?;
    Ok(store.image()?)
}
