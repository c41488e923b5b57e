//! The surface of one version.

use crate::app::api::package::{Packages, conventions};
use crate::app::history::History;
use crate::domain::deprecation::SymbolKind;
use crate::domain::document::api::{ShowCounts, ShowDocument, ShowRow};
use crate::domain::surface::Surface;
use crate::domain::surface::notice::Strength;
use crate::domain::surface::outline::{Outline, Symbol, outline};
use crate::error::Error;

/// What a user asked for.
#[derive(Clone, Debug, Default)]
pub struct ShowQuery {
    pub package: Option<String>,
    /// A version, a line, or the newest that was read.
    pub version: Option<String>,
    /// Only symbols of this path and below it.
    pub symbol: Option<String>,
    pub kinds: Vec<SymbolKind>,
    /// Only what is declared deprecated, or noted in prose.
    pub deprecated: bool,
    /// Also what only a deep import reaches.
    pub deep: bool,
    /// Also what a container only inherits.
    pub inherited: bool,
}

/// The surface of a version, as a list of symbols.
///
/// # Errors
/// An unknown package or version, or a surface that was not read: the nearest are named.
pub fn show(history: &History, query: &ShowQuery) -> Result<ShowDocument, Error> {
    let packages = Packages::open(history)?;
    let package = packages.choose(query.package.as_deref())?;
    let known = packages.known(&package)?;
    let version = known.version(query.version.as_deref())?.clone();
    let surface = packages.surface(&package, &version.version)?;
    let outline = outline(&surface, &conventions(&package));
    let counts = counts(&surface, &outline);
    let separator = surface.language.separator();
    let deep = query.deep.then_some(&outline.deep).into_iter().flatten();
    let all = outline
        .root
        .iter()
        .map(|(path, symbol)| (path, symbol, true));
    let all = all.chain(deep.map(|(path, symbol)| (path, symbol, false)));
    let (mut rows, mut filtered) = (Vec::new(), 0);
    for (path, symbol, root) in all {
        if is_meant(path, symbol, query, separator) {
            rows.push(row(path, symbol, root));
        } else {
            filtered += 1;
        }
    }
    if rows.is_empty()
        && let Some(wanted) = &query.symbol
        && !outline.root.contains_key(wanted)
        && !(query.deep && outline.deep.contains_key(wanted))
    {
        let paths = outline.root.keys().map(String::as_str);
        let near = crate::domain::words::nearest(wanted, paths, 4);
        let error = Error::new(format!(
            "{package} {} has no symbol `{wanted}`",
            version.version
        ));
        if !query.deep && outline.deep.contains_key(wanted) {
            return Err(error.hint("only a deep import reaches it: --deep lists it"));
        }
        return Err(match crate::domain::words::nearest_in_words(&near) {
            Some(near) => error.hint(near),
            None => error.hint("`forewarn api history` tells whether another version has it"),
        });
    }
    Ok(ShowDocument {
        as_of: history.as_of,
        language: surface.language,
        version,
        rows,
        counts,
        filtered,
        gaps: surface.gaps,
        age: known.age,
    })
}

fn is_meant(path: &str, symbol: &Symbol, query: &ShowQuery, separator: &str) -> bool {
    let below = |wanted: &String| {
        path.strip_prefix(wanted.as_str()).is_some_and(|rest| {
            rest.is_empty() || rest.starts_with(separator) || rest.starts_with('#')
        })
    };
    let named = query.symbol.as_ref().is_none_or(below);
    let asked_for = query.symbol.is_some();
    named
        && (query.kinds.is_empty() || query.kinds.contains(&symbol.kind))
        && (!query.deprecated || symbol.is_noted())
        && (query.inherited || asked_for || symbol.declared_by.is_none())
}

fn row(path: &str, symbol: &Symbol, root: bool) -> ShowRow {
    let first = symbol.forms.first();
    ShowRow {
        symbol: path.to_owned(),
        kind: symbol.kind,
        root,
        declared_by: symbol.declared_by.clone(),
        private: symbol.is_private(),
        deprecated: symbol.is_deprecated(),
        partly: symbol.is_partly_deprecated(),
        soft: symbol.is_soft(),
        forms: symbol
            .forms
            .iter()
            .map(|form| {
                let optional = if form.optional { "?" } else { "" };
                (format!("{}{optional}", form.word), form.ty.clone())
            })
            .collect(),
        notices: symbol.notices().into_iter().cloned().collect(),
        at: first.map_or_else(String::new, |form| {
            if form.line == 0 {
                form.module.clone()
            } else {
                format!("{}:{}", form.module, form.line)
            }
        }),
        cfg: first.and_then(|form| form.cfg.clone()),
    }
}

fn counts(surface: &Surface, outline: &Outline) -> ShowCounts {
    let separator = surface.language.separator();
    let own = || {
        outline
            .root
            .values()
            .filter(|one| one.declared_by.is_none())
    };
    let suspect = |symbol: &&Symbol| {
        symbol
            .notices()
            .iter()
            .any(|notice| notice.strength == Strength::Suspect)
    };
    let (tags, member_tags) = tags(surface);
    ShowCounts {
        exports: outline
            .root
            .keys()
            .filter(|path| !path.contains(separator))
            .count(),
        symbols: own().count(),
        deprecated: own().filter(|one| one.is_deprecated()).count(),
        soft: own().filter(|one| one.is_soft()).count(),
        suspect: own().filter(suspect).count(),
        deprecated_paths: outline
            .root
            .values()
            .filter(|one| one.is_deprecated())
            .count(),
        deep: outline.deep.len(),
        tags,
        member_tags,
    }
}

/// Declarations that carry the tag themselves: in the package's own modules, in its members'.
fn tags(surface: &Surface) -> (usize, usize) {
    let own = surface
        .tags
        .iter()
        .filter(|tag| {
            tag.module.member().is_none() && !tag.module.path().starts_with("node_modules/")
        })
        .count();
    (own, surface.tags.len() - own)
}
