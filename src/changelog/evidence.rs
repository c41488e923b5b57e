//! Reading what a platform's warnings look like at run time: `evidence.toml`.
//!
//! ```toml
//! schema = 1
//! stream = "app"                      # the stream whose catalogue the symbols are in
//!
//! [logger]                            # what prints warnings only if it is told to
//! name = "acme"
//! setting = "config.logLevel"
//! default = "error"
//! shown-from = "warning"
//! note = "Console warnings never reach the server."
//!
//! [suspicious]                        # what looks like a deprecation, whatever prints it
//! patterns = ['(?i)\bdeprecat']
//!
//! [[console]]                         # a line of the console
//! id = "getter"
//! pattern = '''^Getter '([^']+)' is deprecated, use '([^']+)'$'''
//! subject = "$1"                      # what is deprecated: a text, with `$1` for the first group
//! replacement = "$2"
//! symbols = ["Desk.open"]             # as the catalogue writes them; without it those that the subject names
//! generic = true                      # the shape of many warnings: tried after those of one member
//! channel = "console"                 # console: always printed; logger: by the logger above
//! level = "warning"                   # debug, warning, error
//! seen-first = "1.0.0"                # versions between which it was seen
//! seen-last = "2.1.0"
//! source = ["Acme Desk 2.1.0"]
//!
//! [[code]]                            # a code of alerts and events
//! code = "40153"
//! level = "warning"
//! product = "Acme"
//! what = "Lists are read by absolute pages."
//! subject = "absolute paging"         # only if it tells of a deprecation
//! replacement = "PageToken"
//! removed-on = 2021-12-01
//! source = ["Acme errors"]
//! ```
//!
//! Reading never fails on text: what is wrong is a problem with its place, and unknown keys are warned of.

use std::collections::BTreeSet;

use crate::changelog::configuration::{all, schema};
use crate::changelog::cursor::{Cursor, Report, parse};
use crate::domain::evidence::{Channel, CodePattern, ConsolePattern, Level, Logger, Patterns};
use crate::domain::pattern::Pattern;
use crate::domain::problem::Problem;
use crate::domain::text::Untrusted;

/// Reads the patterns; `file` is what problems call it.
pub fn read_patterns(text: &str, file: &str) -> (Patterns, Vec<Problem>) {
    let mut report = Report::new(file, text);
    let table = parse(text, &mut report);
    let mut cursor = Cursor::new(table.get_ref(), 0, "the file");
    schema(&mut cursor, &mut report);
    let mut patterns = Patterns {
        stream: cursor.required(&mut report, "stream").unwrap_or_default(),
        ..Patterns::default()
    };
    if let Some(mut table) = cursor.table(&mut report, "logger", "the logger") {
        patterns.logger = logger(&mut table, &mut report);
        table.finish(&mut report);
    }
    if let Some(mut table) = cursor.table(&mut report, "suspicious", "`[suspicious]`") {
        for text in table.strings(&mut report, "patterns") {
            patterns
                .suspicious
                .extend(pattern(&table, &mut report, "patterns", &text));
        }
        table.finish(&mut report);
    }
    let mut ids = BTreeSet::new();
    let mut once = |table: &Cursor<'_, '_>, report: &mut Report<'_>, key: &str, id: String| {
        if !ids.insert(id.clone()) {
            report.error(table.at_key(key), format!("`{id}` stands twice"));
        }
    };
    patterns.console = all(
        &mut cursor,
        &mut report,
        "console",
        "a line",
        |table, report| {
            let line = console(table, report)?;
            once(table, report, "id", line.id.clone());
            Some(line)
        },
    );
    // What names one member says more than the shape that it shares with others.
    patterns.console.sort_by_key(|one| one.generic);
    let all_of: Vec<&str> = patterns
        .console
        .iter()
        .map(|one| one.pattern.as_str())
        .collect();
    patterns.any = format!("(?:{})", all_of.join(")|(?:")).parse().ok();
    patterns.codes = all(
        &mut cursor,
        &mut report,
        "code",
        "a code",
        |table, report| {
            let code = code(table, report)?;
            once(table, report, "code", format!("code-{}", code.code));
            Some(code)
        },
    );
    cursor.finish(&mut report);
    (patterns, report.into_problems())
}

fn logger(table: &mut Cursor<'_, '_>, report: &mut Report<'_>) -> Option<Logger> {
    let name = table.required(report, "name");
    let setting = table.required(report, "setting");
    let default = table.required(report, "default");
    let shown_from = table.required(report, "shown-from");
    let note = table.text(report, "note");
    let _sources = table.texts(report, "source");
    Some(Logger {
        name: name?,
        setting: setting?,
        default: default?,
        shown_from: shown_from?,
        note,
    })
}

fn pattern(
    table: &Cursor<'_, '_>,
    report: &mut Report<'_>,
    key: &str,
    text: &str,
) -> Option<Pattern> {
    text.parse()
        .map_err(|error| report.error(table.at_key(key), format!("`{key}`: {error}")))
        .ok()
}

fn console(table: &mut Cursor<'_, '_>, report: &mut Report<'_>) -> Option<ConsolePattern> {
    let id = table.required(report, "id");
    let pattern = table
        .required(report, "pattern")
        .and_then(|text| pattern(table, report, "pattern", &text));
    let subject = table.required(report, "subject");
    let replacement = table.string(report, "replacement");
    for (key, template) in [("subject", &subject), ("replacement", &replacement)] {
        let groups = pattern.as_ref().map_or(usize::MAX, Pattern::groups);
        if let Some(group) = template
            .as_deref()
            .and_then(highest)
            .filter(|group| *group > groups)
        {
            report.error(
                table.at_key(key),
                format!("`{key}`: ${group} is asked for, and the pattern has {groups} groups"),
            );
        }
    }
    let symbols = table.strings(report, "symbols");
    let generic = table.boolean(report, "generic").unwrap_or(false);
    let channel = table
        .word::<Channel>(report, "channel")
        .unwrap_or(Channel::Console);
    let level = table
        .word::<Level>(report, "level")
        .unwrap_or(Level::Warning);
    let seen_first = table.string(report, "seen-first");
    let seen_last = table.string(report, "seen-last");
    let _note = table.text(report, "note");
    let _sources = table.texts(report, "source");
    Some(ConsolePattern {
        id: id?,
        pattern: pattern?,
        subject: subject?,
        replacement,
        symbols,
        generic,
        channel,
        level,
        seen_first,
        seen_last,
    })
}

/// The highest group that a template asks for.
fn highest(template: &str) -> Option<usize> {
    template
        .split('$')
        .skip(1)
        .filter_map(|part| {
            let digits = part
                .find(|c: char| !c.is_ascii_digit())
                .unwrap_or(part.len());
            part.get(..digits)?.parse().ok()
        })
        .max()
}

fn code(table: &mut Cursor<'_, '_>, report: &mut Report<'_>) -> Option<CodePattern> {
    let code = table.required(report, "code");
    let level = table
        .word::<Level>(report, "level")
        .unwrap_or(Level::Warning);
    let product = table.required(report, "product");
    let what = table.required(report, "what");
    let subject = table.string(report, "subject");
    let symbols = table.strings(report, "symbols");
    let replacement = table.string(report, "replacement");
    let removed_on = table.date(report, "removed-on");
    let _sources = table.texts(report, "source");
    Some(CodePattern {
        code: code?,
        level,
        product: product?,
        what: Untrusted::from(what?),
        subject,
        symbols,
        replacement,
        removed_on,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        let (_, problems) = read_patterns(text, "e.toml");
        problems
            .iter()
            .map(|problem| problem.to_string().lines().next().unwrap().to_owned())
            .collect()
    }

    #[test]
    fn the_built_in_patterns_are_sound() {
        let text = include_str!("../../assets/flex-evidence.toml");
        let (patterns, problems) = read_patterns(text, "flex-evidence.toml");
        assert_eq!(problems, []);
        assert_eq!((patterns.console.len(), patterns.codes.len()), (34, 17));
        assert_eq!(patterns.console.iter().filter(|one| one.generic).count(), 5);
        assert_eq!(
            patterns
                .console
                .iter()
                .filter(|one| one.channel == Channel::Console)
                .count(),
            8
        );
    }

    #[test]
    fn the_line_of_one_member_comes_before_its_shape() {
        let text = include_str!("../../assets/flex-evidence.toml");
        let (patterns, _) = read_patterns(text, "flex-evidence.toml");
        let seen = |line: &str| {
            patterns
                .line([line])
                .map(|seen| (seen.pattern, seen.subject))
        };
        assert_eq!(
            seen(
                "Warning! Getter 'TaskHelper.lastChatMessage' has been deprecated, please use 'conversationHelper.lastMessage' instead!"
            ),
            Some((
                "last-chat-message-2x".to_owned(),
                "TaskHelper.lastChatMessage".to_owned()
            ))
        );
        assert_eq!(
            seen(
                "Warning! Getter 'chatClient' has been deprecated, please use 'conversationsClient' instead!"
            ),
            Some(("decorator-getter".to_owned(), "chatClient".to_owned()))
        );
        assert_eq!(seen("nothing of that kind"), None);
    }

    #[test]
    fn what_is_wrong_has_a_place() {
        let head = "schema = 1\nstream = \"app\"\n[[console]]\nid = \"a\"\nsubject = \"$1\"\n";
        for (text, problem) in [
            ("schema = 1", "e.toml:1:1: error: the file needs `stream`"),
            (
                &format!("{head}pattern = 'a('"),
                "e.toml:6:11: error: `pattern`: `a(` is not a regular expression",
            ),
            (
                &format!("{head}pattern = 'a'"),
                "e.toml:5:11: error: `subject`: $1 is asked for, and the pattern has 0 groups",
            ),
            (
                &format!("{head}pattern = '(a)'\nchannel = \"paper\""),
                "e.toml:7:11: error: `channel`: `paper` is not one of console, logger",
            ),
            (
                &format!(
                    "{head}pattern = '(a)'\n[[console]]\nid = \"a\"\nsubject = \"x\"\npattern = 'b'"
                ),
                "e.toml:8:6: error: `a` stands twice",
            ),
            (
                "schema = 1\nstream = \"app\"\n[logger]\nname = \"x\"",
                "e.toml:3:1: error: the logger needs `setting`",
            ),
        ] {
            let told = told(text);
            assert!(
                told.iter().any(|line| line.starts_with(problem)),
                "{text}: {told:#?}"
            );
        }
    }
}
