//! Deprecated symbols: what has become of each at a version, when it is to go, and how it warns until then.
//!
//! The rules are those of the paragraphs on deprecation in "UI Versions & Features" of the platform's page "How We Release
//! Flex". Where they leave something open, the choice made here is marked "ours".
//!
//! 1. A deprecated function goes on working.
//! 2. It is removed in the following major release: deprecated in 2.5.0, removal in 3.0.0. That holds for streams the
//!    policy covers, where no source states another removal; what the policy says is marked so.
//! 3. Where that removal has passed and no source says that the symbol is gone, it is overdue.
//! 4. In the client libraries a call warns in the browser's console. Outside of them, as in the REST API, it makes a
//!    debugger event of the level Warning. Ours: what nobody calls (a type, a style, a dependency) shows nothing.
//! 5. Ours: of several things said of a symbol the gravest that holds counts, in the order of [`SymbolStatus`].
//! 6. Ours: what the published declarations show counts as much as what is said, and more where the two disagree: a symbol
//!    that the very version still has is not gone. Prose and comments of the package alone make it soft.
//! 7. Ours: "after A, by B" is not asserted for a version between A and B.

use crate::domain::date::Date;
use crate::domain::deprecation::{Deprecation, Observed, SymbolChange, SymbolKind};
use crate::domain::document::deprecations::{
    ObservedSymbol, RemovalSource, SymbolRow, SymbolState, SymbolStatus, Warning,
};
use crate::domain::release::Stream;
use crate::domain::text::Untrusted;
use crate::domain::version::{DateVersion, Scheme, Version};
use crate::policy::schema::Policy;

#[cfg(test)]
mod tests;

/// Where a status is given: a version of the stream and a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct At {
    /// In a stream of days the day itself.
    pub version: Version,
    /// For removals by day in a stream of versions.
    pub day: Date,
}

/// Why a symbol has no status at a version: nothing is declared or changed there yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotYet;

/// The state of a symbol. `rows` is everything that the record says of it, in order of time; `observed` what published
/// versions show. At least one of the two is there.
///
/// # Errors
/// [`NotYet`] if none of it holds at that version.
pub fn state(
    rows: Vec<SymbolRow>,
    observed: Option<ObservedSymbol>,
    stream: &Stream,
    policy: &Policy,
    at: &At,
) -> Result<SymbolState, NotYet> {
    let mut judged: Vec<Judged> = rows
        .iter()
        .filter_map(|row| {
            judge(
                &row.deprecation,
                own_version(row).as_ref(),
                stream,
                policy,
                at,
            )
        })
        .collect();
    let mut disputed: Vec<Untrusted> = rows
        .iter()
        .filter_map(|row| row.deprecation.disputed.clone())
        .collect();
    if let Some(seen) = &observed {
        if seen.is_exact && seen.is_there {
            let before = judged.len();
            let still_said = judged.iter().any(|one| one.status > SymbolStatus::Changed)
                || judge_observed(seen, stream, policy, at).is_some();
            // Where nothing else is said the record's word stays, with what speaks against it.
            judged.retain(|one| one.status > SymbolStatus::Changed || !still_said);
            if judged.len() < before || !still_said && before > 0 {
                disputed.push(Untrusted::new(format!(
                    "the record says that it is gone; the declarations of {} still have it",
                    seen.looked_at
                )));
            }
        }
        judged.extend(judge_observed(seen, stream, policy, at));
    }
    let gravest = judged.iter().min_by_key(|one| one.status).ok_or(NotYet)?;
    let (symbol, kind) = match (rows.first(), &observed) {
        (Some(first), _) => (first.deprecation.symbol.clone(), first.deprecation.kind),
        (None, Some(seen)) => (Untrusted::new(seen.life.symbol.clone()), seen.life.kind),
        (None, None) => return Err(NotYet),
    };
    let newest = |get: fn(&SymbolRow) -> Option<Untrusted>| rows.iter().rev().find_map(get);
    let offered = observed.as_ref().and_then(|seen| seen.replacements.first());
    Ok(SymbolState {
        package: rows
            .iter()
            .find_map(|row| row.deprecation.package.clone())
            .or_else(|| stream.package.clone()),
        stream: stream.id.clone(),
        status: gravest.status,
        reason: gravest.reason.clone(),
        declared_since: rows
            .iter()
            .filter_map(|row| declared(&row.deprecation, own_version(row).as_ref()))
            .chain(observed.as_ref().and_then(claimed))
            .min(),
        gone: gravest.gone.clone(),
        removal: gravest.removal.clone(),
        removal_source: gravest.removal_source,
        replacement: newest(|row| row.deprecation.replacement.clone()).or_else(|| {
            offered.map(|one| {
                Untrusted::new(one.symbol.clone().unwrap_or_else(|| one.written.clone()))
            })
        }),
        replacement_since: rows
            .iter()
            .rev()
            .find_map(|row| row.deprecation.replacement_since.clone())
            .or_else(|| Some(Version::Semver(offered?.since.as_ref()?.by.clone()))),
        warning: warning(kind, stream, policy),
        disputed,
        symbol,
        kind,
        rows,
        observed,
    })
}

/// Since when the published declarations say that it is deprecated: what the tag claims, else the first that has it.
///
/// A claim that is older than the symbol is that of another package, whose declarations were taken over.
fn claimed(seen: &ObservedSymbol) -> Option<Version> {
    let declared = seen.life.deprecated.as_ref()?;
    let before = seen.life.first_seen.after.as_ref();
    let claim = declared
        .since
        .as_deref()
        .and_then(|since| since.parse().ok())
        .filter(|claim| before.is_none_or(|before| claim > before));
    Some(Version::Semver(
        claim.unwrap_or_else(|| declared.first_observed.by.clone()),
    ))
}

/// What the published versions come to.
fn judge_observed(
    seen: &ObservedSymbol,
    stream: &Stream,
    policy: &Policy,
    at: &At,
) -> Option<Judged> {
    let life = &seen.life;
    let mut made = Deprecation::new(life.symbol.clone(), life.kind, SymbolChange::Removed);
    let gone = life.gone.as_ref().map(|gone| gone.removed_in.observed());
    if let Some(declared) = &life.deprecated {
        made.change = SymbolChange::Deprecated;
        made.declared_since = claimed(seen);
        made.removal = declared
            .notice
            .removal
            .as_deref()
            .and_then(|removal| Version::parse(Scheme::Semver, removal).ok());
        made.removed = gone;
        return judge(&made, None, stream, policy, at);
    }
    if gone.is_some() {
        made.removed = gone;
        // Nothing was declared: before it is gone there is nothing to say.
        return judge(&made, None, stream, policy, at);
    }
    let soft = life.soft.as_ref()?;
    let by = Version::Semver(soft.first_observed.by.clone());
    is_by(&by, at).then_some(Judged {
        status: SymbolStatus::Soft,
        reason: Some(
            "only prose or a comment of the package says that it is deprecated".to_owned(),
        ),
        gone: None,
        removal: None,
        removal_source: None,
    })
}

/// What one row comes to.
struct Judged {
    status: SymbolStatus,
    reason: Option<String>,
    gone: Option<Observed>,
    removal: Option<Version>,
    removal_source: Option<RemovalSource>,
}

/// `None`: at that version nothing of it holds yet. `own` is the version of the entry that says it.
fn judge(
    said: &Deprecation,
    own: Option<&Version>,
    stream: &Stream,
    policy: &Policy,
    at: &At,
) -> Option<Judged> {
    let is_by = |version: &Version| is_by(version, at);
    let gone_as = match said.change {
        SymbolChange::Removed => Some(SymbolStatus::Removed),
        SymbolChange::Moved => Some(SymbolStatus::Moved),
        SymbolChange::Changed => Some(SymbolStatus::Changed),
        SymbolChange::Deprecated => said.removed.as_ref().map(|_| SymbolStatus::Removed),
    };
    let mut reason = None;
    if let Some(status) = gone_as {
        let gone = said
            .removed
            .clone()
            // Announced for a day or version: that is when it goes.
            .or_else(|| said.removal.clone().map(Observed::At))
            .or_else(|| own.cloned().map(Observed::At))?;
        let (certain, possible) = match &gone {
            Observed::At(version) => (is_by(version), is_by(version)),
            Observed::Between { after, by } => {
                (is_by(by), is_by(after) && !is_after_only(after, at))
            }
        };
        if certain {
            return Some(Judged {
                status,
                reason: None,
                gone: Some(gone),
                removal: None,
                removal_source: None,
            });
        }
        if possible {
            reason = Some(format!(
                "it went {gone}: whether at {} is not known",
                at.version
            ));
        }
        // Still there; that it will go is known from when it was declared, or from its entry.
        let known_from = declared(said, own).or_else(|| own.cloned());
        return known_from.filter(is_by).map(|_| Judged {
            status: SymbolStatus::Scheduled,
            reason,
            removal: match &gone {
                Observed::At(version) | Observed::Between { by: version, .. } => {
                    Some(version.clone())
                }
            },
            removal_source: Some(RemovalSource::Stated),
            gone: None,
        });
    }
    let since = declared(said, own)?;
    if !is_by(&since) {
        return None;
    }
    let (removal, removal_source) = match said.removal.clone() {
        Some(stated) => (Some(stated), Some(RemovalSource::Stated)),
        None => match following_major(&since, stream, policy) {
            Some(major) => (Some(major), Some(RemovalSource::Policy)),
            None => (None, None),
        },
    };
    let status = match &removal {
        None => SymbolStatus::Deprecated,
        Some(removal) if is_by(removal) => SymbolStatus::Overdue,
        Some(_) => SymbolStatus::Scheduled,
    };
    Some(Judged {
        status,
        reason: None,
        gone: None,
        removal,
        removal_source,
    })
}

/// Whether a version or day has come at the place that is asked about.
fn is_by(version: &Version, at: &At) -> bool {
    match (version, &at.version) {
        (Version::Semver(one), Version::Semver(to)) => one <= to,
        (Version::Date(one), _) => one.day <= at.day,
        // A version of something else: nothing follows.
        (Version::Semver(_), Version::Date(_)) => false,
    }
}

/// At the very version after which it went, it was still there.
fn is_after_only(after: &Version, at: &At) -> bool {
    *after == at.version
}

/// Since when it is declared: as said, else with the release that tells of it.
fn declared(said: &Deprecation, own: Option<&Version>) -> Option<Version> {
    said.declared_since.clone().or_else(|| {
        (said.change == SymbolChange::Deprecated)
            .then(|| own.cloned())
            .flatten()
    })
}

fn own_version(row: &SymbolRow) -> Option<Version> {
    row.release
        .split_once('/')
        .and_then(|(_, place)| Version::parse_any(place).ok())
}

/// Rule 2.
fn following_major(since: &Version, stream: &Stream, policy: &Policy) -> Option<Version> {
    let version = since
        .semver()
        .filter(|_| stream.scheme == Scheme::Semver && policy.covers(&stream.id))?;
    Version::parse(Scheme::Semver, &format!("{}.0.0", version.major() + 1)).ok()
}

/// Rule 4.
fn warning(kind: SymbolKind, stream: &Stream, policy: &Policy) -> Warning {
    if kind == SymbolKind::RestEndpoint || stream.scheme == Scheme::Date {
        return Warning::DebuggerEvent;
    }
    if !policy.covers(&stream.id) {
        return Warning::Unknown;
    }
    match kind {
        SymbolKind::Export
        | SymbolKind::Member
        | SymbolKind::Function
        | SymbolKind::Method
        | SymbolKind::Action
        | SymbolKind::Event
        | SymbolKind::ComponentProp
        | SymbolKind::Macro => Warning::Console,
        SymbolKind::EnumMember
        | SymbolKind::StringTemplate
        | SymbolKind::Module
        | SymbolKind::Type
        | SymbolKind::Trait
        | SymbolKind::Field
        | SymbolKind::Variant
        | SymbolKind::Constant
        | SymbolKind::PayloadField
        | SymbolKind::Notification
        | SymbolKind::ComponentName
        | SymbolKind::StatePath
        | SymbolKind::ThemeToken
        | SymbolKind::ConfigKey
        | SymbolKind::CssClass
        | SymbolKind::NpmDependency
        | SymbolKind::RestEndpoint => Warning::None,
    }
}

impl At {
    /// A day, in a stream of days.
    pub fn on(day: Date) -> Self {
        Self {
            version: Version::Date(DateVersion {
                day,
                sequence: u32::MAX,
            }),
            day,
        }
    }
}
