//! What `forewarn.toml` says of lints: its `[lint]` table.
//!
//! ```toml
//! [lint]
//! fail-on = "warning"
//!
//! [lint.rules]
//! missing-source = "off"                                     # a severity, or off
//! private-link = { severity = "error", hosts = ["*.acme.example"] }
//! empty-release = { pre-releases = true }
//! duplicate-entry = { least-words = 6 }
//!
//! [[lint.ignore]]
//! rule = "removal-unannounced"
//! release = "ui/2.10.0"        # or 2.10.0; also stream, entry, symbol
//! until = "3.0.0"              # a version or a day; without it for good
//! reason = "The views were in a pilot."
//! ```
//!
//! A key or a rule that is not known is an error: a setting that silently does not hold would be believed to. A reason that is
//! missing is a problem of the lint itself, as it is in a comment.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use crate::app::workspace::CONFIG;
use crate::app::workspace::{known, text_of};
use crate::domain::lint::{FailOn, LintRule, RuleLevel};
use crate::domain::words::{nearest, nearest_in_words};
use crate::error::Error;
use crate::policy::lint::waivers::Waiver;
use crate::policy::lint::{HostPattern, Options};
use crate::system::System;

/// The `[lint]` table of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct LintSettings {
    pub(crate) fail_on: Option<FailOn>,
    pub(crate) levels: BTreeMap<LintRule, RuleLevel>,
    pub(crate) options: Options,
    pub(crate) ignore: Vec<Waiver>,
}

#[derive(Deserialize)]
struct Top {
    lint: Option<Table>,
    #[serde(flatten)]
    _others: BTreeMap<String, toml::Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Table {
    fail_on: Option<String>,
    #[serde(default)]
    rules: BTreeMap<String, toml::Value>,
    #[serde(default)]
    ignore: Vec<toml::Spanned<Ignore>>,
    #[serde(flatten)]
    unknown: BTreeMap<String, toml::Value>,
}

#[derive(Deserialize)]
struct Ignore {
    #[serde(default)]
    rule: String,
    stream: Option<String>,
    release: Option<String>,
    entry: Option<String>,
    symbol: Option<String>,
    until: Option<toml::Value>,
    reason: Option<String>,
    #[serde(flatten)]
    unknown: BTreeMap<String, toml::Value>,
}

const LINT: [&str; 3] = ["fail-on", "rules", "ignore"];
const IGNORE: [&str; 7] = [
    "rule", "stream", "release", "entry", "symbol", "until", "reason",
];

impl LintSettings {
    /// Those of the nearest `forewarn.toml` at or above `start`; without one, or without a `[lint]` table, the defaults.
    ///
    /// # Errors
    /// If the file cannot be read, or says what is not known.
    pub(crate) fn above(system: &System, start: &Path) -> Result<Self, Error> {
        let file = system
            .absolute(start)
            .ancestors()
            .map(|folder| folder.join(CONFIG))
            .find(|file| system.is_file(file));
        let Some(file) = file else {
            return Ok(Self::default());
        };
        let (text, shown) = text_of(system, &file)?;
        Self::read(&text, &shown)
    }

    fn read(text: &str, shown: &str) -> Result<Self, Error> {
        let top: Top = toml::from_str(text)
            .map_err(|error| Error::new(format!("{shown} cannot be read")).because(error))?;
        let Some(table) = top.lint else {
            return Ok(Self::default());
        };
        known(table.unknown.keys(), &LINT, &format!("{shown}: [lint]"))?;
        let mut settings = Self {
            fail_on: table
                .fail_on
                .map(|word| word.parse())
                .transpose()
                .map_err(|error| Error::new(format!("{shown}: [lint] fail-on: {error}")))?,
            ..Self::default()
        };
        for (name, value) in &table.rules {
            let rule = rule_named(name)
                .map_err(|error| error.hint(format!("it stands in {shown}, below [lint.rules]")))?;
            settings.rule(rule, value, &format!("{shown}: [lint.rules] {name}"))?;
        }
        for one in table.ignore {
            let before = text.get(..one.span().start).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            settings
                .ignore
                .push(ignored(one.into_inner(), shown, line)?);
        }
        Ok(settings)
    }

    /// What stands beside the name of a rule: a level, or a table with options.
    fn rule(&mut self, rule: LintRule, value: &toml::Value, at: &str) -> Result<(), Error> {
        if let Some(word) = value.as_str() {
            self.levels.insert(rule, level(word, at)?);
            return Ok(());
        }
        let Some(table) = value.as_table() else {
            return Err(
                Error::new(format!("{at}: a severity or a table was expected"))
                    .hint(format!("severities are {}", RuleLevel::WORDS.join(", "))),
            );
        };
        for (key, value) in table {
            match (rule, key.as_str()) {
                (_, "severity") => {
                    let word = value.as_str().unwrap_or_default();
                    self.levels.insert(rule, level(word, at)?);
                }
                (LintRule::PrivateLink, "hosts") => {
                    self.options.private_hosts = hosts(value, at)?;
                }
                (LintRule::EmptyRelease, "pre-releases") => {
                    self.options.empty_prereleases = value
                        .as_bool()
                        .ok_or_else(|| Error::new(format!("{at}: {key} is true or false")))?;
                }
                (LintRule::DuplicateEntry, "least-words") => {
                    let count = value
                        .as_integer()
                        .and_then(|count| usize::try_from(count).ok());
                    self.options.least_words = count
                        .ok_or_else(|| Error::new(format!("{at}: {key} is a whole number")))?;
                }
                _ => {
                    let mut keys = vec!["severity"];
                    keys.extend(match rule {
                        LintRule::PrivateLink => Some("hosts"),
                        LintRule::EmptyRelease => Some("pre-releases"),
                        LintRule::DuplicateEntry => Some("least-words"),
                        _ => None,
                    });
                    return Err(Error::new(format!("{at}: there is no key `{key}`"))
                        .hint(format!("there are {}", keys.join(", "))));
                }
            }
        }
        Ok(())
    }
}

/// The rule of a name.
///
/// # Errors
/// If there is none: the nearest is named.
pub(crate) fn rule_named(name: &str) -> Result<LintRule, Error> {
    name.parse().map_err(|_unknown| {
        let near = nearest(name, LintRule::WORDS.iter().copied(), 2);
        Error::new(format!("there is no lint rule `{name}`"))
            .hints(nearest_in_words(&near))
            .hint("`forewarn lint --list` lists them")
    })
}

fn level(word: &str, at: &str) -> Result<RuleLevel, Error> {
    word.parse().map_err(|_unknown| {
        Error::new(format!("{at}: `{word}` is no severity"))
            .hint(format!("there are {}", RuleLevel::WORDS.join(", ")))
    })
}

fn hosts(value: &toml::Value, at: &str) -> Result<Vec<HostPattern>, Error> {
    let Some(list) = value.as_array() else {
        return Err(Error::new(format!("{at}: hosts is a list"))
            .hint("write it as hosts = [\"*.example.com\"]"));
    };
    let each = list.iter().map(|one| {
        let text = one.as_str().unwrap_or_default();
        text.parse()
            .map_err(|error| Error::new(format!("{at}: {error}")))
    });
    each.collect()
}

fn ignored(one: Ignore, shown: &str, line: usize) -> Result<Waiver, Error> {
    let at = format!("{shown}:{line}: [[lint.ignore]]");
    known(one.unknown.keys(), &IGNORE, &at)?;
    // A day of TOML is a day, a text whatever it says.
    let until = one.until.map(|value| match value {
        toml::Value::String(text) => text,
        other => other.to_string(),
    });
    Ok(Waiver {
        rule: one.rule,
        stream: one.stream,
        release: one.release,
        entry: one.entry,
        symbol: one.symbol,
        until,
        reason: one.reason,
        file: shown.to_owned(),
        line: Some(line),
        home: None,
    })
}
