//! The grammar of comments, and which line each is about.

use proptest::prelude::*;

use super::*;
use crate::syntax::script::{Dialect, read};
use crate::syntax::typescript::Arena;

fn said(text: &str) -> String {
    match parse(text) {
        None => "-".to_owned(),
        Some(Err(why)) => why,
        Some(Ok(said)) => {
            let symbols: Vec<String> = said.symbols.iter().map(ToString::to_string).collect();
            let until = said.until.map(|one| format!(" <{one}")).unwrap_or_default();
            format!(
                "{:?}[{}]{until}: {}",
                said.form,
                symbols.join(" "),
                said.reason
            )
        }
    }
}

#[test]
fn comments_are_read() {
    let cases = [
        (
            " forewarn-ignore-next-line oldFn -- why",
            "NextLine[`oldFn`]: why",
        ),
        (
            "forewarn-ignore-line a.b,c -- x -- y",
            "Line[`a.b` `c`]: x -- y",
        ),
        (
            "forewarn-ignore a , b until=2.0 -- z",
            "Here[`a` `b`] <2.0.0: z",
        ),
        (
            "forewarn-ignore until=2.0.0-rc.1 -- z",
            "Here[] <2.0.0-rc.1: z",
        ),
        (
            "*\n * forewarn-ignore-file Actions.* -- of old\n ",
            "File[`Actions.*`]: of old",
        ),
        (
            "forewarn-ignore * -- all of it",
            "Here[every symbol]: all of it",
        ),
        (
            "forewarn-ignore\t@acme/x--y -- why",
            "Here[`@acme/x--y`]: why",
        ),
        ("forewarn-ignore -- why", "Here[]: why"),
        ("forewarn-ignore --- why", "Here[]: why"),
        ("forewarn-ignore a --why", "Here[`a`]: why"),
        ("see forewarn-ignore -- not this", "-"),
        ("forewarn-baseline.json is committed", "-"),
        ("Forewarn-ignore a -- b", "-"),
    ];
    for (text, expected) in cases {
        assert_eq!(said(text), expected, "{text:?}");
    }
}

#[test]
fn what_counts_for_nothing_says_why() {
    let cases = [
        ("forewarn-ignore", "no reason"),
        ("forewarn-ignore oldFn", "`forewarn-ignore SYMBOL -- why`"),
        ("forewarn-ignore-file oldFn -- ", "no reason"),
        ("forewarn-ignore oldFn -- -.-", "no reason"),
        (
            "forewarn-ignore-nextline a -- b",
            "did you mean `forewarn-ignore-next-line`?",
        ),
        ("forewarn-disable a -- b", "There is no `forewarn-disable`"),
        ("forewarn-ignore: a -- b", "did you mean `forewarn-ignore`?"),
        ("forewarn-ignore a until=soon -- b", "`soon` is no version"),
        ("forewarn-ignore a since=2.0.0 -- b", "There is no `since=`"),
    ];
    for (text, expected) in cases {
        let why = said(text);
        assert!(why.contains(expected), "{text:?}: {why}");
    }
    let many = format!("forewarn-ignore {} -- b", "a,".repeat(MOST + 1));
    assert!(said(&many).contains("more than"));
}

fn of(text: &str) -> Comments {
    let mut arena = Arena::default();
    let (script, _) = read(text, Dialect::Tsx, &mut arena);
    Comments::of(text, &script.comments)
}

/// The lines on which `oldFn` is silenced.
fn silenced(text: &str) -> Vec<u32> {
    let mut comments = of(text);
    let last = u32::try_from(text.lines().count()).unwrap() + 1;
    (1..=last)
        .filter(|line| comments.silence("oldFn", *line, None))
        .collect()
}

#[test]
fn a_comment_is_about_a_line_or_the_file() {
    let cases: &[(&str, &[u32])] = &[
        ("// forewarn-ignore-next-line oldFn -- w\noldFn();\n", &[2]),
        (
            "oldFn(); // forewarn-ignore-line oldFn -- w\noldFn();",
            &[1],
        ),
        ("oldFn(); // forewarn-ignore -- w\noldFn();", &[1]),
        ("a();\n  // forewarn-ignore -- w\noldFn();", &[3]),
        ("a();\r\n/* forewarn-ignore\r\n -- w */\r\noldFn();", &[4]),
        ("/* forewarn-ignore -- w */ oldFn();", &[1]),
        // One below the other.
        (
            "// forewarn-ignore a -- w\n// forewarn-ignore-next-line oldFn -- w\nx();",
            &[3],
        ),
        (
            "// forewarn-ignore oldFn -- w\n// forewarn-ignore-next-line a -- w\nx();",
            &[3],
        ),
        // Between the children of an element.
        (
            "const a = <b>\n  {/* forewarn-ignore oldFn -- w */}\n  <C/>\n</b>;",
            &[3],
        ),
        (
            "const a = <b>\n  <C/> {/* forewarn-ignore-line oldFn -- w */}\n</b>;",
            &[2],
        ),
        ("x();\n/* forewarn-ignore-file oldFn -- w */\n", &[1, 2, 3]),
        ("// forewarn-ignore-next-line other -- w\noldFn();\n", &[]),
        ("const t = '// forewarn-ignore-line oldFn -- w';\n", &[]),
    ];
    for (text, expected) in cases {
        assert_eq!(silenced(text), *expected, "{text:?}");
    }
}

#[test]
fn what_meets_nothing_is_told_of_where_it_stands() {
    let text = "x();\n  // forewarn-ignore a, b -- w\nb();\n// forewarn-ignroe b -- w\n";
    let mut comments = of(text);
    assert!(comments.silence("X.b", 3, None));
    let point = |line, column| Point { line, column };
    assert_eq!(
        comments.stale(true),
        [
            (
                point(2, 3),
                "It ignores `a`, of which nothing is found on line 3.".to_owned()
            ),
            (
                point(4, 1),
                "There is no `forewarn-ignroe`; did you mean `forewarn-ignore`?".to_owned()
            ),
        ]
    );
    // Where not everything was looked at, nothing is said to be missing.
    assert_eq!(comments.stale(false).len(), 1);
}

#[test]
fn very_many_comments_are_not_all_heard() {
    let text = "// forewarn-ignore-file a -- w\n".repeat(MOST + 5);
    assert_eq!(of(&text).stale(false).len(), 5);
}

proptest! {
    #[test]
    fn any_text_is_read(text in "[ \\t\\n*=,.a-c\u{0}\u{202e}é-]{0,40}", head in "(forewarn-ignore(-line)?|)") {
        let text = format!("{head}{text}");
        if let Some(Ok(said)) = parse(&text) {
            prop_assert!(!said.reason.is_empty());
        }
    }

    #[test]
    fn a_file_of_any_comments_is_read(lines in proptest::collection::vec("(//|a\\(\\); //|/\\*|\\*/|) ?forewarn-ignore(-file|-line|)? ?[ab,-]{0,6}", 0..8)) {
        let mut comments = of(&lines.join("\n"));
        comments.silence("a", 2, None);
        drop(comments.stale(true));
    }
}
