//! What the authors of a package say of a symbol: deprecated, since when, what to use instead, private.

use serde::{Deserialize, Serialize};

/// All that is said of one declaration, member or export.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Notes {
    pub notices: Vec<Notice>,
    /// `@since`, as written.
    pub since: Option<String>,
    /// `@private`, `@internal`; `#[doc(hidden)]`.
    pub private: bool,
    /// `@ignore`, `@hidden`.
    pub ignored: bool,
}

impl Notes {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Without the authors' sentences.
    pub fn strip_words(&mut self) {
        self.notices.iter_mut().for_each(Notice::strip_words);
    }

    /// The notice that says for certain that this is deprecated.
    pub fn deprecated(&self) -> Option<&Notice> {
        self.notices
            .iter()
            .find(|notice| notice.strength == Strength::Declared)
    }

    /// A notice in prose or a comment, where none is declared.
    pub fn soft(&self) -> Option<&Notice> {
        self.notices
            .iter()
            .find(|notice| notice.strength == Strength::Soft)
            .filter(|_| self.deprecated().is_none())
    }
}

/// One statement that something is deprecated.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Notice {
    pub strength: Strength,
    pub source: Source,
    /// The version that the notice claims (`@deprecatedSince 2.8.0`, `since = "0.4.20"`, "deprecated in 2.0"), as written.
    pub since: Option<String>,
    /// The version in which it is to go, where the text names one.
    pub removal: Option<String>,
    /// The names that the notice offers instead, as written there, best first.
    pub replacements: Vec<String>,
    /// The authors' own words; left out of what is bundled with forewarn.
    pub text: Option<String>,
    /// `@altRecommendation`, its example and its link, as written; left out of what is bundled.
    pub advice: Option<String>,
    pub example: Option<String>,
    pub link: Option<String>,
    /// The condition under which it is given (`cfg_attr`), as written.
    pub cfg: Option<String>,
    /// 1-based line of the tag or comment; 0 if unknown.
    pub line: u32,
}

impl Notice {
    pub fn new(strength: Strength, source: Source, line: u32) -> Self {
        Self {
            strength,
            source,
            since: None,
            removal: None,
            replacements: Vec::new(),
            text: None,
            advice: None,
            example: None,
            link: None,
            cfg: None,
            line,
        }
    }

    /// Without the authors' sentences.
    pub fn strip_words(&mut self) {
        self.text = None;
        self.advice = None;
        self.example = None;
        self.link = None;
    }
}

/// How much a notice is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Strength {
    /// The compiler would say so: a tag, an attribute.
    Declared,
    /// Prose or a comment says so.
    Soft,
    /// A tag in a place where it may not be meant: within a sentence, within an example. Listed, off by default.
    Suspect,
}

/// Where a notice stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Source {
    /// `@deprecated` in a `JSDoc` block of the declaration.
    Tag,
    /// `#[deprecated]`, also within `cfg_attr`.
    Attribute,
    /// The attribute or tag of what contains it.
    Inherited,
    /// A comment beside the name.
    Comment,
    /// Prose of its documentation, or of its container's (`@property x - Deprecated: …`).
    Prose,
    /// The package's change log.
    Changelog,
}

impl Source {
    /// The word for it in tables and JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Tag => "tag",
            Self::Attribute => "attribute",
            Self::Inherited => "inherited",
            Self::Comment => "comment",
            Self::Prose => "prose",
            Self::Changelog => "changelog",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_bundled_keeps_facts_and_no_sentence() {
        let bare = Notice {
            since: Some("2.0".to_owned()),
            removal: Some("3.0".to_owned()),
            replacements: vec!["B".to_owned()],
            cfg: Some("feature = \"a\"".to_owned()),
            ..Notice::new(Strength::Declared, Source::Tag, 7)
        };
        let told = Notice {
            text: Some("Use B.".to_owned()),
            advice: Some("B".to_owned()),
            example: Some("B()".to_owned()),
            link: Some("https://example.org".to_owned()),
            ..bare.clone()
        };
        let mut notes = Notes {
            notices: vec![told],
            ..Notes::default()
        };
        notes.strip_words();
        assert_eq!(notes.notices, [bare]);
    }

    #[test]
    fn what_is_declared_counts_before_what_is_only_said() {
        let of = |strength| Notice::new(strength, Source::Tag, 1);
        let notes = |notices: &[Strength]| Notes {
            notices: notices.iter().copied().map(of).collect(),
            ..Notes::default()
        };
        let (declared, soft) = (Strength::Declared, Strength::Soft);
        for (notices, is_deprecated, is_soft) in [
            (&[][..], false, false),
            (&[soft], false, true),
            (&[soft, declared], true, false),
            (&[Strength::Suspect], false, false),
        ] {
            let notes = notes(notices);
            let found = (notes.deprecated().is_some(), notes.soft().is_some());
            assert_eq!(found, (is_deprecated, is_soft), "{notices:?}");
        }
    }
}
