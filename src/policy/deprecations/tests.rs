//! Tables of the rules. Each row names the sentence of "How We Release Flex" that it comes from, in our own words; rows
//! marked "ours" fill what the page leaves open.

use super::*;
use crate::domain::api::NoticeFact;
use crate::domain::api::life::{Declared, Life, Moment};
use crate::domain::surface::notice::{Source, Strength};
use crate::domain::version::SemVersion;
use crate::domain::when::When;

/// `ui/2.5.0 deprecated`, then `since V`, `removed V` (with `_` for spaces), `removal V`, each if it is there.
fn row(text: &str) -> SymbolRow {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut deprecation = Deprecation::new("S", SymbolKind::Member, words[1].parse().unwrap());
    for pair in words[2..].chunks(2) {
        let value = pair[1].replace('_', " ");
        match pair[0] {
            "since" => deprecation.declared_since = Some(Version::parse_any(&value).unwrap()),
            "removed" => deprecation.removed = Some(value.parse().unwrap()),
            "removal" => deprecation.removal = Some(Version::parse_any(&value).unwrap()),
            other => panic!("{other}"),
        }
    }
    SymbolRow {
        deprecation,
        entry: "e".to_owned(),
        release: words[0].to_owned(),
        when: When::default(),
        sources: Vec::new(),
    }
}

fn at(text: &str) -> At {
    let day = "2026-01-01".parse().unwrap();
    match Version::parse_any(text).unwrap() {
        Version::Date(version) => At::on(version.day),
        version @ Version::Semver(_) => At { version, day },
    }
}

/// Sentence, what the record says, the version or day; status, removal, whether it is the policy's.
type Row = (
    &'static str,
    &'static str,
    &'static str,
    Option<(SymbolStatus, Option<&'static str>, bool)>,
);

const ROWS: &[Row] = &[
    // Deprecated functions are removed in the following major release.
    (
        "on the following major",
        "ui/2.5.0 deprecated",
        "2.5.0",
        Some((SymbolStatus::Scheduled, Some("3.0.0"), true)),
    ),
    (
        "on the following major",
        "ui/2.5.0 deprecated",
        "2.17.1",
        Some((SymbolStatus::Scheduled, Some("3.0.0"), true)),
    ),
    (
        "on the following major",
        "ui/2.5.0 deprecated since 1.7.0",
        "1.34.6",
        Some((SymbolStatus::Scheduled, Some("2.0.0"), true)),
    ),
    (
        "on the following major, which has shipped",
        "ui/1.7.0 deprecated",
        "2.17.1",
        Some((SymbolStatus::Overdue, Some("2.0.0"), true)),
    ),
    (
        "on the following major, stated otherwise",
        "ui/2.5.0 deprecated removal 2.9.0",
        "2.8.0",
        Some((SymbolStatus::Scheduled, Some("2.9.0"), false)),
    ),
    (
        "on the following major, stated as a day",
        "ui/2.5.0 deprecated removal 2025-03-31",
        "2.8.0",
        Some((SymbolStatus::Overdue, Some("2025-03-31"), false)),
    ),
    (
        "on marking functions as deprecated",
        "ui/2.5.0 deprecated",
        "2.4.2",
        None,
    ),
    // Server-side ones may have a day, or none that is known.
    (
        "on features outside of the client libraries",
        "backend/2025-01-30 deprecated",
        "2025-02-01",
        Some((SymbolStatus::Deprecated, None, false)),
    ),
    (
        "on features outside of the client libraries",
        "backend/2025-01-30 deprecated removal 2025-04-01",
        "2025-03-31",
        Some((SymbolStatus::Scheduled, Some("2025-04-01"), false)),
    ),
    (
        "on features outside of the client libraries",
        "backend/2025-01-30 deprecated removal 2025-04-01",
        "2025-04-01",
        Some((SymbolStatus::Overdue, Some("2025-04-01"), false)),
    ),
    (
        "on features outside of the client libraries",
        "backend/2024-06-06 removed removal 2024-07-31",
        "2024-07-30",
        Some((SymbolStatus::Scheduled, Some("2024-07-31"), false)),
    ),
    (
        "on features outside of the client libraries",
        "backend/2024-06-06 removed removal 2024-07-31",
        "2024-07-31",
        Some((SymbolStatus::Removed, None, false)),
    ),
    // Ours.
    (
        "ours: gone",
        "ui/2.0.0 removed removed 2.0.0",
        "2.0.0",
        Some((SymbolStatus::Removed, None, false)),
    ),
    (
        "ours: not gone before",
        "ui/2.0.0 removed removed 2.0.0",
        "1.34.6",
        None,
    ),
    (
        "ours: without a version, that of its release",
        "ui/2.0.0 moved",
        "2.1.0",
        Some((SymbolStatus::Moved, None, false)),
    ),
    (
        "ours: incompatible",
        "ui/2.0.0 changed",
        "2.0.0",
        Some((SymbolStatus::Changed, None, false)),
    ),
    (
        "ours: between versions",
        "ui/2.0.0 removed since 1.2.0 removed after_1.34.6,_by_2.17.1",
        "2.5.0",
        Some((SymbolStatus::Scheduled, Some("2.17.1"), false)),
    ),
    (
        "ours: between versions",
        "ui/2.0.0 removed since 1.2.0 removed after_1.34.6,_by_2.17.1",
        "2.17.1",
        Some((SymbolStatus::Removed, None, false)),
    ),
    (
        "ours: the gravest counts",
        "ui/2.0.0 deprecated; ui/3.0.0 removed removed 3.0.0",
        "3.0.0",
        Some((SymbolStatus::Removed, None, false)),
    ),
    (
        "ours: the gravest that holds",
        "ui/2.0.0 deprecated; ui/3.0.0 removed removed 3.0.0",
        "2.1.0",
        Some((SymbolStatus::Scheduled, Some("3.0.0"), true)),
    ),
];

#[test]
fn what_has_become_of_a_symbol() {
    let flex = Policy::flex();
    for (sentence, rows, version, expected) in ROWS {
        let id = rows.split('/').next().unwrap();
        let scheme = if id == "ui" {
            Scheme::Semver
        } else {
            Scheme::Date
        };
        let parsed = rows.split("; ").map(row).collect();
        let found = state(parsed, None, &Stream::new(id, scheme), &flex, &at(version)).ok();
        let found = found.map(|state| {
            let by_policy = state.removal_source == Some(RemovalSource::Policy);
            (
                state.status,
                state.removal.map(|removal| removal.to_string()),
                by_policy,
            )
        });
        let expected = expected
            .map(|(status, removal, by_policy)| (status, removal.map(str::to_owned), by_policy));
        assert_eq!(found, expected, "{sentence}: {rows} at {version}");
    }
}

#[test]
fn a_policy_that_does_not_speak_of_a_stream_schedules_nothing() {
    let webchat = Stream::new("webchat", Scheme::Semver);
    let found = state(
        vec![row("webchat/2.5.0 deprecated")],
        None,
        &webchat,
        &Policy::flex(),
        &at("2.6.0"),
    )
    .unwrap();
    assert_eq!(
        (found.status, found.removal),
        (SymbolStatus::Deprecated, None)
    );
    assert_eq!(found.warning, Warning::Unknown);
}

#[test]
fn what_may_be_gone_says_why_it_is_not_asserted() {
    let rows = vec![row(
        "ui/2.0.0 removed since 1.2.0 removed after_1.34.6,_by_2.17.1",
    )];
    let ui = Stream::new("ui", Scheme::Semver);
    let found = state(rows, None, &ui, &Policy::flex(), &at("2.5.0")).unwrap();
    assert_eq!(
        found.reason.as_deref(),
        Some("it went after 1.34.6, by 2.17.1: whether at 2.5.0 is not known")
    );
}

/// Ours: what the declarations of a version show holds against what the record says of it.
#[test]
fn declarations_that_still_have_a_symbol_dispute_that_it_is_gone() {
    let sem = |text: &str| text.parse::<SemVersion>().unwrap();
    let moment = Moment {
        after: Some(sem("1.34.6")),
        by: sem("2.0.0"),
        exact: true,
    };
    let notice = NoticeFact {
        strength: Strength::Declared,
        source: Source::Tag,
        since: None,
        removal: None,
        replacements: Vec::new(),
    };
    let seen = |is_deprecated: bool, is_there: bool| ObservedSymbol {
        life: Life {
            symbol: "S".to_owned(),
            kind: SymbolKind::Member,
            declared_by: None,
            private: false,
            root: true,
            first_seen: moment.clone(),
            last_seen: sem("2.17.1"),
            deprecated: is_deprecated.then(|| Declared {
                since: None,
                first_observed: moment.clone(),
                backdated: false,
                notice: notice.clone(),
                partly: false,
            }),
            soft: None,
            gone: None,
            events: Vec::new(),
        },
        replacements: Vec::new(),
        looked_at: sem("2.5.0"),
        is_exact: true,
        is_there,
    };
    let disputes = "the record says that it is gone; the declarations of 2.5.0 still have it";
    let gone = "ui/2.0.0 removed since 1.2.0 removed 2.0.0";
    let deprecated = "ui/2.0.0 deprecated";
    for (said, seen, status, disputed) in [
        // The record's word stays where nothing else is said.
        (gone, seen(false, true), SymbolStatus::Removed, true),
        (gone, seen(true, true), SymbolStatus::Scheduled, true),
        (gone, seen(true, false), SymbolStatus::Removed, false),
        (
            deprecated,
            seen(false, true),
            SymbolStatus::Scheduled,
            false,
        ),
        (deprecated, seen(true, true), SymbolStatus::Scheduled, false),
    ] {
        let ui = Stream::new("ui", Scheme::Semver);
        let flex = Policy::flex();
        let found = state(
            vec![row(said)],
            Some(seen.clone()),
            &ui,
            &flex,
            &at("2.5.0"),
        )
        .unwrap();
        assert_eq!(found.status, status, "{said} {seen:?}");
        let told: Vec<&str> = found.disputed.iter().map(Untrusted::raw).collect();
        let expected = if disputed { vec![disputes] } else { Vec::new() };
        assert_eq!(told, expected, "{said} {seen:?}");
    }
}

#[test]
fn a_deprecation_shows_itself_at_run_time() {
    for (sentence, id, scheme, kind, warning) in [
        (
            "on warnings in the JavaScript console",
            "ui",
            Scheme::Semver,
            SymbolKind::Member,
            Warning::Console,
        ),
        (
            "on warnings in the JavaScript console",
            "ui",
            Scheme::Semver,
            SymbolKind::Action,
            Warning::Console,
        ),
        (
            "on Warning debugger events of REST APIs",
            "backend",
            Scheme::Date,
            SymbolKind::RestEndpoint,
            Warning::DebuggerEvent,
        ),
        (
            "on Warning debugger events outside of the client libraries",
            "backend",
            Scheme::Date,
            SymbolKind::ConfigKey,
            Warning::DebuggerEvent,
        ),
        (
            "ours: what nobody calls",
            "ui",
            Scheme::Semver,
            SymbolKind::ThemeToken,
            Warning::None,
        ),
        (
            "ours: what nobody calls",
            "ui",
            Scheme::Semver,
            SymbolKind::NpmDependency,
            Warning::None,
        ),
    ] {
        assert_eq!(
            super::warning(kind, &Stream::new(id, scheme), &Policy::flex()),
            warning,
            "{sentence}: {kind}"
        );
    }
}
