//! Patterns that texts from outside are held against.
//!
//! Matching takes time in proportion to the text, whatever the pattern, so that no input can make it slow.

use regex::Regex;

/// How large a compiled pattern may become, in bytes: more than any message needs.
const SIZE: usize = 1 << 20;

/// A regular expression as a platform's rules write it.
#[derive(Clone, Debug)]
pub struct Pattern(Regex);

/// Why a text is no pattern.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a regular expression: {1}")]
pub struct PatternError(pub String, pub String);

impl Pattern {
    /// Whether the text has it.
    pub fn is_match(&self, text: &str) -> bool {
        self.0.is_match(text)
    }

    /// `text` with `$1`, `$2` … in `template` replaced by what the groups hold; `None` if the text does not have it.
    pub fn expand(&self, text: &str, template: &str) -> Option<String> {
        let found = self.0.captures(text)?;
        let mut out = String::new();
        found.expand(template, &mut out);
        Some(out)
    }

    /// How many groups it has.
    pub fn groups(&self) -> usize {
        self.0.captures_len() - 1
    }

    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl std::str::FromStr for Pattern {
    type Err = PatternError;

    fn from_str(text: &str) -> Result<Self, PatternError> {
        regex::RegexBuilder::new(text)
            .size_limit(SIZE)
            .build()
            .map(Self)
            .map_err(|error| {
                let why = error.to_string();
                let last = why.lines().last().unwrap_or_default();
                PatternError(
                    text.to_owned(),
                    last.trim_start_matches("error: ").to_owned(),
                )
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_put_into_a_template() {
        let pattern: Pattern = "^use '([^']+)', not '([^']+)'$".parse().unwrap();
        let text = "use 'a', not 'b'";
        assert_eq!(pattern.expand(text, "$2 -> $1").as_deref(), Some("b -> a"));
        assert_eq!(pattern.expand("use a", "$1"), None);
        assert_eq!(pattern.groups(), 2);
    }

    #[test]
    fn what_is_no_pattern_or_too_large_is_refused() {
        assert!("a(".parse::<Pattern>().is_err());
        assert!("(a{1000}){1000}".parse::<Pattern>().is_err());
    }
}
