//! Reading accounts files and files of waivers.
//!
//! An accounts file:
//!
//! ```toml
//! schema = 1
//!
//! [[account]]
//! name = "contoso"            # required, once in the file
//! created = 2023-05-01        # when it was made: decides the major that it is on
//! ui-version = "~2.14"        # what its configuration names: a version, or an npm range
//! features = ["citrix-vdi"]
//! owner = "team-voice"
//!
//! [[account]]
//! name = "fabrikam"
//! pin = "2.13"                # a minor instead; neither of them: updated automatically
//!
//! [[account]]
//! name = "litware"
//! major = 1                   # stays there until somebody moves it
//! ```
//!
//! A file of waivers:
//!
//! ```toml
//! schema = 1
//!
//! [[waiver]]
//! subject = "account:contoso"  # or plugin:NAME, or version:2.14
//! reason = "moves in March"    # required
//! expires = 2026-03-31         # required; the last day on which it holds
//! owner = "team-voice"
//! ```
//!
//! Reading never fails on text: what is wrong is a problem with its place, and unknown keys are warned of.

use std::collections::BTreeSet;

use crate::changelog::cursor::{Cursor, Report, parse};
use crate::domain::account::{Account, Choice, Waiver};
use crate::domain::problem::{LineIndex, Problem, Severity};
use crate::domain::range::Range;
use crate::domain::text::Untrusted;
use crate::domain::version::{Line, SemVersion};

/// The version of both kinds of file that is read and understood.
const SCHEMA: i64 = 1;

/// The kinds of subjects that a waiver can name, before the colon.
const SUBJECTS: [&str; 3] = ["account:", "plugin:", "version:"];

/// Reads an accounts file; `file` is what problems call it. Accounts come in the order of the file.
pub fn read_accounts(text: &str, file: &str) -> (Vec<Account>, Vec<Problem>) {
    let mut names = BTreeSet::new();
    read(
        text,
        file,
        "account",
        "an account",
        |table, report, line| {
            let account = account(table, report, line)?;
            if names.insert(account.name.clone()) {
                return Some(account);
            }
            let name = account.name.for_terminal_line();
            report.error(
                table.at_key("name"),
                format!("two accounts have the name `{name}`"),
            );
            None
        },
    )
}

/// Reads a file of waivers, in its order.
pub fn read_waivers(text: &str, file: &str) -> (Vec<Waiver>, Vec<Problem>) {
    read(text, file, "waiver", "a waiver", waiver)
}

fn read<T>(
    text: &str,
    file: &str,
    key: &'static str,
    what: &'static str,
    mut one: impl FnMut(&mut Cursor<'_, '_>, &mut Report<'_>, usize) -> Option<T>,
) -> (Vec<T>, Vec<Problem>) {
    let lines = LineIndex::new(text);
    let mut report = Report::new(file, text);
    let table = parse(text, &mut report);
    let mut cursor = Cursor::new(table.get_ref(), 0, "the file");
    match cursor.integer(&mut report, "schema") {
        Some(SCHEMA) => {}
        Some(other) => report.error(
            cursor.at_key("schema"),
            format!("`schema` is {other}, and this forewarn reads {SCHEMA}"),
        ),
        None => report.add(
            Severity::Error,
            0,
            "`schema` is missing",
            Some(format!("write `schema = {SCHEMA}` in the first line")),
        ),
    }
    let mut found = Vec::new();
    for mut table in cursor.tables(&mut report, key, what) {
        let line = lines.position(table.at()).line;
        found.extend(one(&mut table, &mut report, line));
        table.finish(&mut report);
    }
    cursor.finish(&mut report);
    (found, report.into_problems())
}

/// Every key is asked for, so that what is wrong with one is not said of another.
fn account(table: &mut Cursor<'_, '_>, report: &mut Report<'_>, line: usize) -> Option<Account> {
    let name = table.required(report, "name").filter(|name| {
        let is_said = !name.trim().is_empty();
        if !is_said {
            report.error(table.at_key("name"), "`name` is empty");
        }
        is_said
    });
    let created = table.date(report, "created");
    let ui_version = table.string(report, "ui-version");
    if ui_version
        .as_deref()
        .is_some_and(|text| text.trim().is_empty())
    {
        report.add(
            Severity::Error,
            table.at_key("ui-version"),
            "`ui-version` is empty",
            Some("leave it out for an account that is updated automatically".to_owned()),
        );
        return None;
    }
    let pin = table.string(report, "pin");
    let major = table.integer(report, "major").and_then(|major| {
        let major = u64::try_from(major).ok();
        if major.is_none() {
            report.error(
                table.at_key("major"),
                "`major` is a whole number, 0 or more",
            );
        }
        major
    });
    let features = features(table, report);
    let owner = table.text(report, "owner");
    let (choice, written) = match (ui_version, pin) {
        (Some(_), Some(_)) => {
            report.error(
                table.at_key("pin"),
                "`pin` beside `ui-version`: an account follows one or the other",
            );
            return None;
        }
        (Some(text), None) => {
            let Some(choice) = version_or_range(&text) else {
                report.add(
                    Severity::Error,
                    table.at_key("ui-version"),
                    format!("`ui-version`: `{text}` is neither a version nor an npm range"),
                    Some("versions are written like 2.14.0, ranges like ~2.14 or 2.x".to_owned()),
                );
                return None;
            };
            (choice, Some(text))
        }
        (None, Some(text)) => {
            let Ok(line) = text.parse::<Line>() else {
                report.add(
                    Severity::Error,
                    table.at_key("pin"),
                    format!("`pin`: `{text}` is not a minor"),
                    Some(
                        "a pin is written like 2.14; `ui-version` names a single patch".to_owned(),
                    ),
                );
                return None;
            };
            (Choice::Pin(line), Some(text))
        }
        (None, None) => (Choice::Automatic, None),
    };
    if major.is_some() && written.is_some() {
        report.warning(
            table.at_key("major"),
            "`major` says nothing beside `ui-version` or `pin`",
        );
    }
    Some(Account {
        name: Untrusted::from(name?),
        created,
        choice,
        written: written.map(Untrusted::from),
        major,
        features,
        owner,
        line,
    })
}

/// One that is named twice counts once.
fn features(table: &mut Cursor<'_, '_>, report: &mut Report<'_>) -> Vec<Untrusted> {
    let mut features: Vec<Untrusted> = Vec::new();
    for feature in table.texts(report, "features") {
        let at = table.at_key("features");
        if feature.raw().trim().is_empty() {
            report.error(at, "`features` has an empty id");
        } else if features.contains(&feature) {
            report.warning(
                at,
                format!("`features` names `{}` twice", feature.for_terminal_line()),
            );
        } else {
            features.push(feature);
        }
    }
    features
}

/// What a configuration or a manifest names: exactly one version (`2.14.0`, `=2.14.0`, `v2.14.0`), or an
/// npm range. `None` if it is neither.
pub fn version_or_range(text: &str) -> Option<Choice> {
    let bare = text.trim();
    let exact = bare.strip_prefix('=').unwrap_or(bare).trim_start();
    let exact = exact.strip_prefix('v').unwrap_or(exact);
    if let Ok(version) = exact.parse::<SemVersion>() {
        return Some(Choice::Exact(version));
    }
    Range::npm(bare).ok().map(Choice::Range)
}

fn waiver(table: &mut Cursor<'_, '_>, report: &mut Report<'_>, line: usize) -> Option<Waiver> {
    let subject = table.required(report, "subject").filter(|subject| {
        let is_good = SUBJECTS
            .iter()
            .any(|kind| subject.len() > kind.len() && subject.starts_with(kind));
        if !is_good {
            report.add(
                Severity::Error,
                table.at_key("subject"),
                format!("`{subject}` is not a subject"),
                Some("subjects are written account:NAME, plugin:NAME or version:2.14".to_owned()),
            );
        }
        is_good
    });
    let reason = table.required(report, "reason").filter(|reason| {
        let is_said = !reason.trim().is_empty();
        if !is_said {
            report.error(table.at_key("reason"), "`reason` is empty");
        }
        is_said
    });
    let expires = table.required_date(report, "expires");
    let owner = table.text(report, "owner");
    Some(Waiver {
        subject: Untrusted::from(subject?),
        reason: Untrusted::from(reason?),
        expires: expires?,
        owner,
        line,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(problems: &[Problem]) -> Vec<String> {
        problems
            .iter()
            .map(|problem| problem.to_string().lines().next().unwrap().to_owned())
            .collect()
    }

    #[test]
    fn an_accounts_file_is_read_whole() {
        let text = "schema = 1\n\n[[account]]\nname = \"a\"\ncreated = 2023-05-01\nui-version = \"=2.14.0\"\n\
                    features = [\"citrix-vdi\"]\nowner = \"voice\"\n\n[[account]]\nname = \"b\"\nui-version = \"~2.3\"\n\n\
                    [[account]]\nname = \"c\"\npin = \"2.13\"\n\n[[account]]\nname = \"d\"\nmajor = 1\n";
        let (accounts, problems) = read_accounts(text, "accounts.toml");
        assert_eq!(problems, []);
        let lines: Vec<usize> = accounts.iter().map(|account| account.line).collect();
        assert_eq!(lines, [3, 10, 14, 18]);
        assert!(
            matches!(&accounts[0].choice, Choice::Exact(version) if version.to_string() == "2.14.0")
        );
        assert!(matches!(accounts[1].choice, Choice::Range(_)));
        assert!(matches!(accounts[2].choice, Choice::Pin(line) if line.to_string() == "2.13"));
        assert!(matches!(accounts[3].choice, Choice::Automatic));
        assert_eq!(accounts[3].major, Some(1));
        assert_eq!(accounts[0].features, [Untrusted::from("citrix-vdi")]);
    }

    #[test]
    fn what_is_wrong_has_a_place() {
        for (text, problem) in [
            ("", "a.toml:1:1: error: `schema` is missing"),
            (
                "schema = 2",
                "a.toml:1:10: error: `schema` is 2, and this forewarn reads 1",
            ),
            (
                "schema = 1\n[[account]]\npin = \"2.13\"",
                "a.toml:2:1: error: an account needs `name`",
            ),
            (
                "schema = 1\n[[account]]\nname = \"a\"\npin = \"2.13.1\"",
                "a.toml:4:7: error: `pin`: `2.13.1` is not a minor",
            ),
            (
                "schema = 1\n[[account]]\nname = \"a\"\npin = 2.13",
                "a.toml:4:7: error: `pin` must be a string, not a float",
            ),
            (
                "schema = 1\n[[account]]\nname = \"a\"\nui-version = \"newest one\"",
                "a.toml:4:14: error: `ui-version`: `newest one` is neither a version nor an npm range",
            ),
            (
                "schema = 1\n[[account]]\nname = \"a\"\npin = \"2.1\"\nui-version = \"2.x\"",
                "a.toml:4:7: error: `pin` beside `ui-version`: an account follows one or the other",
            ),
            (
                "schema = 1\n[[account]]\nname = \"a\"\n[[account]]\nname = \"a\"",
                "a.toml:5:8: error: two accounts have the name `a`",
            ),
            (
                "schema = 1\n[[account]]\nname = \"a\"\ncreated = 2023-02-30",
                "a.toml:4:11: error: 2023-02-30 does not exist in the calendar",
            ),
            (
                "schema = 1\n[[account]]\nname = \" \"",
                "a.toml:3:8: error: `name` is empty",
            ),
            (
                "schema = 1\n[[account]]\nname = \"a\"\nui-version = \"\"",
                "a.toml:4:14: error: `ui-version` is empty",
            ),
            (
                "schema = 1\n[[account]]\nname = \"a\"\nfeatures = [\"\"]",
                "a.toml:4:12: error: `features` has an empty id",
            ),
            (
                "schema = 1\n[[account]]\nname = \"a\"\nfeatures = [\"x\", \"x\"]",
                "a.toml:4:12: warning: `features` names `x` twice",
            ),
            (
                "schema = 1\n[[account]]\nname = \"a\"\nownr = \"x\"",
                "a.toml:4:1: warning: an account has no key `ownr`; it is not kept",
            ),
        ] {
            let (_, problems) = read_accounts(text, "a.toml");
            let told = told(&problems);
            assert!(
                told.iter().any(|line| line.starts_with(problem)),
                "{text}: {told:?}"
            );
        }
    }

    #[test]
    fn a_waiver_says_why_and_until_when() {
        let text = "schema = 1\n[[waiver]]\nsubject = \"account:a\"\nreason = \"moves in March\"\nexpires = 2026-03-31\n";
        let (waivers, problems) = read_waivers(text, "w.toml");
        assert_eq!((waivers.len(), problems), (1, Vec::new()));
        for (rest, problem) in [
            (
                "subject = \"a\"\nreason = \"x\"\nexpires = 2026-03-31",
                "`a` is not a subject",
            ),
            (
                "reason = \"x\"\nexpires = 2026-03-31",
                "a waiver needs `subject`",
            ),
            (
                "subject = \"plugin:a\"\nexpires = 2026-03-31",
                "a waiver needs `reason`",
            ),
            (
                "subject = \"plugin:a\"\nreason = \" \"\nexpires = 2026-03-31",
                "`reason` is empty",
            ),
            (
                "subject = \"version:2.1\"\nreason = \"x\"",
                "a waiver needs `expires`",
            ),
        ] {
            let (waivers, problems) =
                read_waivers(&format!("schema = 1\n[[waiver]]\n{rest}"), "w.toml");
            assert!(waivers.is_empty(), "{rest}");
            let told = told(&problems);
            assert!(
                told.iter().any(|line| line.ends_with(problem)),
                "{rest}: {told:?}"
            );
        }
    }
}
