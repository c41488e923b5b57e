//! Surfaces of crates that cargo has downloaded, for those who scan without an import.
//!
//! Reading them is most of what a scan has to do, so they are kept in the user's cache by what they follow from: this
//! build, and the downloaded files of the crate and of its members. Which members a crate has follows from its own file
//! alone, and is kept by it; so nothing has to be read to find out what a surface follows from.

use std::path::Path;

use crate::app::surfaces::{Reader, Wanted, members_of};
use crate::cancel::{Cancel, Silent};
use crate::domain::api::observed::Observed;
use crate::domain::range::Range;
use crate::domain::version::{SemVersion, Version};
use crate::error::Error;
use crate::ingest::package::Package;
use crate::ingest::registry::Downloads;
use crate::scan::cache::{Cache, Key, Parts};
use crate::system::System;

/// Members of members: a facade's brings its own along.
const DEEPEST: usize = 3;

/// Crates that are read for a scan.
pub(crate) struct Crates<'a> {
    system: &'a System,
    downloads: Downloads<'a>,
    /// `None`: nothing is kept, and nothing that was kept is used.
    cache: Option<Cache<'a>>,
}

/// A crate that is part of a surface.
struct Part {
    name: String,
    version: SemVersion,
    /// `None` until it has to be read.
    package: Option<Package>,
}

impl<'a> Crates<'a> {
    /// `None` if it is not known where cargo keeps what it downloaded.
    pub(crate) fn open(system: &'a System, cache: Option<Cache<'a>>) -> Option<Self> {
        Some(Self {
            system,
            downloads: Downloads::open(system)?,
            cache,
        })
    }

    /// The versions of a crate that are there.
    pub(crate) fn versions(&self, name: &str) -> Vec<SemVersion> {
        self.downloads.versions(name)
    }

    /// Reads one version with its members, as far as they are there; what is not is a gap of the surface.
    ///
    /// # Errors
    /// If the version is not there, or cannot be read.
    pub(crate) fn read(&self, name: &str, version: &SemVersion) -> Result<Observed, Error> {
        let mut parts = vec![Part {
            name: name.to_owned(),
            version: version.clone(),
            package: None,
        }];
        self.members(&mut parts, 0, 0)?;
        let place = self.cache.as_ref().zip(self.key(&parts));
        let kept = place
            .as_ref()
            .and_then(|(cache, key)| Observed::decode(&cache.get(key)?));
        if let Some(kept) = kept {
            return Ok(kept);
        }
        let observed = self.observe(parts)?;
        if let Some((cache, key)) = place
            && let Some(bytes) = observed.encode()
        {
            cache.put(&key, &bytes);
        }
        Ok(observed)
    }

    fn observe(&self, parts: Vec<Part>) -> Result<Observed, Error> {
        let silent = Silent(Cancel::default());
        let mut reader = Reader::new(self.system, &silent, false);
        let mut first = None;
        for part in parts {
            let package = match part.package {
                Some(package) => Ok(package),
                None => self.downloads.read(&part.name, &part.version),
            };
            match (&first, package) {
                (None, package) => first = Some(package?),
                (Some(_), Ok(package)) => {
                    reader.given.entry(part.name).or_default().push(package);
                }
                (Some(_), Err(_)) => {}
            }
        }
        let read = reader.read(first.into_iter().collect()).pop();
        let read = read.ok_or_else(|| Error::new("a crate cannot be read"))?;
        Ok(Observed {
            version: read.version(),
            facts: read.facts(),
            surface: read.surface,
        })
    }

    /// Adds the members of a part, and theirs: of each the newest version that fits. What cannot be read is left out.
    fn members(&self, parts: &mut Vec<Part>, of: usize, depth: usize) -> Result<(), Error> {
        if depth >= DEEPEST {
            return Ok(());
        }
        let Some(part) = parts.get_mut(of) else {
            return Ok(());
        };
        for wanted in self.wanted(part)? {
            let is_there = |one: &Part| one.name == wanted.package;
            if parts.iter().skip(1).any(is_there) {
                continue;
            }
            let range = Range::cargo(&wanted.range).ok();
            let fits = |version: &SemVersion| {
                let version = Version::Semver(version.clone());
                range.as_ref().is_none_or(|range| range.contains(&version))
            };
            let versions = self.downloads.versions(&wanted.package).into_iter();
            let Some(version) = versions.filter(fits).max() else {
                continue;
            };
            parts.push(Part {
                name: wanted.package,
                version,
                package: None,
            });
            let at = parts.len() - 1;
            if self.members(parts, at, depth + 1).is_err() {
                parts.truncate(at);
            }
        }
        Ok(())
    }

    /// The members that a crate asks for.
    fn wanted(&self, part: &mut Part) -> Result<Vec<Wanted>, Error> {
        let place = self.cache.as_ref().zip(self.key_of_members(part));
        let kept = place
            .as_ref()
            .and_then(|(cache, key)| decode(&cache.get(key)?));
        if let Some(kept) = kept {
            return Ok(kept);
        }
        let package = self.downloads.read(&part.name, &part.version)?;
        let wanted = members_of(&package);
        part.package = Some(package);
        if let Some((cache, key)) = place {
            cache.put(&key, &encode(&wanted));
        }
        Ok(wanted)
    }

    fn key_of_members(&self, part: &Part) -> Option<Key> {
        let mut all = Parts::default();
        all.add("kept", b"members");
        self.add(&mut all, part)?;
        Some(all.key())
    }

    fn key(&self, parts: &[Part]) -> Option<Key> {
        let mut all = Parts::default();
        all.add("kept", b"surface");
        for part in parts {
            self.add(&mut all, part)?;
        }
        Some(all.key())
    }

    /// What tells a downloaded crate apart from every other; `None` if that cannot be asked.
    fn add(&self, all: &mut Parts, part: &Part) -> Option<()> {
        let path = self.downloads.place(&part.name, &part.version)?;
        all.add("build", self.system.build()?.as_bytes());
        all.add("crate", part.name.as_bytes());
        all.add("version", part.version.to_string().as_bytes());
        all.add("file", print(self.system, &path)?.as_bytes());
        Some(())
    }
}

/// A file as it is now: where, how long, and since when.
fn print(system: &System, path: &Path) -> Option<String> {
    let size = system.size(path)?;
    let changed = system.changed(path)?;
    let since = changed.duration_since(std::time::UNIX_EPOCH).ok()?;
    Some(format!("{} {size} {}", path.display(), since.as_nanos()))
}

fn encode(wanted: &[Wanted]) -> Vec<u8> {
    let lines = wanted
        .iter()
        .map(|one| format!("{}\t{}\t{}\n", one.name, one.package, one.range));
    lines.collect::<String>().into_bytes()
}

fn decode(bytes: &[u8]) -> Option<Vec<Wanted>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let one = |line: &str| {
        let mut parts = line.splitn(3, '\t').map(str::to_owned);
        Some(Wanted {
            name: parts.next()?,
            package: parts.next()?,
            range: parts.next()?,
            names_only: false,
        })
    };
    text.lines().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::Scratch;

    /// A home in which cargo has unpacked one crate.
    #[expect(clippy::disallowed_methods, reason = "makes what cargo would")]
    fn home(source: &str) -> (Scratch, System) {
        let system = System::made("2026-06-15T00:00:00Z", &[], "/".as_ref());
        let scratch = system.scratch().unwrap();
        let home = scratch.path().to_str().unwrap().to_owned();
        let folder = scratch.path().join(".cargo/registry/src/r/dep-1.0.0");
        std::fs::create_dir_all(folder.join("src")).unwrap();
        let manifest = "[package]\nname = \"dep\"\nversion = \"1.0.0\"\n";
        std::fs::write(folder.join("Cargo.toml"), manifest).unwrap();
        std::fs::write(folder.join("src/lib.rs"), source).unwrap();
        let system = System::made("2026-06-15T00:00:00Z", &[("HOME", &home)], home.as_ref());
        (scratch, system)
    }

    fn symbols(system: &System, cache: bool) -> Vec<String> {
        let cache = cache.then(|| Cache::open(system)).flatten();
        let crates = Crates::open(system, cache).unwrap();
        let read = crates.read("dep", &"1.0.0".parse().unwrap()).unwrap();
        read.facts.into_keys().collect()
    }

    #[test]
    #[expect(
        clippy::disallowed_methods,
        reason = "looks at what is kept, and damages it"
    )]
    fn a_surface_is_kept_and_a_damaged_one_is_read_again() {
        let (scratch, system) = home("pub fn a() { loop {} }\npub struct B { pub c: u8 }");
        let first = symbols(&system, true);
        assert_eq!(first, ["B", "B::c", "a"]);
        let kept = scratch.path().join(".cache/forewarn/scan");
        let entries = || -> Vec<_> {
            let all = std::fs::read_dir(&kept).into_iter().flatten();
            all.map(|one| one.unwrap().path()).collect()
        };
        assert_eq!(entries().len(), 2);
        // What it was read from says what it is.
        let source = ".cargo/registry/src/r/dep-1.0.0/src/lib.rs";
        std::fs::write(scratch.path().join(source), "pub fn other() {}").unwrap();
        assert_eq!(symbols(&system, true), first);
        assert_eq!(symbols(&system, false), ["other"]);
        for entry in entries() {
            std::fs::write(entry, "something else").unwrap();
        }
        assert_eq!(symbols(&system, true), ["other"]);
    }

    #[test]
    fn nothing_is_kept_for_who_wants_no_cache() {
        let (scratch, system) = home("pub fn a() {}");
        assert_eq!(symbols(&system, false), ["a"]);
        assert!(!system.exists(&scratch.path().join(".cache")));
    }
}
