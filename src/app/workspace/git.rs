//! What `forewarn.toml` says of commits and fragments: its `[git]` and `[fragment]` tables.
//!
//! ```toml
//! [git]
//! types = { feat = "added", docs = "note", chore = "none" }    # a kind of entry, or none: it is left out
//!
//! [fragment]
//! ignore = ["docs/**", "*.lock"]                               # files that a change may touch without a fragment
//! ```
//!
//! A key that is not known is an error: a setting that silently does not hold would be believed to.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use crate::app::workspace::{CONFIG, known, text_of};
use crate::changelog::commits::draft::Types;
use crate::domain::entry::EntryKind;
use crate::domain::words::{nearest, nearest_in_words};
use crate::error::Error;
use crate::system::System;

/// What stands for no kind at all.
const NONE: &str = "none";

/// Both tables of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct GitSettings {
    pub(crate) types: Types,
    /// Patterns of paths, relative to the folder of the file.
    pub(crate) ignore: Vec<String>,
}

#[derive(Deserialize)]
struct Top {
    git: Option<Git>,
    fragment: Option<Fragment>,
    #[serde(flatten)]
    _others: BTreeMap<String, toml::Value>,
}

#[derive(Deserialize)]
struct Git {
    #[serde(default)]
    types: BTreeMap<String, String>,
    #[serde(flatten)]
    unknown: BTreeMap<String, toml::Value>,
}

#[derive(Deserialize)]
struct Fragment {
    #[serde(default)]
    ignore: Vec<String>,
    #[serde(flatten)]
    unknown: BTreeMap<String, toml::Value>,
}

impl GitSettings {
    /// Those of the `forewarn.toml` in a folder; without one the defaults.
    ///
    /// # Errors
    /// If the file cannot be read, or says what is not known.
    pub(crate) fn of(system: &System, root: &Path) -> Result<Self, Error> {
        let file = root.join(CONFIG);
        if !system.is_file(&file) {
            return Ok(Self::default());
        }
        let (text, shown) = text_of(system, &file)?;
        Self::read(&text, &shown)
    }

    fn read(text: &str, shown: &str) -> Result<Self, Error> {
        let top: Top = toml::from_str(text)
            .map_err(|error| Error::new(format!("{shown} cannot be read")).because(error))?;
        let mut settings = Self::default();
        if let Some(git) = top.git {
            known(git.unknown.keys(), &["types"], &format!("{shown}: [git]"))?;
            for (word, kind) in &git.types {
                let at = format!("{shown}: [git.types] {word}");
                settings.types.set(word, kind_named(kind, &at)?);
            }
        }
        if let Some(fragment) = top.fragment {
            let at = format!("{shown}: [fragment]");
            known(fragment.unknown.keys(), &["ignore"], &at)?;
            settings.ignore = fragment.ignore;
        }
        Ok(settings)
    }
}

fn kind_named(word: &str, at: &str) -> Result<Option<EntryKind>, Error> {
    if word == NONE {
        return Ok(None);
    }
    word.parse().map(Some).map_err(|_unknown| {
        let words = || EntryKind::WORDS.iter().copied().chain([NONE]);
        Error::new(format!("{at}: `{word}` is no kind of entry"))
            .hints(nearest_in_words(&nearest(word, words(), 2)))
            .hint(format!(
                "there are {}",
                words().collect::<Vec<_>>().join(", ")
            ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_set_beside_the_known_ones() {
        let text = "schema = 1\n[git]\ntypes = { docs = \"note\", feat = \"none\", Hint = \"fixed\" }\n[fragment]\nignore = [\"docs/**\"]\n";
        let settings = GitSettings::read(text, "forewarn.toml").unwrap();
        let mut types = Types::default();
        types.set("docs", Some(EntryKind::Note));
        types.set("feat", None);
        types.set("hint", Some(EntryKind::Fixed));
        assert_eq!(settings.types, types);
        assert_eq!(settings.ignore, ["docs/**"]);
        assert_eq!(GitSettings::read("", "f").unwrap(), GitSettings::default());
    }

    #[test]
    fn what_is_not_known_is_refused() {
        for (text, said) in [
            ("[git]\ntype = {}\n", "there is no key `type`"),
            (
                "[git]\ntypes = { a = \"add\" }\n",
                "`add` is no kind of entry",
            ),
            ("[fragment]\nignored = []\n", "there is no key `ignored`"),
        ] {
            let error = GitSettings::read(text, "f").unwrap_err();
            assert!(format!("{error}").contains(said), "{error}");
        }
    }
}
