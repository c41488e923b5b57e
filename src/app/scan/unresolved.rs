//! Places of a plugin that may name the platform, and of which nobody can tell.

use std::cell::LazyCell;
use std::collections::BTreeSet;

use crate::app::scan::findings::lines_of;
use crate::domain::document::scan::{Point, Unresolved};
use crate::scan::script::source::{Lines, Span};
use crate::scan::sources::Sources;
use crate::scan::uses::{Site, Uses};
use crate::scan::walk::Found;

/// Letters of a place's text that are told.
const TEXT: usize = 60;

/// All of them, by file and place: names that only a run would tell, ways that are too long to follow, modules of the
/// platform that the version in use does not have, and imports of packages of the same repository that are not read as part
/// of this plugin.
pub(super) fn places(met: &Uses, sources: &Sources, found: &Found) -> Vec<Unresolved> {
    // Their lines are found once for each file.
    let lines: Vec<LazyCell<Lines<'_>, _>> = sources
        .files
        .iter()
        .zip(&sources.texts)
        .map(|(file, text)| LazyCell::new(|| lines_of(&file.path, text)))
        .collect();
    let mut places: Vec<Unresolved> = met
        .undecided
        .iter()
        .filter_map(|one| {
            let file = sources.files.get(one.file)?;
            let text = sources.texts.get(one.file)?;
            let why = match one.site {
                Site::Module => "the version in use has no such module",
                Site::Computed => "which member is meant only a run tells",
                _ => "what it leads to is too far away to be followed",
            };
            Some(made(&file.path, text, lines.get(one.file)?, one.at, why))
        })
        .collect();
    for ((file, text), lines) in sources.files.iter().zip(&sources.texts).zip(&lines) {
        if file.is_generated {
            continue;
        }
        let foreign: BTreeSet<Span> = file
            .script
            .imports
            .iter()
            .filter(|import| !file.links.contains_key(&import.specifier))
            .filter(|import| found.siblings.contains(package(&import.specifier)))
            .map(|import| import.specifier_at)
            .collect();
        let why = "a package of the same repository, which is not read with this plugin";
        places.extend(
            foreign
                .iter()
                .map(|at| made(&file.path, text, lines, *at, why)),
        );
    }
    places.sort();
    places.dedup();
    places
}

/// The package of a specifier: `@scope/name` of `@scope/name/sub`.
fn package(specifier: &str) -> &str {
    let parts = if specifier.starts_with('@') { 2 } else { 1 };
    let end = specifier.match_indices('/').nth(parts - 1);
    end.and_then(|(at, _)| specifier.get(..at))
        .unwrap_or(specifier)
}

fn made(file: &str, text: &str, lines: &Lines<'_>, at: Span, why: &str) -> Unresolved {
    let (line, column) = lines.place(at.start);
    let written = text
        .get(at.start as usize..at.end as usize)
        .unwrap_or_default();
    let mut written: String = written.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((cut, _)) = written.char_indices().nth(TEXT) {
        written.truncate(cut);
        written.push('\u{2026}');
    }
    Unresolved {
        file: file.to_owned(),
        start: Point { line, column },
        why: format!("`{written}`: {why}"),
    }
}

#[cfg(test)]
mod tests {
    use super::package;

    #[test]
    fn a_specifier_begins_with_its_package() {
        for (specifier, expected) in [
            ("a", "a"),
            ("a/b/c", "a"),
            ("@s/a", "@s/a"),
            ("@s/a/b/c", "@s/a"),
            ("@s", "@s"),
            ("", ""),
        ] {
            assert_eq!(package(specifier), expected);
        }
    }
}
