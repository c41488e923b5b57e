//! Exceptions of the configuration: which findings a user's own file silences, and why.

use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::domain::version::SemVersion;
use crate::scan::suppress::{Exception, MOST, Pattern};

/// As a file states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// Patterns as in a comment, parted by commas.
    pub symbol: String,
    /// A pattern as in an ignore file; `None`: all files.
    pub file: Option<String>,
    /// With or without its registry; `None`: all packages.
    pub package: Option<String>,
    pub until: Option<SemVersion>,
}

/// An exception, ready to be asked.
#[derive(Clone, Debug)]
pub struct Configured {
    exception: Exception,
    files: Option<Gitignore>,
    package: Option<String>,
}

/// What is asked of an exception.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    pub symbol: &'a str,
    /// With its registry.
    pub package: &'a str,
    /// Relative to the folder of the configuration.
    pub file: &'a str,
    pub to: Option<&'a SemVersion>,
}

impl Configured {
    /// # Errors
    /// What is wrong with it, a fragment of a sentence.
    pub fn of(stated: &Stated) -> Result<Self, String> {
        let patterns: Vec<Pattern> = stated
            .symbol
            .split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(Pattern::read)
            .collect();
        if patterns.is_empty() {
            return Err("`symbol` is empty; `*` is every symbol".to_owned());
        }
        if patterns.len() > MOST {
            return Err(format!("`symbol` names more than {MOST}"));
        }
        let files = stated.file.as_deref().map(files).transpose()?;
        Ok(Self {
            exception: Exception::new(patterns, stated.until.clone()),
            files,
            package: stated.package.clone(),
        })
    }

    /// Whether it silences what is at a place; it remembers what it met.
    pub fn silences(&mut self, place: Place<'_>) -> bool {
        let is_package = self.package.as_deref().is_none_or(|package| {
            let bare = place.package.split_once(':').map(|(_, name)| name);
            place.package == package || bare == Some(package)
        });
        let is_file = self.files.as_ref().is_none_or(|files| {
            // A manifest above its plugin has no place below the root of the patterns.
            let is_below = !Path::new(place.file).is_absolute() && !place.file.starts_with("..");
            is_below
                && files
                    .matched_path_or_any_parents(place.file, false)
                    .is_ignore()
        });
        is_package && is_file && self.exception.silences(place.symbol, place.to)
    }

    /// What was met, to be told of.
    pub const fn exception(&self) -> &Exception {
        &self.exception
    }
}

fn files(pattern: &str) -> Result<Gitignore, String> {
    let mut builder = GitignoreBuilder::new(PathBuf::new());
    let wrong = |error: ignore::Error| format!("`file` is no pattern: {error}");
    builder.add_line(None, pattern).map_err(wrong)?;
    let built = builder.build().map_err(wrong)?;
    if built.num_ignores() == 0 {
        return Err(format!("`file` takes nothing: {pattern}"));
    }
    Ok(built)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stated(file: Option<&str>, package: Option<&str>) -> Stated {
        Stated {
            symbol: "Manager.*, oldFn".to_owned(),
            file: file.map(str::to_owned),
            package: package.map(str::to_owned),
            until: None,
        }
    }

    #[test]
    fn an_exception_is_about_symbols_files_and_a_package() {
        let cases = [
            (None, None, "src/a.ts", true),
            (Some("*.test.ts"), None, "src/a.test.ts", true),
            (Some("*.test.ts"), None, "src/a.ts", false),
            (Some("src/legacy/"), None, "src/legacy/deep/a.ts", true),
            (Some("/a.ts"), None, "src/a.ts", false),
            (Some("*"), None, "../package.json", false),
            (None, Some("npm:@acme/app"), "a.ts", true),
            (None, Some("@acme/app"), "a.ts", true),
            (None, Some("@acme/kit"), "a.ts", false),
        ];
        for (file, package, at, expected) in cases {
            let mut one = Configured::of(&stated(file, package)).unwrap();
            let place = Place {
                symbol: "Manager.x",
                package: "npm:@acme/app",
                file: at,
                to: None,
            };
            assert_eq!(one.silences(place), expected, "{file:?} {package:?} {at}");
            assert_eq!(one.exception().has_met(), expected);
        }
    }

    #[test]
    fn what_takes_nothing_is_refused() {
        for file in ["", "# note", "!src", "a[z-a]"] {
            assert!(Configured::of(&stated(Some(file), None)).is_err(), "{file}");
        }
        let empty = Stated {
            symbol: " , ".to_owned(),
            ..stated(None, None)
        };
        assert!(Configured::of(&empty).is_err());
    }
}
