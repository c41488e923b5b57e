//! A package as it was published: the files that matter here, in memory.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use crate::domain::surface::{Gap, Language, Requirement};

/// One version of a package, as published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    pub language: Language,
    /// Without its registry: `@twilio/flex-ui`, `clap`.
    pub name: String,
    /// As the manifest states it.
    pub version: String,
    pub requires: Vec<Requirement>,
    /// Where its API begins.
    pub entry: Entry,
    /// The files that are read: declarations or Rust source, the manifest, the change log. By path below the package's
    /// root, with `/`; content as it is.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Other files, which are not read; of a folder source, one for each hidden or installed folder, and for each link.
    pub skipped: usize,
    /// What was left out though it should be read.
    pub gaps: Vec<Gap>,
}

/// Where the API of a package begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The file that the root stands for: `src/index.d.ts`, `src/lib.rs`. `None` if there is none.
    pub root: Option<String>,
    /// Further import paths that the manifest opens (`exports` of package.json), each with its declaration file:
    /// `./hooks` to `dist/hooks.d.ts`. Patterns (`./*`) are kept as written.
    pub further: BTreeMap<String, String>,
    /// Whether any other file may be imported by its path: false if the manifest has `exports`.
    pub deep: bool,
    /// What a Rust crate is called in source, where it differs from the package's name.
    pub crate_name: Option<String>,
    /// Features that are on by default, and what each feature switches on, of a crate.
    pub features: BTreeMap<String, Vec<String>>,
    /// The names under which dependencies are known in source, where they are renamed: name in source to package.
    pub renamed: BTreeMap<String, String>,
    /// Whether this is a crate of procedural macros.
    pub procedural: bool,
}

impl Package {
    /// The package's change log, if it ships one: CHANGELOG.md in any spelling of its case.
    pub fn changelog(&self) -> Option<(&str, &[u8])> {
        self.files
            .iter()
            .find(|(path, _)| path.eq_ignore_ascii_case("CHANGELOG.md"))
            .map(|(path, content)| (path.as_str(), content.as_slice()))
    }
    /// A hash of what was read: SHA-256 in hexadecimal over paths and contents in the order of paths. It depends on
    /// neither the order nor the compression of the archive, so that one content has one fingerprint.
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        for (path, content) in &self.files {
            // Each part is preceded by its length: no other parts make the same text.
            for part in [path.as_bytes(), content] {
                hash.update((part.len() as u64).to_le_bytes());
                hash.update(part);
            }
        }
        hex(&hash.finalize())
    }
}

/// Lower-case hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a String takes all writes");
        text
    })
}
