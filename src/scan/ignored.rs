//! Patterns of files, as ignore files have them.

use std::path::PathBuf;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::error::Error;

/// Patterns that paths relative to one folder are held against.
pub struct Patterns(Gitignore);

impl Patterns {
    /// `at` is where they stand, for the message of an error.
    ///
    /// # Errors
    /// If one of them is no pattern.
    pub fn new(patterns: &[String], at: &str) -> Result<Self, Error> {
        let wrong = |error| Error::new(format!("{at}: this is no pattern")).because(error);
        let mut builder = GitignoreBuilder::new(PathBuf::new());
        for pattern in patterns {
            builder.add_line(None, pattern).map_err(wrong)?;
        }
        builder.build().map(Self).map_err(wrong)
    }

    /// Whether a file, or a folder that it lies in, is meant.
    pub fn holds(&self, path: &str) -> bool {
        self.0.matched_path_or_any_parents(path, false).is_ignore()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_those_of_ignore_files() {
        let patterns = ["docs/**", "*.lock", "/top.txt", "!docs/kept.md"].map(str::to_owned);
        let patterns = Patterns::new(&patterns, "x").unwrap();
        for (path, is_held) in [
            ("docs/a/b.md", true),
            ("docs/kept.md", false),
            ("a/Cargo.lock", true),
            ("top.txt", true),
            ("a/top.txt", false),
            ("src/main.rs", false),
        ] {
            assert_eq!(patterns.holds(path), is_held, "{path}");
        }
        assert!(Patterns::new(&["a{".to_owned()], "x").is_err());
    }
}
