//! What a user names as the source of packages: a registry's package with versions, or a path.

use std::path::PathBuf;

use crate::domain::range::Range;
use crate::domain::surface::Language;
use crate::domain::version::SemVersion;
use crate::error::Error;
use crate::ingest::names;

/// Where packages come from.
#[derive(Clone, Debug)]
pub enum Source {
    /// A package of the registry of a language, and which of its versions.
    Registry {
        language: Language,
        name: String,
        wanted: Wanted,
    },
    /// An archive, or a folder.
    Path(PathBuf),
}

/// Which versions of a package are meant.
#[derive(Clone, Debug)]
pub enum Wanted {
    /// All that the registry lists.
    All,
    /// What a name of the publisher's stands for: `latest`, `next`.
    Tag(String),
    Exact(SemVersion),
    /// Those in a range of npm or of Cargo.
    Range {
        text: String,
        range: Range,
    },
    /// Later than the first, up to and with the second: `2.3.0..2.8.3`.
    Between {
        after: SemVersion,
        to: SemVersion,
    },
}

/// No range that people write is longer.
const RANGE: usize = 256;

impl Source {
    /// Understands `npm:NAME`, `crate:NAME`, either with `@VERSION`, `@RANGE`, `@A..B`, `@TAG` or `@all`, and paths.
    /// Whether there is such a package or path is not asked.
    ///
    /// # Errors
    /// If it is any other way to name a package: an address, a repository, another registry's name.
    pub fn parse(text: &str) -> Result<Self, Error> {
        for language in [Language::TypeScript, Language::Rust] {
            if let Some(spec) = text.strip_prefix(language.prefix()) {
                return registry(language, spec);
            }
        }
        if text.is_empty() || text.starts_with('-') || text.contains(['\0', '\n']) {
            return Err(Error::new(format!("`{text}` names no package")).hint(FORMS));
        }
        // A drive letter is one character; what has more before its colon is some kind of address.
        let scheme = text.split_once(':').map_or("", |(before, _)| before);
        let is_scheme = scheme.len() > 1
            && scheme
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
        let is_login = scheme.contains('@') && !scheme.contains('/');
        if is_scheme || is_login {
            return Err(not_plain(text));
        }
        Ok(Self::Path(PathBuf::from(text)))
    }
}

const FORMS: &str = "write npm:NAME or crate:NAME, with @VERSION or @RANGE after it if not all versions are meant, or the path of an archive or folder";

fn not_plain(text: &str) -> Error {
    Error::new(format!("`{text}` is not a plain name of a registry"))
        .hint(
            "only packages that a registry has published are fetched: an address or a repository may hold anything, and fetching it may run its code",
        )
        .hint(FORMS)
}

fn registry(language: Language, spec: &str) -> Result<Source, Error> {
    let at = spec
        .char_indices()
        .skip(1)
        .find(|(_, letter)| *letter == '@')
        .map(|(at, _)| at);
    let (name, versions) = match at.and_then(|at| spec.split_at_checked(at)) {
        Some((name, versions)) => (name, versions.strip_prefix('@')),
        None => (spec, None),
    };
    let valid = match language {
        Language::TypeScript => names::npm(name),
        Language::Rust => names::krate(name),
    };
    valid.map_err(|error| not_plain(spec).because(error))?;
    let wanted = match versions {
        None => Wanted::All,
        Some(text) => wanted(language, name, text)?,
    };
    Ok(Source::Registry {
        language,
        name: name.to_owned(),
        wanted,
    })
}

fn wanted(language: Language, name: &str, text: &str) -> Result<Wanted, Error> {
    let text = text.trim();
    let unknown = || {
        Error::new(format!("`{text}` says no versions of {name}")).hint(match language {
            Language::TypeScript => {
                "write a version (2.3.0), a range of npm (^2.3, >=2.0.0 <2.5.0), A..B for what came after A up to B, a tag (latest), or all"
            }
            Language::Rust => {
                "write a version (2.3.0), a requirement of Cargo (^2.3, >=2.0.0, <2.5.0), A..B for what came after A up to B, latest, or all"
            }
        })
    };
    // `:` and `/` would make an address of it, and letters beyond these are in no range.
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b".*^~<>=| +,-".contains(&byte);
    if text.is_empty() || text.len() > RANGE || !text.bytes().all(allowed) {
        return Err(unknown());
    }
    if text == "all" {
        return Ok(Wanted::All);
    }
    if let Some((after, to)) = text.split_once("..") {
        return between(after.trim(), to.trim());
    }
    if let Ok(version) = text.parse() {
        return Ok(Wanted::Exact(version));
    }
    if is_tag(text) {
        // Crates have no tags; this one word is taken for the newest all the same.
        return match language {
            Language::Rust if text != "latest" => Err(unknown()),
            _ => Ok(Wanted::Tag(text.to_owned())),
        };
    }
    let range = match language {
        Language::TypeScript => Range::npm(text),
        Language::Rust => Range::cargo(text),
    };
    range
        .map(|range| Wanted::Range {
            text: text.to_owned(),
            range,
        })
        .map_err(|error| unknown().because(error))
}

fn between(after: &str, to: &str) -> Result<Wanted, Error> {
    let end = |text: &str| {
        text.parse::<SemVersion>().map_err(|error| {
            Error::new("both ends of A..B are whole versions, such as 2.3.0..2.8.3").because(error)
        })
    };
    let (after, to) = (end(after)?, end(to)?);
    if after > to {
        return Err(Error::new(format!("{after}..{to} runs backwards"))
            .hint(format!("did you mean {to}..{after}?")));
    }
    Ok(Wanted::Between { after, to })
}

/// A publisher's own name for a version. `x` and `x.1` are ranges.
fn is_tag(text: &str) -> bool {
    let wild = text == "x" || text.starts_with("x.");
    // `v2` is a range to npm.
    let numbered = text
        .strip_prefix('v')
        .is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_digit()));
    let mut bytes = text.bytes();
    !wild
        && !numbered
        && bytes.next().is_some_and(|first| first.is_ascii_lowercase())
        && bytes.all(|byte| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        match Source::parse(text) {
            Err(error) => format!("refused: {error}"),
            Ok(Source::Path(path)) => format!("path {}", path.display()),
            Ok(Source::Registry {
                language,
                name,
                wanted,
            }) => {
                let wanted = match wanted {
                    Wanted::All => "all".to_owned(),
                    Wanted::Tag(tag) => format!("tag {tag}"),
                    Wanted::Exact(version) => format!("exactly {version}"),
                    Wanted::Range { text, .. } => format!("in {text}"),
                    Wanted::Between { after, to } => format!("after {after} to {to}"),
                };
                format!("{}{name} {wanted}", language.prefix())
            }
        }
    }

    #[test]
    fn plain_names_and_paths_are_understood() {
        for (text, expected) in [
            ("npm:is-number", "npm:is-number all"),
            ("npm:@twilio/flex-ui", "npm:@twilio/flex-ui all"),
            ("npm:@twilio/flex-ui@all", "npm:@twilio/flex-ui all"),
            (
                "npm:@twilio/flex-ui@2.3.0",
                "npm:@twilio/flex-ui exactly 2.3.0",
            ),
            ("npm:a@2.0.0-beta.1", "npm:a exactly 2.0.0-beta.1"),
            ("npm:a@^2.3", "npm:a in ^2.3"),
            ("npm:a@2.x", "npm:a in 2.x"),
            ("npm:a@>=2.0.0 <2.5.0", "npm:a in >=2.0.0 <2.5.0"),
            ("npm:a@2.3.0..2.8.3", "npm:a after 2.3.0 to 2.8.3"),
            ("npm:a@latest", "npm:a tag latest"),
            ("npm:a@v2", "npm:a in v2"),
            ("npm:a@*", "npm:a in *"),
            ("crate:clap", "crate:clap all"),
            ("crate:clap@3", "crate:clap in 3"),
            ("crate:clap@3.2.25", "crate:clap exactly 3.2.25"),
            ("crate:clap@>=3, <4", "crate:clap in >=3, <4"),
            ("crate:clap@latest", "crate:clap tag latest"),
            ("a/b.tgz", "path a/b.tgz"),
            (r"C:\a\b.tgz", r"path C:\a\b.tgz"),
            (".", "path ."),
        ] {
            assert_eq!(told(text), expected, "{text}");
        }
    }

    #[test]
    fn anything_that_is_no_plain_name_is_refused() {
        for text in [
            "npm:",
            "npm:@",
            "npm:-g",
            "npm:a b",
            "npm:a;b",
            "npm:$(a)",
            "npm:github:a/b",
            "npm:a/b",
            "npm:file:../a",
            "npm:./a",
            "npm:../a",
            "npm:a.tgz",
            "npm:https://example.org/a.tgz",
            "npm:git+ssh://git@example.org/a.git",
            "npm:a@npm:b@1",
            "npm:a@file:../b",
            "npm:a@https://example.org/a.tgz",
            "npm:a@github:a/b",
            "npm:a@a/b",
            "npm:a@",
            "npm:a@1.0.0;b",
            "npm:a@1.0.0@2.0.0",
            "npm:a@2.8.3..2.3.0",
            "npm:a@2..3",
            "crate:",
            "crate:--help",
            "crate:a.b",
            "crate:clap@next",
            "crate:clap@>=3 <4",
            "https://example.org/a.tgz",
            "git+https://example.org/a",
            "git@example.org:a/b",
            "file:a",
            "github:a/b",
            "cargo:a",
            "--help",
            "",
        ] {
            assert!(
                told(text).starts_with("refused: "),
                "{text}: {}",
                told(text)
            );
        }
    }

    #[test]
    fn a_refusal_says_why_and_what_to_write() {
        let text = Source::parse("npm:github:a/b").unwrap_err().render();
        assert!(text.contains("is not a plain name of a registry"), "{text}");
        assert!(text.contains("may run its code"), "{text}");
        assert!(text.contains("write npm:NAME"), "{text}");
    }
}
