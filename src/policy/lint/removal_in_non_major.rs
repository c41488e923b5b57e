//! What was there stays until the next major.

use crate::domain::api::diff::Bump;
use crate::domain::deprecation::{Observed, SymbolChange};
use crate::domain::lint::LintRule;
use crate::domain::release::{Place, Release};
use crate::domain::version::{SemVersion, Version};
use crate::policy::lint::step::{a_part, milder, paths, the_part, what};
use crate::policy::lint::{Found, Material};

const ADVICE: &str = "put it back until the next major, and deprecate it before";

/// Symbols that a minor or a patch took away: by the surfaces, and for those that no declaration shows by the record. Then
/// removals that the record schedules for such a version.
pub(super) fn check(material: &Material<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for step in material.steps {
        let is_ruled = material.policy.covers(&step.stream) && step.from.major() > 0;
        if !is_ruled || step.made >= Bump::Major {
            continue;
        }
        for group in step.groups(|_| true) {
            let message = format!(
                "{} ({}) is gone in {} {}",
                group.symbol,
                what(&group),
                the_part(step.made),
                step.to
            );
            let mut one = Found::at(
                LintRule::RemovalInNonMajor,
                &step.stream,
                step.place(),
                message,
            )
            .symbol(group.symbol)
            .because(step.evidence(&group))
            .advise(ADVICE);
            one.symbols = paths(&group);
            one.milder = milder(&group);
            found.push(one);
        }
    }
    for (release, entry) in material.changelog.entries() {
        if !material.policy.covers(&release.stream) {
            continue;
        }
        for said in &entry.deprecations {
            let symbol = said.symbol.raw();
            if let Some(removal) = said.removal.as_ref().and_then(non_major) {
                let message = format!(
                    "the removal of {symbol} is scheduled for {removal}, which is {}",
                    a_part(part(removal))
                );
                found.push(
                    Found::new(LintRule::RemovalInNonMajor, release, message)
                        .entry(entry)
                        .symbol(symbol)
                        .advise(format!("schedule it for {}.0.0", removal.major() + 1)),
                );
            }
            // Of what declarations show, the surfaces tell.
            if said.change == SymbolChange::Removed && !said.kind.is_declared() {
                found.extend(by_record(material, release, said, &entry.id));
            }
        }
    }
    found
}

/// A removal that the record tells of.
fn by_record(
    material: &Material<'_>,
    release: &Release,
    said: &crate::domain::deprecation::Deprecation,
    entry: &str,
) -> Option<Found> {
    let own = release.version().cloned();
    let gone = match &said.removed {
        Some(Observed::At(version)) => Some(version.clone()),
        // It went somewhere between the two: in a non-major only if no major lies between.
        Some(Observed::Between { after, by }) => {
            let same = after.semver()?.major() == by.semver()?.major();
            same.then(|| by.clone())
        }
        None => own,
    };
    let gone = gone?;
    let version = non_major(&gone)?;
    let message = format!(
        "{} ({}) is gone in {} {version}, as the record has it",
        said.symbol.raw(),
        said.kind,
        the_part(part(version))
    );
    let place = Place::Version(gone.clone());
    let is_known = super::release_of(material, &release.stream, &gone).is_some();
    let place = if is_known {
        place
    } else {
        release.place.clone()
    };
    let mut one = Found::at(LintRule::RemovalInNonMajor, &release.stream, place, message)
        .symbol(said.symbol.raw())
        .because([format!("{} ({entry}) tells of it", release.id())])
        .advise(ADVICE);
    if is_known && release.version() == Some(&gone) {
        one.entry = Some(entry.to_owned());
    }
    Some(one)
}

/// A stable version behind 1.0.0 that is no major.
fn non_major(version: &Version) -> Option<&SemVersion> {
    let version = version.semver()?;
    let is_ruled = !version.is_prerelease() && version.major() > 0;
    (is_ruled && part(version) < Bump::Major).then_some(version)
}

fn part(version: &SemVersion) -> Bump {
    match (version.minor(), version.patch()) {
        (0, 0) => Bump::Major,
        (_, 0) => Bump::Minor,
        _ => Bump::Patch,
    }
}
