//! What a configuration says of single rules, beside their severity.

/// A host, or with `*.` before it every host below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostPattern(String);

/// Why a text is no pattern of hosts.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no host: write it as git.example.com, or *.example.com for every host below it")]
pub struct HostPatternError(String);

impl std::str::FromStr for HostPattern {
    type Err = HostPatternError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bare = text.strip_prefix("*.").unwrap_or(text);
        let is_host = !bare.is_empty()
            && bare
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '-' | '.' | '_'));
        if is_host {
            Ok(Self(text.to_lowercase()))
        } else {
            Err(HostPatternError(text.to_owned()))
        }
    }
}

impl HostPattern {
    /// Whether a host, in lower case, is meant.
    pub fn is_match(&self, host: &str) -> bool {
        match self.0.strip_prefix("*.") {
            Some(below) => host
                .strip_suffix(below)
                .is_some_and(|before| before.ends_with('.')),
            None => host == self.0,
        }
    }
}

/// The options of all rules, with their defaults.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// `private-link`: hosts that are private beside those that always are.
    pub private_hosts: Vec<HostPattern>,
    /// `empty-release`: whether pre-releases count.
    pub empty_prereleases: bool,
    /// `duplicate-entry`: shorter texts may stand twice.
    pub least_words: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            private_hosts: Vec::new(),
            empty_prereleases: false,
            least_words: 4,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_met_whole_or_below() {
        for (pattern, host, is_met) in [
            ("git.example.com", "git.example.com", true),
            ("git.example.com", "x.git.example.com", false),
            ("*.example.com", "git.example.com", true),
            ("*.example.com", "example.com", false),
            ("*.example.com", "badexample.com", false),
            ("*.Example.com", "a.b.example.com", true),
        ] {
            let pattern: HostPattern = pattern.parse().unwrap();
            assert_eq!(pattern.is_match(host), is_met, "{pattern:?} {host}");
        }
        for wrong in ["", "*.", "https://x", "a b", "*"] {
            assert!(wrong.parse::<HostPattern>().is_err(), "{wrong}");
        }
    }
}
