//! What silences a finding: comments in the source, exceptions of the configuration, and a baseline.
//!
//! Nothing is silenced for good unseen. Comments and exceptions need a reason, may hold only up to a version, and are told
//! of as soon as they meet nothing; a baseline holds single findings, and no longer those that got worse.

pub mod baseline;
pub mod comments;
pub mod exceptions;

use std::fmt;

use crate::domain::version::SemVersion;

/// How many symbols one exception may name, and how many comments may speak of one place. Each is compared with each
/// finding there, so that more would be a way to keep a scan busy.
pub const MOST: usize = 100;

/// Which symbols an exception is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// `*`, or nothing at all.
    Every,
    /// `Manager.*`: what is below a path.
    Below(String),
    /// A whole path, or its last part.
    Named(String),
}

impl Pattern {
    /// As it is written: `*`, `Manager.*`, `Manager.chatClient`, `chatClient`.
    pub fn read(text: &str) -> Self {
        match text.strip_suffix('*') {
            Some("") => Self::Every,
            Some(owner) if owner.ends_with('.') || owner.ends_with("::") => {
                Self::Below(owner.to_owned())
            }
            _ => Self::Named(text.to_owned()),
        }
    }

    /// Whether a symbol is one of those.
    pub fn takes(&self, symbol: &str) -> bool {
        match self {
            Self::Every => true,
            Self::Below(owner) => symbol
                .strip_prefix(owner.as_str())
                .is_some_and(|rest| !rest.is_empty()),
            Self::Named(name) => symbol == name || last_part(symbol) == name,
        }
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Every => f.write_str("every symbol"),
            Self::Below(owner) => write!(f, "`{}*`", cut(owner)),
            Self::Named(name) => write!(f, "`{}`", cut(name)),
        }
    }
}

/// `chatClient` of `Manager.chatClient`, `gen` of `rand::Rng::gen`.
fn last_part(symbol: &str) -> &str {
    symbol.rsplit(['.', ':']).next().unwrap_or(symbol)
}

/// As much of a text as a sentence can hold.
fn cut(text: &str) -> String {
    const MOST_SHOWN: usize = 80;
    let mut shown: String = text.chars().take(MOST_SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

/// A version as people write it in an exception: `2.0.0`, also `2.0` and `2`.
pub fn version(text: &str) -> Option<SemVersion> {
    ["", ".0", ".0.0"]
        .iter()
        .find_map(|end| format!("{text}{end}").parse().ok())
}

/// What was written to silence findings, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    patterns: Vec<Pattern>,
    /// From this target on it no longer holds.
    until: Option<SemVersion>,
    /// For each pattern: whether it met a finding.
    met: Vec<bool>,
    /// The target at which it met a finding that it no longer silences.
    expired: Option<SemVersion>,
}

impl Exception {
    /// Without patterns it is about every symbol.
    pub fn new(mut patterns: Vec<Pattern>, until: Option<SemVersion>) -> Self {
        if patterns.is_empty() {
            patterns.push(Pattern::Every);
        }
        let met = vec![false; patterns.len()];
        Self {
            patterns,
            until,
            met,
            expired: None,
        }
    }

    /// Whether it silences a finding on `symbol` at the target `to`; it remembers what it met.
    pub fn silences(&mut self, symbol: &str, to: Option<&SemVersion>) -> bool {
        let mut meets = false;
        for (pattern, met) in self.patterns.iter().zip(&mut self.met) {
            if pattern.takes(symbol) {
                *met = true;
                meets = true;
            }
        }
        if !meets {
            return false;
        }
        match (&self.until, to) {
            (Some(until), Some(to)) if to >= until => {
                self.expired = Some(to.clone());
                false
            }
            _ => true,
        }
    }

    /// Whether it met any finding.
    pub fn has_met(&self) -> bool {
        self.met.contains(&true)
    }

    /// Why it expired, if it met a finding and did.
    pub fn expired(&self) -> Option<String> {
        let (to, until) = (self.expired.as_ref()?, self.until.as_ref()?);
        Some(format!(
            "It held until {until}, and the target is {to}: what it silenced is told again."
        ))
    }

    /// What of it met nothing, a sentence; `place` says where it looked: `on line 3`.
    pub fn idle(&self, place: &str) -> Option<String> {
        let idle: Vec<String> = self
            .patterns
            .iter()
            .zip(&self.met)
            .filter(|(_, met)| !**met)
            .take(5)
            .map(|(pattern, _)| pattern.to_string())
            .collect();
        if idle.is_empty() {
            return None;
        }
        Some(format!(
            "It ignores {}, of which nothing is found {place}.",
            idle.join(", ")
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_a_path_its_last_part_or_what_is_below_a_path() {
        let cases: &[(&str, &[&str], &[&str])] = &[
            ("*", &["Manager.chatClient", "oldFn", "rand::Rng"], &[]),
            (
                "oldFn",
                &["oldFn", "Flex.oldFn", "dep::oldFn"],
                &["oldFns", "oldFn.x"],
            ),
            (
                "Manager.chatClient",
                &["Manager.chatClient"],
                &["chatClient", "My.Manager.chatClient"],
            ),
            (
                "Manager.*",
                &["Manager.chatClient", "Manager.a.b"],
                &["Manager", "Manager.", "Managers.x"],
            ),
            ("rand::*", &["rand::Rng::gen"], &["rand", "random::x"]),
            ("Manager*", &[], &["Manager", "Managers"]),
        ];
        for (written, taken, left) in cases {
            let pattern = Pattern::read(written);
            for symbol in *taken {
                assert!(pattern.takes(symbol), "{written} {symbol}");
            }
            for symbol in *left {
                assert!(!pattern.takes(symbol), "{written} {symbol}");
            }
        }
    }

    #[test]
    fn an_exception_holds_up_to_its_version() {
        let patterns = vec![Pattern::read("a"), Pattern::read("b")];
        let mut exception = Exception::new(patterns, version("2.0"));
        let at = |text: &str| version(text).unwrap();
        assert!(exception.silences("X.a", Some(&at("1.9.9"))));
        assert_eq!(exception.expired(), None);
        assert_eq!(
            exception.idle("here").unwrap(),
            "It ignores `b`, of which nothing is found here."
        );
        assert!(!exception.silences("X.b", Some(&at("2.0.0"))));
        assert!(exception.expired().unwrap().contains("held until 2.0.0"));
        assert_eq!(exception.idle("here"), None);
        assert!(!exception.silences("X.c", None));
        assert!(version("two").is_none() && version("").is_none());
    }
}
