//! Ends of made-up windows.

use std::cell::RefCell;

use super::*;
use crate::domain::api::Fact;
use crate::scan::script::source::Span;
use crate::scan::uses::{Site, Use};

fn fact(root: bool, kind: SymbolKind) -> Fact {
    Fact {
        kind,
        root,
        declared_by: None,
        private: false,
        signature: 0,
        partly: false,
        notices: Vec::new(),
    }
}

/// Versions with what each exports; what begins with `~` is reached by a deep import only, and what has a dot is a member.
fn api(versions: &[(&str, &[&str])]) -> ApiHistory {
    let mut api = ApiHistory::new("npm:p");
    for (version, paths) in versions {
        let facts: BTreeMap<String, Fact> = paths
            .iter()
            .map(|path| {
                let name = path.trim_start_matches('~');
                let kind = if name.contains('.') {
                    SymbolKind::Member
                } else {
                    SymbolKind::Export
                };
                (name.to_owned(), fact(name == *path, kind))
            })
            .collect();
        let read = ReadVersion {
            version: (*version).to_owned(),
            fingerprint: String::new(),
            members: Vec::new(),
            exports: u32::try_from(paths.len()).unwrap(),
            gaps: 0,
            requires: Vec::new(),
        };
        api.observe(read, facts);
    }
    api
}

/// A symbol, what there is of it in the target, and how sure its use is.
type Case<'a> = (&'a str, Then, Confidence);

/// The frontier and the floor.
type Ends = (Option<String>, Option<String>);

/// What begins with `p/` is a module.
fn met(uses: &[Case<'_>]) -> Uses {
    let made = |(symbol, then, confidence): &Case<'_>| Use {
        file: 0,
        at: Span::default(),
        site: Site::Name,
        confidence: *confidence,
        guarded: false,
        package: 0,
        symbol: (*symbol).to_owned(),
        what: if symbol.starts_with("p/") {
            Kind::Module
        } else {
            Kind::Export
        },
        nameless: false,
        deep: None,
        then: then.clone(),
        imported_at: None,
        passed_on_at: None,
        notes: Vec::new(),
        test_code: false,
    };
    Uses {
        uses: uses.iter().map(made).collect(),
        ..Uses::default()
    }
}

/// What going over the plugin would show: versions with what each lacks.
struct Made<'a> {
    lacking: &'a [(&'a str, &'a [&'a str])],
    asked: RefCell<Vec<String>>,
}

impl<'a> Made<'a> {
    fn new(lacking: &'a [(&'a str, &'a [&'a str])]) -> Self {
        Self {
            lacking,
            asked: RefCell::default(),
        }
    }

    fn of(&self, version: &str) -> &'a [&'a str] {
        let found = self.lacking.iter().find(|(one, _)| *one == version);
        found.map_or(&[], |(_, lacking)| lacking)
    }
}

impl Versions for Made<'_> {
    fn lost(&self, _package: usize, version: &str) -> Result<Rc<Lost>, Error> {
        self.asked.borrow_mut().push(version.to_owned());
        let lacking = self.of(version).iter();
        let lost = lacking.map(|one| ((*one).to_owned(), true)).collect();
        Ok(Rc::new(Lost(lost)))
    }

    fn learn(&self, _package: usize, _versions: &[&str]) -> Result<(), Error> {
        Ok(())
    }

    fn lacks_export(&self, _package: usize, version: &str, symbol: &str) -> Result<bool, Error> {
        Ok(self.of(version).contains(&symbol))
    }

    fn has_module(&self, _package: usize, version: &str, symbol: &str) -> Result<bool, Error> {
        Ok(!self.of(version).contains(&symbol))
    }
}

fn ends(
    api: &ApiHistory,
    (from, to): (&str, &str),
    uses: &Uses,
    versions: Option<&dyn Versions>,
) -> Ends {
    let used = Used::of((uses, &[]), (0, api), (from, to), versions).unwrap();
    let version = |end: End| end.map(|(version, _)| version);
    (
        version(used.frontier().unwrap()),
        version(used.floor().unwrap()),
    )
}

fn some(frontier: &str, floor: &str) -> Ends {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    (some(frontier), some(floor))
}

fn there() -> Then {
    Then::There { deprecated: None }
}

fn seven() -> ApiHistory {
    api(&[
        ("1.0.0", &["a"]),
        ("1.1.0", &["a", "b", "~d"]),
        ("1.2.0", &["a", "b", "d"]),
        ("1.3.0", &[]),
        ("1.4.0", &["a", "b", "~d"]),
        ("2.0.0-beta.1", &["b"]),
        ("2.0.0", &["a", "c"]),
    ])
}

#[test]
fn the_ends_are_where_everything_in_use_still_is() {
    let api = seven();
    let table: [(&[Case<'_>], Ends); 7] = [
        (&[("a", there(), Confidence::High)], some("2.0.0", "1.0.0")),
        // One without types says nothing, and a pre-release is passed by.
        (
            &[
                ("a", there(), Confidence::High),
                ("b", Then::Gone, Confidence::High),
            ],
            some("1.4.0", "1.1.0"),
        ),
        // Still there for deep imports only.
        (
            &[("d", Then::Gone, Confidence::High)],
            some("1.2.0", "1.2.0"),
        ),
        // What is not sure does not count, nor what only the target has.
        (
            &[
                ("a", there(), Confidence::High),
                ("b", Then::Gone, Confidence::Low),
                ("c", there(), Confidence::High),
            ],
            some("2.0.0", "1.0.0"),
        ),
        // Nobody observed it, and it is there at both ends.
        (
            &[
                ("a", there(), Confidence::High),
                ("a.x", there(), Confidence::High),
            ],
            some("2.0.0", ""),
        ),
        // Nobody observed when it went.
        (
            &[
                ("a", there(), Confidence::High),
                ("a.x", Then::Gone, Confidence::High),
            ],
            some("", ""),
        ),
        // Nothing is used.
        (&[], some("2.0.0", "1.0.0")),
    ];
    for (uses, expected) in table {
        let found = ends(&api, ("1.2.0", "2.0.0"), &met(uses), None);
        assert_eq!(found, expected, "{uses:?}");
    }
    let used = met(&[("a", there(), Confidence::High)]);
    assert_eq!(
        ends(&api, ("2.0.0", "2.0.0"), &used, None),
        some("2.0.0", "1.0.0")
    );
}

#[test]
fn the_symbol_that_is_missing_next_sets_an_end() {
    let api = seven();
    let uses = met(&[("b", Then::Gone, Confidence::High)]);
    let used = Used::of((&uses, &[]), (0, &api), ("1.2.0", "2.0.0"), None).unwrap();
    let by_b = |version: &str| Some((version.to_owned(), Some("b".to_owned())));
    assert_eq!(used.frontier().unwrap(), by_b("1.4.0"));
    assert_eq!(used.floor().unwrap(), by_b("1.1.0"));
    // A name that no surface has went in 1.4.0.
    let uses = met(&[("a", there(), Confidence::High)]);
    let mut used = Used::of((&uses, &[]), (0, &api), ("1.0.0", "2.0.0"), None).unwrap();
    used.gone = Some(("1.4.0".parse().unwrap(), "x"));
    let end = Some(("1.2.0".to_owned(), Some("x".to_owned())));
    assert_eq!(used.frontier().unwrap(), end);
}

#[test]
fn what_observations_leave_open_is_settled_by_going_over_the_plugin() {
    let versions: Vec<String> = (0..20).map(|minor| format!("1.{minor}.0")).collect();
    // A type that had another name before 1.5.0: its members are listed under that.
    let listed: Vec<(&str, &[&str])> = versions
        .iter()
        .enumerate()
        .map(|(at, version)| {
            let paths: &[&str] = if at < 5 { &["a"] } else { &["a", "t.x"] };
            (version.as_str(), paths)
        })
        .collect();
    let api = api(&listed);
    let window = ("1.10.0", "1.19.0");
    let by_name = met(&[
        ("a", there(), Confidence::High),
        ("t.x", there(), Confidence::High),
    ]);
    assert_eq!(ends(&api, window, &by_name, None), some("1.19.0", ""));
    // The members are there all the same, but for the first two versions.
    let lacking: &[(&str, &[&str])] = &[("1.0.0", &["t.x"]), ("1.1.0", &["t.x"])];
    let made = Made::new(lacking);
    assert_eq!(
        ends(&api, window, &by_name, Some(&made)),
        some("1.19.0", "1.2.0")
    );
    // By halving, not one by one: each version is asked for at most twice.
    assert!(made.asked.borrow().len() <= 8, "{:?}", made.asked);

    // What nobody lists went with 1.16.0.
    let lacking: &[(&str, &[&str])] = &[
        ("1.16.0", &["u.y"]),
        ("1.17.0", &["u.y"]),
        ("1.18.0", &["u.y"]),
        ("1.19.0", &["u.y"]),
    ];
    let unlisted = met(&[("u.y", Then::Gone, Confidence::High)]);
    let made = Made::new(lacking);
    assert_eq!(
        ends(&api, window, &unlisted, Some(&made)),
        some("1.15.0", "1.0.0")
    );
    let used = Used::of((&unlisted, &[]), (0, &api), window, Some(&made)).unwrap();
    assert_eq!(used.lost_since("u.y").unwrap().as_deref(), Some("1.16.0"));
    assert_eq!(used.lost_since("u.z").unwrap(), None);

    // A module that some versions in between do not have.
    let lacking: &[(&str, &[&str])] = &[("1.13.0", &["p/deep"]), ("1.14.0", &["p/deep"])];
    let deep = met(&[("p/deep", there(), Confidence::High)]);
    let made = Made::new(lacking);
    assert_eq!(
        ends(&api, window, &deep, Some(&made)),
        some("1.12.0", "1.0.0")
    );
}

#[test]
fn the_first_place_is_found_wherever_it_is() {
    for last in 0..20 {
        for first in 0..=last {
            for holds_from in first..=last {
                let asked = RefCell::new(0);
                let is = |at: usize| {
                    *asked.borrow_mut() += 1;
                    Ok(at >= holds_from)
                };
                let found = first_that(first, last, |_| Ok(()), is).unwrap();
                assert_eq!(found, holds_from, "{first}..={last}");
                assert!(*asked.borrow() <= 6, "{first}..={last}: {asked:?}");
            }
        }
    }
}
