//! What the changelog says of public symbols: deprecated, removed, moved, changed.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::domain::text::Untrusted;
use crate::domain::version::{Version, VersionError};

crate::domain::words::closed_words! {
    /// What a symbol is. Typed kinds first, then those that no type shows.
    pub enum SymbolKind {
        Export = "export",
        Member = "member",
        EnumMember = "enum-member",
        ComponentProp = "component-prop",
        StringTemplate = "string-template",
        Module = "module",
        Function = "function",
        Method = "method",
        Type = "type",
        Trait = "trait",
        Field = "field",
        Variant = "variant",
        Constant = "constant",
        Macro = "macro",
        Action = "action",
        Event = "event",
        PayloadField = "payload-field",
        Notification = "notification",
        ComponentName = "component-name",
        StatePath = "state-path",
        ThemeToken = "theme-token",
        ConfigKey = "config-key",
        CssClass = "css-class",
        NpmDependency = "npm-dependency",
        RestEndpoint = "rest-endpoint",
    }
}

impl SymbolKind {
    /// Whether declarations show symbols of this kind.
    pub fn is_declared(self) -> bool {
        self <= Self::Macro
    }
}

crate::domain::words::closed_words! {
    /// What happened to a symbol.
    pub enum SymbolChange {
        Deprecated = "deprecated",
        Removed = "removed",
        /// Still to be had, under another path or name.
        Moved = "moved",
        /// Still there, but its type, range, value or meaning is incompatible.
        Changed = "changed",
    }
}

/// When something was observed: at a version or on a day, or only between two that are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Observed {
    At(Version),
    Between { after: Version, by: Version },
}

/// Why a text is not an observation.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ObservedError {
    #[error("`{0}` is neither a version nor `after A, by B`")]
    Form(String),
    #[error("`after {after}, by {by}` is in reverse order")]
    Reversed { after: String, by: String },
}

impl fmt::Display for Observed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(version) => write!(f, "{version}"),
            Self::Between { after, by } => write!(f, "after {after}, by {by}"),
        }
    }
}

impl FromStr for Observed {
    type Err = ObservedError;

    fn from_str(text: &str) -> Result<Self, ObservedError> {
        let form = |_: VersionError| ObservedError::Form(text.to_owned());
        let Some((after, by)) = text
            .strip_prefix("after ")
            .and_then(|rest| rest.split_once(", by "))
        else {
            return Version::parse_any(text).map(Self::At).map_err(form);
        };
        let (after, by) = (
            Version::parse_any(after).map_err(form)?,
            Version::parse_any(by).map_err(form)?,
        );
        if after.scheme() == by.scheme() && after < by {
            Ok(Self::Between { after, by })
        } else {
            Err(ObservedError::Reversed {
                after: after.to_string(),
                by: by.to_string(),
            })
        }
    }
}

impl Serialize for Observed {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Observed {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// What an entry says of one symbol.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deprecation {
    /// The path as users write it.
    pub symbol: Untrusted,
    pub kind: SymbolKind,
    pub change: SymbolChange,
    /// `None`: the stream's package.
    pub package: Option<String>,
    pub declared_since: Option<Version>,
    pub removed: Option<Observed>,
    /// Scheduled; `None` if it is not known.
    pub removal: Option<Version>,
    pub replacement: Option<Untrusted>,
    pub replacement_since: Option<Version>,
    pub from_range: Option<Untrusted>,
    pub to_range: Option<Untrusted>,
    /// Where two sources disagree, what each says.
    pub disputed: Option<Untrusted>,
    pub note: Option<Untrusted>,
    pub sources: Vec<Untrusted>,
}

impl Deprecation {
    pub fn new(symbol: impl Into<Untrusted>, kind: SymbolKind, change: SymbolChange) -> Self {
        Self {
            symbol: symbol.into(),
            kind,
            change,
            package: None,
            declared_since: None,
            removed: None,
            removal: None,
            replacement: None,
            replacement_since: None,
            from_range: None,
            to_range: None,
            disputed: None,
            note: None,
            sources: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn observations_round_trip() {
        for text in [
            "2.0.0",
            "2019-10-16",
            "after 1.34.6, by 2.17.1",
            "after 2.0.0-beta.3, by 2.0.0",
        ] {
            assert_eq!(text.parse::<Observed>().unwrap().to_string(), text);
        }
        for text in [
            "2.0",
            "by 2.0.0",
            "after 2.0.0",
            "after 2.1.0, by 2.0.0",
            "after 2.0.0, by 2020-01-01",
        ] {
            assert!(text.parse::<Observed>().is_err(), "{text}");
        }
    }
}
