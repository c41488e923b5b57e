//! Histories and outlines written as text.

use super::*;
use crate::domain::api::diff::{Bump, Difference, Differences, differences};
use crate::domain::api::encoding::{decode, encode};
use crate::domain::api::life::{Life, Timeline, life};
use crate::domain::surface::encoding::EncodingError;
use crate::domain::surface::notice::Notes;
use crate::domain::surface::outline::Form;

fn sem(text: &str) -> SemVersion {
    text.parse().unwrap()
}

fn notice(strength: Strength, since: Option<&str>) -> NoticeFact {
    NoticeFact {
        strength,
        source: Source::Tag,
        since: since.map(str::to_owned),
        removal: None,
        replacements: Vec::new(),
    }
}

/// `name` with marks behind it: `!` deprecated, `!1.0.0` since when it says so, `?` in prose, `@` only by a deep import,
/// `2` of another type.
fn fact(text: &str) -> (String, Fact) {
    let end = text.find(['!', '?', '@', '2']).unwrap_or(text.len());
    let (name, marks) = text.split_at(end);
    let mut fact = Fact {
        kind: SymbolKind::Export,
        root: true,
        declared_by: None,
        private: false,
        signature: 1,
        partly: false,
        notices: Vec::new(),
    };
    match marks.split_at(marks.len().min(1)) {
        ("!", "") => fact.notices.push(notice(Strength::Declared, None)),
        ("!", since) => fact.notices.push(notice(Strength::Declared, Some(since))),
        ("?", _) => fact.notices.push(notice(Strength::Soft, None)),
        ("@", _) => fact.root = false,
        ("2", _) => fact.signature = 2,
        _ => {}
    }
    (name.to_owned(), fact)
}

/// Versions between `|`, each with what it shows.
fn history(text: &str) -> ApiHistory {
    let mut history = ApiHistory::new("npm:acme");
    for version in text.split('|') {
        let mut words = version.split_whitespace();
        let read = ReadVersion {
            version: words.next().unwrap().to_owned(),
            fingerprint: "f".to_owned(),
            members: Vec::new(),
            exports: 1,
            gaps: 0,
            requires: Vec::new(),
        };
        history.observe(read, words.map(fact).collect());
    }
    history.settle();
    history
}

fn life_of(text: &str, unread: &[&str], symbol: &str) -> Option<Life> {
    let history = history(text);
    let timeline = Timeline::new(&history, unread.iter().map(|one| sem(one)), None);
    life(&history, &timeline, symbol)
}

fn events(text: &str, unread: &[&str], symbol: &str) -> String {
    let life = life_of(text, unread, symbol);
    let events = life.into_iter().flat_map(|life| life.events);
    let words: Vec<String> = events
        .map(|one| format!("{} {}", one.kind, one.moment))
        .collect();
    words.join("; ")
}

#[test]
fn what_happened_to_a_symbol_is_told_by_versions_that_follow_each_other() {
    for (text, unread, expected) in [
        ("1.0.0 A | 1.1.0 A", &[][..], "appeared by 1.0.0"),
        ("1.0.0 B | 1.1.0 A", &[], "appeared 1.1.0"),
        (
            "1.0.0 B | 1.1.0 A",
            &["1.0.5"],
            "appeared after 1.0.0, by 1.1.0",
        ),
        ("1.0.0 B | 1.1.0 A", &["0.9.0", "1.1.5"], "appeared 1.1.0"),
        // One of the two itself lies not between them.
        ("1.0.0 B | 1.1.0 A", &["1.0.0", "1.1.0"], "appeared 1.1.0"),
        // A pre-release that was not read matters only between pre-releases.
        ("1.0.0 B | 1.1.0 A", &["1.1.0-rc.1"], "appeared 1.1.0"),
        (
            "1.0.0 B | 1.1.0-rc.2 A",
            &["1.1.0-rc.1"],
            "appeared after 1.0.0, by 1.1.0-rc.2",
        ),
        ("1.0.0 A | 2.0.0 B", &[], "appeared by 1.0.0; removed 2.0.0"),
        (
            "1.0.0 A | 2.0.0 B | 3.0.0 A",
            &[],
            "appeared by 1.0.0; removed 2.0.0; returned 3.0.0",
        ),
        ("1.0.0 A | 2.0.0 A@", &[], "appeared by 1.0.0; hidden 2.0.0"),
        (
            "1.0.0 A | 2.0.0 A2",
            &[],
            "appeared by 1.0.0; changed 2.0.0",
        ),
        (
            "1.0.0 A | 1.1.0 A! | 1.2.0 A",
            &[],
            "appeared by 1.0.0; deprecated 1.1.0; no-longer-deprecated 1.2.0",
        ),
        (
            "1.0.0 A | 1.1.0 A? | 1.2.0 A!",
            &[],
            "appeared by 1.0.0; soft-deprecated 1.1.0; deprecated 1.2.0",
        ),
        ("1.0.0 A!", &[], "appeared by 1.0.0; deprecated by 1.0.0"),
        ("1.0.0 B", &[], ""),
    ] {
        assert_eq!(events(text, unread, "A"), expected, "{text} {unread:?}");
    }
}

#[test]
fn a_symbol_is_gone_that_the_newest_version_lacks() {
    for (text, expected) in [
        ("1.0.0 A | 2.0.0 A", None),
        ("1.0.0 A | 2.0.0 B | 3.0.0 A", None),
        ("1.0.0 A | 2.0.0 B", Some(("2.0.0", None))),
        ("1.0.0 A | 2.0.0 B | 3.0.0 B", Some(("2.0.0", None))),
        (
            "1.0.0 A | 2.0.0-rc.1 B | 2.0.0 B",
            Some(("2.0.0", Some("2.0.0-rc.1"))),
        ),
        // The newest stable version has it: a pre-release is only announced.
        ("1.0.0 A | 2.0.0-rc.1 B", None),
        (
            "1.0.0-rc.1 A | 1.0.0-rc.2 B",
            Some(("1.0.0-rc.2", Some("1.0.0-rc.2"))),
        ),
    ] {
        let gone = life_of(text, &[], "A").unwrap().gone;
        let gone = gone.map(|gone| {
            let prerelease = gone.prerelease.map(|version| version.to_string());
            (gone.removed_in.to_string(), prerelease)
        });
        let expected = expected
            .map(|(removed, prerelease)| (removed.to_owned(), prerelease.map(str::to_owned)));
        assert_eq!(gone, expected, "{text}");
    }
}

#[test]
fn a_claim_is_backdated_if_a_version_after_it_was_without_the_notice() {
    for (text, is_backdated) in [
        ("1.0.0 A | 1.1.0 A!1.1.0", false),
        ("1.0.0 A | 1.1.0 A!1.0.5", false),
        ("1.0.0 A | 1.1.0 A!1.0.0", true),
        ("1.0.0 A | 1.1.0 A!0.9.0", true),
        ("1.0.0 A!0.9.0", false),
        ("1.0.0 A | 1.1.0 A!", false),
    ] {
        let declared = life_of(text, &[], "A").unwrap().deprecated.unwrap();
        assert_eq!(declared.backdated, is_backdated, "{text}");
    }
}

#[test]
fn the_newest_version_is_the_newest_stable_one() {
    for (text, newest) in [
        ("1.0.0 A | 1.1.0 A", "1.1.0"),
        ("1.0.0 A | 1.1.0-rc.1 A", "1.0.0"),
        ("1.1.0-rc.1 A | 1.1.0-rc.2 A", "1.1.0-rc.2"),
    ] {
        let history = history(text);
        let timeline = Timeline::new(&history, [], None);
        let found = timeline
            .newest()
            .map(|(position, version)| (position, version.to_string()));
        assert_eq!(
            found,
            Some((history.position(newest).unwrap(), newest.to_owned()))
        );
    }
}

/// Names share beginnings, also in the middle of a letter of several bytes.
const SHARING: &str =
    "1.0.0 Actions Actions.invoke Act é èa èb@ | 1.1.0 Actions! Actions.invoke2 Act é èa Z";

#[test]
fn a_history_is_the_same_from_its_bytes() {
    for text in [
        SHARING,
        "1.0.0",
        "1.0.0 A | 2.0.0 A",
        "1.0.0 A | 1.1.0 B | 2.0.0 A C",
    ] {
        let whole = history(text);
        let bytes = encode(&whole).unwrap();
        let mut read = decode(&bytes).unwrap();
        assert_eq!(read, whole, "{text}");
        assert_eq!(encode(&read).unwrap(), bytes, "{text}");
        assert_eq!(read.symbols.len(), whole.symbols.len());
        let names = |history: &ApiHistory| {
            history
                .symbols
                .keys()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        assert_eq!(names(&read), names(&whole));
        for name in names(&whole) {
            assert!(read.symbols.contains_key(&name));
            assert_eq!(read.facts(&name), whole.facts(&name), "{name}");
        }
        for absent in ["", "Ac", "Actionss", "ZZ", "0"] {
            assert!(!read.symbols.contains_key(absent), "{absent}");
            assert_eq!(read.facts(absent), None, "{absent}");
        }
        assert_eq!(read.symbols.whole().len(), whole.symbols.len());
        assert_eq!(read, whole, "{text}, unpacked");
    }
    assert_ne!(history("1.0.0 A").symbols, history("1.0.0 B").symbols);
    assert_ne!(history("1.0.0 A").symbols, history("1.0.0 A!").symbols);
}

#[test]
fn bytes_that_are_damaged_are_refused() {
    let bytes = encode(&history(SHARING)).unwrap();
    assert!(matches!(decode(&[]), Err(EncodingError::Form(0))));
    let mut other = bytes.clone();
    other[0] = 99;
    assert!(matches!(decode(&other), Err(EncodingError::Form(99))));
    for end in 1..bytes.len() {
        assert!(decode(&bytes[..end]).is_err(), "cut at {end}");
    }
    // A row whose fact or set is not there: the last of a single symbol's row is the number of its set.
    let single = encode(&history("1.0.0 A")).unwrap();
    let mut damaged = single.clone();
    *damaged.last_mut().unwrap() = 1;
    assert!(decode(&single).is_ok());
    assert!(matches!(decode(&damaged), Err(EncodingError::Damaged(_))));
}

#[test]
fn a_version_that_is_read_again_takes_the_place_of_the_former() {
    let mut one = history("1.0.0 A | 2.0.0 A B");
    let (name, other) = fact("C");
    let read = one.versions[1].clone();
    one.observe(read, BTreeMap::from([(name, other)]));
    one.settle();
    assert_eq!(one, history("1.0.0 A | 2.0.0 C"));
    let mut under = history("1.0.0 A | 2.0.0 B");
    let mut over = history("1.5.0 D | 2.0.0 C");
    over.versions[1].fingerprint = "g".to_owned();
    under.overlay(&over);
    let mut expected = history("1.0.0 A | 1.5.0 D | 2.0.0 C");
    expected.versions[2].fingerprint = "g".to_owned();
    assert_eq!(under, expected);
    // Of the same content nothing is read again.
    let mut same = history("1.0.0 A | 2.0.0 B");
    same.overlay(&history("2.0.0 C"));
    assert_eq!(same, history("1.0.0 A | 2.0.0 B"));
}

/// Symbols of the root: `PATH`, or `PATH=DECLARED` for the declaration behind it, `PATH<BASE` for what a base declares,
/// `PATH:TYPE`; `deep:` before one that only a deep import reaches.
fn outline(text: &str) -> Outline {
    let mut outline = Outline::default();
    for word in text.split_whitespace() {
        let (word, is_deep) = match word.strip_prefix("deep:") {
            Some(word) => (word, true),
            None => (word, false),
        };
        let part = |mark: char| {
            let rest = word.split_once(mark)?.1;
            Some(
                rest.split(['=', '<', ':'])
                    .next()
                    .unwrap_or(rest)
                    .to_owned(),
            )
        };
        let path = word.split(['=', '<', ':']).next().unwrap().to_owned();
        let symbol = Symbol {
            kind: SymbolKind::Export,
            forms: vec![Form {
                word: "class".to_owned(),
                ty: part(':'),
                optional: false,
                notes: Notes::default(),
                cfg: None,
                module: "m".to_owned(),
                declared: part('=').unwrap_or_default(),
                line: 1,
            }],
            declared_by: part('<'),
            notes: Notes::default(),
        };
        let list = if is_deep {
            &mut outline.deep
        } else {
            &mut outline.root
        };
        list.insert(path, symbol);
    }
    outline
}

fn differ(from: &str, to: &str) -> Differences {
    differences(&outline(from), &outline(to), ".")
}

fn told(found: &Differences) -> String {
    let lists = [
        ("removed", &found.removed),
        ("moved", &found.moved),
        ("changed", &found.changed),
        ("added", &found.added),
    ];
    let of_list = |(word, list): (&str, &Vec<Difference>)| {
        let one = |one: &Difference| {
            let counted = |mark, count: usize| match count {
                0 => String::new(),
                count => format!(" {mark}{count}"),
            };
            let now = one.now.as_ref().map(|now| format!(" -> {now}"));
            format!(
                "{word} {}{}{}{}",
                one.symbol,
                counted('+', one.members),
                counted('*', one.through),
                now.unwrap_or_default()
            )
        };
        list.iter().map(one).collect::<Vec<_>>()
    };
    lists
        .into_iter()
        .flat_map(of_list)
        .collect::<Vec<_>>()
        .join("; ")
}

#[test]
fn what_differs_is_told_once() {
    for (from, to, expected) in [
        ("A B", "A B", ""),
        ("A B", "A", "removed B"),
        ("A", "A B", "added B"),
        ("A A.b A.c", "", "removed A +2"),
        ("A A.b A.c", "A A.b", "removed A.c"),
        ("", "A A.b A.b.c", "added A +2"),
        // The same declaration under a new name has moved, and takes its members along.
        ("A=X A.b", "B=X B.b", "moved A -> B"),
        ("A=X A.b A.c", "B=X B.b", "moved A -> B"),
        // One that both have was there before: that is a loss, with where it still is.
        ("A=X B=X", "B=X", "removed A -> B"),
        ("A=X", "B=Y", "removed A; added B"),
        ("A", "deep:m#A", "removed A -> m#A"),
        // Members do not move, whatever they are called.
        ("A A.b=X", "A A.c=X", "removed A.b; added A.c"),
        // What a base declares is told of the base.
        ("A A.x B B.x<A.x", "A B", "removed A.x *1"),
        // A member of the base by another name is another member.
        ("A A.x B B.y<A.x", "A B", "removed A.x; removed B.y"),
        ("A:t B:t<A", "A:u B:u<A", "changed A *1"),
    ] {
        assert_eq!(told(&differ(from, to)), expected, "{from} -> {to}");
    }
}

#[test]
fn a_step_needs_what_semantic_versioning_asks() {
    for (from, to, version, needs) in [
        ("A", "A", "1.0.0", Bump::Patch),
        ("A", "A B", "1.0.0", Bump::Minor),
        ("A", "B", "1.0.0", Bump::Major),
        ("A=X", "B=X", "1.0.0", Bump::Major),
        ("A:t", "A:u", "1.0.0", Bump::Patch),
        ("A", "B", "0.3.0", Bump::Minor),
        ("A", "A B", "0.3.0", Bump::Patch),
    ] {
        assert_eq!(
            differ(from, to).needs(&sem(version)),
            needs,
            "{from} -> {to} {version}"
        );
    }
    assert_eq!(differ("A:t B", "A:u").unjudged(), 1);
}
