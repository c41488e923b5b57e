//! Messages in the shapes that are met.

use proptest::prelude::*;

use super::draft::{Draft, draft};
use super::*;
use crate::domain::document::git::LeftOutReason;
use crate::domain::entry::EntryKind;
use crate::domain::text::Untrusted;

const HASH: &str = "0123456789abcdef0123456789abcdef01234567";

fn read(text: &str) -> Message {
    Message::read(text, &Types::default())
}

fn drafted(text: &str) -> Draft {
    draft(&read(text), HASH, &Types::default()).unwrap_or_else(|why| panic!("{text}: {why:?}"))
}

/// Each entry as kind, `!` if it breaks, and text.
fn told(text: &str) -> Vec<String> {
    let entries = drafted(text).entries;
    entries
        .iter()
        .map(|(_, entry)| {
            let mark = if entry.breaking { "!" } else { "" };
            format!("{}{mark} {}", entry.kind, entry.text.raw())
        })
        .collect()
}

#[test]
fn subjects_are_entries() {
    for (text, entry) in [
        ("feat: add a queue filter", "added Add a queue filter"),
        (
            "feat(queue): add a filter (#123)",
            "added **queue:** Add a filter",
        ),
        (
            "fix: stop the timer (fixes #3) (#7)",
            "fixed Stop the timer",
        ),
        (
            "fix(deps): bump x from 1 to 2",
            "changed **deps:** Bump x from 1 to 2",
        ),
        (
            "perf(core): halve the start",
            "changed **core:** Halve the start",
        ),
        ("feat!: drop Node 12", "added! Drop Node 12"),
        (
            "refactor(api)!: rename Manager",
            "changed! **api:** Rename Manager",
        ),
        ("chore!: needs Node 20", "changed! Needs Node 20"),
        ("security: escape names", "security Escape names"),
        ("deprecate: the old dialpad", "deprecated The old dialpad"),
        (
            "remove(ui): the old dialpad",
            "removed **ui:** The old dialpad",
        ),
        ("Feat: Upper case type", "added Upper case type"),
        ("fix:no blank", "fixed No blank"),
        (
            ":sparkles: feat: a code before it",
            "added A code before it",
        ),
        ("\u{2728} feat: a sign before it", "added A sign before it"),
        (
            "\u{1f41b}\u{fe0f} fix(x): a sign of two parts",
            "fixed **x:** A sign of two parts",
        ),
        ("feat: `useQueue` is there", "added `useQueue` is there"),
        ("feat: useQueue is there", "added useQueue is there"),
        (
            "feat: Vec<String> and a*b*c and [x](y)",
            "added Vec\\<String> and a\\*b\\*c and \\[x\\](y)",
        ),
        (
            "feat: snake_case stays, _this_ is escaped",
            "added snake\\_case",
        ),
        ("feat(): an empty scope", "added An empty scope"),
        (
            "feat(breaking): a scope like a mark",
            "added A scope like a mark",
        ),
        (
            "  feat: blanks around it  \r\n\r\nbody\r\n",
            "added Blanks around it",
        ),
        ("\n\nfeat: after empty lines", "added After empty lines"),
    ] {
        let told = told(text);
        let is_it = if text.contains("snake") {
            told == ["added Snake_case stays, \\_this\\_ is escaped"]
                || told == ["added snake_case stays, \\_this\\_ is escaped"]
        } else {
            told == [entry]
        };
        assert!(is_it, "{text}: {told:?}");
    }
}

#[test]
fn what_makes_no_entry_says_why() {
    use LeftOutReason as Reason;
    for (text, reason) in [
        ("docs: a page", Reason::Type),
        ("chore(deps): bump x", Reason::Type),
        ("wip: half", Reason::UnknownType),
        ("Add a filter", Reason::NotConventional),
        ("feat:", Reason::NotConventional),
        ("https://example.org/x: y", Reason::NotConventional),
        ("", Reason::Empty),
        ("\n \n", Reason::Empty),
        ("\u{1f41b}\n\nChangelog: added\n", Reason::Empty),
        ("fixup! feat: x", Reason::Unfinished),
        ("squash! feat: x", Reason::Unfinished),
        ("feat: x\n\nChangelog: none", Reason::Trailer),
        ("feat: x\n\nChangelog: Skip\nRefs: #3", Reason::Trailer),
        ("docs: x\n\n* test: y\n* and prose: z\n", Reason::Type),
    ] {
        let skipped = draft(&read(text), HASH, &Types::default()).unwrap_err();
        assert_eq!(skipped.reason, reason, "{text}");
    }
}

#[test]
fn footers_say_what_breaks() {
    let text = "feat(api)!: new keys\n\nWhy.\n\nBREAKING CHANGE: Old keys are gone.\n  They were `a`.\n\n  Use `b`.\n\
                Reviewed-by: B\nBREAKING-CHANGE: And tokens.\nCo-authored-by: A <a@example.org>\nFixes #12, ABC-3\n";
    let draft = drafted(text);
    let (name, entry) = &draft.entries[0];
    assert_eq!(name, "api-new-keys");
    let impact = entry.impact.as_ref().unwrap().raw();
    assert_eq!(
        impact,
        "Old keys are gone.\nThey were `a`.\n\nUse `b`.\n\nAnd tokens."
    );
    let sources: Vec<&str> = entry.sources.iter().map(Untrusted::raw).collect();
    assert_eq!(sources, ["#12", "ABC-3"]);
    assert_eq!(entry.commit.as_deref(), Some(HASH));
    assert_eq!(
        told("Drop Node 12\n\nBREAKING CHANGE: it is old"),
        ["changed! Drop Node 12"]
    );
    assert_eq!(
        told("docs: x\n\nBREAKING CHANGES: the format"),
        ["changed! X"]
    );
}

#[test]
fn trailers_can_be_changes() {
    assert_eq!(
        told("feat: x\n\nDeprecated: `y` is old.\nUse x.\nSecurity: Names are escaped."),
        [
            "added X",
            "deprecated `y` is old.\nUse x.",
            "security Names are escaped."
        ]
    );
    assert_eq!(
        told("Stop the timer (!4)\n\nChangelog: fixed\nMR: !4"),
        ["fixed Stop the timer"]
    );
    assert_eq!(
        told("Be quick\n\nChangelog: performance"),
        ["changed Be quick"]
    );
    assert_eq!(told("docs: a page\n\nChangelog: added"), ["added A page"]);
}

#[test]
fn squashed_commits_are_changes_of_their_own() {
    assert_eq!(
        told(
            "feat(queue): filters (#12)\n\n* feat(queue): filters\n\nprose\n\n* fix: the order\n\nBREAKING CHANGE: it is another\n\n\
             * test: them\n- note: prose\n* Fix(x): more\n\n---------\n\nCo-authored-by: A <a@example.org>\n"
        ),
        [
            "added **queue:** Filters",
            "fixed! The order",
            "fixed **x:** More"
        ]
    );
    let draft = drafted("Filters (#12)\n\n* feat: filters\n* test: them (#3)\n");
    assert_eq!(draft.entries.len(), 1);
    assert_eq!(draft.parts.len(), 1);
    assert_eq!(draft.parts[0].0, "test: them");
    assert_eq!(draft.entries[0].1.sources[0].raw(), "#12");
    assert_eq!(
        told(
            "Squashed commit of the following:\n\ncommit abc\nAuthor: A <a@b>\n\n    feat: one\n\n    fix: two\n"
        ),
        ["added One", "fixed Two"]
    );
    assert_eq!(
        told("feat: one\n\nfix(b): two\n  body\n"),
        ["added One", "fixed **b:** Two"]
    );
}

#[test]
fn reverts_name_what_they_take_back() {
    let of = |text: &str| read(text).revert.unwrap();
    let one = of("Revert \"feat: x (#3)\" (#4)\n\nThis reverts commit 0123456789abcdef.\n");
    assert_eq!((one.subject.as_str(), one.depth), ("feat: x", 1));
    assert_eq!(one.commits, ["0123456789abcdef"]);
    assert_eq!(one.requests, ["#3"]);
    let two = of("Revert \"Revert \"feat: x\"\"\n\nThis reverts commit 0123456.");
    assert_eq!((two.subject.as_str(), two.depth), ("feat: x", 2));
    assert_eq!(of("Reapply \"feat: x\"").depth, 2);
    assert_eq!(of("Revert \"Reapply \"feat: x\"\"").depth, 3);
    let typed = of("revert: let us never speak of it\n\nRefs: 676104e, A215868\n");
    assert_eq!(typed.commits, ["676104e", "a215868"]);
    assert_eq!(
        of("Revert \"x\"\n\nReverts acme/app#12").requests,
        ["acme/app#12"]
    );
    assert!(read("Revert the order of rows").revert.is_none());
}

#[test]
fn a_type_can_tell_of_something_else() {
    let mut types = Types::default();
    types.set("docs", Some(EntryKind::Note));
    types.set("feat", None);
    let kind = |text: &str| draft(&Message::read(text, &types), HASH, &types);
    assert_eq!(kind("docs: x").unwrap().entries[0].1.kind, EntryKind::Note);
    assert_eq!(kind("feat: x").unwrap_err().reason, LeftOutReason::Type);
    assert!(kind("feat!: x").unwrap().entries[0].1.breaking);
}

#[test]
fn long_messages_are_read_in_no_time() {
    let text = format!(
        "feat: x\n\n{}",
        "(#1) BREAKING CHANGE: * feat(a: y `` ".repeat(30_000)
    );
    assert_eq!(drafted(&text).entries.len(), 1);
    let text = format!("feat: x{}", " (#1)".repeat(30_000));
    assert_eq!(drafted(&text).entries[0].1.text.raw(), "X");
    let text = format!("feat: {}", "Revert \"".repeat(30_000));
    assert_eq!(read(&text).changes.len(), 1);
}

proptest! {
    /// Whatever a message holds, each change that was put into it comes out, as an entry or as a part that is listed.
    #[test]
    fn no_change_is_lost(
        prose in proptest::collection::vec("[^:\\r\\n]{0,40}", 0..6),
        changes in proptest::collection::vec(("feat|fix|docs|perf|test", "[a-z]{0,3}", any::<bool>()), 1..8),
    ) {
        let header = |(nth, (word, scope, bang)): (usize, &(String, String, bool))| {
            let scope = if scope.is_empty() { String::new() } else { format!("({scope})") };
            format!("{word}{scope}{}: change number {nth}", if *bang { "!" } else { "" })
        };
        let mut text = header((0, &changes[0]));
        for (nth, change) in changes.iter().enumerate().skip(1) {
            let line = prose.get(nth % prose.len().max(1)).map_or("", String::as_str);
            text = format!("{text}\n\n{line}\n* {}", header((nth, change)));
        }
        let types = Types::default();
        let message = Message::read(&text, &types);
        prop_assert_eq!(message.changes.len(), changes.len(), "{}", text);
        if let Ok(draft) = draft(&message, HASH, &types) {
            prop_assert_eq!(draft.entries.len() + draft.parts.len(), changes.len());
        }
    }

    #[test]
    fn nothing_makes_it_fail(text in "(?s).{0,300}", around in "(feat|Revert \"|BREAKING CHANGE|Refs|:x:|\\(#1\\)|[(]|!|: |\n|\\* |`){0,20}") {
        for text in [text.clone(), around.clone(), format!("{around}{text}{around}")] {
            let types = Types::default();
            let message = Message::read(&text, &types);
            let _kept = draft(&message, HASH, &types);
        }
    }
}
