//! Tables of the rules. Each row names the sentence of "How We Release Flex" that it comes from, in our own words; rows
//! marked "ours" fill what the page leaves open.

use super::*;
use crate::domain::date::{DateKind, Dated};
use crate::domain::feature::FeatureEvent;
use crate::domain::release::Origin;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// Events between `|`: a stage, a phase, `by DATE`, `announced DATE`, a date, `in 2.5.0`, each if it is there.
fn feature(text: &str) -> Feature {
    let mut events = Vec::new();
    for part in text.split('|') {
        let mut event = FeatureEvent::default();
        let mut kind = DateKind::Exact;
        for word in part.split_whitespace() {
            match word {
                "by" => kind = DateKind::NoLaterThan,
                "announced" => kind = DateKind::Announced,
                word if word.starts_with("ui/") => event.release = Some(word.to_owned()),
                word if word.starts_with(|c: char| c.is_ascii_digit()) => {
                    let on = day(word);
                    event.date = Some(Dated { on, kind });
                }
                word if FeatureStage::WORDS.contains(&word) => {
                    event.stage = Some(word.parse().unwrap());
                }
                phase => event.phase = Some(phase.parse().unwrap()),
            }
        }
        events.push(event);
    }
    Feature {
        id: "f".to_owned(),
        name: Untrusted::from("F"),
        stream: None,
        compatible: BTreeMap::new(),
        toggle: None,
        note: None,
        sources: Vec::new(),
        events,
        origin: Origin::Local,
    }
}

fn on(feature: &Feature, account: &Account, on: &str) -> Option<FeatureState> {
    let days = BTreeMap::new();
    let around = Surroundings {
        days: &days,
        published: &days,
        stream: "ui",
        toggles: &[],
        majors: &[],
    };
    state(feature, &around, account, day(on))
}

fn created(on: &str) -> Account {
    Account {
        created: Some(day(on)),
        ..Account::default()
    }
}

#[test]
fn the_stage_is_the_newest_that_certainly_came() {
    let life = "pilot 2020-01-01 | beta 2021-01-01 | ga 2022-01-01 | ended 2023-01-01";
    for (sentence, events, on_day, stage, may_be) in [
        (
            "on stages: pilot, beta, GA",
            life,
            "2020-12-31",
            Some(StageOn::Pilot),
            None,
        ),
        (
            "on stages: pilot, beta, GA",
            life,
            "2021-01-01",
            Some(StageOn::Beta),
            None,
        ),
        (
            "on stages: pilot, beta, GA",
            life,
            "2022-06-01",
            Some(StageOn::Ga),
            None,
        ),
        (
            "on pilots, which may be removed",
            life,
            "2023-01-01",
            Some(StageOn::Ended),
            None,
        ),
        (
            "ours: nothing is known before",
            life,
            "2019-12-31",
            None,
            None,
        ),
        (
            "ours: a bound is not asserted",
            "beta 2021-01-01 | ga by 2022-01-01",
            "2021-06-01",
            Some(StageOn::Beta),
            Some(StageOn::Ga),
        ),
        (
            "ours: an announcement may be late",
            "beta 2021-01-01 | ga announced 2022-01-01",
            "2021-06-01",
            Some(StageOn::Beta),
            Some(StageOn::Ga),
        ),
        (
            "ours: no stage is published",
            "new-accounts 2021-01-01",
            "2021-06-01",
            Some(StageOn::Unknown),
            None,
        ),
        (
            "ours: an undated move came before a later one",
            "beta | ga 2022-01-01",
            "2022-06-01",
            Some(StageOn::Ga),
            None,
        ),
        (
            "ours: an undated move may have come",
            "beta | ga 2022-01-01",
            "2021-06-01",
            Some(StageOn::Unknown),
            Some(StageOn::Beta),
        ),
    ] {
        let found = on(&feature(events), &Account::default(), on_day);
        assert_eq!(
            found.as_ref().map(|state| state.stage),
            stage,
            "{sentence}: {events} on {on_day}"
        );
        assert_eq!(
            found.and_then(|state| state.may_be),
            may_be,
            "{sentence}: {events} on {on_day}"
        );
    }
}

#[test]
fn the_support_is_part_of_the_stage() {
    for (sentence, stage, scope, may_disappear) in [
        (
            "on SLA and support plans, which leave out pilots",
            "pilot",
            SupportScope::WherePossible,
            true,
        ),
        (
            "on SLA and support plans, which leave out betas",
            "beta",
            SupportScope::WherePossible,
            false,
        ),
        ("on support plans", "ga", SupportScope::Covered, false),
        ("on support that ends", "ended", SupportScope::None, false),
    ] {
        let state = on(
            &feature(&format!("{stage} 2020-01-01")),
            &Account::default(),
            "2021-01-01",
        )
        .unwrap();
        assert_eq!(state.support.scope, scope, "{sentence}");
        assert_eq!(state.support.may_disappear, may_disappear, "{sentence}");
    }
    // On products in beta underneath, whose own teams answer.
    let mut whatsapp = feature("beta 2019-01-01");
    whatsapp.events[0].support = Some(Untrusted::from("the engineering team of WhatsApp"));
    let state = on(&whatsapp, &Account::default(), "2019-06-01").unwrap();
    assert_eq!(
        state.support.by.unwrap().raw(),
        "the engineering team of WhatsApp"
    );
}

#[test]
fn moves_came_in_the_order_of_the_record() {
    let order = "beta by 2022-03-23 | new-accounts 2022-05-26 | ga by 2022-12-14";
    for (events, on_day, stage, may_be) in [
        (
            "beta 2024-02-14 | beta announced 2025-11-12",
            "2018-01-01",
            None,
            None,
        ),
        (
            order,
            "2021-01-01",
            Some(StageOn::Unknown),
            Some(StageOn::Beta),
        ),
        (order, "2022-06-01", Some(StageOn::Beta), Some(StageOn::Ga)),
    ] {
        let found = on(&feature(events), &Account::default(), on_day);
        let found = found.map(|state| (state.stage, state.may_be));
        assert_eq!(
            found,
            stage.map(|stage| (stage, may_be)),
            "{events} on {on_day}"
        );
    }
}

/// What has no day, or only the last that it can be of, came by the day on which a later move came.
#[test]
fn a_move_came_if_a_later_one_did() {
    for (events, on_day, came) in [
        ("beta | ga 2022-12-14", "2022-12-14", "yes yes"),
        (
            "beta by 2023-06-01 | ga 2022-12-14",
            "2023-01-01",
            "yes yes",
        ),
        (
            "beta | ga 2022-12-14 | ended",
            "2023-01-01",
            "yes yes maybe",
        ),
        ("beta | ga by 2022-12-14", "2022-12-01", "maybe maybe"),
    ] {
        let found = on(&feature(events), &Account::default(), on_day);
        let moves = found.map(|state| state.moves).unwrap_or_default();
        let words = moves.iter().map(|one| match one.came {
            Came::Yes => "yes",
            Came::Maybe => "maybe",
            Came::No => "no",
        });
        assert_eq!(
            words.collect::<Vec<_>>().join(" "),
            came,
            "{events} on {on_day}"
        );
    }
}

/// On support, which is part of the stage.
#[test]
fn who_answers_questions_belongs_to_the_stage() {
    for (sentence, events, on_day, by) in [
        (
            "the stage's own move",
            "beta 2019-01-01",
            "2019-06-01",
            Some("0"),
        ),
        (
            "a further move of it",
            "beta 2019-01-01 | 2019-03-01",
            "2019-06-01",
            Some("1"),
        ),
        (
            "the stage goes on",
            "beta 2019-01-01 | beta 2019-03-01",
            "2019-06-01",
            Some("1"),
        ),
        (
            "an older stage",
            "beta 2019-01-01 | ga 2020-01-01",
            "2020-06-01",
            Some("1"),
        ),
    ] {
        let mut feature = feature(events);
        for (idx, event) in feature.events.iter_mut().enumerate() {
            event.support = Some(Untrusted::from(idx.to_string().as_str()));
        }
        let found = |feature: &Feature| {
            let state = on(feature, &Account::default(), on_day).unwrap();
            state.support.by.map(|by| by.raw().to_owned())
        };
        assert_eq!(found(&feature).as_deref(), by, "{sentence}");
        // Without a word of its own, a stage has only that of its own moves.
        let last = feature.events.len() - 1;
        feature.events[last].support = None;
        let before = match sentence {
            "a further move of it" | "the stage goes on" => Some("0"),
            _ => None,
        };
        assert_eq!(found(&feature).as_deref(), before, "{sentence}, unsaid");
    }
}

/// On compositions: what came with a version is for those who run it or a later one.
#[test]
fn the_stage_is_that_of_the_accounts_version() {
    let vdi = feature("beta ui/2.3.2 2023-07-10 | ga ui/2.5.0 2023-12-04");
    for (runs, stage, has) in [
        (None, StageOn::Ga, [true, true]),
        (Some("2.5.0"), StageOn::Ga, [true, true]),
        (Some("2.3.5"), StageOn::Beta, [true, false]),
        (Some("2.3.1"), StageOn::Unknown, [false, false]),
    ] {
        let account = Account {
            versions: runs
                .map(|runs| ("ui".to_owned(), Version::parse_any(runs).unwrap()))
                .into_iter()
                .collect(),
            ..Account::default()
        };
        let state = on(&vdi, &account, "2024-01-01").unwrap();
        let found: Vec<bool> = state.moves.iter().map(|step| step.account_has).collect();
        assert_eq!((state.stage, &found[..]), (stage, &has[..]), "{runs:?}");
    }
}

/// Ours: an end that was announced is told before its day, and holds from its day on.
#[test]
fn what_is_announced_is_told_before_its_day() {
    let mut channel = feature("beta 2023-09-28 | ended 2024-08-01");
    channel.events[1].entry = Some("end".to_owned());
    let days = BTreeMap::new();
    let published = BTreeMap::from([(
        "end".to_owned(),
        When::of(Some(Dated::exact(day("2024-06-06")))),
    )]);
    let around = Surroundings {
        days: &days,
        published: &published,
        stream: "ui",
        toggles: &[],
        majors: &[],
    };
    for (on_day, stage, told) in [
        ("2024-06-05", StageOn::Beta, &[Came::Yes][..]),
        ("2024-06-06", StageOn::Beta, &[Came::Yes, Came::No]),
        ("2024-07-31", StageOn::Beta, &[Came::Yes, Came::No]),
        ("2024-08-01", StageOn::Ended, &[Came::Yes, Came::Yes]),
    ] {
        let state = state(&channel, &around, &Account::default(), day(on_day)).unwrap();
        let found: Vec<Came> = state.moves.iter().map(|step| step.came).collect();
        assert_eq!((state.stage, &found[..]), (stage, told), "{on_day}");
    }
}

#[test]
fn a_roll_out_reaches_accounts_in_three_phases() {
    let phases =
        "ga selected-accounts 2020-01-01 | new-accounts 2021-01-01 | existing-accounts 2022-01-01";
    for (sentence, account, on_day, available) in [
        (
            "phase one: select customers may opt in",
            created("2019-01-01"),
            "2020-06-01",
            Available::ByOptingIn,
        ),
        (
            "phase one: select customers may opt in",
            created("2020-05-01"),
            "2020-06-01",
            Available::ByOptingIn,
        ),
        (
            "phase two: all new accounts",
            created("2021-01-01"),
            "2021-06-01",
            Available::Yes,
        ),
        (
            "phase two: all new accounts",
            created("2020-12-31"),
            "2021-06-01",
            Available::ByOptingIn,
        ),
        (
            "phase two, day of creation not said",
            Account::default(),
            "2021-06-01",
            Available::Depends,
        ),
        (
            "phase three: all existing accounts",
            created("2019-01-01"),
            "2022-01-01",
            Available::Yes,
        ),
        (
            "phase three, day of creation not said",
            Account::default(),
            "2022-01-01",
            Available::Yes,
        ),
    ] {
        let state = on(&feature(phases), &account, on_day).unwrap();
        assert_eq!(state.available, available, "{sentence}, on {on_day}");
    }
    let chose = Account {
        opted_in: BTreeSet::from(["f".to_owned()]),
        ..created("2019-01-01")
    };
    assert_eq!(
        on(&feature(phases), &chose, "2020-06-01")
            .unwrap()
            .available,
        Available::Yes
    );
    let bound = feature("ga new-accounts by 2021-01-01");
    assert_eq!(
        on(&bound, &created("2020-12-31"), "2021-06-01")
            .unwrap()
            .available,
        Available::Unknown
    );
}

#[test]
fn what_has_no_phase_is_part_of_its_versions() {
    let running = |version: &str| Account {
        versions: BTreeMap::from([("ui".to_owned(), Version::parse_any(version).unwrap())]),
        ..Account::default()
    };
    for (sentence, stage, account, toggle, available) in [
        (
            "on bundled features",
            "ga",
            running("2.5.0"),
            None,
            Available::Yes,
        ),
        (
            "on compatible ranges",
            "ga",
            running("2.4.0"),
            None,
            Available::No,
        ),
        (
            "on compatible ranges, version not said",
            "ga",
            Account::default(),
            None,
            Available::Depends,
        ),
        (
            "on toggles that let you opt in",
            "beta",
            running("2.5.0"),
            Some("t"),
            Available::ByOptingIn,
        ),
        (
            "on pilots, which are evaluated",
            "pilot",
            running("2.5.0"),
            None,
            Available::ByOptingIn,
        ),
        (
            "on features that ended",
            "ended",
            running("2.5.0"),
            None,
            Available::No,
        ),
    ] {
        let mut feature = feature(&format!("{stage} 2020-01-01"));
        feature
            .compatible
            .insert("ui".to_owned(), ">=2.5.0".to_owned());
        feature.toggle = toggle.map(Untrusted::from);
        let state = on(&feature, &account, "2024-01-01").unwrap();
        assert_eq!(state.available, available, "{sentence}: {:?}", state.why);
    }
    let unsaid = feature("2020-01-01");
    assert_eq!(
        on(&unsaid, &Account::default(), "2021-01-01")
            .unwrap()
            .available,
        Available::Unknown
    );
}

/// A toggle may stay until the next major release.
#[test]
fn a_toggle_that_outlives_the_next_major_is_remarked_on() {
    let mut with_toggle = feature("beta ui/1.20.0 2020-06-23");
    with_toggle.toggle = Some(Untrusted::from("t"));
    let days = BTreeMap::new();
    let majors = [(
        "2.0.0".parse::<SemVersion>().unwrap(),
        When::of(Some(Dated::exact(day("2022-12-07")))),
    )];
    let toggle = |last: &str, gone: Option<&str>| Toggle {
        flag: Untrusted::from("t"),
        name: None,
        first_observed: Some("1.20.0".parse().unwrap()),
        last_observed: Some(last.parse().unwrap()),
        gone: gone.map(|gone| gone.parse().unwrap()),
        feature: None,
        sources: Vec::new(),
        origin: Origin::Local,
    };
    for (toggles, on_day, remark) in [
        (
            vec![toggle("2.17.1", None)],
            "2024-01-01",
            Some("outlived 2.0.0"),
        ),
        (vec![toggle("2.17.1", None)], "2022-12-06", None),
        (
            vec![toggle("1.34.6", Some("after 1.34.6, by 2.0.0"))],
            "2024-01-01",
            None,
        ),
        (vec![], "2024-01-01", Some("not recorded")),
    ] {
        let around = Surroundings {
            days: &days,
            published: &days,
            stream: "ui",
            toggles: &toggles,
            majors: &majors,
        };
        let state = state(&with_toggle, &around, &Account::default(), day(on_day)).unwrap();
        match remark {
            Some(part) => assert!(state.remarks[0].contains(part), "{:?}", state.remarks),
            None => assert!(state.remarks.is_empty(), "{:?}", state.remarks),
        }
    }
}
