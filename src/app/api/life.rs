//! The life of one symbol.

use crate::app::api::package::{KnownPackage, Packages, conventions};
use crate::app::api::replacement::replacements;
use crate::app::history::History;
use crate::domain::api::life as lives;
use crate::domain::document::api::{LifeDocument, TypeSpan};
use crate::domain::surface::Language;
use crate::domain::surface::outline::{Symbol, outline};
use crate::domain::words::{nearest, nearest_in_words};
use crate::error::Error;
use crate::store::{Carries, Selection};

/// What all versions that were read tell of a symbol, and what the change log says of it.
///
/// # Errors
/// An unknown package or symbol: the nearest are named.
pub fn life(history: &History, package: Option<&str>, symbol: &str) -> Result<LifeDocument, Error> {
    let packages = Packages::open(history)?;
    let package = packages.choose(package)?;
    let known = packages.known(&package)?;
    let symbol = named(&known, symbol)?;
    let life = lives::life(&known.api, &known.timeline, &symbol)
        .ok_or_else(|| Error::new(format!("no version of {package} has `{symbol}`")))?;
    let separator = Language::of_package(&package).separator();
    let written: Vec<String> = life
        .deprecated
        .iter()
        .chain(&life.soft)
        .flat_map(|declared| declared.notice.replacements.clone())
        .collect();
    let remnant = life
        .gone
        .is_some()
        .then(|| remnant(&known, &symbol))
        .flatten();
    Ok(LifeDocument {
        as_of: history.as_of,
        replacements: replacements(&known.api, &known.timeline, &symbol, &written, separator),
        types: types(&packages, &known, &symbol)?,
        remnant,
        said: said(history, &package, &symbol)?,
        package,
        life,
        age: known.age,
    })
}

/// The symbol that a name means: its path, or its last part if only one symbol has that.
fn named(known: &KnownPackage, name: &str) -> Result<String, Error> {
    if known.api.symbols.contains_key(name) {
        return Ok(name.to_owned());
    }
    let tails: Vec<&str> = known
        .api
        .symbols
        .iter()
        .filter(|(_, facts)| {
            facts
                .iter()
                .any(|(fact, _)| fact.root && fact.declared_by.is_none())
        })
        .map(|(path, _)| path)
        .filter(|path| path.rsplit(['.', ':']).next() == Some(name))
        .collect();
    let package = &known.api.package;
    match tails[..] {
        [only] => Ok(only.to_owned()),
        [] => {
            let near = nearest(name, known.api.symbols.keys(), 4);
            let error = Error::new(format!(
                "no version of {package} that was read has `{name}`"
            ));
            Err(match nearest_in_words(&near) {
                Some(near) => error.hint(near),
                None => error.hint("`forewarn api show` lists what there is"),
            })
        }
        _ => Err(Error::new(format!(
            "`{name}` is the last part of {} symbols",
            tails.len()
        ))
        .hint(format!(
            "choose one: {}",
            tails.iter().take(8).copied().collect::<Vec<_>>().join(", ")
        ))),
    }
}

/// A deep import that has the export in the newest version.
fn remnant(known: &KnownPackage, symbol: &str) -> Option<String> {
    let (newest, _) = known.timeline.newest()?;
    let tail = format!("#{symbol}");
    known
        .api
        .symbols
        .keys()
        .find(|path| path.ends_with(&tail) && known.api.fact(path, newest).is_some())
        .map(str::to_owned)
}

/// The declared types, in order: only the surfaces between which the type differs are opened.
fn types(
    packages: &Packages<'_>,
    known: &KnownPackage,
    symbol: &str,
) -> Result<Vec<TypeSpan>, Error> {
    let mut spans: Vec<(u64, TypeSpan)> = Vec::new();
    for (position, read) in known.api.versions.iter().enumerate() {
        let Some(fact) = known.api.fact(symbol, position) else {
            continue;
        };
        match spans.last_mut() {
            Some((signature, span)) if *signature == fact.signature => {
                span.to.clone_from(&read.version);
            }
            _ => spans.push((
                fact.signature,
                TypeSpan {
                    from: read.version.clone(),
                    to: read.version.clone(),
                    signature: String::new(),
                },
            )),
        }
    }
    let conventions = conventions(&known.api.package);
    for (_, span) in &mut spans {
        let surface = packages.surface(&known.api.package, &span.from)?;
        let outline = outline(&surface, &conventions);
        let found = outline
            .root
            .get(symbol)
            .or_else(|| outline.deep.get(symbol));
        span.signature = found.map_or_else(String::new, Symbol::signature);
    }
    Ok(spans.into_iter().map(|(_, span)| span).collect())
}

/// Entries that speak of the symbol.
fn said(
    history: &History,
    package: &str,
    symbol: &str,
) -> Result<Vec<(String, String, String)>, Error> {
    let ids = history
        .store
        .releases_with(&history.platform, Carries::Deprecations)?;
    let changelog = history.load(Selection::Only(&ids))?;
    let of_package: Vec<&str> = changelog
        .streams
        .iter()
        .filter(|stream| stream.package.as_deref() == Some(package))
        .map(|stream| stream.id.as_str())
        .collect();
    let mut said = Vec::new();
    for release in changelog.releases.iter().filter(|release| {
        of_package.contains(&release.stream.as_str()) && release.is_public(history.as_of)
    }) {
        for entry in &release.entries {
            for deprecation in entry
                .deprecations
                .iter()
                .filter(|one| one.symbol.raw() == symbol)
            {
                let replacement = deprecation
                    .replacement
                    .as_ref()
                    .map_or_else(String::new, |one| format!(", use {}", one.raw()));
                said.push((
                    entry.id.clone(),
                    release.id(),
                    format!("{}{replacement}", deprecation.change),
                ));
            }
        }
    }
    Ok(said)
}
