//! Rules on what surfaces, and the catalogue of symbols, show.

use super::*;

#[test]
fn a_version_says_as_much_as_its_surface_differs() {
    for (from, to, needs, is_told, milder) in [
        ("1.1.0", "1.2.0", Bump::Major, true, None),
        ("1.1.0", "1.1.1", Bump::Major, true, None),
        ("1.1.0", "1.1.1", Bump::Minor, true, Some(Severity::Warning)),
        ("1.1.0", "1.2.0", Bump::Minor, false, None),
        ("1.1.0", "2.0.0", Bump::Major, false, None),
        ("1.1.0", "1.1.1", Bump::Patch, false, None),
        ("0.1.0", "0.2.0", Bump::Major, false, None),
    ] {
        let mut one = step(from, to, Vec::new());
        one.needs = needs;
        let found = with_steps(vec![one]).found(LintRule::BumpTooSmall);
        assert_eq!(!found.is_empty(), is_told, "{from}..{to} {needs}");
        assert_eq!(
            found.first().and_then(|one| one.milder),
            milder,
            "{from}..{to}"
        );
    }
}

#[test]
fn a_step_that_is_too_small_says_what_asks_for_more() {
    let some = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let mut one = step("1.1.0", "1.1.1", Vec::new());
    one.needs = Bump::Minor;
    one.added = some(&["a", "b"]);
    let told = |one: &Step| {
        let found = with_steps(vec![one.clone()]).found(LintRule::BumpTooSmall);
        let (_, differences) = found[0].message.rsplit_once(": ").unwrap();
        differences.to_owned()
    };
    assert_eq!(told(&one), "2 added");
    one.deprecated = some(&["c"]);
    assert_eq!(told(&one), "2 added, 1 newly deprecated");
    one.needs = Bump::Major;
    one.changed = some(&["d"]);
    assert_eq!(told(&one), "1 changed incompatibly");
    one.moved = vec![("e".to_owned(), "f".to_owned())];
    one.removed = vec![lost("View"), lost("Actions.x"), lost("Actions.y")];
    assert_eq!(
        told(&one),
        "1 export and 2 members gone, 1 moved, 1 changed incompatibly"
    );
}

#[test]
fn removals_outside_of_majors_are_named() {
    let mut whole = lost("View");
    whole.members = vec!["View.a".to_owned(), "View.b".to_owned()];
    let gone = vec![
        whole,
        lost("Props"),
        lost("Actions.x"),
        lost("Actions.y"),
        lost("Manager.z"),
    ];
    let made = with_steps(vec![step("2.9.1", "2.10.0", gone.clone())]);
    assert_eq!(
        made.told(LintRule::RemovalInNonMajor),
        [
            "2.10.0 View",
            "2.10.0 Props",
            "2.10.0 Actions",
            "2.10.0 Manager.z"
        ]
    );
    let found = made.found(LintRule::RemovalInNonMajor);
    assert_eq!(
        found[0].message,
        "View (export with 2 members) is gone in the minor 2.10.0"
    );
    assert_eq!(found[0].symbols, ["View", "View.a", "View.b"]);
    assert_eq!(found[2].symbols, ["Actions.x", "Actions.y"]);
    assert_eq!(found[1].symbols, Vec::<String>::new());
    for (from, to) in [("1.9.0", "2.0.0"), ("0.1.0", "0.2.0")] {
        let made = with_steps(vec![step(from, to, gone.clone())]);
        assert!(made.told(LintRule::RemovalInNonMajor).is_empty(), "{to}");
    }
}

#[test]
fn what_only_the_record_knows_is_judged_by_the_record() {
    for (kind, removed, is_told) in [
        (SymbolKind::Action, None, true),
        (SymbolKind::Action, Some("2.1.0"), true),
        (SymbolKind::Action, Some("3.0.0"), false),
        (SymbolKind::Action, Some("after 2.0.0, by 2.1.0"), true),
        (SymbolKind::Action, Some("after 1.9.0, by 2.1.0"), false),
        // Declarations show these: the surfaces tell.
        (SymbolKind::Export, Some("2.1.0"), false),
    ] {
        let mut said = entry("x", EntryKind::Removed);
        let mut gone = Deprecation::new("Hold", kind, SymbolChange::Removed);
        gone.removed = removed.map(|text| text.parse::<Observed>().unwrap());
        said.deprecations = vec![gone];
        let made = Made::of(vec![release("2.1.0", vec![said])]);
        let told = made.told(LintRule::RemovalInNonMajor);
        assert_eq!(!told.is_empty(), is_told, "{kind} {removed:?}: {told:?}");
    }
    for (removal, is_told) in [("2.5.0", true), ("3.0.0", false), ("2027-01-01", false)] {
        let mut said = entry("x", EntryKind::Deprecated);
        let mut going = Deprecation::new("A", SymbolKind::Export, SymbolChange::Deprecated);
        going.removal = Some(Version::parse_any(removal).unwrap());
        said.deprecations = vec![going];
        let made = Made::of(vec![release("2.1.0", vec![said])]);
        assert_eq!(
            !made.told(LintRule::RemovalInNonMajor).is_empty(),
            is_told,
            "{removal}"
        );
    }
}

#[test]
fn a_removal_was_announced_by_a_tag_or_an_earlier_release() {
    let said = |is_before, change, kind| Said {
        release: "ui/1.9.0".to_owned(),
        entry: "x".to_owned(),
        kind,
        change,
        is_before,
    };
    let mut tagged = lost("Tagged");
    tagged.declared = Some("1.5.0".to_owned());
    let mut told = lost("Told");
    told.said = vec![said(true, SymbolChange::Deprecated, SymbolKind::Export)];
    let mut late = lost("Late");
    late.said = vec![said(false, SymbolChange::Removed, SymbolKind::Export)];
    let mut namesake = lost("Namesake");
    namesake.said = vec![said(true, SymbolChange::Deprecated, SymbolKind::ThemeToken)];
    let gone = vec![tagged, told, late, namesake, lost("Silent")];
    let made = with_steps(vec![step("1.9.0", "2.0.0", gone)]);
    assert_eq!(
        made.told(LintRule::RemovalUnannounced),
        ["2.0.0 Late", "2.0.0 Namesake", "2.0.0 Silent"]
    );
    let found = made.found(LintRule::RemovalUnannounced);
    assert_eq!(
        found[0].evidence,
        [
            "3 versions that were read have it, from 1.0.0 to 1.9.0; 2.0.0 does not",
            "no version before declares it deprecated",
            "the change log has it as removed in ui/1.9.0 (x), not before",
        ]
    );
    let mut hidden = lost("Manager._secret");
    hidden.private = true;
    let found =
        with_steps(vec![step("1.9.0", "2.0.0", vec![hidden])]).found(LintRule::RemovalUnannounced);
    assert_eq!(found[0].milder, Some(Severity::Note));
}

fn state(symbol: &str, status: SymbolStatus) -> SymbolState {
    SymbolState {
        symbol: symbol.into(),
        kind: SymbolKind::Action,
        stream: UI.to_owned(),
        package: None,
        status,
        reason: None,
        declared_since: Some(version("1.2.0")),
        gone: None,
        removal: Some(version("2.0.0")),
        removal_source: Some(RemovalSource::Policy),
        replacement: None,
        replacement_since: None,
        warning: Warning::None,
        disputed: Vec::new(),
        rows: Vec::new(),
        observed: None,
    }
}

fn row(place: &str, change: SymbolChange) -> SymbolRow {
    SymbolRow {
        deprecation: Deprecation::new("Hold", SymbolKind::Action, change),
        entry: "x".to_owned(),
        release: place.to_owned(),
        when: When::default(),
        sources: Vec::new(),
    }
}

#[test]
fn an_action_that_goes_without_an_earlier_word_is_told() {
    let numbers = ["1.2.0", "2.0.0"];
    for (rows, is_told) in [
        (vec![row("ui/2.0.0", SymbolChange::Removed)], true),
        (
            vec![
                row("ui/1.2.0", SymbolChange::Deprecated),
                row("ui/2.0.0", SymbolChange::Removed),
            ],
            false,
        ),
        (
            vec![
                row("ui/2.0.0", SymbolChange::Deprecated),
                row("ui/2.0.0", SymbolChange::Removed),
            ],
            true,
        ),
        (vec![row("ui/1.2.0", SymbolChange::Deprecated)], false),
    ] {
        let mut made = Made::of(numbers.map(|number| release(number, Vec::new())).to_vec());
        let mut one = state("Hold", SymbolStatus::Removed);
        one.rows = rows;
        made.symbols = vec![one];
        assert_eq!(!made.told(LintRule::RemovalUnannounced).is_empty(), is_told);
    }
}

#[test]
fn overdue_symbols_are_told_of_the_release_that_was_to_take_them() {
    let mut made = Made::of(vec![release("2.0.0", Vec::new())]);
    made.symbols = vec![
        state("Hold", SymbolStatus::Overdue),
        state("Later", SymbolStatus::Scheduled),
        state("Gone", SymbolStatus::Removed),
    ];
    assert_eq!(made.told(LintRule::RemovalOverdue), ["2.0.0 Hold"]);
}

#[test]
fn a_deprecation_names_an_alternative_that_exists() {
    let mut made = Made::of(vec![release("1.2.0", Vec::new())]);
    let mut bare = state("Hold", SymbolStatus::Scheduled);
    bare.rows = vec![row("ui/1.2.0", SymbolChange::Deprecated)];
    let mut offered = bare.clone();
    offered.replacement = Some("Park".into());
    let mut soft = bare.clone();
    soft.status = SymbolStatus::Soft;
    made.symbols = vec![bare, offered, soft];
    assert_eq!(
        made.told(LintRule::DeprecationWithoutAlternative),
        ["1.2.0 x"]
    );
    let replacement = |symbol: Option<&str>, gone: Option<&str>| Replacement {
        written: "Action.invoke".to_owned(),
        symbol: symbol.map(str::to_owned),
        since: None,
        gone_after: gone.map(str::to_owned),
    };
    for (offers, is_told) in [
        (vec![replacement(None, None)], true),
        (vec![replacement(Some("Actions.invoke"), None)], false),
        (
            vec![
                replacement(None, None),
                replacement(Some("Actions.invoke"), None),
            ],
            false,
        ),
        (
            vec![replacement(Some("Actions.invoke"), Some("1.9.0"))],
            true,
        ),
        (Vec::new(), false),
    ] {
        let mut one = state("Actions.emit", SymbolStatus::Scheduled);
        one.kind = SymbolKind::Member;
        one.observed = Some(observed("Actions.emit", offers));
        made.symbols = vec![one];
        assert_eq!(!made.told(LintRule::ReplacementMissing).is_empty(), is_told);
    }
    // What the record offers, looked up.
    for (offered, is_told) in [
        (replacement(None, None), true),
        (replacement(Some("Actions.invoke"), None), false),
    ] {
        let mut one = state("Actions.emit", SymbolStatus::Scheduled);
        one.rows = vec![row("ui/1.2.0", SymbolChange::Deprecated)];
        made.symbols = vec![one];
        made.offered = vec![(0, offered)];
        let told = made.told(LintRule::ReplacementMissing);
        assert_eq!(told, if is_told { vec!["1.2.0 x"] } else { Vec::new() });
    }
}

fn observed(symbol: &str, replacements: Vec<Replacement>) -> ObservedSymbol {
    use crate::domain::api::NoticeFact;
    use crate::domain::api::life::{Declared, Life, Moment};
    use crate::domain::surface::notice::{Source, Strength};
    let moment = Moment {
        after: None,
        by: sem("1.2.0"),
        exact: true,
    };
    ObservedSymbol {
        life: Life {
            symbol: symbol.to_owned(),
            kind: SymbolKind::Member,
            declared_by: None,
            private: false,
            root: true,
            first_seen: moment.clone(),
            last_seen: sem("1.9.0"),
            deprecated: Some(Declared {
                since: None,
                first_observed: moment,
                backdated: false,
                notice: NoticeFact {
                    strength: Strength::Declared,
                    source: Source::Tag,
                    since: None,
                    removal: None,
                    replacements: Vec::new(),
                },
                partly: false,
            }),
            soft: None,
            gone: None,
            events: Vec::new(),
        },
        replacements,
        looked_at: sem("1.9.0"),
        is_exact: true,
        is_there: true,
    }
}

/// A version between that nobody read may have taken a symbol away, unless a later one still has it.
#[test]
fn versions_that_nobody_read_are_named_where_they_matter() {
    for (last, is_told) in [("1.9.0", true), ("1.9.6", false)] {
        let mut gone = lost("View");
        gone.last = last.to_owned();
        let mut one = step("1.9.0", "2.0.0", vec![gone]);
        one.unread = vec!["1.9.5".to_owned()];
        let found = with_steps(vec![one]).found(LintRule::RemovalUnannounced);
        let evidence = found[0].evidence.join("; ");
        let words = "not read, and between: 1.9.5; it may have gone there";
        assert_eq!(evidence.contains(words), is_told, "{evidence}");
    }
}
