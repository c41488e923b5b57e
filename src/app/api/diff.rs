//! What differs between the surfaces of two versions.

use std::collections::BTreeMap;

use crate::app::api::package::{KnownPackage, Packages, conventions};
use crate::app::api::replacement::replacements;
use crate::app::history::History;
use crate::domain::api::ReadVersion;
use crate::domain::api::diff::{Bump, Difference, differences, made};
use crate::domain::api::life::life;
use crate::domain::api::order;
use crate::domain::document::api::{DiffDocument, DiffRow};
use crate::domain::surface::outline::outline;
use crate::domain::version::SemVersion;
use crate::error::Error;

/// The difference of `range` (`A..B`).
///
/// # Errors
/// A range that is none, has no beginning or runs backwards; a version whose surface was not read.
pub fn diff(history: &History, package: Option<&str>, range: &str) -> Result<DiffDocument, Error> {
    let Some((from, to)) = range.split_once("..") else {
        return Err(Error::new(format!("`{range}` is not a range"))
            .hint("ranges are written A..B, for example 2.0.2..2.17.1"));
    };
    let packages = Packages::open(history)?;
    let package = packages.choose(package)?;
    let known = packages.known(&package)?;
    if from.is_empty() {
        return Err(
            Error::new(format!("the range {range} has no beginning")).hint(
                "a range from the first version on is a whole surface: `forewarn api show VERSION`",
            ),
        );
    }
    let end = |text: &str| known.version((!text.is_empty()).then_some(text)).cloned();
    let (from, to) = (end(from)?, end(to)?);
    if order(&from.version) > order(&to.version) {
        return Err(Error::new(format!("the range {range} runs backwards"))
            .hint(format!("did you mean {}..{}?", to.version, from.version)));
    }
    let (old, new) = (
        packages.surface(&package, &from.version)?,
        packages.surface(&package, &to.version)?,
    );
    let language = new.language;
    let separator = language.separator();
    let conventions = conventions(&package);
    let found = differences(
        &outline(&old, &conventions),
        &outline(&new, &conventions),
        separator,
    );
    let (before, after) = (sem(&from)?, sem(&to)?);
    let rows = |list: &[Difference]| -> Vec<DiffRow> {
        list.iter()
            .map(|one| row(&known, one, &to, separator))
            .collect()
    };
    Ok(DiffDocument {
        as_of: history.as_of,
        language,
        // Equal ends ask for nothing, not even for a patch.
        needs: if before == after {
            Bump::None
        } else {
            found.needs(&before)
        },
        made: made(&before, &after),
        removed: rows(&found.removed),
        moved: rows(&found.moved),
        changed: rows(&found.changed),
        deprecated: rows(&found.deprecated),
        added: rows(&found.added),
        unjudged: found.unjudged(),
        requires: requires(&from, &to),
        from,
        to,
        age: known.age,
    })
}

fn sem(read: &ReadVersion) -> Result<SemVersion, Error> {
    read.version.parse().map_err(|error| {
        Error::new(format!("{} is no semantic version", read.version)).because(error)
    })
}

fn row(
    known: &KnownPackage,
    difference: &Difference,
    to: &ReadVersion,
    separator: &str,
) -> DiffRow {
    let life = life(&known.api, &known.timeline, &difference.symbol);
    let declared = life.and_then(|life| life.deprecated.or(life.soft));
    // What a later version declares was not known at this step.
    let declared = declared
        .filter(|declared| order(&declared.first_observed.by.to_string()) <= order(&to.version));
    let replacements = declared.as_ref().map_or_else(Vec::new, |declared| {
        replacements(
            &known.api,
            &known.timeline,
            &difference.symbol,
            &declared.notice.replacements,
            separator,
        )
    });
    DiffRow {
        difference: difference.clone(),
        ever_deprecated: declared.as_ref().is_some_and(|one| {
            one.notice.strength == crate::domain::surface::notice::Strength::Declared
        }),
        declared_since: declared.as_ref().and_then(|one| one.since.clone()),
        first_observed: declared.map(|one| one.first_observed),
        replacements,
    }
}

type Requirement = (String, String, Option<String>, Option<String>);

/// Dependencies that came, went, or ask for something else.
fn requires(from: &ReadVersion, to: &ReadVersion) -> Vec<Requirement> {
    let mut both: BTreeMap<(String, String), (Option<String>, Option<String>)> = BTreeMap::new();
    for (name, range, kind) in &from.requires {
        both.entry((name.clone(), kind.clone())).or_default().0 = Some(range.clone());
    }
    for (name, range, kind) in &to.requires {
        both.entry((name.clone(), kind.clone())).or_default().1 = Some(range.clone());
    }
    both.into_iter()
        .filter(|(_, (before, after))| before != after)
        .map(|((name, kind), (before, after))| (name, kind, before, after))
        .collect()
}
