//! What was seen at run time: warnings of the console, alerts and events; and by what they are known.

use serde::{Deserialize, Serialize};

use crate::domain::date::Date;
use crate::domain::pattern::Pattern;
use crate::domain::text::Untrusted;

crate::domain::words::closed_words! {
    /// How a warning is printed.
    pub enum Channel {
        /// By the console itself: it always shows.
        Console = "console",
        /// By a logger, which may be silent.
        Logger = "logger",
    }
}

crate::domain::words::closed_words! {
    pub enum Level {
        Debug = "debug",
        Warning = "warning",
        Error = "error",
    }
}

crate::domain::words::closed_words! {
    /// What a file holds.
    pub enum Format {
        /// Alerts of the Monitor API.
        MonitorAlerts = "monitor-alerts",
        /// Events that the Debugger posted, as JSON or form-encoded.
        DebuggerEvents = "debugger-events",
        /// A browser's console as JSON, as drivers and the devtools protocol write it.
        ConsoleJson = "console-json",
        /// An HTTP archive.
        Har = "har",
        /// A browser's console as text.
        ConsoleText = "console-text",
    }
}

/// A line of the console that tells of a deprecation.
#[derive(Clone, Debug)]
pub struct ConsolePattern {
    pub id: String,
    pub pattern: Pattern,
    /// What is deprecated; `$1` is what the first group holds.
    pub subject: String,
    pub replacement: Option<String>,
    /// The symbols of the catalogue that are meant; empty: those that the subject names.
    pub symbols: Vec<String>,
    /// Whether it is the shape of many warnings.
    pub generic: bool,
    pub channel: Channel,
    pub level: Level,
    /// The versions between which it was seen.
    pub seen_first: Option<String>,
    pub seen_last: Option<String>,
}

/// A code of the Debugger and the Monitor API.
#[derive(Clone, Debug)]
pub struct CodePattern {
    pub code: String,
    pub level: Level,
    pub product: String,
    pub what: Untrusted,
    /// What is deprecated, if it tells of a deprecation.
    pub subject: Option<String>,
    pub symbols: Vec<String>,
    pub replacement: Option<String>,
    pub removed_on: Option<Date>,
}

/// The logger that most warnings go through.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Logger {
    pub name: String,
    /// The setting that says from which level on it prints.
    pub setting: String,
    pub default: String,
    /// The least level at which it prints warnings.
    pub shown_from: String,
    pub note: Option<Untrusted>,
}

/// All that a platform's warnings are known by.
#[derive(Clone, Debug, Default)]
pub struct Patterns {
    pub stream: String,
    pub logger: Option<Logger>,
    /// What looks like a deprecation, whatever prints it.
    pub suspicious: Vec<Pattern>,
    /// Those of one member first, then the generic ones.
    pub console: Vec<ConsolePattern>,
    pub codes: Vec<CodePattern>,
    /// All patterns of the console in one: what does not have it has none of them, which is nearly every line.
    pub any: Option<Pattern>,
}

/// What a record of a log was recognised as.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Sighting {
    /// The pattern's id, or `code-` and the code.
    pub pattern: String,
    pub subject: String,
    pub replacement: Option<String>,
}

/// What is captured of a line is no longer, in characters: a member's name is shorter.
const LONGEST: usize = 200;

impl Patterns {
    /// What a line of the console tells of. Texts are tried in their order: the line as it stands, then with less of what
    /// browsers put around it.
    pub fn line<'a>(&self, texts: impl IntoIterator<Item = &'a str>) -> Option<Sighting> {
        let may_fit = |text: &&str| self.any.as_ref().is_none_or(|any| any.is_match(text));
        texts.into_iter().filter(may_fit).find_map(|text| {
            self.console.iter().find_map(|one| {
                let subject = one.pattern.expand(text, &one.subject)?;
                let replacement = one
                    .replacement
                    .as_ref()
                    .and_then(|template| one.pattern.expand(text, template));
                Some(Sighting {
                    pattern: one.id.clone(),
                    subject: shortened(&subject),
                    replacement: replacement.map(|text| shortened(&text)),
                })
            })
        })
    }

    /// What a code tells of.
    pub fn code(&self, code: &str) -> Option<Sighting> {
        let known = self.codes.iter().find(|one| one.code == code)?;
        Some(Sighting {
            pattern: format!("code-{code}"),
            subject: known.subject.clone().unwrap_or_else(|| code.to_owned()),
            replacement: known.replacement.clone(),
        })
    }

    /// Whether a line looks like a deprecation.
    pub fn is_suspicious(&self, text: &str) -> bool {
        self.suspicious.iter().any(|one| one.is_match(text))
    }

    /// The code that a pattern's id names.
    pub fn code_of(&self, pattern: &str) -> Option<&CodePattern> {
        let code = pattern.strip_prefix("code-")?;
        self.codes.iter().find(|one| one.code == code)
    }

    pub fn console_of(&self, pattern: &str) -> Option<&ConsolePattern> {
        self.console.iter().find(|one| one.id == pattern)
    }
}

fn shortened(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

/// One thing of a log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// The line, or the item's number; 1-based.
    pub at: usize,
    /// The day in UTC, if it is told.
    pub day: Option<Date>,
    /// What it says, as it stands and with less of what is around it.
    pub texts: Vec<String>,
    pub code: Option<String>,
    /// What the service calls it, once and for all.
    pub event: Option<String>,
}

/// Something of a log that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The line, or the item's number; 1-based.
    pub at: usize,
    pub why: String,
}

/// What a log is, apart from its records, of which there may be millions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    pub format: Format,
    pub broken: Vec<Broken>,
    /// For the user: what has to be known of a file like this.
    pub remarks: Vec<String>,
}

/// A file that was imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Source {
    /// The hash of its content: the same content is the same source, whatever the file is called.
    pub id: String,
    /// The file's name at that time.
    pub name: Untrusted,
    pub format: Format,
    /// The instant, `YYYY-MM-DDTHH:MM:SSZ`.
    pub imported: String,
    /// What it holds: those that were recognised, those that look like a deprecation and were not, all others.
    pub recognised: usize,
    pub suspicious: usize,
    pub other: usize,
    /// What could not be read of it.
    pub broken: usize,
}

/// How often something was seen on a day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Count {
    pub sighting: Sighting,
    /// `None`: nothing tells the day.
    pub day: Option<Date>,
    pub count: usize,
}

/// One event that the service has a name for: however many files have it, it is one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Event {
    /// A hash of that name.
    pub id: String,
    pub sighting: Sighting,
    pub day: Option<Date>,
}
