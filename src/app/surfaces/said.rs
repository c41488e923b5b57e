//! What the change log in a package says of its symbols.

use crate::changelog::wild::{self, WildStream};
use crate::domain::entry::EntryKind;
use crate::domain::surface::Said;
use crate::domain::surface::outline::Outline;
use crate::domain::version::{Scheme, SemVersion, Version};
use crate::ingest::package::Package;
use crate::ingest::{Claim, claims};

/// The symbols that the package's CHANGELOG.md says are deprecated, with the release that says so; names that are no
/// symbols of this version are passed over. A change log may run ahead of its package: later releases do not count.
pub(super) fn by_changelog(package: &Package, outline: &Outline) -> Vec<Said> {
    let Some((name, bytes)) = package.changelog() else {
        return Vec::new();
    };
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Vec::new();
    };
    if !text.to_ascii_lowercase().contains("deprecat") {
        return Vec::new();
    }
    let stream = WildStream {
        id: "package".to_owned(),
        scheme: Scheme::Semver,
    };
    let newest = package.version.parse::<SemVersion>().ok();
    let read = wild::read(text, name, &stream);
    let mut releases: Vec<_> = read
        .releases
        .iter()
        .filter_map(|release| match release.place.version() {
            Some(Version::Semver(version)) => Some((version, release)),
            _ => None,
        })
        .filter(|(version, _)| newest.as_ref().is_none_or(|newest| *version <= newest))
        .collect();
    // Of several releases that say the same, the first one counts.
    releases.sort_by_key(|(version, _)| *version);
    let mut found: Vec<Said> = Vec::new();
    for (version, release) in releases {
        for entry in &release.entries {
            for claim in claims_of(entry.text.raw(), entry.kind) {
                take(&claim, version, package, outline, &mut found);
            }
        }
    }
    found.sort_by(|a, b| a.symbol.cmp(&b.symbol));
    found
}

/// Under the heading "Deprecated" an entry may be a name and nothing else.
fn claims_of(text: &str, kind: EntryKind) -> Vec<Claim> {
    let found = claims(text);
    if found.is_empty() && kind == EntryKind::Deprecated && text.trim_start().starts_with('`') {
        return claims(&format!("Deprecated {text}"));
    }
    found
}

fn take(
    claim: &Claim,
    version: &SemVersion,
    package: &Package,
    outline: &Outline,
    found: &mut Vec<Said>,
) {
    for name in &claim.names {
        let Some(symbol) = symbol_of(name, package, outline) else {
            continue;
        };
        if found.iter().any(|one| one.symbol == symbol) {
            continue;
        }
        let mut notice = claim.notice.clone();
        notice.since.get_or_insert_with(|| version.to_string());
        found.push(Said { symbol, notice });
    }
}

/// The symbol that a change log means by a name: the path itself, or behind the name by which users import the whole
/// package (`Flex.Manager`, `clap::Command`).
fn symbol_of(name: &str, package: &Package, outline: &Outline) -> Option<String> {
    let separator = package.language.separator();
    let known = |path: &str| outline.root.contains_key(path).then(|| path.to_owned());
    let name = name.replace('#', separator);
    known(&name).or_else(|| {
        let (first, rest) = name.split_once(separator)?;
        let whole = package.name.rsplit('/').next().unwrap_or(&package.name);
        let is_whole = whole
            .split('-')
            .any(|part| part.eq_ignore_ascii_case(first))
            || whole.replace('-', "_").eq_ignore_ascii_case(first);
        is_whole.then(|| known(rest)).flatten()
    })
}
