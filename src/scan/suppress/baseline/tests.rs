//! Round trips, merging, and files that are no baseline.

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

fn entry(file: &str, symbol: &str, status: Status, fingerprint: &str) -> Entry {
    Entry {
        file: file.to_owned(),
        symbol: symbol.to_owned(),
        package: "npm:@acme/app".to_owned(),
        status,
        fingerprint: fingerprint.to_owned(),
    }
}

#[test]
fn a_baseline_has_an_entry_a_line() {
    let baseline = Baseline::of([
        entry("b.ts", "A.x", Status::Removed, "2"),
        entry("a.ts", "B", Status::Soft, "1"),
    ]);
    let expected = r#"{
  "schema": "forewarn/baseline/v1",
  "findings": [
    {"file":"a.ts","symbol":"B","package":"npm:@acme/app","status":"soft","fingerprint":"1"},
    {"file":"b.ts","symbol":"A.x","package":"npm:@acme/app","status":"removed","fingerprint":"2"}
  ]
}
"#;
    assert_eq!(baseline.write(), expected);
    assert_eq!(
        Baseline::read(&Baseline::default().write()),
        Ok(Baseline::default())
    );
}

#[test]
fn what_is_no_baseline_is_refused() {
    let cases = [
        ("", "is no JSON"),
        ("<<<<<<< ours\n{}", "is no JSON"),
        ("[]", "is no baseline"),
        ("{}", "is no baseline"),
        (r#"{"schema": 3}"#, "is no baseline"),
        (r#"{"schema": "forewarn/scan/v1"}"#, "is no baseline"),
        (r#"{"schema": "forewarn/baseline/v2"}"#, "newer"),
        (
            r#"{"schema": "forewarn/baseline/v1"}"#,
            "missing field `findings`",
        ),
        (
            r#"{"schema": "forewarn/baseline/v1", "findings": [{"file": "a", "symbol": "b", "package": "c", "status": "bad", "fingerprint": "d"}]}"#,
            "`bad` is not one of",
        ),
    ];
    for (text, expected) in cases {
        let why = Baseline::read(text).unwrap_err().to_string();
        assert!(why.contains(expected), "{text:?}: {why}");
    }
    let deep = format!(
        r#"{{"schema": "forewarn/baseline/v1", "findings": {}"#,
        "[".repeat(100_000)
    );
    assert!(Baseline::read(&deep).is_err());
}

#[test]
fn what_got_worse_is_told_and_what_got_better_is_not() {
    let baseline = Baseline::of([
        entry("a.ts", "A", Status::Deprecated, "1"),
        entry("a.ts", "B", Status::Removed, "2"),
        entry("a.ts", "C", Status::Deprecated, "3"),
    ]);
    // The fingerprint holds the rule, which follows the status; that of an action does not.
    let found = [
        entry("a.ts", "A", Status::Removed, "1b"),
        entry("a.ts", "B", Status::Deprecated, "2b"),
        entry("a.ts", "C", Status::Removed, "3"),
        entry("a.ts", "A", Status::Removed, "1c"),
        entry("b.ts", "A", Status::Deprecated, "1"),
    ];
    assert_eq!(
        baseline.compare(&found).answers,
        [
            Answer::Worse(Status::Deprecated),
            Answer::Accepted,
            Answer::Worse(Status::Deprecated),
            Answer::New,
            Answer::New,
        ]
    );
    // Another place with the same status is another use.
    let elsewhere = [entry("a.ts", "A", Status::Deprecated, "9")];
    assert_eq!(baseline.compare(&elsewhere).answers, [Answer::New]);
}

#[test]
fn merging_keeps_what_was_not_looked_at() {
    let mut baseline = Baseline::of([
        entry("a.ts", "A", Status::Removed, "1"),
        entry("a.ts", "B", Status::Removed, "2"),
        entry("z.ts", "A", Status::Removed, "3"),
        entry("a.ts", "D", Status::Soft, "4"),
    ]);
    let found = [
        entry("a.ts", "A", Status::Removed, "1"),
        entry("a.ts", "C", Status::Removed, "5"),
        entry("a.ts", "D", Status::Soft, "4"),
        entry("a.ts", "E", Status::Soft, "6"),
    ];
    let changed = baseline.merge(&found, &[true, true, false, false], |one| {
        one.file == "a.ts"
    });
    assert_eq!(
        changed,
        Changed {
            added: 1,
            dropped: 1
        }
    );
    let left: Vec<&str> = baseline
        .entries()
        .map(|one| one.fingerprint.as_str())
        .collect();
    assert_eq!(left, ["1", "4", "5", "3"]);
}

fn entries() -> impl Strategy<Value = Vec<Entry>> {
    let one = (
        "[ab]\\.ts",
        "[AB\"\u{1b}é]",
        proptest::sample::select(Status::ALL),
        "[0-5]",
    );
    let one = one.prop_map(|(file, symbol, status, fingerprint)| {
        entry(&file, &symbol, status, &fingerprint)
    });
    vec(one, 0..12)
}

proptest! {
    #[test]
    fn a_baseline_is_read_as_it_was_written(entries in entries()) {
        let baseline = Baseline::of(entries);
        let text = baseline.write();
        prop_assert_eq!(Baseline::read(&text).unwrap(), baseline);
    }

    #[test]
    fn merging_twice_is_merging_once(
        old in entries(),
        found in entries(),
        wanted in vec(any::<bool>(), 12),
    ) {
        // No two findings are the same.
        let found: Vec<Entry> = Baseline::of(found).entries().cloned().collect();
        let looked_at = |one: &Entry| one.file == "a.ts" || found.contains(one);
        let mut once = Baseline::of(old);
        once.merge(&found, &wanted, looked_at);
        let mut twice = once.clone();
        let changed = twice.merge(&found, &wanted, looked_at);
        prop_assert_eq!(&twice, &once);
        prop_assert_eq!(changed, Changed::default());
        let compared = once.compare(&found);
        for (answer, wanted) in compared.answers.iter().zip(&wanted) {
            prop_assert!(!wanted || *answer == Answer::Accepted);
        }
    }
}
