//! When something that an upgrade brings has to be dealt with: before it, with it, or after it.
//!
//! The platform's rules say that what is deprecated works on until the next major; the three phases follow from that. They
//! are those of Angular's update guide, of which the rules for a single item are ours:
//!
//! 1. A symbol that is gone or moved in the new version is replaced *before*, if what replaces it is there in the old
//!    version already: that can be done, shipped and tested while the old version runs.
//! 2. Else it changes *during* the upgrade. Where its replacement comes while it is still there itself, a stop at a version
//!    between turns that into a change before the next step.
//! 3. A symbol without a known replacement changes *during* the upgrade: nothing says that it can be done earlier.
//! 4. What is there and incompatible changes *during* the upgrade; a dependency *before* it, if some version satisfies what
//!    both versions of the platform ask for.
//! 5. What is deprecated in the new version is cleared *after* the upgrade, before the next major.
//! 6. An entry that speaks of symbols is of the most pressing phase of theirs: *during*, then *before*, then *after*. Any
//!    other that is breaking, or tells of something that is gone, is *during*; one that deprecates is *after*.
//! 7. A setting of existing accounts that changes by itself is decided on *before*: whoever wants the former value sets it.
//! 8. On the way back everything that is lost is *during*: nothing of it can be done earlier or later.
//! 9. All else asks nothing of anyone, and is news.

use crate::domain::document::deprecations::SymbolStatus;
use crate::domain::document::impact::{Phase, Reason};
use crate::domain::entry::{AppliesTo, EntryKind};
use crate::domain::range::Range;
use crate::domain::version::SemVersion;

/// What the phase of a symbol follows from.
#[derive(Clone, Copy, Debug)]
pub struct SymbolMove<'a> {
    /// At the new version.
    pub status: SymbolStatus,
    /// The first version without it, or in which it is another.
    pub gone: Option<&'a SemVersion>,
    pub has_replacement: bool,
    /// The first version that has the replacement, as far as it is known.
    pub replacement_since: Option<&'a SemVersion>,
    /// The old version.
    pub from: &'a SemVersion,
}

/// The phase of a symbol, and why (rules 1 to 5).
pub fn of_symbol(symbol: &SymbolMove<'_>) -> (Phase, Reason) {
    match symbol.status {
        SymbolStatus::Removed | SymbolStatus::Moved => replaced(symbol),
        SymbolStatus::Changed => (Phase::During, Reason::Incompatible),
        SymbolStatus::Overdue => (Phase::After, Reason::Overdue),
        SymbolStatus::Scheduled => (Phase::After, Reason::Scheduled),
        SymbolStatus::Deprecated => (Phase::After, Reason::Deprecated),
        SymbolStatus::Soft => (Phase::After, Reason::Soft),
    }
}

fn replaced(symbol: &SymbolMove<'_>) -> (Phase, Reason) {
    if !symbol.has_replacement {
        return (Phase::During, Reason::NoReplacement);
    }
    match (symbol.replacement_since, symbol.gone) {
        (Some(since), _) if since <= symbol.from => (Phase::Before, Reason::ReplacementThere),
        // A pre-release is no place to stop: what it brings comes with its release.
        (Some(since), Some(gone)) if since.release() < *gone => {
            (Phase::During, Reason::ReplacementBetween)
        }
        _ => (Phase::During, Reason::ReplacementWith),
    }
}

/// The phase of a dependency, by what both versions of the platform ask for (rule 4). `binds`: plugins have to go along.
pub fn of_dependency(from: Option<&str>, to: Option<&str>, binds: bool) -> (Phase, Reason) {
    match (from, to) {
        _ if !binds => (Phase::News, Reason::Nothing),
        (Some(from), Some(to)) => {
            let meet = Range::npm(from)
                .and_then(|from| Range::npm(to).map(|to| from.meets(&to)))
                .unwrap_or(false);
            if meet {
                (Phase::Before, Reason::RangesMeet)
            } else {
                (Phase::During, Reason::RangesApart)
            }
        }
        (Some(_), None) => (Phase::Before, Reason::NoLongerBrought),
        (None, _) => (Phase::During, Reason::RangesApart),
    }
}

/// The phase of an entry (rules 6 and 7). `symbols` are the phases of the symbols that it speaks of; `automatic`: a
/// setting of existing accounts changes by itself.
pub fn of_entry(
    kind: EntryKind,
    breaking: bool,
    symbols: &[Phase],
    automatic: bool,
) -> (Phase, Reason) {
    let pressing = [Phase::During, Phase::Before, Phase::After]
        .into_iter()
        .find(|phase| symbols.contains(phase));
    let is_grave = breaking || kind == EntryKind::Removed;
    match pressing {
        Some(Phase::After) | None if is_grave => (Phase::During, Reason::Breaking),
        Some(Phase::After) => (Phase::After, Reason::Deprecated),
        Some(phase) => (phase, Reason::Breaking),
        None if kind == EntryKind::Deprecated => (Phase::After, Reason::Deprecated),
        None if automatic => (Phase::Before, Reason::Automatic),
        None => (Phase::News, Reason::Nothing),
    }
}

/// Whether a setting changes in accounts that exist, without their doing (rule 7).
pub fn changes_by_itself(applies_to: Option<AppliesTo>, automatic: Option<bool>) -> bool {
    let reaches = matches!(
        applies_to,
        Some(AppliesTo::All | AppliesTo::ExistingAccounts)
    );
    reaches && automatic != Some(false)
}

/// The phase of an entry on the way back (rule 8).
pub fn of_entry_back(kind: EntryKind) -> (Phase, Reason) {
    match kind {
        EntryKind::Added | EntryKind::Default | EntryKind::Configuration => {
            (Phase::During, Reason::Lost)
        }
        EntryKind::Fixed | EntryKind::Security => (Phase::During, Reason::Back),
        EntryKind::Changed
        | EntryKind::Deprecated
        | EntryKind::Removed
        | EntryKind::Note
        | EntryKind::KnownIssue => (Phase::News, Reason::Back),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols() {
        use SymbolStatus::{Changed, Deprecated, Moved, Overdue, Removed, Scheduled, Soft};
        let from: SemVersion = "1.34.6".parse().unwrap();
        for (status, gone, replacement, expected) in [
            // (status at the new version, gone in, replacement and since when)
            (
                Removed,
                Some("2.0.0"),
                None,
                (Phase::During, Reason::NoReplacement),
            ),
            (
                Removed,
                Some("2.0.0"),
                Some(Some("1.34.6")),
                (Phase::Before, Reason::ReplacementThere),
            ),
            (
                Removed,
                Some("2.10.0"),
                Some(Some("2.8.0")),
                (Phase::During, Reason::ReplacementBetween),
            ),
            (
                Removed,
                Some("2.0.0"),
                Some(Some("2.0.0-alpha.9")),
                (Phase::During, Reason::ReplacementWith),
            ),
            (
                Moved,
                Some("2.0.0"),
                Some(Some("2.0.0")),
                (Phase::During, Reason::ReplacementWith),
            ),
            (
                Removed,
                Some("2.0.0"),
                Some(Some("2.1.0")),
                (Phase::During, Reason::ReplacementWith),
            ),
            // Nobody knows since when.
            (
                Moved,
                Some("2.0.0"),
                Some(None),
                (Phase::During, Reason::ReplacementWith),
            ),
            (
                Changed,
                Some("2.0.0"),
                None,
                (Phase::During, Reason::Incompatible),
            ),
            (Overdue, None, None, (Phase::After, Reason::Overdue)),
            (Scheduled, None, None, (Phase::After, Reason::Scheduled)),
            (Deprecated, None, None, (Phase::After, Reason::Deprecated)),
            (Soft, None, None, (Phase::After, Reason::Soft)),
        ] {
            let gone: Option<SemVersion> = gone.map(|text| text.parse().unwrap());
            let since: Option<SemVersion> = replacement
                .flatten()
                .map(|text: &str| text.parse().unwrap());
            let symbol = SymbolMove {
                status,
                gone: gone.as_ref(),
                has_replacement: replacement.is_some(),
                replacement_since: since.as_ref(),
                from: &from,
            };
            assert_eq!(of_symbol(&symbol), expected, "{symbol:?}");
        }
    }

    #[test]
    fn dependencies() {
        for (from, to, binds, expected) in [
            (
                Some("^16.5.2"),
                Some("^17.0.0"),
                true,
                (Phase::During, Reason::RangesApart),
            ),
            (
                Some("^16.5.2"),
                Some("16.5.2 - 18"),
                true,
                (Phase::Before, Reason::RangesMeet),
            ),
            (
                Some("4.3.1"),
                None,
                true,
                (Phase::Before, Reason::NoLongerBrought),
            ),
            (
                None,
                Some("^17.0.0"),
                true,
                (Phase::During, Reason::RangesApart),
            ),
            (
                Some("workspace:*"),
                Some("^2"),
                true,
                (Phase::During, Reason::RangesApart),
            ),
            (Some("1"), Some("2"), false, (Phase::News, Reason::Nothing)),
        ] {
            assert_eq!(
                of_dependency(from, to, binds),
                expected,
                "{from:?} {to:?} {binds}"
            );
        }
    }

    #[test]
    fn entries() {
        use EntryKind::{Added, Changed, Configuration, Deprecated, Removed};
        for (kind, breaking, symbols, automatic, expected) in [
            (Added, false, &[][..], false, Phase::News),
            (Changed, true, &[], false, Phase::During),
            (Removed, false, &[], false, Phase::During),
            (Removed, false, &[Phase::Before], false, Phase::Before),
            (
                Removed,
                true,
                &[Phase::Before, Phase::During],
                false,
                Phase::During,
            ),
            // What it says is gone is still there, deprecated: the change log still calls it breaking.
            (Changed, true, &[Phase::After], false, Phase::During),
            (Changed, false, &[Phase::After], false, Phase::After),
            (Deprecated, false, &[], false, Phase::After),
            (Configuration, false, &[], true, Phase::Before),
            (Configuration, false, &[], false, Phase::News),
            // Symbols that are of no consequence decide nothing.
            (Added, false, &[Phase::News], false, Phase::News),
        ] {
            let (phase, _) = of_entry(kind, breaking, symbols, automatic);
            assert_eq!(phase, expected, "{kind:?} {breaking} {symbols:?}");
        }
        assert_eq!(of_entry_back(Added), (Phase::During, Reason::Lost));
        assert_eq!(of_entry_back(Removed).0, Phase::News);
    }
}
