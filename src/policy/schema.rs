//! Policy files: the numbers of a platform's release policy, read from TOML.
//!
//! A file states `schema = 1`, a name, and whatever differs from the built-in policy `flex`; the
//! numbers that it leaves out are those of `flex`, but for the cadence, which is only what a file
//! states. A value of the wrong type is an error with the path of its key; a key that this version
//! does not know is a warning.

use std::fmt;

use toml::de::DeTable;

use crate::domain::words::UnknownWord;

mod file;

use self::file::{File, line_of};

/// The version of policy files that is read and understood.
pub const SCHEMA: i64 = 1;

/// Every key that means something, by its path from the top of the file.
const KEYS: &[&str] = &[
    "schema",
    "name",
    "source",
    "lifecycle.streams",
    "lifecycle.minor-maintained-months",
    "lifecycle.major-maintained-months",
    "lifecycle.rounding",
    "hosted.current-major",
    "hosted.previous-major-minors",
    "cadence.minor-weeks",
    "cadence.major-months",
];

crate::domain::words::closed_words! {
    /// What a computed end of life is rounded to.
    pub enum Rounding {
        None = "none",
        /// Up to the last day of its month, as the platform publishes its ends.
        EndOfMonth = "end-of-month",
    }
}

crate::domain::words::closed_words! {
    /// Which minors of the current major the hosted platform offers.
    pub enum HostedMinors {
        All = "all",
        None = "none",
    }
}

/// How long a minor line is maintained after something newer took its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LifecycleRules {
    /// After the next minor of the same major.
    pub minor_maintained_months: u8,
    /// The last minor of a major, after the next major.
    pub major_maintained_months: u8,
    pub rounding: Rounding,
}

/// What the hosted platform offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HostedRules {
    pub current_major: HostedMinors,
    /// How many of the last minors of the major before.
    pub previous_major_minors: u32,
}

/// From so many units of time to so many, both counted in; never empty, and never from zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    pub least: u8,
    pub most: u8,
}

/// How often the publisher says that versions come. What a file does not state is not stated: the
/// numbers of `flex` are never those of another platform.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cadence {
    /// Weeks from one minor to the next.
    pub minor_weeks: Option<Window>,
    /// Months from one major to the next.
    pub major_months: Option<Window>,
}

/// A release policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    pub name: String,
    /// The text that the rules are taken from.
    pub source: Option<String>,
    /// The streams whose versions follow these rules; `None`: all of the platform's.
    pub streams: Option<Vec<String>>,
    pub lifecycle: LifecycleRules,
    pub hosted: HostedRules,
    pub cadence: Cadence,
}

/// Why a text is not a policy.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum PolicyError {
    #[error("line {line}: {message}")]
    NotToml { line: usize, message: String },
    #[error("`{key}` is missing")]
    Missing { key: &'static str },
    #[error("line {line}: `schema` is {found}, and this forewarn reads {SCHEMA}")]
    Schema { line: usize, found: i64 },
    #[error("line {line}: `{key}` is {found}; {expected} was expected")]
    Type {
        line: usize,
        key: &'static str,
        expected: &'static str,
        found: String,
    },
    #[error("line {line}: `{key}`: {source}")]
    Word {
        line: usize,
        key: &'static str,
        source: UnknownWord,
    },
}

/// A key that no policy has: nothing follows from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownKey {
    /// From the top of the file, with dots between.
    pub key: String,
    pub line: usize,
    /// The known key that it resembles.
    pub resembles: Option<&'static str>,
}

impl fmt::Display for UnknownKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: unknown key `{}`", self.line, self.key)?;
        self.resembles
            .map_or(Ok(()), |known| write!(f, "; did you mean `{known}`?"))
    }
}

impl Policy {
    /// The built-in policy, from the platform's page "How We Release Flex".
    pub fn flex() -> Self {
        let text = include_str!("../../assets/policies/flex.toml");
        let (policy, _no_unknown_keys) =
            read(text, None).expect("the built-in policy is whole: a test reads it");
        policy
    }

    /// Whether the versions of `stream` follow these rules.
    pub fn covers(&self, stream: &str) -> bool {
        self.streams
            .as_ref()
            .is_none_or(|streams| streams.iter().any(|covered| covered == stream))
    }

    /// Reads a policy file. What it does not state is as in [`Self::flex`]; the keys that mean
    /// nothing come back beside the policy, so that a misspelt one does not go unseen.
    ///
    /// # Errors
    /// [`PolicyError`], for the first value that cannot be read.
    pub fn from_toml(text: &str) -> Result<(Self, Vec<UnknownKey>), PolicyError> {
        read(text, Some(&Self::flex()))
    }
}

/// `base` gives the numbers that the text leaves out; without it every one has to be there.
fn read(text: &str, base: Option<&Policy>) -> Result<(Policy, Vec<UnknownKey>), PolicyError> {
    let root = DeTable::parse(text).map_err(|error| PolicyError::NotToml {
        line: line_of(text, error.span().map_or(0, |span| span.start)),
        message: error.message().to_owned(),
    })?;
    let file = File {
        text,
        root: root.get_ref(),
    };
    let schema = file.integer("schema", "a number", i64::MIN..=i64::MAX)?;
    let schema = schema.ok_or(PolicyError::Missing { key: "schema" })?;
    if schema != SCHEMA {
        return Err(PolicyError::Schema {
            line: file.line("schema"),
            found: schema,
        });
    }
    let lifecycle = LifecycleRules {
        minor_maintained_months: or_base(
            file.months("lifecycle.minor-maintained-months")?,
            "lifecycle.minor-maintained-months",
            base.map(|base| base.lifecycle.minor_maintained_months),
        )?,
        major_maintained_months: or_base(
            file.months("lifecycle.major-maintained-months")?,
            "lifecycle.major-maintained-months",
            base.map(|base| base.lifecycle.major_maintained_months),
        )?,
        rounding: or_base(
            file.word("lifecycle.rounding")?,
            "lifecycle.rounding",
            base.map(|base| base.lifecycle.rounding),
        )?,
    };
    let hosted = HostedRules {
        current_major: or_base(
            file.word("hosted.current-major")?,
            "hosted.current-major",
            base.map(|base| base.hosted.current_major),
        )?,
        previous_major_minors: or_base(
            file.count("hosted.previous-major-minors")?,
            "hosted.previous-major-minors",
            base.map(|base| base.hosted.previous_major_minors),
        )?,
    };
    let name = or_base(file.string("name")?, "name", None)?;
    let policy = Policy {
        name,
        source: file.string("source")?,
        streams: file.strings("lifecycle.streams")?,
        lifecycle,
        hosted,
        cadence: Cadence {
            minor_weeks: file.window("cadence.minor-weeks")?,
            major_months: file.window("cadence.major-months")?,
        },
    };
    Ok((policy, file.unknown_keys()))
}

fn or_base<T>(stated: Option<T>, key: &'static str, base: Option<T>) -> Result<T, PolicyError> {
    stated.or(base).ok_or(PolicyError::Missing { key })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_policy_states_every_key_and_no_other() {
        let flex = Policy::flex();
        assert_eq!(flex.name, "flex");
        assert_eq!(
            flex.lifecycle,
            LifecycleRules {
                minor_maintained_months: 6,
                major_maintained_months: 12,
                rounding: Rounding::EndOfMonth,
            }
        );
        assert_eq!(
            flex.hosted,
            HostedRules {
                current_major: HostedMinors::All,
                previous_major_minors: 1
            }
        );
        assert_eq!(
            flex.cadence,
            Cadence {
                minor_weeks: Some(Window { least: 3, most: 5 }),
                major_months: Some(Window { least: 8, most: 15 }),
            }
        );
        let text = include_str!("../../assets/policies/flex.toml");
        assert_eq!(read(text, None), Ok((flex, Vec::new())));
    }

    #[test]
    fn a_policy_states_only_what_differs() {
        let text = "schema = 1\nname = \"other\"\n[lifecycle]\nminor-maintained-months = 3\nrounding = \"none\"\n";
        let (policy, unknown) = Policy::from_toml(text).unwrap();
        assert_eq!(unknown, []);
        assert_eq!((policy.name.as_str(), policy.source), ("other", None));
        assert_eq!(policy.lifecycle.minor_maintained_months, 3);
        assert_eq!(policy.lifecycle.major_maintained_months, 12);
        assert_eq!(policy.lifecycle.rounding, Rounding::None);
        assert_eq!(policy.hosted, Policy::flex().hosted);
        assert_eq!(
            policy.cadence,
            Cadence::default(),
            "nobody's cadence is that of flex"
        );
    }

    #[test]
    fn errors_name_the_key_and_the_line() {
        let start = "schema = 1\nname = \"x\"\n";
        for (text, error) in [
            ("name = \"x\"", "`schema` is missing"),
            ("schema = 1", "`name` is missing"),
            (
                "\nschema = 2",
                "line 2: `schema` is 2, and this forewarn reads 1",
            ),
            (
                "schema = 0",
                "line 1: `schema` is 0, and this forewarn reads 1",
            ),
            (
                "schema = \"1\"",
                "line 1: `schema` is the text `1`; a number was expected",
            ),
            (
                &format!("{start}[lifecycle]\nminor-maintained-months = \"six\""),
                "line 4: `lifecycle.minor-maintained-months` is the text `six`; \
                 a whole number of months from 0 to 255 was expected",
            ),
            (
                &format!("{start}lifecycle.major-maintained-months = 256"),
                "line 3: `lifecycle.major-maintained-months` is 256; a whole number of months from 0 to 255 was expected",
            ),
            (
                &format!("{start}[hosted]\nprevious-major-minors = -1"),
                "line 4: `hosted.previous-major-minors` is -1; a whole number, 0 or more was expected",
            ),
            (
                &format!("{start}hosted = true"),
                "line 3: `hosted.current-major` is of the type boolean; a table before the dot was expected",
            ),
            (
                &format!("{start}[lifecycle]\nrounding = \"up\""),
                "line 4: `lifecycle.rounding`: `up` is not one of none, end-of-month",
            ),
            (
                &format!("{start}[cadence]\nminor-weeks = [5, 3]"),
                "line 4: `cadence.minor-weeks` is of the type array; \
                 two whole numbers from 1 to 255 in order, such as [3, 5] was expected",
            ),
            (
                "schema = 1\nname = [1]",
                "line 2: `name` is of the type array; a text was expected",
            ),
        ] {
            assert_eq!(
                Policy::from_toml(text).unwrap_err().to_string(),
                error,
                "{text}"
            );
        }
        let broken = Policy::from_toml("schema = 1\nname = \n").unwrap_err();
        assert!(broken.to_string().starts_with("line 2: "), "{broken}");
    }

    #[test]
    fn unknown_keys_are_warned_of() {
        let text = "schema = 1\nname = \"x\"\ncolour = 1\n[lifecycle]\nminor-maintained-month = 3\n[zzz]\nq = 1\n";
        let (policy, unknown) = Policy::from_toml(text).unwrap();
        assert_eq!(policy.lifecycle, Policy::flex().lifecycle);
        let messages: Vec<String> = unknown.iter().map(ToString::to_string).collect();
        assert_eq!(
            messages,
            [
                "line 3: unknown key `colour`",
                "line 5: unknown key `lifecycle.minor-maintained-month`; \
                 did you mean `lifecycle.minor-maintained-months`?",
                "line 6: unknown key `zzz`",
            ]
        );
    }
}
